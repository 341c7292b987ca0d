package dev.hob.node.text;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The footnotes in what Asciidoctor made, which it numbers. Owned by one thread.
final class AsciidocNotes {
    private static final Pattern NOTE = Pattern.compile("#?_footnotedef_(\\d{1,5})");

    private final Draft draft;
    private final Map<Integer, Integer> references = new HashMap<>();

    AsciidocNotes(Draft draft) {
        this.draft = draft;
    }

    /// Which one an id or a link is of; empty when it is of none.
    static OptionalInt number(String said) {
        var note = NOTE.matcher(said);
        return note.matches() ? OptionalInt.of(Integer.parseInt(note.group(1))) : OptionalInt.empty();
    }

    /// Writes that they begin, and gives what writes that they end.
    Runnable all() {
        draft.openNotes();
        return draft::closeNotes;
    }

    /// The same for one.
    Runnable note(int number) {
        draft.openNote(number);
        return () -> draft.closeNote(number, references.getOrDefault(number, 0));
    }

    /// It is spoken of.
    void refer(int number) {
        draft.reference(number, references.merge(number, 1, Integer::sum));
    }
}
