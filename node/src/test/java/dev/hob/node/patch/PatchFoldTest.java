package dev.hob.node.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.node.Vectors;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Discussion;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Graph;
import dev.hob.node.issue.PatchState;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.Identities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchFoldTest {
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");

    @Test
    void a_patch_is_what_the_reference_implementation_makes_of_it(@TempDir Path folder) throws IOException {
        var vector = Vectors.json("cob-patch.json");
        try (var repository = Vectors.acme(folder)) {
            var tips = new ArrayList<ObjectId>();
            vector.path("tips").forEach(tip -> tips.add(ObjectId.fromString(tip.asText())));
            var patch = fold(
                    repository, ObjectId.fromString(vector.path("object_id").asText()), tips);
            assertThat(evaluated(patch))
                    .isEqualTo(
                            new ObjectMapper().readTree(vector.path("evaluated").toString()));
        }
    }

    @Test
    void actions_are_signed_as_the_reference_implementation_signs_them() throws IOException {
        int actions = 0;
        for (var entry : Vectors.json("cob-patch.json").path("entries"))
            for (var blob : entry.path("blobs").properties()) {
                if (blob.getKey().equals("manifest")) continue;
                String text = blob.getValue().path("text").asText();
                var action =
                        PatchAction.parse(new ObjectMapper().readTree(text)).orElseThrow();
                assertThat(new String(CanonicalJson.bytes(action.json()), StandardCharsets.UTF_8))
                        .isEqualTo(text);
                actions++;
            }
        assertThat(actions).isEqualTo(9);
    }

    @Test
    void every_patch_of_the_fixture_holds(@TempDir Path folder) throws IOException {
        try (var repository = Vectors.acme(folder)) {
            var objects = Cobs.objects(repository, Set.of(PatchFold.TYPE)).get(PatchFold.TYPE);
            assertThat(objects).isNotEmpty();
            for (var object : objects.entrySet()) {
                var patch = fold(repository, object.getKey(), object.getValue());
                assertThat(patch.title()).isNotEmpty();
                assertThat(patch.revisions()).containsKey(object.getKey());
            }
        }
    }

    @Test
    void every_kind_of_action_comes_back_as_it_was_signed() throws IOException {
        String id = "27b782e4b735350c140649e8949222bc6d0851c8";
        for (String text : List.of(
                "{\"target\":{\"branch\":\"refs/heads/next\"},\"title\":\"A\",\"type\":\"edit\"}",
                "{\"base\":\"ID\",\"description\":\"\",\"oid\":\"ID\",\"resolves\":[[\"ID\",\"ID\"]],\"type\":\"revision\"}",
                "{\"assignees\":[\"did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH\"],\"type\":\"assign\"}",
                "{\"state\":{\"status\":\"draft\"},\"type\":\"lifecycle\"}",
                "{\"description\":\"b\",\"revision\":\"ID\",\"type\":\"revision.edit\"}",
                "{\"revision\":\"ID\",\"type\":\"revision.redact\"}",
                "{\"active\":false,\"location\":{\"commit\":\"ID\",\"new\":{\"range\":{\"end\":4,\"start\":1},\"type\":\"lines\"},\"old\":null,\"path\":\"a b\"},\"reaction\":\"🎉\",\"revision\":\"ID\",\"type\":\"revision.react\"}",
                "{\"body\":\"b\",\"location\":{\"commit\":\"ID\",\"new\":null,\"old\":{\"line\":3,\"range\":{\"end\":9,\"start\":2},\"type\":\"chars\"},\"path\":\"a\"},\"replyTo\":\"ID\",\"revision\":\"ID\",\"type\":\"revision.comment\"}",
                "{\"body\":\"b\",\"comment\":\"ID\",\"embeds\":[],\"revision\":\"ID\",\"type\":\"revision.comment.edit\"}",
                "{\"comment\":\"ID\",\"revision\":\"ID\",\"type\":\"revision.comment.redact\"}",
                "{\"active\":true,\"comment\":\"ID\",\"reaction\":\"🎉\",\"revision\":\"ID\",\"type\":\"revision.comment.react\"}",
                "{\"labels\":[\"x\"],\"revision\":\"ID\",\"type\":\"review\",\"verdict\":\"accept\"}",
                "{\"review\":\"ID\",\"summary\":\"\",\"type\":\"review.edit\"}",
                "{\"embeds\":[{\"content\":\"git:ID\",\"name\":\"a.png\"}],\"review\":\"ID\",\"summary\":\"s\",\"type\":\"review.edit.v2\"}",
                "{\"review\":\"ID\",\"type\":\"review.redact\"}",
                "{\"active\":true,\"reaction\":\"🎉\",\"review\":\"ID\",\"type\":\"review.react\"}",
                "{\"body\":\"b\",\"reply_to\":\"ID\",\"review\":\"ID\",\"type\":\"review.comment\"}",
                "{\"body\":\"b\",\"comment\":\"ID\",\"embeds\":[],\"review\":\"ID\",\"type\":\"review.comment.edit\"}",
                "{\"comment\":\"ID\",\"review\":\"ID\",\"type\":\"review.comment.redact\"}",
                "{\"active\":true,\"comment\":\"ID\",\"reaction\":\"🎉\",\"review\":\"ID\",\"type\":\"review.comment.react\"}",
                "{\"comment\":\"ID\",\"review\":\"ID\",\"type\":\"review.comment.resolve\"}",
                "{\"comment\":\"ID\",\"review\":\"ID\",\"type\":\"review.comment.unresolve\"}")) {
            String signed = text.replace("ID", id);
            var action = PatchAction.parse(new ObjectMapper().readTree(signed));
            assertThat(action).as(signed).isPresent();
            assertThat(new String(CanonicalJson.bytes(action.get().json()), StandardCharsets.UTF_8))
                    .isEqualTo(signed);
        }
    }

    private static PatchFold fold(Repository repository, ObjectId object, List<ObjectId> tips) throws IOException {
        var identity = new Identities().of(repository, ACME);
        var fold = new PatchFold(Surroundings.of(
                () -> {
                    repository.incrementOpen();
                    return repository;
                },
                identity));
        try (var reader = repository.newObjectReader()) {
            Graph.load(reader, PatchFold.TYPE, object, tips).orElseThrow().tell(fold);
        }
        return fold;
    }

    /// As `rad cob show` prints it.
    private static JsonNode evaluated(PatchFold patch) {
        var json = JsonNodeFactory.instance.objectNode().put("title", patch.title());
        json.putObject("author").put("id", patch.author().did());
        var state = json.putObject("state").put("status", patch.phase().name().toLowerCase(Locale.ROOT));
        if (patch.phase() == PatchState.MERGED)
            state.put("revision", patch.merged().orElseThrow().revision().name())
                    .put("commit", patch.merged().orElseThrow().commit().name());
        json.set("target", patch.target().json());
        patch.labels().forEach(json.putArray("labels")::add);
        var merges = json.putObject("merges");
        patch.merges().forEach((who, what) -> merges.putObject(who.nid())
                .put("revision", what.revision().name())
                .put("commit", what.commit().name())
                .put("timestamp", patch.mergedAt().orElseThrow().toEpochMilli()));
        var revisions = json.putObject("revisions");
        patch.revisions().forEach((id, revision) -> revisions.set(id.name(), revision(revision.orElseThrow())));
        patch.assignees().forEach(json.putArray("assignees")::add);
        patch.timeline().forEach(id -> json.withArray("timeline").add(id.name()));
        var reviews = json.putObject("reviews");
        patch.reviews().forEach((id, review) -> reviews.putArray(id.name())
                .add(review.orElseThrow().of.id.name())
                .add(review.orElseThrow().author.nid()));
        return new ObjectMapper().valueToTree(json);
    }

    private static JsonNode revision(Revision revision) {
        var json = JsonNodeFactory.instance.objectNode().put("id", revision.id.name());
        json.putObject("author").put("id", revision.author.did());
        edits(json.putArray("description"), revision.text());
        json.put("base", revision.base.name()).put("oid", revision.head.name());
        thread(json.putObject("discussion"), revision.discussion);
        var reviews = json.putObject("reviews");
        revision.reviews.forEach((who, review) -> {
            var one = reviews.putObject(who.nid()).put("id", review.id.name());
            one.putObject("author").put("id", review.author.did());
            review.verdict.ifPresent(it -> one.put("verdict", it.name().toLowerCase(Locale.ROOT)));
            edits(one.putArray("summary"), review.text());
            thread(one.putObject("comments"), review.discussion);
            review.labels.forEach(one.putArray("labels")::add);
            if (review.labels.isEmpty()) one.putArray("labels");
            one.put("timestamp", review.at.toEpochMilli());
        });
        json.put("timestamp", revision.at.toEpochMilli()).putArray("resolves");
        var reactions = json.putArray("reactions");
        revision.reactions.forEach((location, signs) -> {
            var by = new LinkedHashMap<String, List<String>>();
            signs.forEach(it -> by.computeIfAbsent(it.sign(), _ -> new ArrayList<>())
                    .add(it.author().nid()));
            by.forEach((sign, authors) -> {
                var one = reactions.addObject();
                one.set("location", location.map(it -> it.json()).orElse(NullNode.instance));
                authors.forEach(one.put("emoji", sign).withArray("authors")::add);
            });
        });
        return json;
    }

    private static void thread(ObjectNode json, Discussion discussion) {
        var comments = json.putObject("comments");
        discussion.comments().forEach((id, comment) -> {
            var one = comments.putObject(id.name());
            comment.ifPresent(it -> {
                one.put("author", it.author().nid());
                it.replyTo().ifPresent(to -> one.put("replyTo", to.name()));
                one.putArray("reactions");
                one.put("resolved", it.resolved()).put("body", it.body());
                edits(one.putArray("edits"), it);
            });
        });
        var timeline = json.putArray("timeline");
        discussion.timeline().forEach(id -> timeline.add(id.name()));
    }

    private static void edits(ArrayNode json, Comment text) {
        for (var edit : text.edits()) {
            var version = json.addObject().put("author", edit.author().nid());
            version.put("timestamp", edit.at().toEpochMilli()).put("body", edit.body());
            var embeds = version.putArray("embeds");
            for (Embed embed : edit.embeds()) embeds.add(embed.json());
        }
    }
}
