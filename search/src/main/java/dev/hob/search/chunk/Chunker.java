package dev.hob.search.chunk;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// Cuts a text file into the pieces that people look for. Pure: the same file, the same pieces.
public final class Chunker {
    static final int TEXT_CHARACTERS_MAX = 12_000;
    private static final int CHUNKS_MAX = 3_000;
    private static final int WINDOW_LINES = 40;
    /// What has fewer letters stands for nothing: a lone brace, a line of imports.
    private static final int WINDOW_LETTERS_MIN = 40;

    private Chunker() {}

    /// The pieces of a file, in order; one function or type within another is a piece of its own. Nothing of a file
    /// that nobody wrote to be read ([FileRole#FOREIGN]).
    public static List<Chunk> chunks(String path, String text) {
        if (text.isBlank() || !FileRole.of(path, text, false).isRead()) return List.of();
        return chunks(path, text, Definitions.of(path, text));
    }

    /// The same for who has asked what the file defines, and what part it plays.
    public static List<Chunk> chunks(String path, String text, List<Definition> definitions) {
        String language = FileLanguages.of(path);
        var lines = text.lines().toList();
        if (lines.isEmpty()) return List.of();
        var chunks = new ArrayList<Chunk>();
        var taken = new BitSet(lines.size());
        for (int i = 0; i < definitions.size(); i++) {
            var definition = definitions.get(i);
            var doc = DocComment.of(language, lines, definition);
            int last = Math.clamp(definition.lastLine(), doc.firstLine(), Math.max(doc.firstLine(), lines.size()));
            String body = definition.kind() == ChunkKind.TYPE
                    ? skeleton(lines, doc.firstLine(), last, definitions, i)
                    : joined(lines, doc.firstLine() - 1, last);
            chunks.add(new Chunk(
                    path,
                    language,
                    definition.kind(),
                    definition.name(),
                    definition.scope(),
                    definition.signature(),
                    doc.text(),
                    doc.firstLine(),
                    last,
                    body));
            taken.set(doc.firstLine() - 1, last);
        }
        var sections = Sections.of(path, language, lines);
        if (!sections.isEmpty()) {
            chunks.addAll(sections);
            taken.set(0, lines.size());
        }
        windows(path, language, lines, taken, chunks);
        chunks.sort(Comparator.comparingInt(Chunk::firstLine)
                .thenComparing(Comparator.comparingInt(Chunk::lastLine).reversed()));
        return List.copyOf(chunks.subList(0, Math.min(chunks.size(), CHUNKS_MAX)));
    }

    /// A type's own lines; of what it holds only how it is declared, since that is found on its own.
    private static String skeleton(List<String> lines, int first, int last, List<Definition> all, int self) {
        var out = new StringBuilder();
        int at = first;
        for (int i = self + 1; i < all.size() && all.get(i).firstLine() <= last; i++) {
            var inner = all.get(i);
            if (inner.firstLine() <= at || inner.lastLine() > last) continue;
            append(out, lines, at - 1, inner.line());
            at = inner.lastLine() + 1;
        }
        append(out, lines, at - 1, last);
        return out.toString();
    }

    private static void append(StringBuilder out, List<String> lines, int from, int to) {
        for (int i = from; i < to && i < lines.size() && out.length() < TEXT_CHARACTERS_MAX; i++) {
            if (!out.isEmpty()) out.append('\n');
            String line = lines.get(i);
            out.append(
                    line,
                    0,
                    Math.min(line.length(), TEXT_CHARACTERS_MAX - Math.min(out.length(), TEXT_CHARACTERS_MAX)));
        }
    }

    private static String joined(List<String> lines, int from, int to) {
        var out = new StringBuilder();
        append(out, lines, from, to);
        return out.toString();
    }

    private static void windows(String path, String language, List<String> lines, BitSet taken, List<Chunk> chunks) {
        for (int from = taken.nextClearBit(0); from < lines.size(); ) {
            int end = taken.nextSetBit(from);
            if (end < 0) end = lines.size();
            end = Math.min(end, from + WINDOW_LINES);
            window(path, language, lines, from, end, chunks);
            from = taken.nextClearBit(end);
        }
    }

    private static void window(String path, String language, List<String> lines, int from, int to, List<Chunk> chunks) {
        int first = from;
        int last = to;
        while (first < last && isIdle(lines.get(first))) first++;
        while (last > first && lines.get(last - 1).isBlank()) last--;
        if (first == last) return;
        String text = joined(lines, first, last);
        if (text.chars().filter(Character::isLetter).limit(WINDOW_LETTERS_MIN).count() < WINDOW_LETTERS_MIN) return;
        chunks.add(new Chunk(path, language, ChunkKind.WINDOW, "", "", "", "", first + 1, last, text));
    }

    private static boolean isIdle(String line) {
        String stripped = line.strip();
        return stripped.isEmpty()
                || stripped.startsWith("import ")
                || stripped.startsWith("package ")
                || stripped.startsWith("using ")
                || stripped.startsWith("#include")
                || stripped.startsWith("use ");
    }
}
