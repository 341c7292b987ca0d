package dev.hob.node.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.footnotes.FootnotesExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/// CommonMark with GitHub's tables, task lists, strikethrough, bare links, footnotes, alerts, mathematics in TeX and
/// diagrams of Mermaid (both left as they were written, and marked for a script), as HTML that can do no harm:
/// sanitized, and asking no other host for anything (a picture from elsewhere becomes a link to it).
public final class Markdown {
    /// Longer texts are shown as they were written.
    public static final int CHARACTERS_MAX = 512 * 1024;

    private static final long CACHED_CHARACTERS_MAX = 16 * 1024 * 1024;
    /// A footnote and the way back to it, made different for each text of a page.
    private static final Pattern NOTE = Pattern.compile("(id=\"|href=\"#)(fn(?:ref)?-)");

    private static final List<Extension> EVERYWHERE = List.of(
            TablesExtension.create(),
            StrikethroughExtension.create(),
            AutolinkExtension.create(),
            HeadingAnchorExtension.create(),
            TaskListItemsExtension.create());
    /// A footnote needs a page of its own to stand at the end of, and mathematics something that draws it.
    private static final List<Extension> ON_PAGES = Stream.concat(
                    EVERYWHERE.stream(), Stream.of(FootnotesExtension.create(), new Mathematics()))
            .toList();

    private final HtmlRenderer renderer;
    private final Cache<Key, String> rendered = Caffeine.newBuilder()
            .maximumWeight(CACHED_CHARACTERS_MAX)
            .weigher((Key key, String html) -> html.length() + 200)
            .build();

    /// Colours code.
    @FunctionalInterface
    public interface Colours {
        /// None.
        Colours NONE =
                (_, code) -> code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");

        /// A block of code as HTML.
        ///
        /// @param language what the text calls it; empty when it says nothing
        String block(String language, String code);
    }

    private static final String MAIL = "mailto:";

    private record Key(Markup markup, String id, Base links, Base pictures, Targets targets) {}

    /// Where a word leads.
    ///
    /// @param title shown to who points at it
    public record Target(String url, String title) {}

    /// What words of the text lead to, and where its files are.
    ///
    /// @param words by the word, as [Pointers] finds it
    /// @param files the address of each destination that is not one itself
    public record Targets(Map<String, Target> words, Map<String, String> files) {
        /// None.
        public static final Targets NONE = new Targets(Map.of(), Map.of());

        public Targets {
            words = Map.copyOf(words);
            files = Map.copyOf(files);
        }
    }

    public Markdown(Colours colours) {
        this.renderer = HtmlRenderer.builder()
                .extensions(ON_PAGES)
                .nodeRendererFactory(context -> new CodeBlocks(context.getWriter(), colours))
                .nodeRendererFactory(Alerts::renderer)
                .attributeProviderFactory(_ -> Markdown::width)
                .build();
    }

    private static void width(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Image && node.getLastChild() instanceof Draft.Width width)
            attributes.put("width", width.value());
    }

    private static Parser parser(List<Extension> extensions) {
        return Parser.builder()
                .extensions(List.of(new LongParagraphs()))
                .extensions(extensions)
                .maxOpenBlockParsers(100)
                .build();
    }

    /// Blocks of code, coloured as files are.
    private record CodeBlocks(HtmlWriter out, Colours colours) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            if (!(node instanceof FencedCodeBlock block)) throw new AssertionError("asked for code only");
            String word =
                    Optional.ofNullable(block.getInfo()).orElse("").strip().split("[\\s,{]", 2)[0];
            switch (word.toLowerCase(Locale.ROOT)) {
                case "math" -> Mathematics.block(out, block.getLiteral().strip());
                case "mermaid" -> raw("<pre class=\"diagram\"><code>" + Colours.NONE.block(word, block.getLiteral()));
                default -> raw("<pre><code>" + colours.block(word, block.getLiteral()) + "\n");
            }
        }

        private void raw(String html) {
            out.line();
            out.raw(html + "</code></pre>");
            out.line();
        }
    }

    /// Where relative addresses lead. None leads out of the root.
    ///
    /// @param root the address of what `/` means in the text, ending in a slash
    /// @param folder the path from there to the folder of the text; empty, or ending in a slash
    public record Base(String root, String folder) {}

    /// Renders a text that is known by an id of its content.
    public String render(String id, String text, Base links, Base pictures) {
        return render(id, text, links, pictures, Targets.NONE);
    }

    /// The same, with words that lead somewhere.
    public String render(String id, String text, Base links, Base pictures, Targets targets) {
        return rendered.get(
                new Key(Markup.MARKDOWN, id, links, pictures, targets),
                _ -> page(id, parsed(ON_PAGES, text, new Reading(links, pictures, targets))));
    }

    /// The same of a text in Org.
    public String renderOrg(String id, String text, Base links, Base pictures) {
        return rendered(Markup.ORG, id, links, pictures, () -> Org.read(text));
    }

    /// The same of a text in AsciiDoc.
    ///
    /// @param html what Asciidoctor makes of it
    public String renderAsciidoc(String id, String html, Base links, Base pictures) {
        return rendered(Markup.ASCIIDOC, id, links, pictures, () -> AsciidocHtml.read(html));
    }

    private String rendered(Markup markup, String id, Base links, Base pictures, Supplier<Node> read) {
        return rendered.get(
                new Key(markup, id, links, pictures, Targets.NONE),
                _ -> page(id, rebased(read.get(), new Reading(links, pictures, Targets.NONE))));
    }

    private record Reading(Base links, Base pictures, Targets targets) {}

    private String page(String id, Node document) {
        document.accept(new Alerts());
        String html = renderer.render(document);
        String own = "n" + Integer.toHexString(id.hashCode()) + "-";
        return SafeProse.of(NOTE.matcher(html).replaceAll("$1" + own + "$2"));
    }

    /// The text as a tree, with its words and files leading where they should, and nothing in it that only pages have.
    static Node parsed(String text, Base links, Base pictures, Targets targets) {
        return parsed(EVERYWHERE, text, new Reading(links, pictures, targets));
    }

    private static Node parsed(List<Extension> extensions, String text, Reading reading) {
        Node document = rebased(parser(extensions).parse(text), reading);
        var words = reading.targets().words();
        if (!words.isEmpty()) document.accept(new Pointing(words));
        return document;
    }

    private static Node rebased(Node document, Reading reading) {
        document.accept(new Rebase(
                reading.links(), reading.pictures(), reading.targets().files()));
        return document;
    }

    /// Makes links of words.
    private static final class Pointing extends AbstractVisitor {
        private final Map<String, Target> targets;

        Pointing(Map<String, Target> targets) {
            this.targets = targets;
        }

        @Override
        public void visit(Link link) {
            // Links do not nest. But `@user@host` is taken for an e-mail address behind an at sign.
            if (!link.getDestination().startsWith(MAIL) || !(link.getPrevious() instanceof Text before)) return;
            String word = "@" + link.getDestination().substring(MAIL.length());
            var target = targets.get(word);
            if (target == null || !before.getLiteral().endsWith("@")) return;
            before.setLiteral(
                    before.getLiteral().substring(0, before.getLiteral().length() - 1));
            link.setDestination(target.url());
            for (var child = link.getFirstChild(); child != null; child = link.getFirstChild()) child.unlink();
            link.appendChild(new Text(word));
        }

        @Override
        public void visit(Image image) {
            // What is said instead of a picture is no place for a link.
        }

        @Override
        protected void visitChildren(Node parent) {
            // The parser splits a text wherever emphasis might have begun. Before the walk, which a node that goes
            // away under it would end.
            for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
                while (child instanceof Text text && text.getNext() instanceof Text next) {
                    text.setLiteral(text.getLiteral() + next.getLiteral());
                    next.unlink();
                }
            }
            super.visitChildren(parent);
        }

        @Override
        public void visit(Text text) {
            String literal = text.getLiteral();
            var word = Pointers.matcher(literal);
            int done = 0;
            while (word.find()) {
                var target = targets.get(word.group());
                if (target == null) continue;
                if (word.start() > done) text.insertBefore(new Text(literal.substring(done, word.start())));
                var link = new Link(target.url(), target.title().isEmpty() ? null : target.title());
                link.appendChild(new Text(word.group()));
                text.insertBefore(link);
                done = word.end();
            }
            if (done == 0) return;
            text.setLiteral(literal.substring(done));
        }
    }

    private static final class Rebase extends AbstractVisitor {
        private final Base links;
        private final Base pictures;
        private final Map<String, String> files;

        Rebase(Base links, Base pictures, Map<String, String> files) {
            this.links = links;
            this.pictures = pictures;
            this.files = files;
        }

        @Override
        public void visit(Link link) {
            link.setDestination(rebased(link.getDestination(), links));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            String source = rebased(image.getDestination(), pictures);
            image.setDestination(source);
            visitChildren(image);
            if (SafeProse.isLocal(source)) return;
            var link = new Link(source, image.getTitle());
            for (var child = image.getFirstChild(); child != null; child = image.getFirstChild()) {
                link.appendChild(child);
            }
            if (link.getFirstChild() == null) link.appendChild(new Text("picture"));
            if (image.getParent() instanceof Link) {
                // Links do not nest: the outer one wins, with the picture's words.
                for (var child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
                    image.insertBefore(child);
                }
            } else {
                image.insertBefore(link);
            }
            image.unlink();
        }

        private String rebased(String destination, Base base) {
            String file = files.get(destination);
            if (file != null) return file;
            if (destination.isEmpty() || destination.startsWith("#")) return destination;
            try {
                var uri = new URI(destination);
                if (uri.isAbsolute() || uri.getRawAuthority() != null) return destination;
                boolean fromRoot = destination.startsWith("/");
                var place = new URI("x://h" + base.root() + (fromRoot ? "" : base.folder()));
                var resolved = place.resolve(fromRoot ? new URI(destination.replaceFirst("/+", "./")) : uri);
                String path = resolved.getRawPath();
                if (path.contains("/../") || !path.startsWith(base.root())) return "#";
                return resolved.getRawFragment() == null ? path : path + "#" + resolved.getRawFragment();
            } catch (URISyntaxException e) {
                return "#";
            }
        }
    }
}
