package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The sections of a Markdown file: a heading and what stands below it, up to the next heading. Pure.
final class Sections {
    private static final int DEPTH_MAX = 6;
    private static final int MAX = 2_000;

    private Sections() {}

    private record Heading(int line, int depth, String title) {}

    static List<Chunk> of(String path, String language, List<String> lines) {
        var headings = headings(lines);
        var sections = new ArrayList<Chunk>();
        String[] titles = new String[DEPTH_MAX + 1];
        Arrays.fill(titles, "");
        if (headings.isEmpty() || headings.getFirst().line() > 0)
            add(
                    sections,
                    path,
                    language,
                    lines,
                    "",
                    "",
                    0,
                    headings.isEmpty() ? lines.size() : headings.getFirst().line());
        for (int i = 0; i < headings.size() && i < MAX; i++) {
            var heading = headings.get(i);
            int end = i + 1 < headings.size() ? headings.get(i + 1).line() : lines.size();
            titles[heading.depth()] = heading.title();
            for (int deeper = heading.depth() + 1; deeper <= DEPTH_MAX; deeper++) titles[deeper] = "";
            var outer = new ArrayList<String>();
            for (int depth = 1; depth < heading.depth(); depth++)
                if (!titles[depth].isEmpty()) outer.add(titles[depth]);
            add(sections, path, language, lines, heading.title(), String.join(" › ", outer), heading.line(), end);
        }
        return sections;
    }

    private static void add(
            List<Chunk> sections,
            String path,
            String language,
            List<String> lines,
            String title,
            String scope,
            int from,
            int to) {
        int end = to;
        while (end > from && lines.get(end - 1).isBlank()) end--;
        if (end == from) return;
        String text = Definition.shortened(String.join("\n", lines.subList(from, end)), Chunker.TEXT_CHARACTERS_MAX);
        sections.add(new Chunk(
                path,
                language,
                ChunkKind.SECTION,
                Definition.shortened(title, Definition.NAME_CHARACTERS_MAX),
                Definition.shortened(scope, Definition.SCOPE_CHARACTERS_MAX),
                "",
                "",
                from + 1,
                end,
                text));
    }

    private static List<Heading> headings(List<String> lines) {
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
        if (depth >= 1 && depth <= DEPTH_MAX && depth < line.length() && line.charAt(depth) == ' ') {
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
