package dev.hob.web.edit;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.FileText;
import dev.hob.node.code.NewPath;
import dev.hob.web.html.Form;
import dev.hob.web.text.Messages;
import java.util.Arrays;
import java.util.Optional;

/// A change as somebody sent it.
///
/// @param from where the file was, when it is not a new one
/// @param base what its writer saw there
/// @param known whether the commit that they saw is known
record Draft(Form form, Optional<CodePath> from, Optional<Base> base, boolean known) {
    boolean edits() {
        return from.isPresent();
    }

    FileText text() {
        return base.map(Base::text).orElse(FileText.NEW);
    }

    byte[] bytes() {
        return text().bytes(form.value("content"));
    }

    String path() {
        String typed = form.value("path");
        // A name may have had a space before or behind it for long.
        return from.filter(it -> it.value().equals(typed)).isPresent() ? typed : typed.strip();
    }

    FileChange change(byte[] bytes) {
        var to = new CodePath(path());
        return base.<FileChange>map(it -> new FileChange.Update(
                        to, from.orElse(to), Optional.of(it.entry().id()), bytes))
                .orElseGet(() -> new FileChange.Create(to, bytes));
    }

    /// That something is wrong with a field.
    record Objection(String field, String told) {}

    /// What is wrong with it.
    Optional<Objection> objection(boolean previews) {
        String path = path();
        boolean moves = from.isEmpty() || !from.get().value().equals(path);
        var named = moves ? NewPath.objection(path) : Optional.<String>empty();
        if (named.isPresent()) return named.map(told -> new Objection("path", told));
        byte[] bytes = bytes();
        if (bytes.length > FileText.BYTES_MAX)
            return Optional.of(
                    new Objection("content", Messages.text("edit.file-has-at-most-bytes", FileText.BYTES_MAX)));
        if (FileText.of(bytes).isEmpty())
            return Optional.of(new Objection("content", Messages.text("edit.no-such-character")));
        boolean same =
                !moves && base.filter(it -> Arrays.equals(it.bytes(), bytes)).isPresent();
        return same && !previews
                ? Optional.of(new Objection("content", Messages.text("edit.nothing-has-changed-yet")))
                : Optional.empty();
    }

    /// The first line of its message, when nobody wrote another.
    String subject() {
        if (base.isEmpty()) return "Add " + path();
        String before = from.orElseThrow().value();
        return before.equals(path()) ? "Update " + before : "Move " + before + " to " + path();
    }
}
