package dev.hob.node.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a remark says, taken apart: words, and lines that it suggests to have in the place of those that it is
/// about.
/// A suggestion is a block of code whose language is called `suggestion`, at the left of the text.
public final class SuggestedText {
    private static final int BLOCKS_MAX = 20;
    private static final Pattern OPEN = Pattern.compile(" {0,3}(`{3,}|~{3,})\\s*([^`\\s]*)[^`]*");

    private SuggestedText() {}

    /// A part of a remark.
    public sealed interface Part {
        /// Words, as Markdown.
        record Words(String text) implements Part {}

        /// Lines in the place of others; none when those only go.
        ///
        /// @param number of the suggestion in its remark, from 0
        record Lines(int number, String text) implements Part {}
    }

    /// The parts of a text in order.
    public static List<Part> parts(String body) {
        var parts = new ArrayList<Part>();
        var words = new StringBuilder();
        var lines = body.lines().toList();
        int number = 0;
        for (int i = 0; i < lines.size(); i++) {
            var open = OPEN.matcher(lines.get(i));
            if (!open.matches()) {
                words.append(lines.get(i)).append('\n');
                continue;
            }
            int end = end(lines, i, open.group(1));
            boolean suggests = open.group(2).equals("suggestion") && number < BLOCKS_MAX;
            if (suggests) {
                flush(words, parts);
                parts.add(new Part.Lines(number++, joined(lines.subList(i + 1, end))));
            } else
                for (var line : lines.subList(i, Math.min(end + 1, lines.size())))
                    words.append(line).append('\n');
            i = end;
        }
        flush(words, parts);
        return parts;
    }

    private static void flush(StringBuilder words, List<Part> parts) {
        if (!words.toString().isBlank()) parts.add(new Part.Words(words.toString()));
        words.setLength(0);
    }

    private static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /// Where the block ends that a line opens: at the same sign, as often at least; else with the text.
    private static int end(List<String> lines, int from, String fence) {
        for (int i = from + 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            boolean closes = line.length() >= fence.length()
                    && line.chars().allMatch(it -> it == fence.charAt(0))
                    && !lines.get(i).startsWith("    ");
            if (closes) return i;
        }
        return lines.size();
    }

    /// The lines that a suggestion wants; empty when the text has no such suggestion.
    static java.util.Optional<String> lines(String body, int number) {
        return parts(body).stream()
                .flatMap(part -> part instanceof Part.Lines it && it.number() == number
                        ? java.util.stream.Stream.of(it.text())
                        : java.util.stream.Stream.empty())
                .findFirst();
    }
}
