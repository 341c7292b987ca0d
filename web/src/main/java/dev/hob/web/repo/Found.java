package dev.hob.web.repo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds what a URL names: the repository, if the reader may see it, and a commit that is reachable in it.
public final class Found {
    private static final int SWITCHER_MAX = 30;
    private static final int NAMED_MAX = 1_000;
    private static final int HOPS_MAX = 20;
    private static final int REACHABLE_MAX = 50_000;

    private final Node node;
    private final Cache<Asked, Answer> reachable =
            Caffeine.newBuilder().maximumSize(REACHABLE_MAX).build();

    /// By the generation of the view, which no other view shares.
    private final Cache<Long, Names> names =
            Caffeine.newBuilder().maximumSize(NAMED_MAX).build();

    private record Asked(RepositoryId repository, ObjectId commit) {}

    /// What a walk or a page told of a commit.
    private sealed interface Answer {
        /// This commit reaches it, whatever is pushed later.
        record From(ObjectId tip) implements Answer {}

        /// Looked for in one view of the repository.
        record Walked(long generation, boolean reached) implements Answer {}
    }

    /// The first names of branches and tags, and how many there are: counting takes long where there are many.
    private record Names(List<String> branches, List<String> tags, int branchCount, int tagCount) {
        static Names of(RefView view) {
            var branches = view.below(Constants.R_HEADS);
            var tags = view.below(Constants.R_TAGS);
            // The default branch comes first, however many there are before it by name.
            var first = Stream.of(view.head()).filter(_ -> view.headId().isPresent());
            return new Names(
                    shorts(Stream.concat(first, branches.keySet().stream()), Constants.R_HEADS),
                    shorts(tags.keySet().stream(), Constants.R_TAGS),
                    branches.size(),
                    tags.size());
        }

        private static List<String> shorts(Stream<String> refs, String prefix) {
            return refs.distinct()
                    .limit(SWITCHER_MAX)
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }
    }

    public Found(Node node) {
        this.node = node;
    }

    /// The repository of `/{owner}/{repo}/…`. One that may not be seen is not there; one that moved leads on.
    public Repo repo(Visit visit, Right right) {
        var found = node.repos()
                .find(visit.part("owner"), visit.part("repo"))
                .filter(it -> node.access().may(visit.viewer(), Right.READ, it.repo()))
                .orElseThrow(Stop::notFound);
        if (found.moved()) throw new Moved(found.repo(), visit);
        if (!node.access().may(visit.viewer(), right, found.repo())) {
            visit.signedIn();
            throw new Stop(403, "You may see this repository, but not change this.");
        }
        return found.repo();
    }

    /// A repository that goes by another name now.
    public static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String location;

        Moved(Repo repo, Visit visit) {
            super("moved", null, false, false);
            String path = visit.context().req().getRequestURI();
            String[] parts = path.split("/", 4);
            this.location = "/" + Urls.path(repo.path()) + (parts.length > 3 ? "/" + parts[3] : "");
        }

        /// Where to.
        public String location() {
            return location;
        }
    }

    /// What stands above the pages of a repository.
    public RepoHead head(Visit visit, Repo repo, RefView view, String kind, String ref) {
        var shown = names.get(view.generation(), _ -> Names.of(view));
        var stars = node.stars().of(repo, visit.person());
        var watches = node.watches().of(repo, visit.person());
        return new RepoHead(
                repo.owner(),
                repo.name(),
                repo.description(),
                repo.isPrivate(),
                repo.rid().value(),
                visit.base().toString().replaceAll("/$", "") + "/" + Urls.path(repo.path()) + ".git",
                node.access().may(visit.viewer(), Right.WRITE, repo),
                node.access().may(visit.viewer(), Right.ADMIN, repo),
                view.defaultBranch(),
                kind,
                ref,
                shown.branches(),
                shown.tags(),
                shown.branchCount(),
                shown.tagCount(),
                stars,
                watches);
    }

    /// What `/{owner}/{repo}/src/branch/<rest>` leads to: the longest name of a ref at its beginning, then a path.
    Looking looking(Visit visit, String kind) {
        var repo = repo(visit, Right.READ);
        var view = node.refs().view(repo);
        String rest = visit.part("rest");
        if (kind.equals("commit")) {
            int slash = rest.indexOf('/');
            String id = slash < 0 ? rest : rest.substring(0, slash);
            var commit = commit(repo, view, id);
            String path = slash < 0 ? "" : rest.substring(slash + 1);
            return new Looking(repo, view, head(visit, repo, view, kind, commit.name()), commit, path);
        }
        String prefix = kind.equals("branch") ? "refs/heads/" : "refs/tags/";
        for (int end = rest.length(); end > 0; end = rest.lastIndexOf('/', end - 1)) {
            String name = rest.substring(0, end);
            var commit = target(view, prefix + name);
            if (commit.isEmpty()) continue;
            String path = end == rest.length() ? "" : rest.substring(end + 1);
            return new Looking(repo, view, head(visit, repo, view, kind, name), commit.get(), path);
        }
        throw Stop.notFound();
    }

    static Optional<ObjectId> target(RefView view, String ref) {
        return Optional.ofNullable(view.peeled().getOrDefault(ref, view.refs().get(ref)));
    }

    /// A commit by its full id, if it is reachable from a branch or tag that is shown.
    ObjectId commit(Repo repo, RefView view, String text) {
        if (!ObjectId.isId(text)) throw Stop.notFound();
        var id = ObjectId.fromString(text);
        if (!reaches(repo, view, id)) throw Stop.notFound();
        return id;
    }

    /// Notes that a page has shown commits that a tip reaches, so that nobody who follows its links waits for a walk.
    void shown(Repo repo, ObjectId tip, Collection<ObjectId> commits) {
        var from = new Answer.From(tip.copy());
        for (var commit : commits) if (!commit.equals(tip)) reachable.put(new Asked(repo.id(), commit.copy()), from);
    }

    private boolean reaches(Repo repo, RefView view, ObjectId id) {
        if (isTip(view, id)) return true;
        var asked = new Asked(repo.id(), id);
        var known = reachable.getIfPresent(asked);
        if (known instanceof Answer.Walked(long generation, boolean reached) && generation == view.generation())
            return reached;
        // A tip of some time ago is reached by one of a little later, and so on to those of now.
        var latest = id;
        for (int hops = 0; hops < HOPS_MAX && known instanceof Answer.From(var tip); hops++) {
            if (isTip(view, tip)) {
                reachable.put(asked, known);
                return true;
            }
            latest = tip;
            known = reachable.getIfPresent(new Asked(repo.id(), tip));
        }
        boolean reached = (!latest.equals(id) && walk(repo, view, latest)) || walk(repo, view, id);
        reachable.put(asked, new Answer.Walked(view.generation(), reached));
        return reached;
    }

    private static boolean isTip(RefView view, ObjectId id) {
        return view.refs().containsValue(id) || view.peeled().containsValue(id);
    }

    private boolean walk(Repo repo, RefView view, ObjectId id) {
        try (var repository = node.storage().open(repo.rid());
                var walk = new RevWalk(repository);
                var reader = repository.newObjectReader()) {
            var commit = walk.parseCommit(id);
            var tips = view.refs().keySet().stream()
                    .flatMap(ref -> target(view, ref).stream())
                    .distinct()
                    .toList();
            var starters = new java.util.ArrayList<org.eclipse.jgit.revwalk.RevCommit>();
            for (var tip : tips) {
                if (walk.parseAny(tip) instanceof org.eclipse.jgit.revwalk.RevCommit start) starters.add(start);
            }
            return reader.createReachabilityChecker(walk)
                    .areAllReachable(List.of(commit), starters.stream())
                    .isEmpty();
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return false;
        } catch (IOException e) {
            throw new dev.hob.node.code.CodeException("cannot look for " + id.name() + " in " + repo.path(), e);
        }
    }
}
