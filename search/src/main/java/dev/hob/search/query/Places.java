package dev.hob.search.query;

import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.search.index.Index;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Look;
import dev.hob.search.index.Narrowing;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Revision;
import dev.hob.search.index.Revisions;
import dev.hob.search.index.Revisions.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;

/// Finds where a question is answered from: the default branches, or one branch or tag of one repository. Only a
/// repository whose code may be seen has any. Shared between threads.
final class Places {
    /// So few files are read while somebody waits for the answer.
    private static final int WAITED_FOR_MAX = 200;

    /// For the answer itself.
    private static final Duration LEFT = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Node node;
    private final Index index;
    private final Revisions revisions;

    Places(Node node, Index index, Revisions revisions) {
        this.node = node;
        this.index = index;
        this.revisions = revisions;
    }

    /// The caller closes it.
    Place find(Question question, Seeing.Seen seen, Narrowing narrowing, Patience patience) {
        var only = only(seen, narrowing);
        if (question.revision().isEmpty()) return usual(narrowing, only, patience);
        String name = question.revision().get();
        if (only.isEmpty()) return nothing(only, new Notice.OfWhich(), patience);
        var view = node.refs().view(only.get());
        var revision = Revision.named(view, name);
        if (revision.isEmpty())
            return nothing(
                    only,
                    new Notice.Unknown(
                            Repository.shortenRefName(name), only.get().path()),
                    patience);
        if (!question.kinds().isEmpty() && !question.kinds().contains(Kind.CODE))
            return nothing(only, new Notice.FilesOnly(), patience);
        // Commits and what was said have no branch, whichever it is.
        if (revision.get().ref().equals(view.head())) return usual(narrowing.of(Set.of(Kind.CODE)), only, patience);
        return at(only.get(), revision.get(), narrowing, patience);
    }

    private static Optional<Repo> only(Seeing.Seen seen, Narrowing narrowing) {
        var some = narrowing.repositories().stream()
                .flatMap(Set::stream)
                .filter(id -> seen.visible().code().contains(id)
                        && !narrowing.notRepositories().contains(id))
                .limit(2)
                .toList();
        return some.size() == 1 ? Seeing.repo(seen, some.getFirst()) : Optional.empty();
    }

    private Place usual(Narrowing narrowing, Optional<Repo> only, Patience patience) {
        return new Place(
                index.look(patience), Optional.of(narrowing), only.map(Repo::id), Optional.empty(), true, List.of());
    }

    private Place nothing(Optional<Repo> only, Notice notice, Patience patience) {
        return new Place(
                index.look(patience), Optional.empty(), only.map(Repo::id), Optional.empty(), true, List.of(notice));
    }

    /// Waits for what is soon read.
    private Place at(Repo repo, Revision revision, Narrowing narrowing, Patience patience) {
        boolean asked = false;
        while (true) {
            var look = index.look(patience);
            try {
                var standing = revisions.standing(look, repo, node.refs().view(repo), revision);
                if (!asked && !revisions.ask(repo, revision, standing) && !(standing instanceof Standing.Whole))
                    return place(look, repo, revision, Optional.empty(), new Notice.Busy(revision.name()));
                asked = true;
                if (!isSoon(standing) || patience.left().compareTo(LEFT) < 0 || patience.isOver())
                    return place(look, repo, revision, narrowing, standing);
            } catch (RuntimeException e) {
                look.close();
                throw e;
            }
            look.close();
            revisions.await(LOOK_EVERY);
        }
    }

    private static boolean isSoon(Standing standing) {
        return switch (standing) {
            case Standing.Later _ -> true;
            case Standing.Part part -> part.files() - part.read() <= WAITED_FOR_MAX;
            case Standing.Whole _, Standing.TooMuch _, Standing.Nothing _ -> false;
        };
    }

    private static Place place(Look look, Repo repo, Revision revision, Narrowing narrowing, Standing standing) {
        String name = revision.name();
        return switch (standing) {
            case Standing.Whole(var overlay) ->
                new Place(
                        look,
                        Optional.of(narrowing.at(overlay)),
                        Optional.of(repo.id()),
                        Optional.of(revision),
                        true,
                        List.of());
            case Standing.Part(var overlay, int read, int files) ->
                place(look, repo, revision, Optional.of(narrowing.at(overlay)), new Notice.Reading(name, read, files));
            case Standing.Later _ -> place(look, repo, revision, Optional.empty(), new Notice.Reading(name, 0, 0));
            case Standing.TooMuch(int max) ->
                place(look, repo, revision, Optional.empty(), new Notice.TooMuch(name, max));
            case Standing.Nothing _ ->
                place(look, repo, revision, Optional.empty(), new Notice.Unknown(name, repo.path()));
        };
    }

    private static Place place(Look look, Repo repo, Revision revision, Optional<Narrowing> narrowing, Notice notice) {
        return new Place(look, narrowing, Optional.of(repo.id()), Optional.of(revision), false, List.of(notice));
    }
}
