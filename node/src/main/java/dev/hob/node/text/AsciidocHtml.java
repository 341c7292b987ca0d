package dev.hob.node.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.Node;
import org.owasp.html.HtmlSanitizer;

/// Reads the HTML that Asciidoctor makes, and says the same as Markdown would: what its classes mean becomes
/// elements that mean it, and its own numbers for footnotes become ours. Whatever it does not know is only its
/// words. What comes out is as little to be trusted as what went in. Owned by one thread.
final class AsciidocHtml implements HtmlSanitizer.Policy {
    private static final Set<String> EMPTY = Set.of("br", "hr", "img", "input", "col", "wbr", "source", "track");
    private static final Set<String> UNSEEN =
            Set.of("script", "style", "object", "noscript", "template", "select", "textarea");
    private static final Set<String> PLAYED = Set.of("video", "audio", "iframe");
    private static final Set<String> KEPT = Set.of(
            "em",
            "strong",
            "b",
            "i",
            "del",
            "s",
            "u",
            "mark",
            "sub",
            "sup",
            "blockquote",
            "ul",
            "li",
            "dl",
            "dt",
            "dd",
            "details",
            "summary");
    /// What knows itself whether it is a place that links lead to.
    private static final Set<String> OWN_PLACES = Set.of("h1", "h2", "h3", "h4", "h5", "h6", "div");

    private static final Set<String> OWN_IDS = Set.of("toc", "toctitle", "preamble", "header", "content", "footnotes");
    private static final Pattern ADMONITION =
            Pattern.compile("admonitionblock (note|tip|important|warning|caution)\\b.*");
    private static final Pattern WIDTH = Pattern.compile("\\d{1,4}%?");
    private static final String DONE = "\u2713 ";
    private static final String TO_DO = "\u274f ";

    private final Draft draft = new Draft();
    private final AsciidocWords words = new AsciidocWords(draft);
    private final AsciidocTables tables = new AsciidocTables(draft);
    private final AsciidocNotes notes = new AsciidocNotes(draft);
    private final AsciidocOpen open = new AsciidocOpen();
    private int unseen;
    private Optional<Code> code = Optional.empty();
    private boolean inNotes;
    private boolean noteBegins;
    private boolean inReference;

    private static final class Code {
        private final StringBuilder text = new StringBuilder();
        private String language = "";
    }

    private AsciidocHtml() {}

    /// The tree of what Asciidoctor made of a text.
    static Node read(String html) {
        var reader = new AsciidocHtml();
        HtmlSanitizer.sanitize(html, reader);
        return reader.draft.done();
    }

    @Override
    public void openDocument() {}

    @Override
    public void closeDocument() {}

    @Override
    public void openTag(String element, List<String> attributes) {
        if (EMPTY.contains(element)) {
            if (unseen == 0) empty(element, attributes);
            return;
        }
        String kind = said(attributes, "class");
        var end = unseen > 0 ? unseen() : begin(element, kind, attributes);
        open.push(element, kind, end);
    }

    @Override
    public void closeTag(String element) {
        if (!EMPTY.contains(element)) open.pop();
    }

    private Runnable unseen() {
        unseen++;
        return () -> unseen--;
    }

    private static String said(List<String> attributes, String name) {
        return Html.attribute(attributes, name).orElse("");
    }

    private void empty(String element, List<String> attributes) {
        switch (element) {
            case "br" -> draft.open("br");
            case "hr" -> {
                if (!inNotes) draft.open("hr");
            }
            case "img" -> {
                String width = said(attributes, "width");
                draft.picture(
                        address(said(attributes, "src")),
                        said(attributes, "alt"),
                        WIDTH.matcher(width).matches() ? width : "");
            }
            case "input" -> box(attributes.contains("checked"));
            default -> {
                // Says nothing.
            }
        }
    }

    private static String address(String said) {
        return said.replace(" ", "%20");
    }

    private void box(boolean done) {
        if (done) draft.open("input", "type", "checkbox", "checked", "");
        else draft.open("input", "type", "checkbox");
    }

    /// Writes how an element begins, and gives what writes how it ends.
    private Runnable begin(String element, String kind, List<String> attributes) {
        if (UNSEEN.contains(element)) return unseen();
        if (code.isPresent()) {
            if (element.equals("code")) code.get().language = said(attributes, "data-lang");
            return () -> {};
        }
        String id = said(attributes, "id");
        if (!id.isEmpty() && !OWN_PLACES.contains(element) && !id.startsWith("_footnote"))
            draft.place(Draft.anchor(id));
        if (AsciidocTables.isPart(element))
            return tables.repeats(kind) ? unseen() : tables.part(element, kind, attributes);
        if (PLAYED.contains(element)) return played(element, said(attributes, "src"));
        return switch (element) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading(element, id);
            case "div" -> block(kind, id);
            case "p" -> paragraph();
            case "pre" -> pre(kind);
            case "code", "kbd" -> both(kept(element), words.code());
            case "a" -> link(attributes, kind);
            case "span" -> span(kind);
            case "sup" -> kind.startsWith("footnote") ? () -> {} : kept("sup");
            case "ol" -> list(said(attributes, "start"));
            case "table" -> tables.table(kind);
            case "caption" -> title();
            default -> KEPT.contains(element) ? kept(element) : () -> {};
        };
    }

    private static Runnable both(Runnable one, Runnable other) {
        return () -> {
            other.run();
            one.run();
        };
    }

    private Runnable kept(String element, String... attributes) {
        draft.open(element, attributes);
        return () -> draft.close(element);
    }

    /// What plays is led to.
    private Runnable played(String element, String address) {
        if (!address.isEmpty() && draft.openLink(address(address))) {
            draft.text(element.equals("audio") ? "sound" : "film");
            draft.closeLink();
        }
        return unseen();
    }

    private Runnable heading(String element, String id) {
        return id.isEmpty() ? kept(element) : kept(element, "id", Draft.anchor(id));
    }

    private Runnable block(String kind, String id) {
        var note = AsciidocNotes.number(id);
        if (note.isPresent()) {
            noteBegins = true;
            return notes.note(note.getAsInt());
        }
        if (id.equals("footnotes")) {
            inNotes = true;
            return notes.all();
        }
        if (!id.isEmpty() && !OWN_IDS.contains(id)) draft.place(Draft.anchor(id));
        var admonition = ADMONITION.matcher(kind);
        if (admonition.matches()) return admonition(admonition.group(1));
        return switch (kind.split(" ", 2)[0]) {
            case "title" -> title();
            case "content" -> open.kind().startsWith("imageblock") ? aligned() : () -> {};
            case "attribution", "stemblock" -> kept("p");
            case "sidebarblock", "exampleblock" -> kept("blockquote");
            case "hdlist" -> kept("dl");
            default -> id.equals("toctitle") ? title() : () -> {};
        };
    }

    private Runnable title() {
        draft.open("p");
        return both(() -> draft.close("p"), kept("em"));
    }

    private Runnable admonition(String kind) {
        draft.open("div", "class", "alert alert-" + kind);
        draft.open("p", "class", "alert-title");
        draft.text(kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1));
        draft.close("p");
        return () -> draft.close("div");
    }

    /// The only one of an item, or the first, stands as it is.
    private Runnable paragraph() {
        return open.isShort() ? () -> {} : aligned();
    }

    /// As the block around it says.
    private Runnable aligned() {
        if (open.kind().contains("text-center")) return kept("p", "align", "center");
        return open.kind().contains("text-right") ? kept("p", "align", "right") : kept("p");
    }

    private Runnable pre(String kind) {
        if (kind.equals("content")) return both(kept("p"), words.verses());
        var begun = new Code();
        code = Optional.of(begun);
        return () -> {
            code = Optional.empty();
            draft.code(begun.language, begun.text + "\n");
        };
    }

    private Runnable link(List<String> attributes, String kind) {
        String address = said(attributes, "href");
        if (kind.equals("footnote") || address.startsWith("#_footnoteref_")) {
            inReference = true;
            AsciidocNotes.number(address).ifPresent(notes::refer);
            return () -> inReference = false;
        }
        // A heading is its own place.
        if (kind.equals("anchor") || address.isEmpty()) return () -> {};
        String leading = address.startsWith("#") ? "#" + Draft.anchor(address.substring(1)) : address(address);
        return draft.openLink(leading) ? draft::closeLink : () -> {};
    }

    private Runnable span(String kind) {
        return switch (kind) {
            case "line-through" -> kept("del");
            case "underline" -> kept("u");
            default -> () -> {};
        };
    }

    private Runnable list(String start) {
        return start.isEmpty() ? kept("ol") : kept("ol", "start", start);
    }

    @Override
    public void text(String text) {
        if (unseen > 0 || inReference) return;
        if (code.isPresent()) {
            code.get().text.append(text);
            return;
        }
        if (noteBegins) {
            noteBegins = text.isBlank();
            words.say(text.startsWith(". ") ? text.substring(2) : text);
            return;
        }
        if (open.are("sup") && (text.equals("[") || text.equals("]"))) return;
        if ((text.startsWith(DONE) || text.startsWith(TO_DO)) && open.isTask()) {
            box(text.startsWith(DONE));
            words.say(text.substring(DONE.length() - 1));
            return;
        }
        words.say(text);
    }
}
