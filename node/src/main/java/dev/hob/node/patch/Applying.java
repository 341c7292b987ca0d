package dev.hob.node.patch;

import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.DraftObjects;
import dev.hob.node.code.Following;
import dev.hob.node.code.MergeWays;
import dev.hob.node.code.Suggestions;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Means;
import dev.hob.node.issue.TalkReading;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.patch.SourceBranches.Way;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/// Takes what reviewers suggest into the branch that a pull request comes from: one suggestion or several as
/// one commit,
/// which names who suggested it. The branch moves as by a push, and offers its new commits. Shared between
/// threads.
public final class Applying {
    public static final int PICKS_MAX = 50;

    private static final int MESSAGE_CHARACTERS_MAX = 65_536;

    private final Means means;
    private final Storage storage;
    private final People people;
    private final Refs refs;
    private final TalkReading talks;
    private final PatchReading reading;
    private final Patches patches;
    private final SourceBranches sources;
    private final Suggestions suggestions = new Suggestions();
    private final Following following = new Following();

    Applying(
            Means means,
            Storage storage,
            People people,
            Refs refs,
            TalkReading talks,
            PatchReading reading,
            Patches patches,
            SourceBranches sources) {
        this.means = means;
        this.storage = storage;
        this.people = people;
        this.refs = refs;
        this.talks = talks;
        this.reading = reading;
        this.patches = patches;
        this.sources = sources;
    }

    /// A suggestion that somebody wants to take.
    ///
    /// @param comment in which it stands
    /// @param number of it in there, from 0
    public record Pick(ObjectId comment, int number) {}

    /// Whether the lines are still there that a remark is about: the first of them in what is offered now.
    public Optional<Integer> place(Repository repository, Patch patch, CodeLocation location) {
        if (!(location.after().orElse(null) instanceof CodeRange.Lines(int start, int end))) return Optional.empty();
        return following.lines(
                repository, location.commit(), patch.head(), location.path(), start + 1, Math.max(start + 1, end));
    }

    /// Takes suggestions into the branch. Whoever may push there. The answer's entry is the commit.
    ///
    /// @param message of the commit; the usual one when it is blank
    public Answer apply(Repo repo, Person by, ObjectId id, List<Pick> picks, String message) {
        if (picks.isEmpty()) return Answer.invalid(Messages.text("patch.choose-what-to-take"));
        if (picks.size() > PICKS_MAX) return Answer.invalid(Messages.text("patch.suggestions-at-once-max", PICKS_MAX));
        if (message.length() > MESSAGE_CHARACTERS_MAX)
            return Answer.invalid(Messages.text("patch.message-characters-max", MESSAGE_CHARACTERS_MAX));
        var patch = reading.find(repo.rid(), id);
        if (patch.isEmpty()) return Answer.missing(Messages.text("patch.no-such-pull-request"));
        return switch (sources.way(by, patch.get())) {
            case Way.Closed(var reason, String told) -> new Answer.Refused(reason, told);
            case Way.Open open -> {
                var taken = taken(repo, patch.get(), open.repo(), List.copyOf(new LinkedHashSet<>(picks)));
                yield switch (taken) {
                    case Taken.Not(var answer) -> answer;
                    case Taken.All(var all, var authors) ->
                        moved(repo, by, patch.get(), open, all, authors, message, picks);
                };
            }
        };
    }

    private sealed interface Taken {
        record All(List<Suggestions.Suggestion> all, List<PersonIdent> authors) implements Taken {}

        record Not(Answer answer) implements Taken {}
    }

    private static Taken not(String told) {
        return new Taken.Not(Answer.invalid(told));
    }

    private Taken taken(Repo repo, Patch patch, Repo from, List<Pick> picks) {
        var placed = placed(repo, patch);
        var all = new ArrayList<Suggestions.Suggestion>();
        var authors = new ArrayList<PersonIdent>();
        try (var repository = storage.open(from.rid())) {
            for (var pick : picks) {
                var found = talks.comment(repo.rid(), pick.comment().name())
                        .filter(it -> it.issue().equals(patch.id()))
                        .map(TalkReading.Found::line);
                var body = found.flatMap(
                                it -> it.what() instanceof Line.What.Said(var comment) ? comment : Optional.empty())
                        .map(it -> it.body());
                var text = body.flatMap(it -> SuggestedText.lines(it, pick.number()));
                var location = remark(placed, pick.comment()).flatMap(PatchReading.Placed::location);
                if (text.isEmpty() || location.isEmpty()) return not(Messages.text("patch.is-no-suggestion-any-more"));
                var suggestion = suggestion(repository, patch, location.get(), text.get());
                if (suggestion.isEmpty())
                    return not(Messages.text(
                            "patch.lines-have-changed-since-suggested",
                            location.get().path()));
                all.add(suggestion.get());
                authors.add(ident(found.orElseThrow()));
            }
        }
        return new Taken.All(all, authors);
    }

    private Map<ObjectId, PatchReading.Placed> placed(Repo repo, Patch patch) {
        return reading.comments(repo.rid(), patch.id()).stream()
                .collect(Collectors.toMap(PatchReading.Placed::entry, it -> it));
    }

    /// The remark at lines that a comment is, or answers.
    private static Optional<PatchReading.Placed> remark(Map<ObjectId, PatchReading.Placed> placed, ObjectId comment) {
        var at = Optional.ofNullable(placed.get(comment));
        for (int i = 0; i < placed.size() && at.isPresent(); i++) {
            if (at.get().location().isPresent()) return at;
            at = at.get().replyTo().map(placed::get);
        }
        return Optional.empty();
    }

    private Optional<Suggestions.Suggestion> suggestion(
            Repository repository, Patch patch, CodeLocation location, String text) {
        if (!(location.after().orElse(null) instanceof CodeRange.Lines(int start, int end))) return Optional.empty();
        var path = CodePath.parse(location.path());
        var first = place(repository, patch, location);
        var now = Following.file(repository, patch.head(), location.path());
        if (path.isEmpty() || first.isEmpty() || now.isEmpty()) return Optional.empty();
        int last = first.get() + Math.max(start + 1, end) - (start + 1);
        return Optional.of(new Suggestions.Suggestion(path.get(), now, first.get(), last, text));
    }

    private PersonIdent ident(Line line) {
        var now = means.clock().instant();
        return people.byKey(line.by())
                .map(it -> ident(Commits.Signer.of(it)))
                .orElseGet(() -> new PersonIdent(line.by().nid(), line.by().nid() + "@localhost", now, ZoneOffset.UTC));
    }

    private PersonIdent ident(Commits.Signer signer) {
        return new PersonIdent(signer.name(), signer.email(), means.clock().instant(), ZoneOffset.UTC);
    }

    private Answer moved(
            Repo repo,
            Person by,
            Patch patch,
            Way.Open way,
            List<Suggestions.Suggestion> all,
            List<PersonIdent> authors,
            String message,
            List<Pick> picks) {
        if (!way.tip().equals(patch.head())) return Answer.invalid(Messages.text("patch.target-has-other-commits"));
        var ident = ident(Commits.Signer.of(by));
        String said = message.isBlank()
                ? all.size() == 1
                        ? "Take a suggestion for " + all.getFirst().path().value()
                        : "Take suggestions"
                : message.strip();
        var wording = new MergeWays.Wording(ident, ident, Suggestions.naming(said, ident, authors));
        var lease = storage.lease(way.repo().rid()).readLock();
        lease.lock();
        try (var repository = storage.open(way.repo().rid());
                var drafts = DraftObjects.over(repository)) {
            return switch (suggestions.apply(drafts, patch.head(), all, wording)) {
                case Suggestions.Outcome.Applied(var commit) -> {
                    drafts.keep(commit); // The rules of the branch are asked about what is there.
                    var move = new RefMove(way.ref(), patch.head().name(), commit.name());
                    var verdict =
                            refs.move(way.repo(), new Origin.Here(by.id()), List.of(move), () -> {}, Optional.empty());
                    yield switch (verdict) {
                        case Refs.Verdict.Moved _ -> offered(repo, by, patch, commit, picks);
                        case Refs.Verdict.Stale _ -> Answer.invalid(Messages.text("patch.target-has-other-commits"));
                        case Refs.Verdict.Refused refused -> Answer.forbidden(refused.told());
                        case Refs.Verdict.Forbidden forbidden -> Answer.forbidden(forbidden.told());
                    };
                }
                case Suggestions.Outcome.Missing(var path) ->
                    Answer.invalid(Messages.text("patch.file-has-no-such-lines", path.value()));
                case Suggestions.Outcome.Outdated(var path) ->
                    Answer.invalid(Messages.text("patch.file-has-changed-since-suggested", path.value()));
                case Suggestions.Outcome.Overlapping(var path, int line) ->
                    Answer.invalid(Messages.text("patch.two-suggestions-change-a-line", line, path.value()));
                case Suggestions.Outcome.NothingToChange _ ->
                    Answer.invalid(Messages.text("patch.all-is-there-already"));
                case Suggestions.Outcome.Refused(String told) -> Answer.invalid(Messages.text("patch.not-taken", told));
            };
        } catch (IOException e) {
            throw new StorageException(
                    "cannot take suggestions into " + way.repo().path(), e);
        } finally {
            lease.unlock();
        }
    }

    /// The new commits are offered at once; what was done is marked so. Should the power go in between, the
    /// branch's
    /// follower offers them.
    private Answer offered(Repo repo, Person by, Patch patch, ObjectId commit, List<Pick> picks) {
        var answer = patches.revise(repo, by, patch.id(), "", commit);
        if (answer instanceof Answer.Refused(var reason, var _, String told)) {
            // It may be theirs alone to offer: the branch has moved all the same, and its follower tells the rest.
            if (reason != Answer.Reason.FORBIDDEN) return Answer.invalid(told);
        }
        var placed = placed(repo, patch);
        for (var pick : picks) {
            var remark = remark(placed, pick.comment());
            if (remark.isEmpty()) continue;
            var _ = patches.resolve(repo, by, patch.id(), remark.get().entry(), true);
        }
        return new Answer.Done(commit);
    }
}
