package dev.hob.cli.issue;

import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Place;
import java.util.List;
import java.util.Optional;

/// The document in which issues leave, and in which they come back. The same issues give the same bytes.
record Exported(String source, List<Json> labels, List<Json> milestones, List<Json> issues) {
    static final String FORMAT = "hob-issues";
    static final int VERSION = 1;

    /// Where issues come from, as one name for all times: numbers count within it.
    static String source(Place place) {
        return place.node() + "/" + place.path();
    }

    Json json() {
        return Json.fields()
                .with("format", FORMAT)
                .with("version", VERSION)
                .with("source", source)
                .with("labels", labels)
                .with("milestones", milestones)
                .with("issues", issues);
    }

    /// Reads one; none when it is something else.
    static Optional<Exported> of(Json json) {
        boolean ours = json.text("format").filter(FORMAT::equals).isPresent()
                && json.number("version").orElse(0) == VERSION;
        return ours
                ? Optional.of(new Exported(
                        json.text("source").orElse(""),
                        json.items("labels"),
                        json.items("milestones"),
                        json.items("issues")))
                : Optional.empty();
    }
}
