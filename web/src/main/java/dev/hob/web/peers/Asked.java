package dev.hob.web.peers;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.StorageException;
import dev.hob.web.html.Stop;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// What a request names. What not everybody may see is not there. Owned by one request.
record Asked(Node node, Context context) {
    private static final int EACH_MAX = 100;
    private static final int EACH = 10;
    private static final int PAGE_MAX = 1_000;
    /// Branches of peers that a commit is looked for in.
    private static final int TIPS_MAX = 1_000;
    private static final String SEEN = "hob.httpd.seen";

    /// The project of the path.
    Repo repo() {
        return repo(context.pathParam("rid"));
    }

    private Repo repo(String named) {
        RepoId rid;
        try {
            rid = new RepoId("rad:" + named);
        } catch (IllegalArgumentException _) {
            throw Stop.notFound(); // It only looks like one.
        }
        return node.repos()
                .project(rid)
                .filter(it -> node.access().may(Viewer.ANYONE, Right.READ, it))
                .orElseThrow(Stop::notFound);
    }

    DidKey key(String part) {
        try {
            return DidKey.parse(context.pathParam(part));
        } catch (IllegalArgumentException _) {
            throw Stop.notFound(); // A part of an address that names no key.
        }
    }

    ObjectId object(String part) {
        String text = context.pathParam(part);
        if (!ObjectId.isId(text)) throw Stop.notFound();
        return ObjectId.fromString(text);
    }

    CodePath path() {
        return CodePath.parse(context.pathParam("path")).orElseThrow(Stop::notFound);
    }

    /// A commit that the project shows, that a pull request offers, or that a peer's branch or tag has.
    ObjectId commit(Repository git, Repo repo, String part) {
        return commit(git, repo, object(part));
    }

    ObjectId commit(Repository git, Repo repo, ObjectId id) {
        RefView view = node.refs().view(repo);
        boolean shown =
                node.reading().revisions().commit(git, repo, view, id.name()).isPresent()
                        || node.pulls().reading().isOffered(repo.rid(), id);
        if (shown || isPeers(git, id)) return id;
        throw Stop.notFound();
    }

    private static boolean isPeers(Repository git, ObjectId id) {
        try (var walk = new RevWalk(git)) {
            var commit = walk.parseCommit(id);
            var tips = new ArrayList<Ref>();
            for (var ref : git.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
                String name = ref.getName().substring(ref.getName().indexOf('/', Repos.NAMESPACES.length()) + 1);
                boolean code = name.startsWith(Constants.R_HEADS) || name.startsWith(Constants.R_TAGS);
                if (code && ref.getObjectId() != null && tips.size() < TIPS_MAX) tips.add(ref);
            }
            return walk.isMergedIntoAny(commit, tips);
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // There is no such commit.
        } catch (IOException e) {
            throw new StorageException("cannot look for " + id.name(), e);
        }
    }

    private long number(String name, long without) {
        var text = Optional.ofNullable(context.queryParam(name)).filter(it -> it.matches("\\d{1,12}"));
        return text.map(Long::parseLong).orElse(without);
    }

    Optional<Long> number(String name) {
        long number = number(name, -1);
        return number < 0 ? Optional.empty() : Optional.of(number);
    }

    /// How many are wanted at once.
    int each(int without) {
        return (int) Math.min(number("perPage", without), EACH_MAX);
    }

    int each() {
        return each(EACH);
    }

    /// How many are left out before them.
    int from(int each) {
        return (int) Math.min(number("page", 0), PAGE_MAX) * each;
    }

    Shapes shapes() {
        Shapes known = context.attribute(SEEN);
        if (known != null) return known;
        var fresh = new Shapes(node.people());
        context.attribute(SEEN, fresh);
        return fresh;
    }
}
