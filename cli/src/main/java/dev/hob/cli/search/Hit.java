package dev.hob.cli.search;

import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Something that a node found.
///
/// @param ref on which branch, or at which tag, a file is so, where the question names one
/// @param lines those that are shown: all that fit, or the beginning where what was asked for is only meant
record Hit(
        String kind,
        String repository,
        Optional<String> path,
        Optional<String> ref,
        OptionalLong number,
        Optional<String> sha,
        String title,
        Optional<String> language,
        Optional<String> state,
        String url,
        List<Line> lines,
        boolean more) {
    private static final int SHA_DIGITS = 10;

    /// A line, counted from 1, and what fits in it.
    record Line(long number, String text, List<Span> spans) {
        static Line of(Json json) {
            return new Line(
                    json.number("number").orElse(0),
                    json.text("text").orElse(""),
                    json.items("spans").stream().map(Span::of).toList());
        }

        Json.Fields json() {
            return Json.fields()
                    .with("number", number)
                    .with("text", text)
                    .with("spans", spans.stream().map(Span::json).toList());
        }
    }

    /// Some characters of a line, counted from 0, without the last.
    record Span(int from, int to) {
        static Span of(Json json) {
            return new Span(number(json, "from"), number(json, "to"));
        }

        private static int number(Json json, String name) {
            return Math.clamp(json.number(name).orElse(0), 0, Integer.MAX_VALUE);
        }

        Json.Fields json() {
            return Json.fields().with("from", from).with("to", to);
        }
    }

    static Hit of(Json json) {
        return new Hit(
                json.text("kind").orElse(""),
                json.text("repository").orElse(""),
                json.text("path"),
                json.text("ref"),
                json.number("number"),
                json.text("sha"),
                json.text("title").orElse(""),
                json.text("language"),
                json.text("state"),
                json.text("html_url").orElse(""),
                lines(json.items("snippets")),
                json.flag("more"));
    }

    private static List<Line> lines(List<Json> snippets) {
        var all = snippets.stream()
                .map(snippet -> snippet.items("lines").stream().map(Line::of).toList())
                .toList();
        var fitting = all.stream()
                .flatMap(List::stream)
                .filter(line -> !line.spans().isEmpty())
                .toList();
        return fitting.isEmpty() && !all.isEmpty() ? all.getFirst() : fitting;
    }

    /// Where it is: `owner/name/path`, `owner/name#12`, `owner/name@0123456789`; without the repository where all
    /// are of one.
    String place(boolean ofOne) {
        String place = path.map(it -> ofOne ? it : "/" + it)
                .or(() -> number.stream().mapToObj(it -> "#" + it).findFirst())
                .orElseGet(() -> "@"
                        + sha.map(it -> it.substring(0, Math.min(SHA_DIGITS, it.length())))
                                .orElse(kind));
        return Text.line((ofOne ? "" : repository) + place);
    }

    /// The document that `--json` prints. Its fields are always there, and keep their names.
    Json.Fields json() {
        return Json.fields()
                .with("kind", kind)
                .with("repository", repository)
                .with("path", path)
                .with("ref", ref)
                .with(
                        "number",
                        number.isPresent()
                                ? new Json.Numeral(BigDecimal.valueOf(number.getAsLong()))
                                : new Json.Nothing())
                .with("sha", sha)
                .with("title", title)
                .with("language", language)
                .with("state", state)
                .with("url", url)
                .with("lines", lines.stream().map(Line::json).toList())
                .with("more", more);
    }
}
