package dev.hob.web.repo;

import dev.hob.node.code.ArchiveListing;
import dev.hob.node.code.Blob;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.text.Markup;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Parts;
import dev.hob.web.html.RepoHead;
import dev.hob.web.render.Notebook;
import dev.hob.web.render.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Repository;

/// A file as what it is for, where that is something else than being read as a source: a text, a table, a notebook, an
/// archive. Shared between threads.
final class RenderedFile {
    /// What is larger is only downloaded: a browser gets all of it before it draws.
    private static final long DRAWN_BYTES_MAX = 32L << 20;

    private static final Set<String> FONTS = Set.of("woff2", "woff", "ttf", "otf");

    /// What is drawn by a script of the page.
    enum Drawn {
        /// Pages of paper: PDF.
        DOCUMENT,
        /// Letters of a font.
        FONT
    }

    private final Readme readme;
    private final Highlighter highlighter;
    private final Parts parts;

    RenderedFile(Readme readme, Highlighter highlighter, Parts parts) {
        this.readme = readme;
        this.highlighter = highlighter;
        this.parts = parts;
    }

    /// How it looks.
    Rendered of(RepoHead head, Repository repository, CodePath path, TreeEntry entry, Blob blob) {
        String name = entry.name();
        if (ArchiveListing.isArchive(name) && blob.binary()) return archive(repository, entry);
        if (blob.text().isEmpty()) return Rendered.NOT;
        String text = blob.text().get();
        if (Markup.of(name, text).isPresent()) return prose(readme.rendered(head, repository, path.parent(), entry));
        if (Table.isTable(name)) return table(entry, text);
        if (Notebook.isNotebook(name)) return notebook(head, path, entry, text);
        return Rendered.NOT;
    }

    private static Rendered prose(Rendered text) {
        var html = text.html().map(it -> "<div class=\"prose\">" + it + "</div>");
        return new Rendered(html, text.told(), text.waits());
    }

    /// What a script draws of it; empty when there is none for it.
    static Optional<Drawn> drawn(String name, Blob blob) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!blob.binary() || blob.size() > DRAWN_BYTES_MAX) return Optional.empty();
        if (end.equals("pdf")) return Optional.of(Drawn.DOCUMENT);
        return FONTS.contains(end) ? Optional.of(Drawn.FONT) : Optional.empty();
    }

    private Rendered archive(Repository repository, TreeEntry entry) {
        String name = entry.name();
        return part(
                "render/archive.jte",
                entry,
                name,
                () -> Map.of("name", name, "found", ArchiveListing.of(repository, entry.id(), name)));
    }

    private Rendered table(TreeEntry entry, String text) {
        String name = entry.name();
        return part("render/table.jte", entry, name, () -> Map.of("name", name, "found", Table.of(name, text)));
    }

    private Rendered notebook(RepoHead head, CodePath path, TreeEntry entry, String text) {
        var means = new Notebook.Means(prose -> readme.html(head, path.parent(), prose), highlighter::block);
        String place = head.src(path.value());
        return part("render/notebook.jte", entry, place, () -> Map.of("found", Notebook.of(text, means)));
    }

    /// What is not what its name says leaves its template empty.
    private Rendered part(String template, TreeEntry entry, String place, Supplier<Map<String, Object>> values) {
        String html = parts.of(template, List.of(entry.id().name(), place), values);
        return html.isBlank() ? Rendered.NOT : Rendered.as(html);
    }
}
