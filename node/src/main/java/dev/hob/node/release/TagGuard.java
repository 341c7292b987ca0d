package dev.hob.node.release;

import dev.hob.node.language.Messages;
import dev.hob.node.log.Origin;
import dev.hob.node.refs.Guard;
import dev.hob.node.refs.Refs;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// Keeps the tags that releases stand on from being deleted here, whichever way. They may be moved: a nightly build
/// does that each night. Shared between threads.
final class TagGuard implements Guard {
    private final ReleaseReading reading;

    TagGuard(ReleaseReading reading) {
        this.reading = reading;
    }

    @Override
    public Optional<Refs.Verdict.Forbidden> objection(Attempt attempt, Repository git) {
        // What peers have decided, they have decided.
        if (!(attempt.by() instanceof Origin.Here) || !attempt.repo().isProject()) return Optional.empty();
        for (var move : attempt.moves()) {
            if (!move.deletes() || !move.ref().startsWith(Constants.R_TAGS)) continue;
            String tag = move.ref().substring(Constants.R_TAGS.length());
            if (reading.ofTag(attempt.repo().rid(), tag)
                    .filter(it -> !it.draft())
                    .isPresent()) return Optional.of(new Refs.Verdict.Forbidden(move.ref(), told(tag)));
        }
        return Optional.empty();
    }

    private static String told(String tag) {
        return Messages.text("release.stands-on-the-tag", tag);
    }
}
