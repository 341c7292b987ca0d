package dev.hob.node.patch;

import static dev.hob.node.cob.Replicas.AUTHORS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.cob.Replicas;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.IdentityDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/// Whatever way a pull request's operations take, everybody ends up with the same one: revisions, reviews, remarks, and
/// merges by several delegates.
class PatchReplicasTest {
    private static final Replicas<PatchFold> REPLICAS = new Replicas<>(new Pull(), threeDelegates());

    /// Two of three must agree on a merge.
    private static IdentityDocument threeDelegates() {
        var first = IdentityDocument.first(
                AUTHORS.getFirst().publicKey(), "tea", "", "main", false, RepositoryId.random(new Random(1)));
        try {
            var json = (ObjectNode) new ObjectMapper().readTree(first.bytes());
            var delegates = json.putArray("delegates");
            for (SigningKey key : AUTHORS.subList(0, 3))
                delegates.add(key.publicKey().did());
            json.put("threshold", 2);
            return IdentityDocument.parse(CanonicalJson.bytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectId commit(int number) {
        return ObjectId.fromString(String.format(Locale.ROOT, "%040x", 0x1000L + number));
    }

    private static final class Pull implements Replicas.Kind<PatchFold> {
        @Override
        public String type() {
            return PatchFold.TYPE;
        }

        @Override
        public PatchFold fold(Surroundings surroundings) {
            return new PatchFold(surroundings);
        }

        @Override
        public List<JsonNode> beginning() {
            return List.of(
                    new PatchAction.Revise("A spout", commit(0), commit(1), List.of()).json(),
                    new PatchAction.Edit("Spout", Target.DEFAULT).json());
        }

        @Override
        public JsonNode action(Random random, List<ObjectId> written) {
            return any(random, written).json();
        }

        private static PatchAction any(Random random, List<ObjectId> written) {
            var some = written.get(random.nextInt(written.size()));
            var other = random.nextInt(3) == 0 ? written.getFirst() : written.get(random.nextInt(written.size()));
            PatchAction.Place place = random.nextBoolean()
                    ? new PatchAction.Place.OfRevision(other)
                    : new PatchAction.Place.OfReview(other);
            var verdict = Optional.of(Verdict.values()[random.nextInt(2)]);
            var lines = new CodeLocation(
                    commit(1), "a", Optional.empty(), Optional.of(new CodeRange.Lines(0, random.nextInt(9))));
            return switch (random.nextInt(18)) {
                case 0, 1 -> new PatchAction.Revise("Again", commit(0), commit(random.nextInt(20)), List.of());
                case 2 -> new PatchAction.EditRevision(other, "Edited " + random.nextInt(100), List.of());
                case 3 -> new PatchAction.RedactRevision(other);
                case 4 -> new PatchAction.ReactToRevision(other, Optional.empty(), "🚀", random.nextBoolean());
                case 5, 6 -> new PatchAction.Review(other, Optional.of("Hm"), verdict, List.of());
                case 7 -> new PatchAction.EditReview(2, other, Optional.of("Hm hm"), verdict, List.of(), List.of());
                case 8 -> new PatchAction.RedactReview(other);
                case 9 -> new PatchAction.Comment(place, Optional.of(lines), "Why?", Optional.empty(), List.of());
                case 10 -> new PatchAction.Comment(place, Optional.empty(), "So.", Optional.of(some), List.of());
                case 11 -> new PatchAction.EditComment(place, some, "Why not?", List.of());
                case 12 -> new PatchAction.RedactComment(place, some);
                case 13 -> new PatchAction.Resolve(new PatchAction.Place.OfReview(other), some, random.nextBoolean());
                case 14 -> new PatchAction.ChangeState(PatchState.values()[random.nextInt(3)]);
                case 15 -> new PatchAction.Label(new TreeSet<>(List.of("a", "b").subList(0, random.nextInt(3))));
                case 16 ->
                    new PatchAction.Edit("Title " + random.nextInt(9), new Target(random.nextBoolean() ? "" : "next"));
                default -> new PatchAction.Merge(other, commit(random.nextInt(2) * 2));
            };
        }

        @Override
        public String state(PatchFold fold) {
            var texts = new TreeMap<ObjectId, Object>();
            for (var id : fold.timeline()) texts.put(id, fold.comment(id));
            return fold.title()
                    + fold.phase()
                    + fold.target()
                    + fold.merged()
                    + fold.conflicts()
                    + fold.merges()
                    + fold.labels()
                    + fold.latest().id
                    + new TreeMap<>(fold.places())
                    + texts
                    + fold.timeline()
                    + fold.events();
        }
    }

    @Test
    void replicas_that_hear_everything_in_their_own_order_agree() throws IOException {
        REPLICAS.agree();
    }

    @Test
    void two_of_three_delegates_merge() throws IOException {
        try (var world = Replicas.memory()) {
            var root = REPLICAS.store(world, AUTHORS.get(4), 1_700_000_000L, List.of(), new Pull().beginning());
            var merge = List.of(new PatchAction.Merge(root, commit(0)).json());
            var stranger = REPLICAS.store(world, AUTHORS.get(3), 1_700_000_001L, List.of(root), merge);
            var one = REPLICAS.store(world, AUTHORS.get(0), 1_700_000_002L, List.of(root), merge);
            assertThat(REPLICAS.fold(world, root, List.of(stranger, one)).phase())
                    .isEqualTo(PatchState.OPEN);
            var two = REPLICAS.store(world, AUTHORS.get(1), 1_700_000_003L, List.of(one), merge);
            var merged = REPLICAS.fold(world, root, List.of(stranger, two));
            assertThat(merged.phase()).isEqualTo(PatchState.MERGED);
            assertThat(merged.merged()).contains(new PatchFold.Merged(root, commit(0)));
        }
    }

    @Test
    void hostile_entries_are_left_out_and_nothing_fails() throws IOException {
        String nowhere = "2222222222222222222222222222222222222222";
        var strange = List.of(
                "{\"type\":\"revision\",\"description\":\"x\",\"base\":\"no\",\"oid\":\"" + nowhere + "\"}",
                "{\"type\":\"revision\",\"description\":\"x\",\"base\":\"" + nowhere + "\",\"oid\":\"" + nowhere
                        + "\",\"resolves\":[[7]]}",
                "{\"type\":\"revision.redact\",\"revision\":\"" + nowhere + "\"}",
                "{\"type\":\"revision.comment\",\"revision\":\"" + nowhere + "\",\"body\":\"x\"}",
                "{\"type\":\"revision.comment\",\"revision\":\"ROOT\",\"body\":\"\"}",
                "{\"type\":\"revision.comment\",\"revision\":\"ROOT\",\"body\":\"x\",\"location\":{\"commit\":\""
                        + nowhere
                        + "\",\"path\":\"a\",\"old\":null,\"new\":{\"type\":\"lines\",\"range\":{\"start\":-1,\"end\":99999999999}}}}",
                "{\"type\":\"review\",\"revision\":\"ROOT\",\"verdict\":\"shrug\"}",
                "{\"type\":\"review.edit.v2\",\"review\":\"ROOT\",\"verdict\":\"accept\"}",
                "{\"type\":\"review.comment\",\"review\":\"" + nowhere + "\",\"body\":\"x\"}",
                "{\"type\":\"review.comment.resolve\",\"review\":\"ROOT\",\"comment\":\"ROOT\"}",
                "{\"type\":\"merge\",\"revision\":\"" + nowhere + "\",\"commit\":\"" + nowhere + "\"}",
                "{\"type\":\"lifecycle\",\"state\":{\"status\":\"merged\"}}",
                "{\"type\":\"edit\",\"title\":\"x\",\"target\":{\"branch\":\"refs/rad/id\"}}",
                "{\"type\":\"label\",\"labels\":{}}",
                "{}",
                "[]",
                "null");
        try (var world = Replicas.memory()) {
            var owner = AUTHORS.getFirst();
            var root = REPLICAS.store(world, owner, 1_700_000_000L, List.of(), new Pull().beginning());
            var tips = new ArrayList<>(List.of(root));
            for (String json : strange)
                tips.add(REPLICAS.store(
                        world,
                        owner,
                        1_700_000_005L,
                        List.of(root),
                        List.of(new ObjectMapper().readTree(json.replace("ROOT", root.name())))));
            // A stranger's merge, and honest words beside all that.
            tips.add(REPLICAS.store(
                    world,
                    AUTHORS.get(4),
                    1_700_000_006L,
                    List.of(root),
                    List.of(new PatchAction.Merge(root, commit(0)).json())));
            var place = new PatchAction.Place.OfRevision(root);
            var honest = REPLICAS.store(
                    world,
                    AUTHORS.get(3),
                    1_700_000_007L,
                    List.of(root),
                    List.of(new PatchAction.Comment(
                                    place, Optional.empty(), "x".repeat(1_000_000), Optional.empty(), List.of())
                            .json()));
            tips.add(honest);
            var fold = REPLICAS.fold(world, root, tips);
            assertThat(fold.title()).isEqualTo("Spout");
            assertThat(fold.phase()).isEqualTo(PatchState.OPEN);
            assertThat(fold.timeline()).containsExactlyInAnyOrder(root, honest);
            assertThat(fold.comment(honest)).isPresent();
        }
    }
}
