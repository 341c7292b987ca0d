package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.asciidoc.Asciidoc;
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
import dev.hob.web.text.Messages;
import java.time.Duration;
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
    private static final Pattern NAME = Pattern.compile("readme(\\.(md|markdown|txt|rst|org|adoc|asciidoc|asc|text))?");

    /// How long a page waits for a text that another process renders.
    private static final Duration PATIENCE = Duration.ofMillis(300);
    /// How long somebody does who wants to see what they wrote.
    private static final Duration PREVIEW_PATIENCE = Duration.ofSeconds(20);

    private final Blobs blobs;
    private final Markdown markdown;
    private final Asciidoc asciidoc;

    public Readme(Blobs blobs, Highlighter highlighter, Asciidoc asciidoc) {
        this.blobs = blobs;
        this.markdown = new Markdown(highlighter::block);
        this.asciidoc = asciidoc;
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

    /// Whether how a file looks may not be known at once.
    static boolean mayWait(TreeEntry entry) {
        return Markup.of(entry.name()).filter(Markup.ASCIIDOC::equals).isPresent();
    }

    /// A text as HTML. Where its links and pictures are relative, they lead to the same state of the same repository.
    Rendered rendered(RepoHead head, Repository repository, CodePath folder, TreeEntry entry) {
        String text = text(repository, entry);
        return Markup.of(entry.name(), text)
                .map(markup -> rendered(markup, new Within(head, folder), entry.id(), text, PATIENCE))
                .orElse(Rendered.NOT);
    }

    /// The same as it was written.
    String source(Repository repository, TreeEntry entry) {
        return plain(text(repository, entry));
    }

    private String text(Repository repository, TreeEntry entry) {
        return blobs.shown(repository, entry.id()).flatMap(Blob::text).orElse("");
    }

    /// A file that somebody is writing, as it would look; empty when that is only what is written.
    public Optional<String> preview(RepoHead head, CodePath path, String text) {
        return Markup.of(path.name(), text).map(markup -> {
            var it = rendered(markup, new Within(head, path.parent()), named(text), text, PREVIEW_PATIENCE);
            String told = it.waits() ? Messages.text("repo.file.still-being-rendered") : it.told();
            return it.html().orElseGet(() -> "<p>" + escaped(told) + "</p>" + plain(text));
        });
    }

    /// Markdown within a file of a folder.
    String html(RepoHead head, CodePath folder, String text) {
        return markdown(new Within(head, folder), named(text), text);
    }

    private static ObjectId named(String text) {
        try (var naming = new ObjectInserter.Formatter()) {
            return naming.idFor(Constants.OBJ_BLOB, text.getBytes(UTF_8));
        }
    }

    /// The folder of a text.
    private record Within(RepoHead head, CodePath folder) {
        Markdown.Base links() {
            return new Markdown.Base(head.src("") + "/", inside(folder));
        }

        Markdown.Base pictures() {
            return new Markdown.Base(head.raw("") + "/", inside(folder));
        }
    }

    private Rendered rendered(Markup markup, Within at, ObjectId id, String text, Duration patience) {
        return switch (markup) {
            case MARKDOWN -> Rendered.as(markdown(at, id, text));
            case ORG ->
                Rendered.as(
                        text.length() > Markdown.CHARACTERS_MAX
                                ? plain(text)
                                : markdown.renderOrg(id.name(), text, at.links(), at.pictures()));
            case ASCIIDOC ->
                switch (asciidoc.soon(id.name(), text, patience)) {
                    case Asciidoc.Answer.Html(String html) ->
                        Rendered.as(markdown.renderAsciidoc(id.name(), html, at.links(), at.pictures()));
                    case Asciidoc.Answer.Source(var told) -> new Rendered(Optional.empty(), told.text(), false);
                    case Asciidoc.Answer.Later _ ->
                        new Rendered(Optional.empty(), Messages.text("repo.file.being-rendered"), true);
                };
        };
    }

    private String markdown(Within at, ObjectId id, String text) {
        if (text.length() > Markdown.CHARACTERS_MAX) return plain(text);
        return markdown.render(id.name(), text, at.links(), at.pictures());
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
