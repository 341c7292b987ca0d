package dev.hob.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.DidKey;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.SignedRefs;
import dev.hob.node.repo.Identity;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// What lies in a data folder, read without the node: rows by SQL, refs by stock git, and signed refs by our verifier.
/// Nothing may be writing meanwhile.
final class Remains implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Row(String id, String name, String description, RepoId rid, DidKey key) {}

    private final Path data;
    private final Connection sql;

    /// The folder of a node that is idle or not running.
    Remains(Path data) {
        this.data = data;
        var database = data.resolve("hob.db");
        try {
            this.sql = DriverManager.getConnection("jdbc:sqlite:" + database);
        } catch (SQLException e) {
            throw new AssertionError("cannot open " + database, e);
        }
    }

    /// How many intents the database of a dead node holds. Counted in a copy, so that the next boot finds the database
    /// as the kill left it.
    static int openIntents(Path data, Path copies) throws IOException {
        for (String name : List.of("hob.db", "hob.db-wal")) {
            Files.deleteIfExists(copies.resolve(name));
            if (Files.exists(data.resolve(name))) Files.copy(data.resolve(name), copies.resolve(name));
        }
        Files.deleteIfExists(copies.resolve("hob.db-shm"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copies.resolve("hob.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from intent")) {
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError("cannot read the database of a dead node", e);
        }
    }

    private interface Reading<T> {
        T read(java.sql.ResultSet row) throws SQLException, IOException;
    }

    private <T> List<T> all(String query, Reading<T> reading) {
        try (var statement = sql.createStatement();
                var rows = statement.executeQuery(query)) {
            var found = new ArrayList<T>();
            while (rows.next()) found.add(reading.read(rows));
            return found;
        } catch (SQLException | IOException e) {
            throw new AssertionError(query, e);
        }
    }

    List<Row> repositories() {
        return all(
                "select id, name, description, rid, did from repository order by name",
                row -> new Row(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("description"),
                        new RepoId(row.getString("rid")),
                        DidKey.parse(row.getString("did"))));
    }

    int intents() {
        return all("select id from intent", row -> row.getLong("id")).size();
    }

    /// The moves of each line of the log about refs, in order, by repository.
    Map<String, List<List<RefMove>>> pushes() {
        var pushes = new TreeMap<String, List<List<RefMove>>>();
        all("select change from log order by position", row -> JSON.readTree(row.getString("change")))
                .forEach(change -> {
                    if (!change.path("type").asText().equals("refs.moved")) return;
                    var moves = new ArrayList<RefMove>();
                    for (var move : change.path("moves"))
                        moves.add(new RefMove(
                                move.path("ref").asText(),
                                move.path("before").asText(),
                                move.path("after").asText()));
                    moves.sort(Comparator.comparing(RefMove::ref));
                    pushes.computeIfAbsent(change.path("repository").asText(), _ -> new ArrayList<>())
                            .add(moves);
                });
        return pushes;
    }

    /// How often the log names each repository in lines of a type.
    Map<String, Long> lines(String type) {
        return all("select change from log", row -> JSON.readTree(row.getString("change"))).stream()
                .filter(change -> change.path("type").asText().equals(type))
                .collect(Collectors.groupingBy(
                        change -> change.path("repository").asText(), Collectors.counting()));
    }

    Path folder(RepoId rid) {
        return data.resolve("storage").resolve(rid.folder());
    }

    List<String> folders() throws IOException {
        try (var children = Files.list(data.resolve("storage"))) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /// Every ref by stock git.
    Map<String, String> refs(RepoId rid) {
        var refs = new TreeMap<String, String>();
        new Git(folder(rid), 2)
                .ok("for-each-ref", "--format=%(objectname) %(refname)")
                .lines()
                .forEach(line -> refs.put(line.substring(41), line.substring(0, 40)));
        return refs;
    }

    /// The branches and tags among these.
    static Map<String, String> shown(Map<String, String> refs) {
        var shown = new TreeMap<String, String>();
        refs.forEach((name, id) -> {
            if (name.startsWith("refs/heads/") || name.startsWith("refs/tags/")) shown.put(name, id);
        });
        return shown;
    }

    /// The refs of a repository's namespace that belong into its signed list.
    Map<String, String> owned(Row row) {
        var refs = below(refs(row.rid()), "refs/namespaces/" + row.key().nid() + "/");
        refs.remove(SignedRefs.REF);
        return refs;
    }

    /// What the log's lines about a repository come to, one after the other; each must begin where those before it
    /// ended.
    static Map<String, String> fold(List<List<RefMove>> pushes) {
        var refs = new TreeMap<String, String>();
        for (var push : pushes)
            for (var move : push) {
                if (!refs.getOrDefault(move.ref(), RefMove.ABSENT).equals(move.before()))
                    throw new AssertionError("the log begins elsewhere than it was: " + move);
                if (move.deletes()) refs.remove(move.ref());
                else refs.put(move.ref(), move.after());
            }
        return refs;
    }

    static Map<String, String> below(Map<String, String> refs, String prefix) {
        var found = new TreeMap<String, String>();
        refs.forEach((name, id) -> {
            if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), id);
        });
        return found;
    }

    /// The signed list of a namespace, verified as any node would.
    Map<String, String> signed(Row row) {
        String tip = refs(row.rid()).get("refs/namespaces/" + row.key().nid() + "/" + SignedRefs.REF);
        try (var repository = new FileRepositoryBuilder()
                        .setGitDir(folder(row.rid()).toFile())
                        .setBare()
                        .build();
                var reader = repository.newObjectReader()) {
            var signed = SignedRefs.read(reader, ObjectId.fromString(tip), row.key(), row.rid());
            var refs = new TreeMap<String, String>();
            signed.refs().forEach((name, id) -> refs.put(name, id.name()));
            return refs;
        } catch (IOException | SignedRefs.Invalid e) {
            throw new AssertionError("the signed refs of " + row.name(), e);
        }
    }

    /// What the identity of a repository says of itself, as any node reads it.
    JsonNode project(Row row) {
        try (var repository = new FileRepositoryBuilder()
                .setGitDir(folder(row.rid()).toFile())
                .setBare()
                .build()) {
            return Identity.read(repository, row.rid())
                    .orElseThrow()
                    .current()
                    .document()
                    .payload("xyz.radicle.project");
        } catch (IOException e) {
            throw new AssertionError("the identity of " + row.name(), e);
        }
    }

    /// Files that only somebody at work may have.
    List<String> leftovers() throws IOException {
        var left = new ArrayList<String>();
        Files.walkFileTree(data.resolve("storage"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                if (!name.startsWith(".new-") && !name.startsWith(".gone-")) return FileVisitResult.CONTINUE;
                left.add(data.relativize(folder).toString());
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = data.relativize(file).toString();
                if (name.endsWith(".lock") || name.endsWith(".tmp") || name.contains("/objects/insert_"))
                    left.add(name);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE; // It went while we looked.
                throw e;
            }
        });
        return left;
    }

    /// What stock git calls garbage among the objects, but for the folder of packs that maintenance replaced and that
    /// running fetches may still need.
    List<String> garbage(RepoId rid) {
        return new Git(folder(rid), 2)
                .call("count-objects", "-v")
                .err()
                .lines()
                .filter(line -> !line.endsWith("/pack/preserved"))
                .toList();
    }

    @Override
    public void close() {
        try {
            sql.close();
        } catch (SQLException e) {
            throw new AssertionError("cannot close the database", e);
        }
    }
}
