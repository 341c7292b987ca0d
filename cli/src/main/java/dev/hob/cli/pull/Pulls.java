package dev.hob.cli.pull;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pull requests of one repository, over the API.
final class Pulls {
    private final Place place;
    private final Client client;

    Pulls(Place place, Client client) {
        this.place = place;
        this.client = client;
    }

    Place place() {
        return place;
    }

    private String named(long number) {
        return "pull request " + number + " in " + place.path();
    }

    String api(long number, String rest) {
        return place.api("/pulls/{}", number) + rest;
    }

    Pull pull(long number) {
        return Pull.of(client.get(api(number, "")).must(named(number)));
    }

    Client.Listed list(Map<String, String> fields, int max) {
        return client.list(place.api("/pulls"), fields, max, _ -> true);
    }

    /// The open one that comes from a branch, or was pushed under a topic.
    Optional<Pull> from(String head) {
        return client.all(place.api("/pulls"), Map.of()).stream()
                .map(Pull::of)
                .filter(it -> it.head().equals(head))
                .findFirst();
    }

    Pull create(Json.Fields fields) {
        return Pull.of(client.post(place.api("/pulls"), fields).must("repository " + place.path()));
    }

    Pull change(long number, Json.Fields fields) {
        return Pull.of(client.patch(api(number, ""), fields).must(named(number)));
    }

    Json post(long number, String rest, Json.Fields fields) {
        return client.post(api(number, rest), fields).must(named(number));
    }

    Json comment(long number, String body) {
        return client.post(
                        place.api("/issues/{}/comments", number), Json.fields().with("body", body))
                .must(named(number));
    }

    /// All that was said to the whole, oldest first.
    List<Json> comments(long number) {
        return client.all(place.api("/issues/{}/comments", number), Map.of());
    }

    List<Json> reviews(long number) {
        return client.all(api(number, "/reviews"), Map.of());
    }

    List<Json> remarks(long number, long review) {
        return client.get(api(number, "/reviews/" + review + "/comments"))
                .must(named(number))
                .items();
    }

    /// Who could be asked for a review, and why; nobody where whoever asks may not ask for any.
    List<Json> suggested(long number) {
        return client.get(api(number, "/reviewers/suggested")) instanceof Answer.Given given
                ? given.body().items()
                : List.of();
    }

    List<Json> files(long number) {
        return client.all(api(number, "/files"), Map.of());
    }

    String text(long number, String ending) {
        return client.text(place.api("/pulls/{}", number) + ending);
    }

    /// The repository itself.
    Json repository() {
        return client.get(place.api("")).must("repository " + place.path());
    }

    /// The numbers of labels by their names; one that there is not ends the command.
    List<Json> labels(List<String> names) {
        if (names.isEmpty()) return List.of();
        var all = client.all(place.api("/labels"), Map.of());
        return names.stream()
                .map(name -> all.stream()
                        .filter(it -> it.text("name").orElse("").equalsIgnoreCase(name))
                        .findFirst()
                        .flatMap(it -> it.at("id"))
                        .orElseThrow(() -> new Unable("there is no label " + Text.line(name) + " in " + place.path())))
                .toList();
    }

    long milestone(String title) {
        return client.all(place.api("/milestones"), Map.of("state", "all")).stream()
                .filter(it -> it.text("title").orElse("").equalsIgnoreCase(title))
                .findFirst()
                .map(it -> it.number("id").orElse(0))
                .orElseThrow(() -> new Unable("there is no milestone " + Text.line(title) + " in " + place.path()));
    }

    /// `@me` is whoever asks.
    String person(String name) {
        return name.equals("@me") ? place.account() : name.replaceFirst("\\A@", "");
    }
}
