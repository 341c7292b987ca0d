package dev.hob.web.render;

import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.Diffs;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Parts;
import dev.hob.web.text.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Changes of files as what they are for, rather than as lines of their source: of tables and
/// notebooks. Shared between threads.
public final class RichDiffs {
    private final Parts parts;
    private final Blobs blobs = new Blobs();
    private final Highlighter highlighter = new Highlighter();

    public RichDiffs(Parts parts) {
        this.parts = parts;
    }

    /// A file's change so.
    ///
    /// @param html safe to be put into a page; empty when there is only its source
    /// @param told why that is so; empty when it is not
    public record Look(String html, String told) {}

    /// Whether a file's change can be seen so.
    public static boolean offers(Diffs.File file) {
        return !file.module()
                && !file.oldId().equals(file.newId())
                && (Table.isTable(file.path()) || Notebook.isNotebook(file.path()));
    }

    /// Those files of a change that are wanted so, by their numbers.
    public Map<Integer, Look> of(Repository repository, Diffs.Diff diff, RichFiles wanted) {
        var looks = new HashMap<Integer, Look>();
        for (int number : wanted.numbers())
            if (number <= diff.files().size()) {
                var file = diff.files().get(number - 1);
                if (offers(file)) looks.put(number, of(repository, file));
            }
        return looks;
    }

    /// One of them.
    public Look of(Repository repository, Diffs.File file) {
        boolean table = Table.isTable(file.path());
        String template = table ? "render/tablediff.jte" : "render/notebookdiff.jte";
        var key = List.of(file.oldId().name(), file.newId().name(), file.oldPath(), file.newPath());
        // What is not what its name says leaves its template empty.
        String html = parts.of(
                template,
                key,
                () -> Map.of(
                        "path", file.path(), "found", table ? tables(repository, file) : notebooks(repository, file)));
        if (!html.isBlank()) return new Look(html, "");
        return new Look("", table ? Messages.text("render.no-table") : Messages.text("render.no-notebook"));
    }

    private Optional<TableDiff> tables(Repository repository, Diffs.File file) {
        var before = table(repository, file.oldId(), file.oldPath());
        var after = table(repository, file.newId(), file.newPath());
        return before.isEmpty() || after.isEmpty()
                ? Optional.empty()
                : Optional.of(TableDiff.of(before.get(), after.get()));
    }

    private Optional<Table> table(Repository repository, ObjectId id, String name) {
        return text(repository, id)
                .flatMap(it -> it.isBlank() ? Optional.of(Table.EMPTY) : Table.of(name, it, TableDiff.LIMITS))
                .filter(it -> !it.cut());
    }

    private Optional<NotebookDiff> notebooks(Repository repository, Diffs.File file) {
        var before = notebook(repository, file.oldId());
        var after = notebook(repository, file.newId());
        return before.isEmpty() || after.isEmpty()
                ? Optional.empty()
                : Optional.of(NotebookDiff.of(before.get(), after.get(), highlighter));
    }

    private Optional<NotebookFile> notebook(Repository repository, ObjectId id) {
        return text(repository, id)
                .flatMap(it -> it.isBlank() ? Optional.of(NotebookFile.EMPTY) : NotebookFile.of(it))
                .filter(it -> !it.cut());
    }

    /// A text; empty for what is none, or too long.
    private Optional<String> text(Repository repository, ObjectId id) {
        return id.equals(ObjectId.zeroId())
                ? Optional.of("")
                : blobs.shown(repository, id).flatMap(Blob::text);
    }
}
