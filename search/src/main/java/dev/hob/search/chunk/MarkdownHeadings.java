package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.List;

/// The headings of a Markdown file; what stands in a fence is none. Pure.
final class MarkdownHeadings {
    private MarkdownHeadings() {}

    static List<Heading> of(List<String> lines) {
        var headings = new ArrayList<Heading>();
        String fence = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!fence.isEmpty()) {
                if (line.startsWith(fence) && signs(line) == line.length()) fence = "";
            } else if (opens(line)) fence = line.substring(0, signs(line));
            else heading(lines, i, line, headings);
        }
        return headings;
    }

    /// CommonMark 4.5: three signs or more; behind backticks stand no others, or it is code within a line.
    private static boolean opens(String line) {
        int signs = signs(line);
        return signs >= 3 && (line.charAt(0) == '~' || line.indexOf('`', signs) < 0);
    }

    /// How many backticks or tildes a line begins with.
    private static int signs(String line) {
        char sign = line.isEmpty() ? ' ' : line.charAt(0);
        if (sign != '`' && sign != '~') return 0;
        int signs = 0;
        while (signs < line.length() && line.charAt(signs) == sign) signs++;
        return signs;
    }

    private static void heading(List<String> lines, int at, String line, List<Heading> headings) {
        int depth = 0;
        while (depth < line.length() && line.charAt(depth) == '#') depth++;
        if (depth >= 1 && depth <= Heading.DEPTH_MAX && depth < line.length() && line.charAt(depth) == ' ') {
            headings.add(new Heading(
                    at,
                    depth,
                    line.substring(depth).replaceFirst("\\s#{1,6}$", "").strip()));
            return;
        }
        // A title underlined by `===` or `---`.
        boolean underline = line.length() >= 3 && (line.matches("={3,200}") || line.matches("-{3,200}"));
        if (!underline || at == 0) return;
        String title = lines.get(at - 1).strip();
        boolean isTitle = !title.isEmpty() && (at == 1 || lines.get(at - 2).isBlank()) && !title.startsWith("|");
        if (isTitle && title.length() <= 200) headings.add(new Heading(at - 1, line.charAt(0) == '=' ? 1 : 2, title));
    }
}
