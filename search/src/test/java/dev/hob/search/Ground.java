package dev.hob.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.House;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.search.embed.Embedder;
import dev.hob.search.index.Retention;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/// A node with a search, and people who push and ask.
public final class Ground implements AutoCloseable {
    public static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private final Optional<Embedder> embedder;
    private final Retention retention;
    public final House house;
    public Search search;

    public Ground(Path folder) {
        this(folder, Optional.empty());
    }

    public Ground(Path folder, Optional<Embedder> embedder) {
        this(folder, embedder, Retention.usual(InstantSource.system(), List.of()));
    }

    public Ground(Path folder, Optional<Embedder> embedder, Retention retention) {
        this.retention = retention;
        this.folder = folder;
        this.embedder = embedder;
        this.house = new House(folder);
        this.search = Search.open(house.node, folder.resolve("search"), embedder, retention);
        search.start();
    }

    /// Ends the search and begins it again, as a restart does.
    public void restart() {
        search.close();
        search = Search.open(house.node, folder.resolve("search"), embedder, retention);
        search.start();
    }

    public Repo repository(Person owner, String name, boolean isPrivate) {
        var made = house.node.refs().create(owner, name, isPrivate, "", "main");
        return ((Repos.Creation.Created) made).repo();
    }

    /// A commit with these files and no others.
    public ObjectId commit(Repo repo, Map<String, byte[]> files, String message, ObjectId... parents) {
        try (var repository = house.node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter()) {
            var cache = DirCache.newInCore();
            var builder = cache.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
                builder.add(entry);
            }
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(cache.writeTree(inserter));
            var ident = new PersonIdent(
                    "Alice", "alice@example.org", Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setParentIds(parents);
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Moves the default branch, to wherever.
    public void move(Repo repo, ObjectId to) {
        String before =
                house.node.refs().view(repo).headId().map(ObjectId::name).orElse(RefMove.ABSENT);
        var verdict = house.move(repo, new RefMove("refs/heads/main", before, to.name()));
        assertThat(verdict).isInstanceOf(Refs.Verdict.Moved.class);
    }

    /// Pushes these files and no others on top of what is there.
    public ObjectId push(Repo repo, Map<String, String> files, String message) {
        var bytes = new java.util.TreeMap<String, byte[]>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return pushBytes(repo, bytes, message);
    }

    public ObjectId pushBytes(Repo repo, Map<String, byte[]> files, String message) {
        var head = house.node.refs().view(repo).headId();
        var commit = commit(repo, files, message, head.stream().toArray(ObjectId[]::new));
        move(repo, commit);
        return commit;
    }

    public void await() {
        assertThat(search.indexer().await(SOON)).as("indexed in time").isTrue();
    }

    public Results find(Viewer viewer, String question) {
        return search.find(viewer, question, 0, 100);
    }

    /// The paths of what anybody finds, in order.
    public List<String> paths(String question) {
        return paths(Viewer.ANYONE, question);
    }

    public List<String> paths(Viewer viewer, String question) {
        return find(viewer, question).hits().stream().map(Hit::path).toList();
    }

    @Override
    public void close() {
        search.close();
        house.close();
    }
}
