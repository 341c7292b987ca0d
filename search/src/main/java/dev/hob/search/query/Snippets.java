package dev.hob.search.query;

import dev.hob.search.index.Look;
import dev.hob.search.index.Scan;
import dev.hob.search.index.Span;
import dev.hob.search.index.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The lines that are shown of a hit. Pure.
final class Snippets {
    private static final int LINES_OF_PIECE_MAX = 4;
    private static final int CONTEXT = 1;
    private static final int SPANS_MAX = 20;

    private Snippets() {}

    /// Lines that fit, each with those around it; lines that touch stand together.
    static List<Snippet> around(String text, String name, String scope, Map<Integer, List<Span>> fits) {
        var lines = text.split("\n", -1);
        var shown = new TreeSet<Integer>();
        for (int number : fits.keySet())
            for (int near = number - CONTEXT; near <= number + CONTEXT; near++)
                if (near >= 1 && near <= lines.length) shown.add(near);
        var snippets = new ArrayList<Snippet>();
        var together = new ArrayList<Scan.Line>();
        for (int number : shown) {
            if (!together.isEmpty() && together.getLast().number() + 1 < number) {
                snippets.add(new Snippet(name, scope, together));
                together.clear();
            }
            together.add(Scan.Line.of(number, lines[number - 1], fits.getOrDefault(number, List.of())));
        }
        if (!together.isEmpty()) snippets.add(new Snippet(name, scope, together));
        return snippets;
    }

    /// Of a piece: the line that names it, and those that have most of the words.
    static List<Snippet> of(String text, Unit unit, List<String> words) {
        var lines = text.split("\n", -1);
        int first = Math.clamp(unit.firstLine(), 1, lines.length);
        int last = unit.lastLine() == 0 ? lines.length : Math.clamp(unit.lastLine(), first, lines.length);
        var counted = new TreeMap<Integer, List<Span>>();
        var distinct = new HashMap<Integer, Integer>();
        for (int number = first; number <= last; number++) {
            var spans = new ArrayList<Span>();
            int found = spans(lines[number - 1], words, spans);
            if (found == 0) continue;
            counted.put(number, spans);
            distinct.put(number, found);
        }
        var best = counted.keySet().stream()
                .sorted(Comparator.comparingInt((Integer number) -> distinct.getOrDefault(number, 0))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(LINES_OF_PIECE_MAX - 1L)
                .toList();
        var fits = new HashMap<Integer, List<Span>>();
        int head = unit.line() == 0 ? first : Math.clamp(unit.line(), first, last);
        fits.put(head, counted.getOrDefault(head, List.of()));
        for (int number : best) fits.put(number, counted.getOrDefault(number, List.of()));
        return around(text, unit.name(), unit.scope(), fits);
    }

    /// Whether a word goes on: in `boilTea` a new one begins.
    private static boolean isLower(char c) {
        return Character.isLetter(c) && !Character.isUpperCase(c);
    }

    /// Where words stand in a line; how many of them do.
    private static int spans(String line, List<String> words, List<Span> spans) {
        String small = line.toLowerCase(Locale.ROOT);
        // Some capitals are longer when they are small.
        if (small.length() != line.length()) small = line;
        int found = 0;
        for (String word : words) {
            if (word.length() < 3) continue;
            String stem = Look.stem(word);
            String looked = stem.length() >= 3 && word.startsWith(stem) ? stem : word;
            int hit = small.indexOf(looked);
            if (hit >= 0) found++;
            for (; hit >= 0 && spans.size() < SPANS_MAX; hit = small.indexOf(looked, hit + looked.length())) {
                int end = hit + looked.length();
                // Of what only begins alike, all of it.
                if (looked.length() < word.length()) while (end < small.length() && isLower(line.charAt(end))) end++;
                spans.add(new Span(hit, end));
            }
        }
        spans.sort(Comparator.comparingInt(Span::from));
        return found;
    }
}
