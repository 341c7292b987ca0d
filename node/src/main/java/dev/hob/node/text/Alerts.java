package dev.hob.node.text;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/// GitHub's alerts: a quotation whose first line is `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`.
final class Alerts extends AbstractVisitor {
    /// What is put on the elements of one.
    static final Pattern CLASSES = Pattern.compile("alert alert-(?:note|tip|important|warning|caution)|alert-title");

    private static final Pattern MARK =
            Pattern.compile("\\[!(note|tip|important|warning|caution)]\\s*", Pattern.CASE_INSENSITIVE);

    /// One of them.
    private static final class Alert extends CustomBlock {
        private final String kind;

        Alert(String kind) {
            this.kind = kind;
        }
    }

    @Override
    public void visit(BlockQuote quote) {
        visitChildren(quote);
        if (!(quote.getFirstChild() instanceof Paragraph first)) return;
        var kind = kind(first);
        if (kind.isEmpty() || (first.getNext() == null && !hasLines(first))) return;
        dropLine(first);
        if (first.getFirstChild() == null) first.unlink();
        var alert = new Alert(kind.get());
        for (var child = quote.getFirstChild(); child != null; child = quote.getFirstChild()) alert.appendChild(child);
        quote.insertAfter(alert);
        quote.unlink();
    }

    /// The parser splits a text at each bracket.
    private static Optional<String> kind(Paragraph first) {
        var line = new StringBuilder();
        for (var child = first.getFirstChild(); child != null && !endsLine(child); child = child.getNext()) {
            if (!(child instanceof Text text)) return Optional.empty();
            line.append(text.getLiteral());
        }
        var mark = MARK.matcher(line);
        return mark.matches() ? Optional.of(mark.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean endsLine(Node node) {
        return node instanceof SoftLineBreak || node instanceof HardLineBreak;
    }

    private static boolean hasLines(Paragraph paragraph) {
        for (var child = paragraph.getFirstChild(); child != null; child = child.getNext())
            if (endsLine(child)) return true;
        return false;
    }

    private static void dropLine(Paragraph paragraph) {
        for (var child = paragraph.getFirstChild(); child != null; child = paragraph.getFirstChild()) {
            child.unlink();
            if (endsLine(child)) return;
        }
    }

    /// Writes them.
    static NodeRenderer renderer(HtmlNodeRendererContext context) {
        return new NodeRenderer() {
            @Override
            public Set<Class<? extends Node>> getNodeTypes() {
                return Set.of(Alert.class);
            }

            @Override
            public void render(Node node) {
                if (!(node instanceof Alert alert)) throw new AssertionError("asked for alerts only");
                var out = context.getWriter();
                String title = alert.kind.substring(0, 1).toUpperCase(Locale.ROOT) + alert.kind.substring(1);
                out.line();
                out.tag("div", Map.of("class", "alert alert-" + alert.kind));
                out.line();
                out.tag("p", Map.of("class", "alert-title"));
                out.text(title);
                out.tag("/p");
                out.line();
                for (var child = alert.getFirstChild(); child != null; child = child.getNext()) context.render(child);
                out.tag("/div");
                out.line();
            }
        };
    }
}
