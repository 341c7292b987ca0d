package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.node.Vectors;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Graph;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Surroundings;
import dev.hob.node.repo.Identities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssueFoldTest {
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");

    @ParameterizedTest
    @ValueSource(strings = {"cob-issue", "cob-issue-concurrent"})
    void an_issue_is_what_the_reference_implementation_makes_of_it(String name, @TempDir Path folder)
            throws IOException {
        var vector = Vectors.json(name + ".json");
        try (var repository = Vectors.acme(folder)) {
            var tips = new ArrayList<ObjectId>();
            vector.path("tips").forEach(tip -> tips.add(ObjectId.fromString(tip.asText())));
            var issue = fold(
                    repository, ObjectId.fromString(vector.path("object_id").asText()), tips);
            assertThat(evaluated(issue))
                    .isEqualTo(
                            new ObjectMapper().readTree(vector.path("evaluated").toString()));
        }
    }

    static IssueFold fold(Repository repository, ObjectId object, List<ObjectId> tips) throws IOException {
        var identity = new Identities().of(repository, ACME);
        var fold = new IssueFold(Surroundings.of(() -> opened(repository), identity));
        try (var reader = repository.newObjectReader()) {
            Graph.load(reader, IssueFold.TYPE, object, tips).orElseThrow().tell(fold);
        }
        return fold;
    }

    private static Repository opened(Repository repository) {
        repository.incrementOpen();
        return repository;
    }

    /// As `rad cob show` prints it.
    private static JsonNode evaluated(IssueFold issue) {
        var json = JsonNodeFactory.instance.objectNode();
        issue.assignees().forEach(json.putArray("assignees")::add);
        json.put("title", issue.title());
        var state = json.putObject("state");
        state.put("status", issue.state().isOpen() ? "open" : "closed");
        if (!issue.state().isOpen()) state.put("reason", issue.state() == IssueState.SOLVED ? "solved" : "other");
        issue.labels().forEach(json.putArray("labels")::add);
        var thread = json.putObject("thread");
        var comments = thread.putObject("comments");
        for (Map.Entry<ObjectId, Optional<Comment>> entry :
                issue.discussion().comments().entrySet()) {
            var comment = entry.getValue().orElseThrow();
            var one = comments.putObject(entry.getKey().name());
            one.put("author", comment.author().nid());
            comment.replyTo().ifPresent(to -> one.put("replyTo", to.name()));
            var reactions = one.putArray("reactions");
            comment.reactions()
                    .forEach(r -> reactions.addArray().add(r.author().nid()).add(r.sign()));
            one.put("resolved", false).put("body", comment.body());
            var edits = one.putArray("edits");
            for (var edit : comment.edits()) {
                var version = edits.addObject().put("author", edit.author().nid());
                version.put("timestamp", edit.at().toEpochMilli()).put("body", edit.body());
                embeds(version.putArray("embeds"), edit.embeds());
            }
            if (!comment.embeds().isEmpty()) embeds(one.putArray("embeds"), comment.embeds());
        }
        issue.discussion().timeline().forEach(id -> thread.withArray("timeline").add(id.name()));
        return new ObjectMapper().valueToTree(json);
    }

    private static void embeds(com.fasterxml.jackson.databind.node.ArrayNode json, List<Embed> embeds) {
        embeds.forEach(embed -> json.addObject().put("name", embed.name()).put("content", embed.content()));
    }
}
