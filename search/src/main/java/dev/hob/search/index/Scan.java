package dev.hob.search.index;

import java.util.List;

/// What looking at texts has brought.
///
/// @param found in the order of how well they fit
/// @param complete whether all texts that could contain it were looked at
public record Scan(List<Found> found, boolean complete) {
    public Scan {
        found = List.copyOf(found);
    }

    /// A file, or something said, with the lines that contain what was wanted.
    ///
    /// @param more whether there are further lines
    public record Found(Unit unit, List<Line> lines, boolean more) {
        public Found {
            lines = List.copyOf(lines);
        }
    }

    /// A line of it.
    ///
    /// @param number counted from 1
    /// @param spans what fits
    public record Line(int number, String text, List<Span> spans) {
        /// A longer line is cut around what fits.
        static final int CHARACTERS_MAX = 400;

        private static final int BEFORE = 100;

        public Line {
            spans = List.copyOf(spans);
        }

        /// A line as it can be shown, whatever its length.
        public static Line of(int number, String whole, List<Span> spans) {
            String text = whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
            if (text.length() <= CHARACTERS_MAX) return new Line(number, text, within(spans, 0, text.length()));
            int from = spans.isEmpty() ? 0 : Math.max(0, spans.getFirst().from() - BEFORE);
            int to = Math.min(text.length(), from + CHARACTERS_MAX);
            // Not half of a character.
            if (from > 0 && from < text.length() && Character.isLowSurrogate(text.charAt(from))) from++;
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) to--;
            String before = from > 0 ? "…" : "";
            String cut = before + text.substring(from, to) + (to < text.length() ? "…" : "");
            int shift = from - before.length();
            return new Line(
                    number,
                    cut,
                    within(spans, from, to).stream()
                            .map(span -> new Span(span.from() - shift, span.to() - shift))
                            .toList());
        }

        private static List<Span> within(List<Span> spans, int from, int to) {
            return spans.stream()
                    .filter(span -> span.from() < to && span.to() > from)
                    .map(span -> new Span(Math.max(from, span.from()), Math.min(to, span.to())))
                    .toList();
        }
    }
}
