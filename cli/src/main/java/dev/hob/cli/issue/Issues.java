package dev.hob.cli.issue;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The issues of one repository, over the API.
final class Issues {
    /// Of no issue, so that the one meant is "none at all".
    private static final long NO_MILESTONE = 0;

    private static final Set<Integer> UNASSIGNABLE = Set.of(403, 404, 422);

    private final Place place;
    private final Client client;

    Issues(Place place, Client client) {
        this.place = place;
        this.client = client;
    }

    Place place() {
        return place;
    }

    /// @param isCut whether there are more
    record Found(List<Issue> issues, Optional<Long> total, boolean isCut) {}

    Found find(Map<String, String> fields, int max, Predicate<Integer> more) {
        var listed = client.list(place.api("/issues"), fields, max, more);
        var issues = listed.items().stream()
                .filter(it -> it.at("pull_request").isEmpty())
                .map(Issue::of)
                .toList();
        return new Found(issues, listed.total(), listed.isCut());
    }

    Issue issue(long number) {
        return Issue.of(client.get(place.api("/issues/{}", number)).must(named(number)));
    }

    /// All that was said, oldest first.
    List<Issue.Comment> comments(long number) {
        return client.all(place.api("/issues/{}/comments", number), Map.of()).stream()
                .map(Issue.Comment::of)
                .toList();
    }

    Issue create(Json.Fields fields) {
        return Issue.of(client.post(place.api("/issues"), fields).must("repository " + place.path()));
    }

    /// With people who do it, or without them and with a word about it when they cannot be assigned here.
    Issue create(Json.Fields fields, List<String> people, Consumer<String> leftOut) {
        if (people.isEmpty()) return create(fields);
        var answer = client.post(place.api("/issues"), fields.withTexts("assignees", people));
        if (answer instanceof Answer.Refused refused && UNASSIGNABLE.contains(refused.status())) {
            leftOut.accept("who is assigned, " + String.join(", ", people) + ": " + refused.told());
            return create(fields);
        }
        return Issue.of(answer.must());
    }

    Issue change(long number, Json.Fields fields) {
        return Issue.of(client.patch(place.api("/issues/{}", number), fields).must(named(number)));
    }

    Issue.Comment comment(long number, String body) {
        var sent = Json.fields().with("body", body);
        return Issue.Comment.of(
                client.post(place.api("/issues/{}/comments", number), sent).must(named(number)));
    }

    private String named(long number) {
        // The beginning of an id may have digits only.
        String perhaps = number < IssueNumber.SHORTEST_ID ? "" : " (--offline, if that is an id in this clone)";
        return "issue " + number + " in " + place.path() + perhaps;
    }

    List<Issue.Label> labels() {
        return client.all(place.api("/labels"), Map.of()).stream()
                .map(Issue.Label::of)
                .toList();
    }

    /// The labels of some names; one that there is not ends the command.
    List<Issue.Label> labels(List<String> names) {
        if (names.isEmpty()) return List.of();
        var all = labels();
        var found = new ArrayList<Issue.Label>();
        for (String name : names)
            found.add(all.stream()
                    .filter(label -> label.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new Unable("there is no label " + Text.line(name) + " in " + place.path() + known(all))));
        return found;
    }

    private static String known(List<Issue.Label> all) {
        if (all.isEmpty()) return ", nor any other";
        return "; there are "
                + String.join(", ", all.stream().map(it -> Text.line(it.name())).toList());
    }

    Issue.Label createLabel(Issue.Label label) {
        return Issue.Label.of(client.post(
                        place.api("/labels"),
                        Json.fields()
                                .with("name", label.name())
                                .with("color", "#" + label.color())
                                .with("description", label.description()))
                .must());
    }

    void addLabels(long number, List<Issue.Label> labels) {
        if (labels.isEmpty()) return;
        client.post(place.api("/issues/{}/labels", number), Json.fields().with("labels", ids(labels)))
                .must(named(number));
    }

    void removeLabel(long number, Issue.Label label) {
        client.delete(place.api("/issues/{}/labels/{}", number, label.id())).must(named(number));
    }

    static List<Json> ids(List<Issue.Label> labels) {
        return labels.stream()
                .<Json>map(label -> new Json.Numeral(java.math.BigDecimal.valueOf(label.id())))
                .toList();
    }

    record Milestone(long id, String title, String description, boolean open, Optional<String> due) {
        static Milestone of(Json json) {
            return new Milestone(
                    json.number("id").orElse(NO_MILESTONE),
                    json.text("title").orElse(""),
                    json.text("description").orElse(""),
                    !json.text("state").orElse("open").equals("closed"),
                    json.text("due_on"));
        }

        Json.Fields json() {
            return Json.fields()
                    .with("title", title)
                    .with("description", description)
                    .with("state", open ? "open" : "closed")
                    .with("due", due);
        }
    }

    List<Milestone> milestones() {
        return client.all(place.api("/milestones"), Map.of("state", "all")).stream()
                .map(Milestone::of)
                .toList();
    }

    Milestone milestone(String title) {
        var all = milestones();
        return all.stream()
                .filter(it -> it.title().equalsIgnoreCase(title))
                .findFirst()
                .orElseThrow(() -> new Unable("there is no milestone " + Text.line(title) + " in " + place.path()
                        + (all.isEmpty()
                                ? ", nor any other"
                                : "; there are "
                                        + String.join(
                                                ", ",
                                                all.stream()
                                                        .map(it -> Text.line(it.title()))
                                                        .toList()))));
    }

    Milestone createMilestone(Milestone milestone) {
        var fields = Json.fields()
                .with("title", milestone.title())
                .with("description", milestone.description())
                .with("state", milestone.open() ? "open" : "closed")
                .withGiven("due_on", milestone.due());
        return Milestone.of(client.post(place.api("/milestones"), fields).must());
    }

    /// `@me` is whoever asks.
    String person(String name) {
        return name.equals("@me") ? place.account() : name.replaceFirst("\\A@", "");
    }
}
