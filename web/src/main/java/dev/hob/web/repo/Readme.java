package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Place;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.text.Markdown;
import dev.hob.node.text.Markup;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.Urls;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/// Texts for people to read: which file of a folder introduces it, and how it looks. Shared between threads.
public final class Readme {
    private static final Pattern NAME = Pattern.compile("readme(\\.(md|markdown|txt|rst|org|adoc|text))?");

    private final Blobs blobs;
    private final Markdown markdown;

    public Readme(Blobs blobs, Highlighter highlighter) {
        this.blobs = blobs;
        this.markdown = new Markdown(highlighter::block);
    }

    /// The file that introduces a folder.
    static Optional<TreeEntry> of(Place.Folder folder) {
        return folder.entries().stream()
                .filter(entry -> entry.kind() == TreeEntry.Kind.FILE || entry.kind() == TreeEntry.Kind.EXECUTABLE)
                .filter(entry ->
                        NAME.matcher(entry.name().toLowerCase(Locale.ROOT)).matches())
                .min(Comparator.comparing(
                        entry -> Markup.of(entry.name()).map(Markup::ordinal).orElse(Integer.MAX_VALUE)));
    }

    /// A text as HTML. Where its links and pictures are relative, they lead to the same state of the same repository.
    String html(RepoHead head, Repository repository, CodePath folder, TreeEntry entry) {
        String text = blobs.shown(repository, entry.id()).flatMap(Blob::text).orElse("");
        return Markup.of(entry.name())
                .map(markup -> html(markup, head, folder, entry.id(), text))
                .orElseGet(() -> plain(text));
    }

    /// A file that somebody is writing, as it would look; empty when that is only what is written.
    public Optional<String> preview(RepoHead head, CodePath path, String text) {
        return Markup.of(path.name()).map(markup -> html(markup, head, path.parent(), named(text), text));
    }

    /// Markdown within a file of a folder.
    String html(RepoHead head, CodePath folder, String text) {
        return html(Markup.MARKDOWN, head, folder, named(text), text);
    }

    private static ObjectId named(String text) {
        try (var naming = new ObjectInserter.Formatter()) {
            return naming.idFor(Constants.OBJ_BLOB, text.getBytes(UTF_8));
        }
    }

    private String html(Markup markup, RepoHead head, CodePath folder, ObjectId id, String text) {
        if (text.length() > Markdown.CHARACTERS_MAX) return plain(text);
        var links = new Markdown.Base(head.src("") + "/", inside(folder));
        var pictures = new Markdown.Base(head.raw("") + "/", inside(folder));
        return switch (markup) {
            case MARKDOWN -> markdown.render(id.name(), text, links, pictures);
            case ORG -> markdown.renderOrg(id.name(), text, links, pictures);
        };
    }

    private static String plain(String text) {
        return "<pre tabindex=\"0\">" + escaped(text) + "</pre>";
    }

    private static String inside(CodePath folder) {
        return folder.isRoot() ? "" : Urls.path(folder.value()) + "/";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
