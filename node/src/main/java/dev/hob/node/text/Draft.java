package dev.hob.node.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/// A text as it is being written down by who reads another markup than Markdown, as the tree that Markdown becomes: so
/// that links, pictures, code, formulas, footnotes and whatever else [Markdown] does are the same in each. All that
/// needs nothing done to it stands in the tree as HTML. However deep the text nests, the tree does not, so that nobody
/// who walks through it does. Owned by one thread.
final class Draft {
    /// How [Markdown] knows what leads to a footnote, or to a place that is none, so that it is made different in each
    /// text.
    private static final String NOTE = "fn-";

    private static final String NOTE_REFERENCE = "fnref-";
    private static final String PLACE = NOTE + "at-";

    private final Document document = new Document();
    private final Set<String> places = new HashSet<>();
    private final List<Link> inner = new ArrayList<>();
    private Node at = document;
    private boolean linked;

    /// How wide a picture shall be, as its last child.
    static final class Width extends CustomNode {
        private final String value;

        Width(String value) {
            this.value = value;
        }

        String value() {
            return value;
        }
    }

    /// An element begins.
    ///
    /// @param attributes names and values in turn
    void open(String element, String... attributes) {
        var tag = new StringBuilder("<").append(element);
        for (int i = 0; i < attributes.length; i += 2)
            tag.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]).replace("\"", "&quot;"))
                    .append('"');
        raw(tag.append('>').toString());
    }

    /// And ends.
    void close(String element) {
        raw("</" + element + ">");
    }

    /// One in which is only text.
    void element(String element, String text) {
        open(element);
        text(text);
        close(element);
    }

    void text(String text) {
        if (!text.isEmpty()) at.appendChild(new Text(text));
    }

    /// The end of a line in the HTML, which is where nothing is seen of it.
    void line() {
        raw("\n");
    }

    private void raw(String html) {
        var node = new HtmlInline();
        node.setLiteral(html);
        at.appendChild(node);
    }

    /// A link begins. Within another one it is only its words.
    boolean openLink(String address) {
        if (linked) return false;
        var link = new Link(address, null);
        if (address.startsWith("#")) inner.add(link);
        at.appendChild(link);
        at = link;
        linked = true;
        return true;
    }

    void closeLink() {
        at = document;
        linked = false;
    }

    /// A picture.
    ///
    /// @param width in pixels or percent; empty for its own
    void picture(String address, String instead, String width) {
        var image = new Image(address, null);
        if (!instead.isEmpty()) image.appendChild(new Text(instead));
        if (!width.isEmpty()) image.appendChild(new Width(width));
        at.appendChild(image);
    }

    /// A block of code.
    ///
    /// @param language as the text calls it; empty when it says nothing
    void code(String language, String code) {
        var block = new FencedCodeBlock();
        block.setInfo(language);
        block.setLiteral(code);
        document.appendChild(block);
    }

    /// A formula in TeX, within a line.
    ///
    /// @param display whether it is set as on lines of its own
    void formula(String tex, boolean display) {
        at.appendChild(Mathematics.inline(tex, display));
    }

    /// And on lines of its own.
    void formulas(String tex) {
        document.appendChild(Mathematics.block(tex));
    }

    /// A place that links of the text lead to.
    void place(String name) {
        places.add(name);
        open("a", "id", PLACE + anchor(name));
        close("a");
    }

    /// The number of a footnote where it is spoken of, for the how manyeth time.
    void reference(int note, int time) {
        open("sup", "class", "footnote-ref");
        open("a", "href", "#" + NOTE + note, "id", NOTE_REFERENCE + note + times(time));
        text(String.valueOf(note));
        close("a");
        close("sup");
    }

    /// Footnotes begin, which are items of a list.
    void openNotes() {
        open("section", "class", "footnotes");
        open("ol");
    }

    void openNote(int note) {
        open("li", "id", NOTE + note);
    }

    /// One ends with the ways back to where it is spoken of.
    void closeNote(int note, int times) {
        for (int time = 1; time <= times; time++) {
            text(" ");
            open(
                    "a",
                    "href",
                    "#" + NOTE_REFERENCE + note + times(time),
                    "class",
                    "footnote-backref",
                    "aria-label",
                    "Back to reference " + note + times(time));
            text("↩");
            if (time > 1) element("sup", String.valueOf(time));
            close("a");
        }
        close("li");
    }

    void closeNotes() {
        close("ol");
        close("section");
    }

    private static String times(int time) {
        return time > 1 ? "-" + time : "";
    }

    /// The whole of it.
    Node done() {
        for (var link : inner) {
            String name = link.getDestination().substring(1);
            if (places.contains(name)) link.setDestination("#" + PLACE + anchor(name));
        }
        return document;
    }

    /// What an id may be.
    static String anchor(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}_-]", "-");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
