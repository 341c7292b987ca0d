package dev.hob.node.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// The elements that are open while what Asciidoctor made is read, and what ends what was written for each. Owned
/// by one thread.
final class AsciidocOpen {
    /// In which a paragraph that is the only one stands as it is.
    private static final Set<String> SHORT = Set.of("li", "dd", "th", "td");

    private final Deque<Element> elements = new ArrayDeque<>();

    private static final class Element {
        private final String name;
        private final String kind;
        private final Runnable end;
        private boolean hasParagraph;

        Element(String name, String kind, Runnable end) {
            this.name = name;
            this.kind = kind;
            this.end = end;
        }
    }

    /// One begins.
    ///
    /// @param kind its classes
    void push(String name, String kind, Runnable end) {
        elements.push(new Element(name, kind, end));
    }

    /// The innermost ends.
    void pop() {
        var innermost = elements.poll();
        if (innermost != null) innermost.end.run();
    }

    /// The classes of the innermost; empty when nothing is open.
    String kind() {
        var innermost = elements.peek();
        return innermost == null ? "" : innermost.kind;
    }

    /// Whether the innermost are of these names, the innermost first.
    boolean are(String... names) {
        return elements.stream().limit(names.length).map(it -> it.name).toList().equals(List.of(names));
    }

    /// Whether the text that begins is that of an item of a list of tasks.
    boolean isTask() {
        return are("p", "li", "ul")
                && elements.stream().skip(2).findFirst().orElseThrow().kind.equals("checklist");
    }

    /// Whether the paragraph that begins is the first, and often the only one, of an item or a cell.
    boolean isShort() {
        var around = elements.peek();
        if (around == null) return false;
        boolean first = SHORT.contains(around.name) && !around.hasParagraph;
        around.hasParagraph = true;
        return first;
    }
}
