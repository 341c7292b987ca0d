package dev.hob.cli.client;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob candidates KIND`: what a shell offers where a command wants an issue, a label or a repository; a value and
/// what it means on each line. Says nothing when it cannot know: a shell has no place for complaints.
@Command(name = "candidates", hidden = true, description = "Lists what could be typed next; for shells.")
final class CandidatesCommand implements Callable<Integer> {
    private static final int MOST = 100;

    private final Desk desk;

    @Parameters(paramLabel = "KIND")
    String kind = "";

    CandidatesCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try {
            switch (kind) {
                case "issues" ->
                    offer(
                            "/issues",
                            Map.of("type", "issues"),
                            json -> json.number("number").orElse(0) + "\t" + text(json, "title"));
                case "pulls" ->
                    offer("/pulls", Map.of(), json -> json.number("number").orElse(0) + "\t" + text(json, "title"));
                case "labels" ->
                    offer("/labels", Map.of(), json -> text(json, "name") + "\t" + text(json, "description"));
                case "releases" ->
                    offer("/releases", Map.of(), json -> text(json, "tag_name") + "\t" + text(json, "name"));
                case "repositories" -> repositories();
                default -> throw new Unable("there is no kind " + kind);
            }
        } catch (Unable _) {
            return 1; // No login, no network, no clone: then there is nothing to offer.
        }
        return 0;
    }

    private interface Shown {
        String of(Json json);
    }

    private void offer(String path, Map<String, String> fields, Shown shown) {
        var place = desk.place(Optional.empty(), Optional.empty(), Optional.empty());
        try (var client = Client.of(place.node(), place.login())) {
            print(client.list(place.api(path), fields, MOST, _ -> true).items(), shown);
        }
    }

    private void repositories() {
        var node = desk.node(Optional.empty());
        try (var client = Client.of(node, desk.logins().at(node))) {
            print(
                    client.list("/user/repos", Map.of(), MOST, _ -> true).items(),
                    json -> text(json, "full_name") + "\t" + text(json, "description"));
        }
    }

    private void print(List<Json> items, Shown shown) {
        for (var json : items) desk.screen().out(shown.of(json));
    }

    private static String text(Json json, String field) {
        return Text.line(json.text(field).orElse(""));
    }
}
