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
            if (fence.isEmpty() && (line.startsWith("```") || line.startsWith("~~~"))) fence = line.substring(0, 3);
            else if (!fence.isEmpty() && line.startsWith(fence)) fence = "";
            else if (fence.isEmpty()) heading(lines, i, line, headings);
        }
        return headings;
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
