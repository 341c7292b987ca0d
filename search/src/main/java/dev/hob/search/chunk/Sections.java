package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The sections of a text in Markdown, Org or AsciiDoc: a heading and what stands below it, up to the next one. Pure.
final class Sections {
    /// A longer text without headings is no section.
    private static final int LINES_MAX = 40;

    private static final int MAX = 2_000;

    private Sections() {}

    /// None where nothing is said of how the text is divided.
    static List<Chunk> of(String path, String language, List<String> lines) {
        return switch (language) {
            case "Markdown", "MDX" -> between(MarkdownHeadings.of(lines), path, language, lines);
            case "Org" -> between(OrgHeadings.of(lines), path, language, lines);
            case "AsciiDoc" -> between(AsciidocHeadings.of(lines), path, language, lines);
            default -> List.of();
        };
    }

    private static List<Chunk> between(List<Heading> headings, String path, String language, List<String> lines) {
        if (headings.isEmpty() && lines.size() > LINES_MAX) return List.of();
        var sections = new ArrayList<Chunk>();
        String[] titles = new String[Heading.DEPTH_MAX + 1];
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
            for (int deeper = heading.depth() + 1; deeper <= Heading.DEPTH_MAX; deeper++) titles[deeper] = "";
            var outer = new ArrayList<String>();
            for (int depth = 0; depth < heading.depth(); depth++)
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
}
