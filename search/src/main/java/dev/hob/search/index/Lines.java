package dev.hob.search.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines of a text that contain something. Owned by one thread, for one question.
final class Lines {
    private static final int SPANS_MAX = 50;

    private final Wanted wanted;
    private final Patience patience;

    Lines(Wanted wanted, Patience patience) {
        this.wanted = wanted;
        this.patience = patience;
    }

    /// One line.
    ///
    /// @param number counted from 1
    /// @param from where it begins in the text
    /// @param to where it ends, without the line feed
    record Fit(int number, int from, int to, List<Span> spans) {}

    /// Up to so many lines that contain it.
    List<Fit> of(String text, int max) {
        return switch (wanted) {
            case Wanted.Exact(var exact, var anyCase) ->
                anyCase
                        ? containing(text, Trigrams.small(text), Trigrams.small(exact), max)
                        : containing(text, text, exact, max);
            case Wanted.Fitting fitting -> fitting(fitting, text, max);
        };
    }

    private static List<Fit> containing(String text, String looked, String exact, int max) {
        var fits = new ArrayList<Fit>();
        int number = 1;
        int counted = 0;
        for (int hit = looked.indexOf(exact); hit >= 0 && fits.size() < max; ) {
            int from = looked.lastIndexOf('\n', hit) + 1;
            int to = end(text, hit);
            number += breaks(text, counted, from);
            counted = from;
            var spans = new ArrayList<Span>();
            for (; hit >= 0 && hit + exact.length() <= to; hit = looked.indexOf(exact, hit + exact.length()))
                if (spans.size() < SPANS_MAX) spans.add(new Span(hit - from, hit - from + exact.length()));
            fits.add(new Fit(number, from, to, List.copyOf(spans)));
            if (hit >= 0 && hit < to) hit = looked.indexOf(exact, to);
        }
        return fits;
    }

    private List<Fit> fitting(Wanted.Fitting fitting, String text, int max) {
        Optional<String> must = fitting.need().longest();
        String small = must.isPresent() ? Trigrams.small(text) : "";
        var fits = new ArrayList<Fit>();
        int number = 1;
        int counted = 0;
        for (int from = 0; from <= text.length() && fits.size() < max; ) {
            if (must.isPresent()) {
                int hit = small.indexOf(must.get(), from);
                if (hit < 0) break;
                from = small.lastIndexOf('\n', hit) + 1;
            } else if (from == text.length() && (from == 0 || text.charAt(from - 1) == '\n')) break;
            int to = end(text, from);
            var spans = spans(fitting, text, from, to);
            if (!spans.isEmpty()) {
                number += breaks(text, counted, from);
                counted = from;
                fits.add(new Fit(number, from, to, spans));
            }
            from = to + 1;
        }
        return fits;
    }

    private List<Span> spans(Wanted.Fitting fitting, String text, int from, int to) {
        var spans = new ArrayList<Span>();
        var matcher = fitting.pattern().matcher(new Watched(text, from, to, patience));
        while (spans.size() < SPANS_MAX && matcher.find()) spans.add(new Span(matcher.start(), matcher.end()));
        return List.copyOf(spans);
    }

    private static int end(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static int breaks(String text, int from, int to) {
        int breaks = 0;
        for (int at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) breaks++;
        return breaks;
    }

    /// A line that stops whoever reads it when nobody waits any more.
    private static final class Watched implements CharSequence {
        private static final int LOOK_EVERY = 1 << 14;

        private final String text;
        private final int from;
        private final int to;
        private final Patience patience;
        private int reads;

        Watched(String text, int from, int to, Patience patience) {
            this.text = text;
            this.from = from;
            this.to = to;
            this.patience = patience;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (++reads % LOOK_EVERY == 0 && patience.isOver()) throw new Impatience();
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
