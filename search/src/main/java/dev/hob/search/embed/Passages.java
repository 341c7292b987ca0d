package dev.hob.search.embed;

import dev.hob.search.chunk.Chunk;
import dev.hob.search.chunk.ChunkKind;

/// The text of a piece that its vector is made of: what it is called in plain words, what is said about it, then the
/// code without comments. Measured in `bench/search-quality`.
public final class Passages {
    /// Vectors made of other texts must not be taken for these: part of what a cached vector is known by.
    public static final int VERSION = 1;

    static final int LETTERS_MAX = 1_200;
    private static final int DOC_MAX = 400;

    private Passages() {}

    public static String of(Chunk chunk) {
        var passage = new StringBuilder();
        line(String.join(" ", Words.of(chunk.name())), passage);
        boolean prose = chunk.kind() == ChunkKind.SECTION
                || (chunk.kind() == ChunkKind.WINDOW && chunk.language().isEmpty());
        if (prose) {
            line(chunk.text(), passage);
        } else {
            line(cut(chunk.doc(), DOC_MAX), passage);
            line(Comments.without(chunk.text(), chunk.language()), passage);
        }
        return cut(passage.toString().strip(), LETTERS_MAX);
    }

    private static void line(String text, StringBuilder passage) {
        if (!text.isBlank()) passage.append(text.strip()).append('\n');
    }

    /// At most so many letters, not half of one.
    private static String cut(String text, int max) {
        if (text.length() <= max) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }
}
