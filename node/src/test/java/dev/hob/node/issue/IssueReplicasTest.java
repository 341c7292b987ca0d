package dev.hob.node.issue;

import static dev.hob.node.cob.Replicas.AUTHORS;
import static dev.hob.node.cob.Replicas.memory;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Replicas;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.IdentityDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;

/// Whatever way an issue's operations take, everybody ends up with the same issue.
class IssueReplicasTest {
    private static final Replicas<IssueFold> REPLICAS = new Replicas<>(
            new Issue(),
            IdentityDocument.first(
                    AUTHORS.getFirst().publicKey(), "tea", "", "main", false, RepositoryId.random(new Random(1))));

    private static final class Issue implements Replicas.Kind<IssueFold> {
        @Override
        public String type() {
            return IssueFold.TYPE;
        }

        @Override
        public IssueFold fold(Surroundings surroundings) {
            return new IssueFold(surroundings);
        }

        @Override
        public List<JsonNode> beginning() {
            return List.of(
                    new IssueAction.Comment("It leaks", Optional.empty(), List.of()).json(),
                    new IssueAction.Retitle("Leak").json());
        }

        @Override
        public JsonNode action(Random random, List<ObjectId> written) {
            var some = written.get(random.nextInt(written.size()));
            return switch (random.nextInt(9)) {
                case 0 -> new IssueAction.EditComment(some, "Edited " + random.nextInt(100), List.of()).json();
                case 1 -> new IssueAction.RedactComment(some).json();
                case 2 -> new IssueAction.React(some, "🚀", random.nextBoolean()).json();
                case 3 -> new IssueAction.Retitle("Title " + random.nextInt(100)).json();
                case 4 -> new IssueAction.ChangeState(IssueState.values()[random.nextInt(3)]).json();
                case 5 ->
                    new IssueAction.Label(new TreeSet<>(List.of("bug", "ui").subList(0, random.nextInt(3)))).json();
                case 6 ->
                    new IssueAction.Assign(new TreeSet<>(Set.of(
                                    AUTHORS.get(random.nextInt(5)).publicKey().did())))
                            .json();
                default ->
                    new IssueAction.Comment("Comment " + random.nextInt(1000), Optional.of(some), List.of()).json();
            };
        }

        @Override
        public String state(IssueFold fold) {
            return fold.title()
                    + fold.state()
                    + fold.labels()
                    + fold.assignees()
                    + fold.discussion().timeline()
                    + new TreeMap<>(fold.discussion().comments())
                    + fold.events();
        }
    }

    @Test
    void replicas_that_hear_everything_in_their_own_order_agree() throws IOException {
        REPLICAS.agree();
    }

    private static ObjectId store(
            Repository world, SigningKey key, long at, List<ObjectId> parents, List<IssueAction> actions)
            throws IOException {
        return REPLICAS.store(
                world, key, at, parents, actions.stream().map(IssueAction::json).toList());
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
                var parents = REPLICAS.tips(world, root, known);
                assertThat(parents).doesNotContain(bad);
                known.add(store(
                        world,
                        AUTHORS.get(i % 5),
                        1_700_000_010L + i,
                        parents,
                        List.of(new IssueAction.Comment("Honest " + i, Optional.of(root), List.of()))));
            }
            var fold = REPLICAS.fold(world, root, known);
            assertThat(fold.title()).isEqualTo("Leak");
            assertThat(fold.discussion().comments()).hasSize(11);
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
            var fold = REPLICAS.fold(world, root, known);
            assertThat(fold.discussion().comments()).hasSize(3);
        }
    }

    private static ObjectId raw(Repository world, SigningKey key, JsonNode action, ObjectId parent) throws IOException {
        return REPLICAS.store(world, key, 1_700_000_005L, List.of(parent), List.of(action));
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
                tip = REPLICAS.store(inserter, owner, 1_700_000_001L + i, List.of(tip), List.of(action.json()));
            }
            inserter.flush();
            var fold = REPLICAS.fold(world, root, List.of(tip));
            assertThat(fold.discussion().comments()).hasSize(10_001);
        }
    }
}
