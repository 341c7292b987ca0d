package dev.hob.search.index;

import java.util.Arrays;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Every three characters that stand side by side within a line, in small letters, each once. A text that contains
/// another has all of its trigrams, so that few texts have to be looked at.
final class Trigrams extends TokenStream {
    private static final int BITS = 16;
    private static final long EMPTY = -1;

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final long[] grams;
    private int at;

    Trigrams(String text) {
        this.grams = of(text);
    }

    /// The trigrams of a text, three characters packed into each number.
    static long[] of(String text) {
        long[] table = new long[Integer.highestOneBit(Math.max(16, Math.min(text.length(), 1 << 14))) * 2];
        Arrays.fill(table, EMPTY);
        int count = 0;
        long gram = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = small(text.charAt(i));
            if (c == '\n') {
                run = 0;
                continue;
            }
            gram = ((gram << BITS) | c) & 0xffff_ffff_ffffL;
            if (++run < 3) continue;
            int slot = slot(gram, table.length);
            while (table[slot] != EMPTY && table[slot] != gram) slot = (slot + 1) & (table.length - 1);
            if (table[slot] == gram) continue;
            table[slot] = gram;
            if (++count * 3 > table.length * 2) table = grown(table);
        }
        long[] grams = new long[count];
        int next = 0;
        for (long each : table) if (each != EMPTY) grams[next++] = each;
        return grams;
    }

    private static int slot(long gram, int length) {
        return (int) ((gram * 0x9E3779B97F4A7C15L) >>> 33) & (length - 1);
    }

    private static long[] grown(long[] table) {
        long[] larger = new long[table.length * 2];
        Arrays.fill(larger, EMPTY);
        for (long gram : table) {
            if (gram == EMPTY) continue;
            int slot = slot(gram, larger.length);
            while (larger[slot] != EMPTY) slot = (slot + 1) & (larger.length - 1);
            larger[slot] = gram;
        }
        return larger;
    }

    /// How texts are compared where capitals do not count: character by character, so that places stay the same.
    static char small(char c) {
        if (c >= 0x80) return Character.toLowerCase(c);
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /// A text in small letters, as long as it was.
    static String small(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) characters[i] = small(characters[i]);
        return new String(characters);
    }

    static String text(long gram) {
        return new String(new char[] {(char) (gram >> (2 * BITS)), (char) (gram >> BITS), (char) gram});
    }

    @Override
    public void reset() {
        at = 0;
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        if (at == grams.length) return false;
        long gram = grams[at++];
        term.setEmpty()
                .append((char) (gram >> (2 * BITS)))
                .append((char) (gram >> BITS))
                .append((char) gram);
        return true;
    }
}
