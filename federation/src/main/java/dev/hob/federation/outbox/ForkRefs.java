package dev.hob.federation.outbox;

import dev.hob.node.Node;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Which branches and tags of another server a fork takes: all of them at first, and later what is new of those that it
/// has, and new tags. Nothing that was made here is lost by it.
final class ForkRefs {
    /// Rules may hold back so many branches and tags, each for itself; then nothing more is tried.
    private static final int ATTEMPTS_MAX = 16;

    private static final int NAMED_MAX = 5;

    private final Node node;

    ForkRefs(Node node) {
        this.node = node;
    }

    /// What of theirs a fork would take that has some of it.
    SortedMap<String, ObjectId> news(Repo fork, Map<String, ObjectId> theirs) {
        var ours = node.refs().view(fork).refs();
        var news = new TreeMap<>(theirs);
        news.entrySet().removeIf(ref -> {
            var here = ours.get(ref.getKey());
            return here == null ? !ref.getKey().startsWith(Constants.R_TAGS) : here.equals(ref.getValue());
        });
        return news;
    }

    /// Takes all that the fork has not got.
    ///
    /// @return why not, if so
    Optional<String> begin(Repo fork, String person, Map<String, ObjectId> theirs) {
        var ours = node.refs().view(fork).refs();
        var moves = theirs.entrySet().stream()
                .filter(ref -> !ours.containsKey(ref.getKey()))
                .map(ref ->
                        new RefMove(ref.getKey(), RefMove.ABSENT, ref.getValue().name()))
                .toList();
        return moves.isEmpty() ? Optional.empty() : tried(fork, person, moves).map(Stuck::told);
    }

    /// Takes what is new; the objects are here.
    ///
    /// @return what stayed as it was, by the whole name, and why
    SortedMap<String, String> follow(Repo fork, String person, Map<String, ObjectId> news) throws IOException {
        var ours = node.refs().view(fork).refs();
        var moves = new ArrayList<RefMove>();
        var stayed = new TreeMap<String, String>();
        try (var repository = node.storage().open(fork.rid())) {
            for (var ref : news.entrySet()) {
                var from = ours.get(ref.getKey());
                if (from == null || isBehind(repository, from, ref.getValue()))
                    moves.add(new RefMove(
                            ref.getKey(),
                            from == null ? RefMove.ABSENT : from.name(),
                            ref.getValue().name()));
                else if (!isBehind(repository, ref.getValue(), from)) stayed.put(ref.getKey(), own(ref.getKey()));
            }
        }
        move(fork, person, moves, stayed);
        return stayed;
    }

    private static String own(String ref) {
        String name = Repository.shortenRefName(ref);
        return ref.startsWith(Constants.R_TAGS)
                ? "The tag " + name + " is another there."
                : name + " has commits of its own: merge the two with git.";
    }

    /// In a few sentences.
    static String told(SortedMap<String, String> stayed) {
        String first = stayed.values().stream().limit(NAMED_MAX).collect(Collectors.joining(" "));
        return stayed.size() <= NAMED_MAX ? first : first + " So it is with " + (stayed.size() - NAMED_MAX) + " more.";
    }

    /// Whether all of one is in the other. Tags are never behind.
    private static boolean isBehind(Repository repository, ObjectId one, ObjectId other) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            return walk.parseAny(one) instanceof RevCommit first
                    && walk.parseAny(other) instanceof RevCommit second
                    && walk.isMergedInto(first, second);
        }
    }

    /// Moves what the rules of the fork let be moved.
    private void move(Repo fork, String person, List<RefMove> moves, Map<String, String> stayed) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX && !moves.isEmpty(); attempt++) {
            var stuck = tried(fork, person, moves);
            if (stuck.isEmpty()) return;
            stayed.put(stuck.get().ref, stuck.get().told);
            moves.removeIf(move -> move.ref().equals(stuck.get().ref));
        }
        for (var move : moves) stayed.put(move.ref(), "Too many of the others may not be moved.");
    }

    private record Stuck(String ref, String told) {}

    private Optional<Stuck> tried(Repo fork, String person, List<RefMove> moves) {
        return switch (node.refs().move(fork, new Origin.Here(person), moves, () -> {}, Optional.empty())) {
            case Refs.Verdict.Moved _ -> Optional.empty();
            case Refs.Verdict.Stale(var ref, var told) -> Optional.of(new Stuck(ref, told));
            case Refs.Verdict.Refused(var ref, var told) -> Optional.of(new Stuck(ref, told));
            case Refs.Verdict.Forbidden(var ref, var told) -> Optional.of(new Stuck(ref, told));
        };
    }
}
