package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.ReplaceTopics;
import dev.hob.web.api.json.TopicNames;
import dev.hob.web.api.json.TopicsFound;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Words that repositories are found by.
final class TopicOperations {
    private static final int FOUND_MAX = 1_000;
    private static final String ALL = "/repos/{owner}/{repo}/topics";

    private final Node node;

    TopicOperations(Node node) {
        this.node = node;
    }

    void declare(Operations all) {
        all.chapter("Topics");
        all.get("repoListTopics", ALL, "The topics of a repository")
                .needs(Right.READ)
                .gives(
                        TopicNames.class,
                        call -> new TopicNames(List.copyOf(node.topics().of(call.repo()))));
        all.put("repoUpdateTopics", ALL, "Give a repository these topics and no others")
                .needs(Right.ADMIN)
                .takes(ReplaceTopics.class)
                .does(this::replace);
        all.put("repoAddTopic", ALL + "/{topic}", "Add a topic")
                .needs(Right.ADMIN)
                .refuses(422, "There are too many, or it is none")
                .does(call -> refuse(node.topics().add(call.repo(), call.part("topic"))));
        all.delete("repoDeleteTopic", ALL + "/{topic}", "Take a topic away")
                .needs(Right.ADMIN)
                .does(this::remove);
        all.get("topicSearch", "/topics/search", "Find topics of public repositories")
                .query("q", "Letters of the topic")
                .number("page", "Which page, from 1")
                .number("limit", "How many on a page, up to " + Listed.LIMIT_MAX)
                .gives(TopicsFound.class, this::search);
    }

    private void replace(Call call) throws IOException {
        refuse(node.topics().replace(call.repo(), call.body(ReplaceTopics.class).topics()));
    }

    private void remove(Call call) {
        if (!node.topics().remove(call.repo(), call.part("topic"))) throw Call.missing();
    }

    private static void refuse(Optional<String> objection) {
        if (objection.isPresent()) throw new Stop(422, objection.get());
    }

    private TopicsFound search(Call call) {
        var found = node.topics().search(call.query("q").orElse(""), FOUND_MAX);
        var listed = Listed.of(
                found,
                call.slice(),
                topic -> new TopicsFound.Topic(PeopleShapes.number(topic.name()), topic.name(), topic.repositories()));
        call.count(listed);
        return new TopicsFound(listed.items());
    }
}
