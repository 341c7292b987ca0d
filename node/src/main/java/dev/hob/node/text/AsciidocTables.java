package dev.hob.node.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// The tables in what Asciidoctor made. It sets admonitions and terms as tables, too, which are none here. Owned by
/// one thread.
final class AsciidocTables {
    private static final Set<String> PARTS = Set.of("thead", "tbody", "tfoot", "tr", "th", "td");

    private final Draft draft;
    /// Those that are open: whether each is one.
    private final Deque<Boolean> open = new ArrayDeque<>();
    /// A title, which comes after its beginning, stands before it.
    private boolean begins;

    AsciidocTables(Draft draft) {
        this.draft = draft;
    }

    static boolean isPart(String element) {
        return PARTS.contains(element);
    }

    /// Writes how one begins, and gives what writes how it ends.
    Runnable table(String kind) {
        boolean isOne = kind.startsWith("tableblock");
        open.push(isOne);
        begins = isOne;
        return () -> {
            open.pop();
            begins = false;
            if (isOne) draft.close("table");
        };
    }

    /// Whether a part says what is said otherwise.
    boolean repeats(String kind) {
        return isNone() && kind.equals("icon");
    }

    private boolean isNone() {
        return !open.isEmpty() && !open.peek();
    }

    /// The same for a part of one.
    Runnable part(String element, String kind, List<String> attributes) {
        if (isNone()) {
            return switch (kind) {
                case "hdlist1" -> kept("dt");
                case "hdlist2" -> kept("dd");
                default -> () -> {};
            };
        }
        if (begins) draft.open("table");
        begins = false;
        var kept = new ArrayList<String>();
        for (String name : List.of("colspan", "rowspan"))
            Html.attribute(attributes, name).ifPresent(value -> kept.addAll(List.of(name, value)));
        if (kind.contains("halign-right")) kept.addAll(List.of("align", "right"));
        if (kind.contains("halign-center")) kept.addAll(List.of("align", "center"));
        return kept(element.equals("tfoot") ? "tbody" : element, kept.toArray(String[]::new));
    }

    private Runnable kept(String element, String... attributes) {
        draft.open(element, attributes);
        return () -> draft.close(element);
    }
}
