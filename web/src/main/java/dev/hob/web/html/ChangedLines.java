package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.code.Diffs;
import dev.hob.node.code.Pairing;
import dev.hob.node.code.WordDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lines of a change made ready for a page: coloured where somebody knows their colours, and with what differs
/// within a
/// line marked.
public final class ChangedLines {
    /// Of a longer line nobody reads the rest.
    private static final int CHARACTERS_MAX = 3_000;

    private ChangedLines() {}

    /// The lines of a whole file in colours.
    @FunctionalInterface
    public interface Colours {
        /// Nobody knows any.
        Colours NONE = _ -> Optional.empty();

        /// One of them as HTML, by its number from 1.
        Optional<String> line(int number);

        /// Those of a file.
        static Colours of(List<String> html) {
            return number ->
                    number >= 1 && number <= html.size() ? Optional.of(html.get(number - 1)) : Optional.empty();
        }
    }

    /// The lines as a page shows them.
    public static List<ShownLine> of(List<Diffs.Line> lines, Colours before, Colours after) {
        int[] partners = Pairing.of(lines);
        var shown = new ArrayList<ShownLine>(lines.size());
        for (int i = 0; i < partners.length; i++) {
            var line = lines.get(i);
            String html = html(line, line.kind() == Diffs.Kind.REMOVED ? before : after);
            boolean changed = line.kind() == Diffs.Kind.REMOVED || line.kind() == Diffs.Kind.ADDED;
            if (changed && partners[i] >= 0) html = marked(html, line, lines.get(partners[i]));
            if (changed && line.text().endsWith("\r")) html += "<span class=\"m\" title=\"U+000D\">␍</span>";
            shown.add(new ShownLine(line.kind(), line.before(), line.after(), html, partners[i]));
        }
        return shown;
    }

    private static String html(Diffs.Line line, Colours colours) {
        String text = line.text();
        if (text.length() > CHARACTERS_MAX)
            return Highlighter.shown(text.substring(0, CHARACTERS_MAX)) + "<span class=\"m\"> "
                    + Highlighter.shown(text("diff.and-more-characters", text.length() - CHARACTERS_MAX)) + "</span>";
        int number = line.kind() == Diffs.Kind.REMOVED ? line.before() : line.after();
        return (number > 0 ? colours.line(number) : Optional.<String>empty())
                .orElseGet(() -> Highlighter.shown(text.stripTrailing().isEmpty() ? text.replace("\r", "") : text));
    }

    private static String marked(String html, Diffs.Line line, Diffs.Line partner) {
        boolean gone = line.kind() == Diffs.Kind.REMOVED;
        var differing = WordDiff.of(gone ? line.text() : partner.text(), gone ? partner.text() : line.text());
        if (differing.isEmpty()) return html;
        var spans = gone ? differing.get().before() : differing.get().after();
        return spans.isEmpty() ? html : Highlighter.marked(html, spans);
    }
}
