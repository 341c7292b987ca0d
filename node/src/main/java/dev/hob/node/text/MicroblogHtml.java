package dev.hob.node.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/// Markdown as HTML that microblogs show whole: they drop tables, headings and pictures, and know no relative address.
/// Shared between threads.
public final class MicroblogHtml {
    private static final int CELLS_WIDTH_MAX = 40;
    private static final Pattern CLASSES = Pattern.compile("u-url mention|mention hashtag");

    private static final PolicyFactory KEPT = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "br",
                    "span",
                    "a",
                    "del",
                    "s",
                    "pre",
                    "blockquote",
                    "code",
                    "b",
                    "strong",
                    "u",
                    "i",
                    "em",
                    "ul",
                    "ol",
                    "li")
            .allowAttributes("href")
            .matching(MicroblogHtml::isWhole)
            .onElements("a")
            .allowAttributes("class")
            .matching(CLASSES)
            .onElements("a")
            .allowAttributes("start")
            .matching(Pattern.compile("\\d{1,9}"))
            .onElements("ol")
            .allowUrlProtocols("http", "https", "mailto")
            .requireRelsOnLinks("nofollow", "noopener")
            .toFactory();

    private final String address;
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .extensions(List.of(StrikethroughExtension.create()))
            .attributeProviderFactory(_ -> MicroblogHtml::mention)
            .build();
    private final TextContentRenderer words = TextContentRenderer.builder()
            .extensions(List.of(StrikethroughExtension.create()))
            .build();

    /// @param address of this node, without a slash at its end: what addresses without a host lead to
    public MicroblogHtml(String address) {
        this.address = address;
    }

    /// Renders a text.
    public String render(String text, Markdown.Base links, Markdown.Base pictures, Markdown.Targets targets) {
        if (text.length() > Markdown.CHARACTERS_MAX) return "";
        var document = Markdown.parsed(text, links, pictures, targets);
        document.accept(new Simpler());
        return KEPT.sanitize(renderer.render(document)).strip();
    }

    private static boolean isWhole(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("https://") || lower.startsWith("http://") || lower.startsWith("mailto:");
    }

    /// Servers show a link to a person in a way of their own.
    private static void mention(Node node, String tag, Map<String, String> attributes) {
        if (tag.equals("a")
                && node.getFirstChild() instanceof Text text
                && text.getLiteral().startsWith("@")) attributes.put("class", "u-url mention");
    }

    /// Puts what everybody shows in the place of what only forges do.
    private final class Simpler extends AbstractVisitor {
        @Override
        public void visit(Heading heading) {
            visitChildren(heading);
            var strong = new StrongEmphasis();
            adopt(heading, strong);
            var paragraph = new Paragraph();
            paragraph.appendChild(strong);
            replace(heading, paragraph);
        }

        @Override
        public void visit(ThematicBreak line) {
            line.unlink();
        }

        @Override
        public void visit(Link link) {
            link.setDestination(whole(link.getDestination()));
            link.setTitle(null);
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            var link = new Link(whole(image.getDestination()), null);
            adopt(image, link);
            if (link.getFirstChild() == null) link.appendChild(new Text("picture"));
            if (image.getParent() instanceof Link outer) {
                // Links do not nest: the outer one wins, with the picture's words.
                for (var child = link.getFirstChild(); child != null; child = link.getFirstChild())
                    image.insertBefore(child);
                image.unlink();
                outer.setTitle(null);
            } else {
                replace(image, link);
            }
        }

        @Override
        public void visit(CustomBlock block) {
            if (block instanceof TableBlock table) replace(table, table(table));
            else visitChildren(block);
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TaskListItemMarker marker) replace(marker, done(marker));
            else visitChildren(node);
        }

        /// The box stands before the item's paragraph and must come into it.
        private Node done(TaskListItemMarker marker) {
            var box = new Text(marker.isChecked() ? "☑ " : "☐ ");
            if (marker.getNext() instanceof Paragraph paragraph) {
                paragraph.prependChild(box);
                return new Paragraph();
            }
            return box;
        }

        @Override
        protected void visitChildren(Node parent) {
            // What is visited may leave its place.
            var children = new ArrayList<Node>();
            for (var child = parent.getFirstChild(); child != null; child = child.getNext()) children.add(child);
            children.forEach(child -> child.accept(this));
        }
    }

    private String whole(String destination) {
        if (destination.startsWith("/") && !destination.startsWith("//")) return address + destination;
        return destination.startsWith("#") ? "" : destination;
    }

    private static void adopt(Node from, Node to) {
        for (var child = from.getFirstChild(); child != null; child = from.getFirstChild()) to.appendChild(child);
    }

    private static void replace(Node old, Node by) {
        old.insertBefore(by);
        old.unlink();
    }

    /// A table as it is seen where letters are equally wide.
    private Block table(TableBlock table) {
        var rows = new ArrayList<List<String>>();
        for (var part = table.getFirstChild(); part != null; part = part.getNext())
            for (var row = part.getFirstChild(); row != null; row = row.getNext())
                if (row instanceof TableRow) rows.add(cells(row));
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = new int[columns];
        for (var row : rows)
            for (int i = 0; i < row.size(); i++)
                widths[i] = Math.max(widths[i], Math.min(row.get(i).length(), CELLS_WIDTH_MAX));
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                line.repeat(' ', Math.max(0, widths[i] - row.get(i).length()) + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        var block = new FencedCodeBlock();
        block.setLiteral(text.toString());
        return block;
    }

    private List<String> cells(Node row) {
        var cells = new ArrayList<String>();
        for (var cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            var alone = new Paragraph();
            adopt(cell, alone);
            cells.add(words.render(alone).strip().replace('\n', ' '));
        }
        return cells;
    }
}
