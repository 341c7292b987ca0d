package dev.hob.node.cob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.IdentityDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Five people write operations on one object, each knowing some of what the others wrote, and replicas hear them in
/// their own orders. `-Dhob.histories=1000` for a long run, `-Dhob.seed=…` for other histories.
///
/// @param <F> what entries are told to
public final class Replicas<F extends Graph.Subject> {
    public static final List<SigningKey> AUTHORS = authors();
    private static final int HISTORIES = Integer.getInteger("hob.histories", 25);
    private static final long SEED = Long.getLong("hob.seed", 20261126L);
    private static final int OPERATIONS = 50;
    private static final int REPLICAS = 4;
    private static final ObjectId RESOURCE = ObjectId.fromString("1111111111111111111111111111111111111111");

    private static List<SigningKey> authors() {
        var keys = new ArrayList<SigningKey>();
        for (int i = 0; i < 5; i++) {
            byte[] seed = new byte[32];
            Arrays.fill(seed, (byte) (40 + i));
            keys.add(SigningKey.ofSeed(seed));
        }
        return keys;
    }

    /// One type of object.
    public interface Kind<F extends Graph.Subject> {
        String type();

        F fold(Surroundings surroundings);

        List<JsonNode> beginning();

        /// Any action, about something that was written before, or to be refused.
        JsonNode action(Random random, List<ObjectId> written);

        /// Everything that can be seen of it, as text.
        String state(F fold);
    }

    private final Kind<F> kind;
    private final IdentityDocument document;

    /// @param document the one that everything is judged by
    public Replicas(Kind<F> kind, IdentityDocument document) {
        this.kind = kind;
        this.document = document;
    }

    /// Every replica ends up with the same.
    public void agree() throws IOException {
        for (int history = 0; history < HISTORIES; history++) {
            long seed = SEED + history;
            var random = new Random(seed);
            try (var world = memory()) {
                var entries = write(world, random);
                String first = "";
                for (int replica = 0; replica < REPLICAS; replica++) {
                    var order = new ArrayList<>(entries);
                    Collections.shuffle(order, random);
                    String state = deliver(world, entries.getFirst(), order);
                    if (replica == 0) first = state;
                    assertThat(state)
                            .as("seed %d, replica %d", seed, replica)
                            .isNotEmpty()
                            .isEqualTo(first);
                }
            }
        }
    }

    public static InMemoryRepository memory() {
        return new InMemoryRepository(new DfsRepositoryDescription("memory"));
    }

    private List<ObjectId> write(Repository world, Random random) throws IOException {
        var root = store(world, AUTHORS.get(random.nextInt(5)), 1_700_000_000L, List.of(), kind.beginning());
        var written = new ArrayList<>(List.of(root));
        var known = new ArrayList<Set<ObjectId>>();
        for (int i = 0; i < AUTHORS.size(); i++) known.add(new LinkedHashSet<>(List.of(root)));
        for (int i = 1; i < OPERATIONS; i++) {
            int who = random.nextInt(AUTHORS.size());
            if (random.nextInt(3) == 0) known.get(who).addAll(known.get(random.nextInt(AUTHORS.size())));
            var tips = tips(world, root, known.get(who));
            // Some clocks are wrong.
            long at = 1_700_000_000L + i * 10L + random.nextInt(100) - 50;
            var id = store(world, AUTHORS.get(who), at, tips, List.of(kind.action(random, written)));
            known.get(who).add(id);
            written.add(id);
        }
        return written;
    }

    /// What survives of what somebody knows.
    public List<ObjectId> tips(Repository world, ObjectId root, Collection<ObjectId> known) throws IOException {
        try (var reader = world.newObjectReader()) {
            return Graph.load(reader, kind.type(), root, known)
                    .orElseThrow()
                    .tell(kind.fold(new Everybody()))
                    .orElseThrow()
                    .tips();
        }
    }

    /// The object as it is after some entries and all before them.
    public F fold(Repository world, ObjectId root, Collection<ObjectId> tips) throws IOException {
        var fold = kind.fold(new Everybody());
        try (var reader = world.newObjectReader()) {
            Graph.load(reader, kind.type(), root, tips).orElseThrow().tell(fold);
        }
        return fold;
    }

    public ObjectId store(Repository world, SigningKey key, long at, List<ObjectId> parents, List<JsonNode> actions)
            throws IOException {
        try (var inserter = world.newObjectInserter()) {
            var id = store(inserter, key, at, parents, actions);
            inserter.flush();
            return id;
        }
    }

    /// The same, to be flushed by whoever stores many.
    public ObjectId store(
            ObjectInserter inserter, SigningKey key, long at, List<ObjectId> parents, List<JsonNode> actions)
            throws IOException {
        var operation = new Operation(kind.type(), actions, Map.of(), parents, List.of(), Optional.of(RESOURCE), "Act");
        return Operations.write(inserter, operation, new Author(key, "somebody", Instant.ofEpochSecond(at)));
    }

    /// A replica hears one entry after the other, often before those that it follows, and looks now and then.
    private String deliver(Repository world, ObjectId root, List<ObjectId> order) throws IOException {
        try (var replica = memory()) {
            var heard = new ArrayList<ObjectId>();
            for (var entry : order) {
                copy(world, replica, entry);
                heard.add(entry);
                if (heard.size() % 17 == 0) state(replica, root, heard);
            }
            return state(replica, root, heard);
        }
    }

    private static void copy(Repository from, Repository to, ObjectId entry) throws IOException {
        try (var reader = from.newObjectReader();
                var walk = new RevWalk(reader);
                var inserter = to.newObjectInserter();
                var tree = new TreeWalk(reader)) {
            var commit = walk.parseCommit(entry);
            tree.addTree(commit.getTree());
            while (tree.next())
                inserter.insert(
                        Constants.OBJ_BLOB, reader.open(tree.getObjectId(0)).getBytes());
            inserter.insert(Constants.OBJ_TREE, reader.open(commit.getTree()).getBytes());
            inserter.insert(Constants.OBJ_COMMIT, reader.open(entry).getBytes());
            inserter.flush();
        }
    }

    private String state(Repository repository, ObjectId root, Collection<ObjectId> tips) throws IOException {
        try (var reader = repository.newObjectReader()) {
            var graph = Graph.load(reader, kind.type(), root, tips);
            var fold = kind.fold(new Everybody());
            if (graph.isEmpty() || graph.get().tell(fold).isEmpty()) return "";
            return kind.state(fold);
        }
    }

    /// One document for everything, and branches that have every other commit.
    private final class Everybody implements Surroundings {
        @Override
        public Optional<IdentityDocument> document(Entry entry) {
            return entry.resource().filter(RESOURCE::equals).map(_ -> document);
        }

        @Override
        public Optional<Acting> acting(Entry entry) {
            return Optional.empty();
        }

        @Override
        public Optional<JsonNode> embed(Entry entry, String name) {
            return Optional.empty();
        }

        @Override
        public boolean reaches(DidKey who, String ref, ObjectId commit) {
            return commit.getByte(0) % 2 == 0;
        }
    }
}
