package dev.hob.web.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.code.Archives;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Place;
import dev.hob.node.code.Revisions;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.StorageException;
import dev.hob.web.html.Stop;
import dev.hob.web.repo.ArchiveFile;
import dev.hob.web.repo.RawFile;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Commits, folders and files. Shared between threads.
final class Sources {
    private static final int COMMITS = 30;
    /// Commits that are walked for one answer.
    private static final int WALKED_MAX = 100_000;
    private static final int DATED_MAX = 10_000;
    private static final int BRANCHES_MAX = 100;
    private static final int BETWEEN_MAX = 1_000;
    private static final int COUNTS_MAX = 1_000;
    private static final Duration YEAR = Duration.ofDays(364);
    private static final List<String> READMES =
            List.of("README", "README.md", "README.markdown", "README.txt", "README.rst", "README.org", "Readme.md");

    private final Node node;
    private final InstantSource clock;
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final ArchiveFile archives = new ArchiveFile();
    private final Cache<Counted, Counts> counts =
            Caffeine.newBuilder().maximumSize(COUNTS_MAX).build();

    private record Counted(RepoId rid, ObjectId commit) {}

    private record Counts(int commits, int contributors) {}

    Sources(Node node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    /// Something that is done with a repository that is open.
    @FunctionalInterface
    private interface Work<T> {
        T on(Repo repo, Repository git) throws IOException;
    }

    private <T> T in(Asked asked, Work<T> work) {
        var repo = asked.repo();
        try (var git = node.storage().open(repo.rid())) {
            return work.on(repo, git);
        } catch (IOException e) {
            throw new StorageException("cannot read " + repo.path(), e);
        }
    }

    private ObjectId head(Repo repo) {
        return node.refs().view(repo).headId().orElseThrow(Stop::notFound);
    }

    JsonNode commits(Asked asked) {
        return in(asked, (repo, git) -> {
            var named = Optional.ofNullable(asked.context().queryParam("parent"));
            if (named.isPresent() && !ObjectId.isId(named.get())) throw Stop.notFound();
            var tip = named.isPresent() ? asked.commit(git, repo, ObjectId.fromString(named.get())) : head(repo);
            var since = asked.number("since");
            var until = asked.number("until");
            boolean dated = since.isPresent() || until.isPresent();
            int each = asked.each(dated ? DATED_MAX : COMMITS);
            int from = asked.from(each);
            var found = Shapes.array();
            try (var walk = new RevWalk(git)) {
                walk.markStart(walk.parseCommit(tip));
                int walked = 0;
                for (var next = walk.next(); next != null; next = walk.next()) {
                    if (++walked > WALKED_MAX || found.size() == each) break;
                    long at = next.getCommitTime();
                    boolean wanted = since.filter(it -> at < it).isEmpty()
                            && until.filter(it -> at >= it).isEmpty();
                    if (!wanted || from-- > 0) continue;
                    found.add(Shapes.commit(Commit.of(next)));
                }
            }
            return found;
        });
    }

    private Commit read(Repository git, ObjectId id) {
        return node.reading().history().commit(git, id).orElseThrow(Stop::notFound);
    }

    JsonNode commit(Asked asked) {
        return in(asked, (repo, git) -> {
            var id = asked.commit(git, repo, "sha");
            var diff = node.reading().diffs().of(git, id).orElseThrow(Stop::notFound);
            var shape = Shapes.object();
            shape.set("commit", Shapes.commit(read(git, id)));
            shape.set("diff", Changes.of(diff));
            shape.set("files", Changes.files(git, blobs, diff));
            shape.set("branches", Shapes.texts(branches(repo, git, id)));
            return shape;
        });
    }

    /// The project's branches that have a commit.
    private List<String> branches(Repo repo, Repository git, ObjectId id) throws IOException {
        try (var walk = new RevWalk(git)) {
            var commit = walk.parseCommit(id);
            var found = new java.util.ArrayList<String>();
            for (var branch : node.refs().view(repo).below(Constants.R_HEADS).entrySet()) {
                if (found.size() == BRANCHES_MAX) break;
                if (walk.isMergedInto(commit, walk.parseCommit(branch.getValue()))) found.add(branch.getKey());
            }
            return found;
        }
    }

    JsonNode diff(Asked asked) {
        return in(asked, (repo, git) -> {
            var base = asked.commit(git, repo, "base");
            var head = asked.commit(git, repo, "oid");
            var diff = node.reading().diffs().between(git, base, head).orElseThrow(Stop::notFound);
            var shape = Shapes.object();
            shape.set("diff", Changes.of(diff));
            shape.set("files", Changes.files(git, blobs, diff));
            var commits = shape.putArray("commits");
            node.reading()
                    .history()
                    .between(git, base, head, BETWEEN_MAX)
                    .reversed()
                    .forEach(it -> commits.add(Shapes.commit(it)));
            return shape;
        });
    }

    JsonNode diffStats(Asked asked) {
        return in(asked, (repo, git) -> {
            var summary = node.reading()
                    .diffs()
                    .between(git, asked.commit(git, repo, "base"), asked.commit(git, repo, "oid"))
                    .orElseThrow(Stop::notFound);
            return Changes.stats(summary);
        });
    }

    /// When there were commits in the last year.
    JsonNode activity(Asked asked) {
        return in(asked, (repo, git) -> {
            long begin = clock.instant().minus(YEAR).getEpochSecond();
            var shape = Shapes.object();
            var times = shape.putArray("activity");
            try (var walk = new RevWalk(git)) {
                walk.setRetainBody(false);
                walk.markStart(walk.parseCommit(head(repo)));
                int walked = 0;
                for (var next = walk.next(); next != null && ++walked < WALKED_MAX; next = walk.next())
                    if (next.getCommitTime() > begin && times.size() < DATED_MAX) times.add(next.getCommitTime());
            }
            return shape;
        });
    }

    JsonNode tree(Asked asked, CodePath path) {
        return in(asked, (repo, git) -> {
            var commit = asked.commit(git, repo, "sha");
            if (!(trees.at(git, commit, path).orElse(null) instanceof Place.Folder folder)) throw Stop.notFound();
            var shape = Shapes.object();
            var entries = shape.putArray("entries");
            for (var entry : folder.entries())
                entries.addObject()
                        .put("path", path.resolve(entry.name()).value())
                        .put("oid", entry.id().name())
                        .put("name", entry.name())
                        .put("kind", kind(entry));
            shape.set("lastCommit", Shapes.commit(last(repo, git, commit, path)));
            return shape.put("name", path.isRoot() ? "" : path.name()).put("path", path.value());
        });
    }

    private static String kind(TreeEntry entry) {
        return switch (entry.kind()) {
            case FOLDER -> "tree";
            case SUBMODULE -> "submodule";
            case LINK, EXECUTABLE, FILE -> "blob";
        };
    }

    /// The commit that last changed it; while that is not known yet, the one that is looked at.
    private Commit last(Repo repo, Repository git, ObjectId commit, CodePath path) {
        if (path.isRoot()) return read(git, commit);
        var known = node.codeIndex()
                .known(repo, commit, path.parent())
                .flatMap(it -> Optional.ofNullable(it.last().get(path.name())));
        return read(git, known.orElse(commit));
    }

    JsonNode blob(Asked asked) {
        return in(asked, (repo, git) -> {
            var commit = asked.commit(git, repo, "sha");
            return file(repo, git, commit, asked.path()).orElseThrow(Stop::notFound);
        });
    }

    private Optional<ObjectNode> file(Repo repo, Repository git, ObjectId commit, CodePath path) throws IOException {
        if (!(trees.at(git, commit, path).orElse(null) instanceof Place.File(var entry))) return Optional.empty();
        var blob = blobs.shown(git, entry.id()).orElseThrow(Stop::notFound);
        if (blob.size() > Blobs.SHOWN_BYTES_MAX) throw new Stop(413, "This file is too large to be shown here.");
        var shape = Shapes.object().put("binary", blob.binary()).put("name", path.name());
        if (blob.text().isPresent()) shape.put("content", blob.text().get());
        else shape.put("content", git.open(entry.id()).getCachedBytes(Blobs.SHOWN_BYTES_MAX)); // As base64.
        shape.put("path", path.value());
        shape.set("lastCommit", Shapes.commit(last(repo, git, commit, path)));
        return Optional.of(shape);
    }

    JsonNode readme(Asked asked) {
        return in(asked, (repo, git) -> {
            var commit = asked.commit(git, repo, "sha");
            var tried = new HashSet<String>();
            for (boolean lower : List.of(false, true))
                for (String name : READMES) {
                    String path = lower ? name.toLowerCase(java.util.Locale.ROOT) : name;
                    if (!tried.add(path)) continue;
                    var found = file(repo, git, commit, CodePath.parse(path).orElseThrow());
                    if (found.isPresent()) return found.get();
                }
            throw Stop.notFound();
        });
    }

    JsonNode stats(Asked asked) {
        return in(asked, (repo, git) -> {
            var counted = count(repo, git, asked.commit(git, repo, "sha"));
            return Shapes.object()
                    .put("commits", counted.commits())
                    .put(
                            "branches",
                            node.refs().view(repo).below(Constants.R_HEADS).size())
                    .put("contributors", counted.contributors());
        });
    }

    JsonNode commitStats(Asked asked) {
        return in(asked, (repo, git) -> Shapes.object()
                .put("commits", count(repo, git, asked.commit(git, repo, "sha")).commits()));
    }

    private Counts count(Repo repo, Repository git, ObjectId commit) throws IOException {
        var key = new Counted(repo.rid(), commit.copy());
        var known = counts.getIfPresent(key);
        if (known != null) return known;
        try (var walk = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(commit));
            var authors = new HashSet<String>();
            int commits = 0;
            for (RevCommit next = walk.next(); next != null && commits < WALKED_MAX; next = walk.next()) {
                commits++;
                authors.add(next.getAuthorIdent().getEmailAddress());
                next.disposeBody();
            }
            var counted = new Counts(commits, authors.size());
            counts.put(key, counted);
            return counted;
        }
    }

    /// Sends a file as it is.
    void raw(Asked asked, boolean atHead) {
        in(asked, (repo, git) -> {
            var commit = atHead ? head(repo) : asked.commit(git, repo, "sha");
            if (!(trees.at(git, commit, asked.path()).orElse(null) instanceof Place.File(var entry)))
                throw Stop.notFound();
            RawFile.send(asked.context(), git, blobs, entry, new RawFile.Keeping(false, !atHead), false);
            return true;
        });
    }

    /// Sends a file by the id of its bytes, if the project shows it.
    void rawBlob(Asked asked) {
        in(asked, (repo, git) -> {
            var id = asked.object("oid");
            var shown = node.reading().revisions().shows(git, repo, node.refs().view(repo), id);
            if (shown != Revisions.Shown.YES) throw Stop.notFound();
            var entry = new TreeEntry(id.name(), TreeEntry.Kind.FILE, id);
            RawFile.send(asked.context(), git, blobs, entry, new RawFile.Keeping(false, true), false);
            return true;
        });
    }

    /// Sends all files of a branch, a tag or a commit in one.
    ///
    /// @param name of it
    void archive(Asked asked, String name) {
        in(asked, (repo, git) -> {
            var at = node.reading()
                    .revisions()
                    .find(git, repo, node.refs().view(repo), name)
                    .orElseThrow(Stop::notFound);
            asked.context().header("Cache-Control", "no-cache");
            archives.send(
                    asked.context(),
                    git,
                    repo,
                    at,
                    Archives.Format.of("." + "tar.gz").orElseThrow());
            return true;
        });
    }
}
