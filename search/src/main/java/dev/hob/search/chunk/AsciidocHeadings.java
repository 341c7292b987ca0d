package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The titles of an AsciiDoc file's sections, marked in front or underlined; what stands in a delimited block that
/// ends is none. Pure.
final class AsciidocHeadings {
    private static final Pattern MARKED = Pattern.compile("(={1,6}|#{1,6})[ \\t]+(\\S.*)");
    private static final Pattern DELIMITER =
            Pattern.compile("-{4,}|\\.{4,}|\\+{4,}|/{4,}|={4,}|\\*{4,}|_{4,}|--|[|,:!]={3,}|```.*");
    private static final Pattern ANCHOR = Pattern.compile("\\[\\[[^\\]]*]]");
    private static final String FENCE = "```";
    /// The least deep first.
    private static final String UNDERLINES = "=-~^+";

    private final List<String> lines;
    private final List<Heading> headings = new ArrayList<>();
    /// Where each line that may end a block stands last.
    private final Map<String, Integer> lastEnds = new HashMap<>();

    private AsciidocHeadings(List<String> lines) {
        this.lines = lines.stream().map(String::stripTrailing).toList();
    }

    static List<Heading> of(List<String> lines) {
        var all = new AsciidocHeadings(lines);
        all.read();
        return all.headings;
    }

    private void read() {
        for (int i = 0; i < lines.size(); i++) if (isDelimiter(lines.get(i))) lastEnds.put(lines.get(i), i);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.length() > Heading.CHARACTERS_MAX) continue;
            var marked = MARKED.matcher(line);
            if (marked.matches())
                headings.add(new Heading(i, marked.group(1).length(), title(marked.group(2), marked.group(1))));
            else if (isUnderlined(i)) {
                int depth = 1 + UNDERLINES.indexOf(lines.get(i + 1).charAt(0));
                headings.add(new Heading(i++, depth, title(line, "")));
            } else i = end(i);
        }
    }

    private static boolean isDelimiter(String line) {
        return line.length() <= Heading.CHARACTERS_MAX
                && DELIMITER.matcher(line).matches();
    }

    /// The line that ends the block which begins here; the same line where none does.
    private int end(int begin) {
        String line = lines.get(begin);
        if (!isDelimiter(line)) return begin;
        String end = line.startsWith(FENCE) ? FENCE : line;
        if (lastEnds.getOrDefault(end, -1) <= begin) return begin;
        int at = begin + 1;
        while (!lines.get(at).equals(end)) at++;
        return at;
    }

    /// Whether a line begins a paragraph and the next one is as long a line of one sign.
    private boolean isUnderlined(int at) {
        if (at + 1 == lines.size()) return false;
        String title = lines.get(at);
        String below = lines.get(at + 1);
        boolean isLine = below.length() > 1
                && UNDERLINES.indexOf(below.charAt(0)) >= 0
                && below.chars().allMatch(it -> it == below.charAt(0));
        if (!isLine || Math.abs(title.codePointCount(0, title.length()) - below.length()) > 1) return false;
        boolean begins =
                at == 0 || lines.get(at - 1).isEmpty() || lines.get(at - 1).endsWith("]");
        return begins && ".[|".indexOf(title.charAt(0)) < 0 && title.chars().anyMatch(Character::isLetterOrDigit);
    }

    private static String title(String text, String mark) {
        String title = ANCHOR.matcher(text).replaceAll("").strip();
        return !mark.isEmpty() && title.endsWith(" " + mark)
                ? title.substring(0, title.length() - mark.length()).strip()
                : title;
    }
}
