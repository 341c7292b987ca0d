package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.code.Revisions;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Faces;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.SeedHead;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Finds what a URL names: the repository, if the reader may see it, and a commit that is reachable in it.
public final class Found {
    private static final int SWITCHER_MAX = 30;
    private static final int NAMED_MAX = 1_000;

    private final Node node;
    private final ForkHeads forks;

    /// By the generation of the view, which no other view shares.
    private final Cache<Long, Names> names =
            Caffeine.newBuilder().maximumSize(NAMED_MAX).build();

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
        this.forks = new ForkHeads(node);
    }

    /// The repository of `/{owner}/{repo}/…`. One that may not be seen is not there; one that moved leads on.
    public Repo repo(Visit visit, Right right) {
        var found = node.repos()
                .find(visit.part("owner"), visit.part("repo"))
                .filter(it -> node.access().may(visit.viewer(), Right.READ, it.repo()))
                .orElseThrow(Stop::notFound);
        if (found.moved()) throw new Moved(found.repo(), visit);
        if (found.repo().away().isPresent()) throw new Away(found.repo());
        if (!node.access().may(visit.viewer(), right, found.repo())) {
            visit.signedIn();
            throw new Stop(403, text("repo.may-see-but-not-change"));
        }
        return found.repo();
    }

    /// Leads to the same page of another repository, for who only looks.
    public RuntimeException elsewhere(Visit visit, Repo other) {
        return visit.context().method().name().equals("GET") ? new Moved(other, visit) : Stop.notFound();
    }

    /// A repository that goes by another name now.
    public static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String location;

        Moved(Repo repo, Visit visit) {
            super("moved", null, false, false);
            var request = visit.context().req();
            String[] parts = request.getRequestURI().split("/", 4);
            String query = request.getQueryString();
            this.location = "/" + Urls.path(repo.path())
                    + (parts.length > 3 ? "/" + parts[3] : "")
                    + (query == null ? "" : "?" + query);
        }

        /// Where to.
        public String location() {
            return location;
        }
    }

    /// A repository that is on another server now.
    public static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Repo repo;

        Away(Repo repo) {
            super("away", null, false, false);
            this.repo = repo;
        }

        /// Which one.
        public Repo repo() {
            return repo;
        }

        /// Where the same page is there, for who only looks at one below its first.
        public Optional<String> location(Context context) {
            var request = context.req();
            String[] parts = request.getRequestURI().split("/", 4);
            boolean below = parts.length > 3 && !parts[3].isEmpty();
            if (!below
                    || !(request.getMethod().equals("GET")
                            || request.getMethod().equals("HEAD"))) return Optional.empty();
            String query = request.getQueryString();
            return repo.away().map(away -> away.page() + "/" + parts[3] + (query == null ? "" : "?" + query));
        }
    }

    /// What stands above a page of a repository that is about no commit.
    public RepoHead head(Visit visit, Repo repo) {
        var view = node.refs().view(repo);
        return head(visit, repo, view, "branch", view.defaultBranch());
    }

    /// The same above one that is about a branch, a tag or a commit.
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
                visit.url("/" + Urls.path(repo.path()) + ".git"),
                !repo.isSeeded() && node.access().may(visit.viewer(), Right.WRITE, repo),
                node.access().may(visit.viewer(), Right.ADMIN, repo),
                view.defaultBranch(),
                kind,
                ref,
                shown.branches(),
                shown.tags(),
                shown.branchCount(),
                shown.tagCount(),
                node.tracking().reading().counts(repo.rid(), false).open(),
                node.tracking().reading().counts(repo.rid(), true).open(),
                stars,
                watches,
                forks.of(visit, repo),
                repo.isSeeded() ? Optional.of(seed(repo)) : Optional.empty());
    }

    private SeedHead seed(Repo repo) {
        var standing = node.seeds().standing(repo);
        var faces = new Faces(node.people());
        faces.meet(standing.delegates());
        return new SeedHead(
                standing.delegates().stream().map(faces::of).toList(), standing.threshold(), standing.undecided());
    }

    /// What `/{owner}/{repo}/src/branch/<rest>` leads to: the longest name of a ref at its beginning, then a path.
    public Looking looking(Visit visit, String kind) {
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
        String prefix = kind.equals("branch") ? Constants.R_HEADS : Constants.R_TAGS;
        for (int end = rest.length(); end > 0; end = rest.lastIndexOf('/', end - 1)) {
            String name = rest.substring(0, end);
            var commit = Revisions.target(view, prefix + name);
            if (commit.isEmpty()) continue;
            String path = end == rest.length() ? "" : rest.substring(end + 1);
            return new Looking(repo, view, head(visit, repo, view, kind, name), commit.get(), path);
        }
        throw Stop.notFound();
    }

    /// A commit by its id, whole or cut, if it is reachable from a branch or tag that is shown.
    ObjectId commit(Repo repo, RefView view, String text) {
        try (var repository = node.storage().open(repo.rid())) {
            return node.reading()
                    .revisions()
                    .commit(repository, repo, view, text)
                    .orElseThrow(Stop::notFound);
        }
    }

    /// The same, if there is such a commit.
    public Optional<ObjectId> named(Repo repo, String beginning) {
        try (var repository = node.storage().open(repo.rid())) {
            return node.reading()
                    .revisions()
                    .commit(repository, repo, node.refs().view(repo), beginning);
        }
    }
}
