package dev.hob.node.text;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamEventReceiver;
import org.owasp.html.HtmlStreamEventReceiverWrapper;
import org.owasp.html.PolicyFactory;

/// HTML that strangers send: never shown, kept or read otherwise than through here. Stateless.
public final class Html {
    /// What is longer is cut before it is read.
    public static final int CHARACTERS_MAX = 512 * 1024;

    /// What stands within a line; what is around it goes on.
    private static final Set<String> IN_A_LINE =
            Set.of("span", "del", "s", "code", "b", "strong", "u", "i", "em", "kbd", "sup", "sub", "a");

    private static final Pattern LANGUAGE = Pattern.compile("language-[A-Za-z0-9+#-]{1,30}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final String[] KEPT = {
        "p", "br", "hr", "span", "del", "s", "pre", "blockquote", "code", "b", "strong", "u", "i", "em", "ul", "ol",
        "li", "ruby", "rt", "rp", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
        "details", "summary", "kbd", "sup", "sub", "a", "img"
    };

    private static final PolicyFactory SHOWN = kept().requireRelsOnLinks("nofollow", "noopener", "noreferrer")
            .withPostprocessor(PicturesAsLinks::new)
            .toFactory();

    /// Mastodon says by a class which links are mentions.
    private static final PolicyFactory READ =
            kept().allowAttributes("class").onElements("a").toFactory();

    private Html() {}

    private static HtmlPolicyBuilder kept() {
        return new HtmlPolicyBuilder()
                .allowElements(KEPT)
                .allowWithoutAttributes("span")
                .allowAttributes("class")
                .matching(LANGUAGE)
                .onElements("code")
                .allowAttributes("start")
                .matching(NUMBER)
                .onElements("ol")
                .allowAttributes("value")
                .matching(NUMBER)
                .onElements("li")
                .allowAttributes("href")
                .matching(Html::isWhole)
                .onElements("a")
                .allowAttributes("src")
                .matching(Html::isWhole)
                .onElements("img")
                .allowAttributes("alt")
                .onElements("img")
                .allowUrlProtocols("http", "https", "mailto");
    }

    /// A relative address would lead into this node, and say something else than where it came from.
    private static boolean isWhole(String url) {
        String lower = url.strip().toLowerCase(java.util.Locale.ROOT);
        return lower.startsWith("https://") || lower.startsWith("http://") || lower.startsWith("mailto:");
    }

    /// HTML that can be put into a page: text, its structure, and links that nobody vouches for.
    public static String sanitise(String html) {
        return SHOWN.sanitize(cut(html));
    }

    /// The same as Markdown, which is how comments are kept.
    ///
    /// @param ours whether an address is that of somebody here: such mentions, which servers put before a
    ///     reply, are left out at the beginning
    public static String markdown(String html, Predicate<String> ours) {
        var writer = new HtmlToMarkdown(ours);
        HtmlSanitizer.sanitize(cut(html), READ.apply(writer));
        return writer.markdown();
    }

    /// What it says without any structure, in one line, for a title or a name.
    ///
    /// @param max characters, of which the last may be an ellipsis
    public static String line(String html, int max) {
        var said = new StringBuilder();
        HtmlSanitizer.sanitize(cut(html), READ.apply(new Receiver(said)));
        return PlainText.line(said.toString(), max);
    }

    private static String cut(String html) {
        return html.length() > CHARACTERS_MAX ? html.substring(0, CHARACTERS_MAX) : html;
    }

    /// Only the words.
    private record Receiver(StringBuilder said) implements HtmlStreamEventReceiver {
        @Override
        public void openDocument() {}

        @Override
        public void closeDocument() {}

        @Override
        public void openTag(String element, List<String> attributes) {
            if (!IN_A_LINE.contains(element)) said.append(' ');
        }

        @Override
        public void closeTag(String element) {
            if (!IN_A_LINE.contains(element)) said.append(' ');
        }

        @Override
        public void text(String text) {
            said.append(text);
        }
    }

    /// A picture elsewhere is not asked for: that would tell its host who reads.
    @SuppressWarnings("try") // The library's wrapper closes what it wraps; nothing is open here.
    private static final class PicturesAsLinks extends HtmlStreamEventReceiverWrapper {
        private int links;

        PicturesAsLinks(HtmlStreamEventReceiver sink) {
            super(sink);
        }

        @Override
        public void openTag(String element, List<String> attributes) {
            if (element.equals("a")) links++;
            if (!element.equals("img")) {
                super.openTag(element, attributes);
                return;
            }
            var source = attribute(attributes, "src");
            boolean link = links == 0 && source.isPresent();
            if (link)
                super.openTag(
                        "a",
                        new java.util.ArrayList<>(
                                List.of("href", source.get(), "rel", "nofollow noopener noreferrer")));
            text(attribute(attributes, "alt").filter(alt -> !alt.isBlank()).orElse("picture"));
            if (link) super.closeTag("a");
        }

        @Override
        public void closeTag(String element) {
            if (element.equals("img")) return;
            if (element.equals("a")) links--;
            super.closeTag(element);
        }
    }

    /// The value of an attribute in the list that names and values take turns in.
    static Optional<String> attribute(List<String> attributes, String name) {
        for (int i = 0; i + 1 < attributes.size(); i += 2)
            if (attributes.get(i).equals(name)) return Optional.of(attributes.get(i + 1));
        return Optional.empty();
    }
}
