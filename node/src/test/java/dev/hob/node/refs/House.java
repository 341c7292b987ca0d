package dev.hob.node.refs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;

/// A node in a folder of a test, with alice on it, that can be left as a crash leaves it and opened again.
public final class House implements AutoCloseable {
    private final Path folder;
    public Node node;

    public House(Path folder) {
        this.folder = folder;
        this.node = open();
    }

    private Node open() {
        var config = new DatabaseConfig("sqlite:" + folder.resolve("hob.db"), Optional.empty(), Optional.empty(), 4);
        return Node.open(folder, config, MasterKey.open(folder.resolve("master.key")), InstantSource.system());
    }

    public void reopen() {
        node.close();
        node = open();
    }

    public Person alice() {
        return person("alice");
    }

    /// Somebody with an account, made on the first call.
    public Person person(String name) {
        return node.people().find(name).orElseGet(() -> {
            var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        });
    }

    public Repo repository(String name) {
        var found = node.repos().find(alice().name(), name);
        if (found.isPresent()) return found.get().repo();
        var made = node.refs().create(alice(), name, false, "", "main");
        return ((Repos.Creation.Created) made).repo();
    }

    public ObjectId commit(Repo repo, String message) throws IOException {
        try (var repository = node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(Constants.OBJ_TREE, new TreeFormatter().toByteArray()));
            var ident = new PersonIdent(
                    "Alice", "alice@example.org", Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    public Refs.Verdict move(Repo repo, RefMove... moves) {
        return move(repo, () -> {}, moves);
    }

    Refs.Verdict move(Repo repo, Refs.Objects objects, RefMove... moves) {
        return node.refs().move(repo, new Origin.Here(repo.ownerId()), List.of(moves), objects, Optional.empty());
    }

    public static RefMove made(String ref, ObjectId id) {
        return new RefMove(ref, RefMove.ABSENT, id.name());
    }

    /// How often the log says that refs moved.
    long pushes() {
        return node.log().after(0, 10_000).stream()
                .filter(entry -> entry.change() instanceof Change.RefsMoved)
                .count();
    }

    List<Intent> openIntents() {
        return new Intents(node.database()).open();
    }

    public String git(Repo repo, String... arguments) throws Exception {
        var command = new ArrayList<String>(
                List.of("git", "-C", node.storage().path(repo.rid()).toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new AssertionError(String.join(" ", command) + ": " + output);
        return output;
    }

    @Override
    public void close() {
        node.close();
    }
}
