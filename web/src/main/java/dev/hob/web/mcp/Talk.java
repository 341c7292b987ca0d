package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.issue.Event;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.PatchReading.Placed;
import dev.hob.node.patch.PatchReading.Reviewed;
import dev.hob.web.api.json.OneOf;
import dev.hob.web.api.json.Says;
import dev.hob.web.html.Faces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What was said about an issue or a pull request, as answers have it. Shared between threads.
final class Talk {
    private static final int LINES_MAX = 10_000;
    private static final int BODY_CHARACTERS_MAX = 12_000;
    private static final int CHARACTERS_MAX = Told.CHARACTERS_MAX / 2;
    private static final int WHO_CHARACTERS_MAX = 200;

    private final Node node;

    Talk(Node node) {
        this.node = node;
    }

    /// One thing that was said.
    record Said(
            @OneOf({"comment", "remark", "review", "revision"})
            String kind,

            String by,
            String at,

            @Says("Path and line that a remark is about; empty for none")
            String where,

            @Says("accept or reject, and whether it was dismissed; empty for none")
            String verdict,

            String body) {}

    /// A part of it.
    record Part(List<Said> said, int from, int total, String text) {}

    /// Names of those who had to do with something.
    Faces faces() {
        return new Faces(node.people());
    }

    static String name(Faces faces, dev.hob.keys.DidKey key) {
        return Plain.line(faces.of(key).name(), WHO_CHARACTERS_MAX);
    }

    /// What an issue says first.
    String description(Issue issue) {
        return Optional.ofNullable(node.tracking()
                        .talks()
                        .descriptions(issue.rid(), List.of(issue.id()))
                        .get(issue.id()))
                .flatMap(Line::said)
                .map(it -> Plain.cut(it.body(), BODY_CHARACTERS_MAX))
                .orElse("");
    }

    /// What was said since, the first one first.
    Part part(Issue issue, Faces faces, Paging paging) {
        var lines = node.tracking().talks().history(issue.rid(), issue.id(), -1, LINES_MAX).stream()
                .filter(line -> !line.entry().equals(issue.id()))
                .filter(Talk::isSaid)
                .toList();
        var some = lines.stream().skip(paging.from()).limit(paging.limit()).toList();
        faces.meet(some.stream().map(Line::by).toList());
        var beside = issue.isPatch() ? Beside.of(node, issue) : Beside.NOTHING;
        var said = new ArrayList<Said>();
        var text = new StringBuilder();
        for (var line : some) {
            var one = said(line, faces, beside);
            String shown = shown(paging.from() + said.size() + 1, one);
            if (!said.isEmpty() && text.length() + shown.length() > CHARACTERS_MAX) break;
            text.append(shown);
            said.add(one);
        }
        return new Part(said, paging.from(), lines.size(), text + paging.below(said.size(), lines.size()));
    }

    private static boolean isSaid(Line line) {
        return line.said().isPresent() || line.what() instanceof Line.What.Revised;
    }

    /// What only pull requests know of their talk.
    private record Beside(Map<String, Placed> places, Map<String, Reviewed> reviews) {
        static final Beside NOTHING = new Beside(Map.of(), Map.of());

        static Beside of(Node node, Issue issue) {
            var reading = node.pulls().reading();
            return new Beside(
                    reading.comments(issue.rid(), issue.id()).stream()
                            .collect(Collectors.toMap(
                                    it -> it.entry().name(), Function.identity(), (first, _) -> first)),
                    reading.reviews(issue.rid(), issue.id()).stream()
                            .collect(Collectors.toMap(it -> it.id().name(), Function.identity(), (first, _) -> first)));
        }
    }

    private static Said said(Line line, Faces faces, Beside beside) {
        String id = line.entry().name();
        var location = Optional.ofNullable(beside.places().get(id)).flatMap(Placed::location);
        String kind =
                switch (line.what()) {
                    case Line.What.Reviewed _ -> "review";
                    case Line.What.Revised _ -> "revision";
                    case Line.What.Said _, Line.What.Happened _, Line.What.Told _ ->
                        location.isPresent() ? "remark" : "comment";
                };
        String verdict = line.what() instanceof Line.What.Reviewed(var _, Event.What.Reviewed(var _, var given))
                ? given.map(it ->
                                verdict(it, Optional.ofNullable(beside.reviews().get(id))))
                        .orElse("")
                : "";
        String body = line.said()
                .map(it -> Plain.shown(Plain.cut(it.body(), BODY_CHARACTERS_MAX)))
                .orElse("");
        return new Said(
                kind,
                name(faces, line.by()),
                Times.of(line.at()),
                location.map(Talk::where).orElse(""),
                verdict,
                body);
    }

    private static String verdict(Verdict verdict, Optional<Reviewed> review) {
        String word = verdict == Verdict.ACCEPT ? "accept" : "reject";
        return review.flatMap(Reviewed::dismissed).isPresent() ? word + ", dismissed" : word;
    }

    private static String where(CodeLocation location) {
        var range = location.after().or(location::before);
        String line = range.map(it -> switch (it) {
                    case CodeRange.Lines(int start, int _) -> ":" + (start + 1);
                    case CodeRange.Characters(int at, int _, int _) -> ":" + (at + 1);
                })
                .orElse("");
        return Plain.line(location.path(), 1_000) + line;
    }

    private static String shown(int place, Said said) {
        String verdict = said.verdict().isEmpty() ? "" : ", verdict: " + said.verdict();
        // Who it is by stands behind the bar: a key's holder may go by any name.
        String head = "\n%d. %s, %s%s\n".formatted(place, said.kind(), said.at(), verdict);
        String where = said.where().isEmpty() ? "" : " at " + said.where();
        return head + Plain.quoted("by " + said.by() + where + (said.body().isEmpty() ? "" : "\n" + said.body()));
    }
}
