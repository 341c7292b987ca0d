package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.Following;
import dev.hob.node.code.Place;
import dev.hob.node.code.Trees;
import dev.hob.web.html.ChangedLines;
import dev.hob.web.html.ChangedLines.Colours;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.ShownLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// The lines of code that people spoke of, with a few before them. Shared between threads.
public final class Pieces {
    private static final int LINES_MAX = 16;
    private static final int BEFORE = 3;
    private static final int SUGGESTED_MAX = 400;

    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final Highlighter highlighter = new Highlighter();

    /// Some lines, counted from 1, both ends included.
    public record Span(int first, int last, boolean old) {
        /// In words.
        public String told() {
            if (first == last) return old ? text("issues.line-as-it-was", first) : text("issues.line", first);
            return old ? text("issues.lines-as-they-were", first, last) : text("issues.lines", first, last);
        }
    }

    /// Which lines a place means; the new side goes before the old one. Empty for a whole file.
    public static Optional<Span> span(CodeLocation location) {
        return location.after().map(it -> span(it, false)).or(() -> location.before()
                .map(it -> span(it, true)));
    }

    private static Span span(CodeRange range, boolean old) {
        return switch (range) {
            case CodeRange.Lines(int start, int end) -> new Span(start + 1, Math.max(start + 1, end), old);
            case CodeRange.Characters(int line, int _, int _) -> new Span(line + 1, line + 1, old);
        };
    }

    /// The lines themselves, as far as they are still here.
    ///
    /// @param base the commit at which the old side is
    List<TalkLine.Code> of(Repository repository, CodeLocation location, ObjectId base) {
        var span = span(location);
        if (span.isEmpty()) return List.of();
        var at = span.get().old() ? base : location.commit();
        var text = CodePath.parse(location.path())
                .flatMap(path -> trees.at(repository, at, path))
                .flatMap(place -> place instanceof Place.File(var entry)
                        ? blobs.shown(repository, entry.id())
                                .flatMap(blob -> blob.text())
                                .map(it -> highlighter.lines(entry.id().name(), location.path(), it))
                        : Optional.<List<String>>empty());
        return text.map(lines -> lines(lines, span.get())).orElse(List.of());
    }

    /// What a suggestion changes: the lines that were spoken of go, and its own come.
    ///
    /// @param id of the suggestion's text
    List<ShownLine> suggested(Repository repository, CodeLocation location, String id, String text) {
        var span = span(location);
        if (span.isEmpty() || span.get().old()) return List.of();
        var lines = new ArrayList<Diffs.Line>();
        var colours = Colours.NONE;
        var blob = Following.file(repository, location.commit(), location.path())
                .flatMap(it -> blobs.shown(repository, it))
                .filter(it -> it.text().isPresent());
        if (blob.isPresent()) {
            String whole = blob.get().text().get();
            var before = List.of(whole.split("\n", -1));
            colours = Colours.of(highlighter.lines(blob.get().id().name(), location.path(), whole));
            int last = Math.min(
                    Math.min(span.get().last(), before.size()), span.get().first() + SUGGESTED_MAX);
            for (int number = span.get().first(); number <= last; number++)
                lines.add(new Diffs.Line(Diffs.Kind.REMOVED, number, 0, before.get(number - 1)));
        }
        int number = span.get().first();
        for (String line : text.lines().limit(SUGGESTED_MAX).toList())
            lines.add(new Diffs.Line(Diffs.Kind.ADDED, 0, number++, line));
        var after = highlighter.lines(id, location.path(), text);
        int first = span.get().first();
        var shifted = Colours.of(after);
        return ChangedLines.of(lines, colours, it -> shifted.line(it - first + 1));
    }

    private static List<TalkLine.Code> lines(List<String> text, Span span) {
        var lines = new ArrayList<TalkLine.Code>();
        int last = Math.min(span.last(), text.size());
        int first = Math.max(1, Math.max(span.first() - BEFORE, last - LINES_MAX + 1));
        for (int number = first; number <= last; number++)
            lines.add(new TalkLine.Code(number, text.get(number - 1), number >= span.first()));
        return lines;
    }
}
