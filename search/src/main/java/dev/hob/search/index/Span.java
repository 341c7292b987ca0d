package dev.hob.search.index;

/// Some characters of a line, counted from 0, without the last.
public record Span(int from, int to) {
    public Span {
        if (from < 0 || to < from) throw new IllegalArgumentException(from + " to " + to);
    }
}
