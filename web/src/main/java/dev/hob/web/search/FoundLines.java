package dev.hob.web.search;

import dev.hob.node.code.WordDiff;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Scan;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Snippet;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Urls;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;

/// Writes what was found as lines of a page.
final class FoundLines {
    private final Places places;

    FoundLines(Places places) {
        this.places = places;
    }

    List<FoundLine> of(List<Hit> hits) {
        return hits.stream().map(this::line).toList();
    }

    private FoundLine line(Hit hit) {
        String home = "/" + Urls.path(hit.repositoryPath());
        String url = places.of(hit);
        boolean isCode = hit.kind() == Kind.CODE;
        IntFunction<String> line = number -> isCode ? url + "#L" + number : url;
        return new FoundLine(
                hit.kind(),
                hit.repositoryPath(),
                home,
                isCode ? hit.path() : hit.title(),
                url,
                hit.language(),
                hit.open(),
                hit.at(),
                pieces(hit, line),
                hit.also(),
                hit.more());
    }

    private static List<FoundLine.Piece> pieces(Hit hit, IntFunction<String> url) {
        String file = hit.kind() == Kind.CODE ? hit.path() : "";
        var pieces = new ArrayList<FoundLine.Piece>();
        var shown = new HashSet<Integer>();
        for (var snippet : hit.snippets()) {
            // A line stands once; what is said stands below its own title.
            var lines = snippet.lines().stream()
                    .filter(line -> file.isEmpty()
                            ? !line.text().isBlank() && !line.text().equals(hit.title())
                            : shown.add(line.number()))
                    .toList();
            var whole = file.isEmpty() ? lines : trimmed(lines);
            if (!whole.isEmpty()) pieces.add(new FoundLine.Piece(named(file, snippet), lines(file, whole, url)));
        }
        return pieces;
    }

    /// Without empty lines at its ends.
    private static List<Scan.Line> trimmed(List<Scan.Line> lines) {
        int first = 0;
        int last = lines.size();
        while (first < last && lines.get(first).text().isBlank()) first++;
        while (last > first && lines.get(last - 1).text().isBlank()) last--;
        return lines.subList(first, last);
    }

    private static String named(String file, Snippet snippet) {
        if (file.isEmpty() || snippet.scope().isEmpty() || snippet.name().isEmpty())
            return file.isEmpty() ? "" : snippet.name();
        return snippet.scope() + "." + snippet.name();
    }

    private static List<FoundLine.Line> lines(String file, List<Scan.Line> shown, IntFunction<String> url) {
        var texts = shown.stream().map(Scan.Line::text).toList();
        var coloured =
                file.isEmpty() ? texts.stream().map(Highlighter::shown).toList() : Highlighter.piece(file, texts);
        var lines = new ArrayList<FoundLine.Line>();
        for (int i = 0; i < texts.size(); i++) {
            var line = shown.get(i);
            var spans = line.spans().stream()
                    .map(span -> new WordDiff.Span(span.from(), span.to()))
                    .toList();
            lines.add(new FoundLine.Line(
                    line.number(), url.apply(line.number()), Highlighter.marked(coloured.get(i), spans, "mark")));
        }
        return lines;
    }
}
