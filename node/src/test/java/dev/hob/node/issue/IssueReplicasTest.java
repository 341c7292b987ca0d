package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.cob.Operation;
import dev.hob.node.cob.Operations;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.IdentityDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Test;

/// Whatever way an issue's operations take, everybody ends up with the same issue. `-Dhob.histories=1000` for all of
/// them, `-Dhob.seed=…` for others.
class IssueReplicasTest {
    private static final int HISTORIES = Integer.getInteger("hob.histories", 25);
    private static final long SEED = Long.getLong("hob.seed", 20261126L);
    private static final int OPERATIONS = 50;
    private static final int REPLICAS = 4;
    private static final ObjectId RESOURCE = ObjectId.fromString("1111111111111111111111111111111111111111");
    private static final List<SigningKey> AUTHORS = authors();
    private static final IdentityDocument DOCUMENT = IdentityDocument.first(
            AUTHORS.getFirst().publicKey(), "tea", "", "main", false, RepositoryId.random(new Random(1)));

    private static List<SigningKey> authors() {
        var keys = new ArrayList<SigningKey>();
        for (int i = 0; i < 5; i++) {
            byte[] seed = new byte[32];
            Arrays.fill(seed, (byte) (40 + i));
            keys.add(SigningKey.ofSeed(seed));
        }
        return keys;
    }

    @Test
    void replicas_that_hear_everything_in_their_own_order_agree() throws IOException {
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
                    assertThat(state).as("seed %d, replica %d", seed, replica).isEqualTo(first);
                }
            }
        }
    }

    private static InMemoryRepository memory() {
        return new InMemoryRepository(new DfsRepositoryDescription("memory"));
    }

    /// Five people write, each knowing some of what the others wrote.
    private static List<ObjectId> write(Repository world, Random random) throws IOException {
        var root = store(
                world,
                AUTHORS.get(random.nextInt(5)),
                1_700_000_000L,
                List.of(),
                List.of(
                        new IssueAction.Comment("It leaks", Optional.empty(), List.of()),
                        new IssueAction.Retitle("Leak")));
        var written = new ArrayList<>(List.of(root));
        var known = new ArrayList<Set<ObjectId>>();
        for (int i = 0; i < AUTHORS.size(); i++) known.add(new LinkedHashSet<>(List.of(root)));
        var comments = new ArrayList<>(List.of(root));
        for (int i = 1; i < OPERATIONS; i++) {
            int who = random.nextInt(AUTHORS.size());
            if (random.nextInt(3) == 0) known.get(who).addAll(known.get(random.nextInt(AUTHORS.size())));
            var tips = tips(world, root, known.get(who));
            // Some clocks are wrong.
            long at = 1_700_000_000L + i * 10L + random.nextInt(100) - 50;
            var id = store(world, AUTHORS.get(who), at, tips, List.of(action(random, comments)));
            known.get(who).add(id);
            comments.add(id);
            written.add(id);
        }
        return written;
    }

    private static List<ObjectId> tips(Repository world, ObjectId root, Collection<ObjectId> known) throws IOException {
        try (var reader = world.newObjectReader()) {
            return Graph.load(reader, IssueFold.TYPE, root, known)
                    .orElseThrow()
                    .tell(new IssueFold(new Everybody()))
                    .orElseThrow()
                    .tips();
        }
    }

    private static IssueAction action(Random random, List<ObjectId> comments) {
        var some = comments.get(random.nextInt(comments.size()));
        return switch (random.nextInt(9)) {
            case 0 -> new IssueAction.EditComment(some, "Edited " + random.nextInt(100), List.of());
            case 1 -> new IssueAction.RedactComment(some);
            case 2 -> new IssueAction.React(some, "🚀", random.nextBoolean());
            case 3 -> new IssueAction.Retitle("Title " + random.nextInt(100));
            case 4 -> new IssueAction.ChangeState(IssueState.values()[random.nextInt(3)]);
            case 5 -> new IssueAction.Label(new TreeSet<>(List.of("bug", "ui").subList(0, random.nextInt(3))));
            case 6 ->
                new IssueAction.Assign(new TreeSet<>(
                        Set.of(AUTHORS.get(random.nextInt(5)).publicKey().did())));
            default -> new IssueAction.Comment("Comment " + random.nextInt(1000), Optional.of(some), List.of());
        };
    }

    private static ObjectId store(
            Repository world, SigningKey key, long at, List<ObjectId> parents, List<IssueAction> actions)
            throws IOException {
        var operation = new Operation(
                IssueFold.TYPE,
                actions.stream().map(IssueAction::json).toList(),
                Map.of(),
                parents,
                List.of(),
                Optional.of(RESOURCE),
                "Act");
        try (var inserter = world.newObjectInserter()) {
            var id = Operations.write(inserter, operation, new Author(key, "somebody", Instant.ofEpochSecond(at)));
            inserter.flush();
            return id;
        }
    }

    /// A replica hears one entry after the other, often before those that it follows, and looks now and then.
    private static String deliver(Repository world, ObjectId root, List<ObjectId> order) throws IOException {
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

    /// Everything that can be seen of an issue, as text.
    private static String state(Repository repository, ObjectId root, Collection<ObjectId> tips) throws IOException {
        try (var reader = repository.newObjectReader()) {
            var graph = Graph.load(reader, IssueFold.TYPE, root, tips);
            var fold = new IssueFold(new Everybody());
            if (graph.isEmpty() || graph.get().tell(fold).isEmpty()) return "";
            return fold.title()
                    + fold.state()
                    + fold.labels()
                    + fold.assignees()
                    + fold.discussion().timeline()
                    + new java.util.TreeMap<>(fold.discussion().comments())
                    + fold.events();
        }
    }

    /// One document for everything.
    private static final class Everybody implements Surroundings {
        @Override
        public Optional<IdentityDocument> document(Entry entry) {
            return entry.resource().filter(RESOURCE::equals).map(_ -> DOCUMENT);
        }

        @Override
        public Optional<Acting> acting(Entry entry) {
            return Optional.empty();
        }

        @Override
        public Optional<com.fasterxml.jackson.databind.JsonNode> embed(Entry entry, String name) {
            return Optional.empty();
        }

        @Override
        public boolean reaches(DidKey who, String ref, ObjectId commit) {
            return true;
        }
    }

    @Test
    void a_strangers_forbidden_entry_hides_nothing_that_honest_people_write_after_it() throws IOException {
        try (var world = memory()) {
            var owner = AUTHORS.getFirst();
            var stranger = AUTHORS.get(1);
            var root = store(
                    world,
                    owner,
                    1_700_000_000L,
                    List.of(),
                    List.of(
                            new IssueAction.Comment("It leaks", Optional.empty(), List.of()),
                            new IssueAction.Retitle("Leak")));
            var bad = store(
                    world, stranger, 1_700_000_001L, List.of(root), List.of(new IssueAction.Retitle("Taken over")));
            var known = new HashSet<>(List.of(root, bad));
            for (int i = 0; i < 10; i++) {
                var parents = tips(world, root, known);
                assertThat(parents).doesNotContain(bad);
                known.add(store(
                        world,
                        AUTHORS.get(i % 5),
                        1_700_000_010L + i,
                        parents,
                        List.of(new IssueAction.Comment("Honest " + i, Optional.of(root), List.of()))));
            }
            try (var reader = world.newObjectReader()) {
                var fold = new IssueFold(new Everybody());
                Graph.load(reader, IssueFold.TYPE, root, known).orElseThrow().tell(fold);
                assertThat(fold.title()).isEqualTo("Leak");
                assertThat(fold.discussion().comments()).hasSize(11);
            }
        }
    }

    @Test
    void hostile_entries_are_left_out_and_nothing_fails() throws IOException {
        var strange = List.of(
                "{\"type\":\"comment\"}",
                "{\"type\":\"comment\",\"body\":7}",
                "{\"type\":\"comment\",\"body\":\"x\",\"replyTo\":\"2222222222222222222222222222222222222222\"}",
                "{\"type\":\"comment\",\"body\":\"x\",\"replyTo\":{}}",
                "{\"type\":\"comment\",\"body\":\"x\",\"embeds\":[7]}",
                "{\"type\":\"comment.edit\",\"id\":\"nothing\",\"body\":\"x\",\"embeds\":[]}",
                "{\"type\":\"comment.react\",\"id\":\"2222222222222222222222222222222222222222\",\"reaction\":\"🚀\",\"active\":true}",
                "{\"type\":\"comment.redact\",\"id\":\"2222222222222222222222222222222222222222\"}",
                "{\"type\":\"lifecycle\",\"state\":{\"status\":\"exploded\"}}",
                "{\"type\":\"label\",\"labels\":\"bug\"}",
                "{\"type\":\"assign\",\"assignees\":[\"did:key:z6Mk\"]}",
                "{\"type\":\"assign\",\"assignees\":[\"0\"]}",
                "{\"type\":\"edit\",\"title\":null}",
                "{\"type\":\"unheard of\"}",
                "{}",
                "[]",
                "7",
                "null");
        try (var world = memory()) {
            var owner = AUTHORS.getFirst();
            var root = store(
                    world,
                    owner,
                    1_700_000_000L,
                    List.of(),
                    List.of(new IssueAction.Comment("It leaks", Optional.empty(), List.of())));
            var known = new ArrayList<>(List.of(root));
            for (String json : strange) known.add(raw(world, owner, new ObjectMapper().readTree(json), root));
            known.add(store(
                    world,
                    AUTHORS.get(2),
                    1_700_000_001L,
                    List.of(root),
                    List.of(new IssueAction.Comment("x".repeat(1_000_000), Optional.of(root), List.of()))));
            // A parent that is nowhere, and one that is no entry.
            var gone = ObjectId.fromString("3333333333333333333333333333333333333333");
            known.add(store(
                    world,
                    owner,
                    1_700_000_002L,
                    List.of(root, gone),
                    List.of(new IssueAction.Comment("Beside a hole", Optional.of(root), List.of()))));
            try (var reader = world.newObjectReader()) {
                var fold = new IssueFold(new Everybody());
                Graph.load(reader, IssueFold.TYPE, root, known).orElseThrow().tell(fold);
                assertThat(fold.discussion().comments()).hasSize(3);
            }
        }
    }

    private static ObjectId raw(Repository world, SigningKey key, JsonNode action, ObjectId parent) throws IOException {
        var operation = new Operation(
                IssueFold.TYPE, List.of(action), Map.of(), List.of(parent), List.of(), Optional.of(RESOURCE), "Act");
        try (var inserter = world.newObjectInserter()) {
            var id = Operations.write(
                    inserter, operation, new Author(key, "somebody", Instant.ofEpochSecond(1_700_000_005L)));
            inserter.flush();
            return id;
        }
    }

    @Test
    void a_talk_of_ten_thousand_comments_is_folded() throws IOException {
        try (var world = memory();
                var inserter = world.newObjectInserter()) {
            var owner = AUTHORS.getFirst();
            var root = store(
                    world,
                    owner,
                    1_700_000_000L,
                    List.of(),
                    List.of(new IssueAction.Comment("It leaks", Optional.empty(), List.of())));
            var tip = root;
            for (int i = 0; i < 10_000; i++) {
                var action = new IssueAction.Comment("Comment " + i, Optional.of(tip), List.of());
                var operation = new Operation(
                        IssueFold.TYPE,
                        List.of(action.json()),
                        Map.of(),
                        List.of(tip),
                        List.of(),
                        Optional.of(RESOURCE),
                        "Comment");
                tip = Operations.write(
                        inserter, operation, new Author(owner, "somebody", Instant.ofEpochSecond(1_700_000_001L + i)));
            }
            inserter.flush();
            try (var reader = world.newObjectReader()) {
                var fold = new IssueFold(new Everybody());
                Graph.load(reader, IssueFold.TYPE, root, List.of(tip))
                        .orElseThrow()
                        .tell(fold);
                assertThat(fold.discussion().comments()).hasSize(10_001);
            }
        }
    }
}
