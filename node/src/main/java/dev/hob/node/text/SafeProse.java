package dev.hob.node.text;

import java.util.List;
import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/// What remains of a text's HTML: nothing that does harm, or asks another host for anything. Stateless.
final class SafeProse {
    private static final Pattern ANCHOR = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern NOTE_ANCHOR = Pattern.compile("n[0-9a-f]{1,8}-fn(?:ref)?-[\\p{L}\\p{N}_-]+");
    private static final Pattern NOTE_BACK = Pattern.compile("Back to reference [0-9-]{1,20}");
    /// The classes that [Colours] may give.
    private static final Pattern COLOUR = Pattern.compile("[csnktvmu]");

    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "br",
                    "hr",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "ul",
                    "ol",
                    "li",
                    "blockquote",
                    "code",
                    "em",
                    "strong",
                    "del",
                    "u",
                    "mark",
                    "b",
                    "i",
                    "s",
                    "sub",
                    "sup",
                    "bdi",
                    "kbd",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                    "a",
                    "img",
                    "details",
                    "summary",
                    "div",
                    "span",
                    "dl",
                    "dt",
                    "dd")
            .allowAttributes("id")
            .matching(ANCHOR)
            .onElements("h1", "h2", "h3", "h4", "h5", "h6")
            .allowAttributes("class")
            .matching(COLOUR)
            .onElements("span", "bdi")
            .allowAttributes("class")
            .matching(Alerts.CLASSES)
            .onElements("div", "p")
            .allowAttributes("class")
            .matching(Mathematics.CLASSES)
            .onElements("code")
            .allowAttributes("class")
            .matching(true, "math", "diagram")
            .onElements("pre")
            .allowAttributes("class")
            .matching(true, "footnote-ref")
            .onElements("sup")
            .allowAttributes("class")
            .matching(true, "footnote-backref")
            .onElements("a")
            .allowAttributes("aria-label")
            .matching(NOTE_BACK)
            .onElements("a")
            .allowAttributes("id")
            .matching(NOTE_ANCHOR)
            .onElements("a", "li")
            .allowElements(
                    (element, attributes) -> {
                        attributes.clear();
                        attributes.addAll(List.of("class", "footnotes", "aria-label", "Footnotes"));
                        return element;
                    },
                    "section")
            .allowAttributes("title")
            .matching(Pattern.compile("U\\+[0-9A-F]{4}"))
            .onElements("bdi")
            .allowAttributes("align")
            .matching(true, "left", "center", "right")
            .onElements("th", "td", "p", "div", "h1", "h2", "h3")
            .allowAttributes("colspan", "rowspan")
            .matching(Pattern.compile("[1-9]\\d{0,2}"))
            .onElements("th", "td")
            .allowAttributes("start")
            .matching(Pattern.compile("\\d{1,9}"))
            .onElements("ol")
            .allowAttributes("href", "title")
            .onElements("a")
            .allowAttributes("src", "alt", "title")
            .onElements("img")
            .allowAttributes("width", "height")
            .matching(Pattern.compile("\\d{1,4}%?"))
            .onElements("img")
            .allowUrlProtocols("http", "https", "mailto")
            .requireRelNofollowOnLinks()
            .allowElements(
                    (element, attributes) -> {
                        int source = attributes.indexOf("src");
                        if (source >= 0 && !isLocal(attributes.get(source + 1))) return null;
                        return element;
                    },
                    "img")
            .allowElements(
                    (element, attributes) -> {
                        // They scroll on their own where they are wider than the page, so that a keyboard must reach
                        // them.
                        attributes.addAll(List.of("tabindex", "0"));
                        return element;
                    },
                    "pre",
                    "table")
            .allowAttributes("checked")
            .onElements("input")
            .allowElements(
                    (element, attributes) -> {
                        // The box of a task: whatever else an input may be, it becomes one that does nothing.
                        boolean done = attributes.contains("checked");
                        attributes.clear();
                        attributes.addAll(List.of("type", "checkbox", "disabled", "disabled"));
                        attributes.addAll(List.of("aria-label", done ? "done" : "to do"));
                        if (done) attributes.addAll(List.of("checked", "checked"));
                        return element;
                    },
                    "input")
            .toFactory();

    private SafeProse() {}

    static String of(String html) {
        return POLICY.sanitize(html);
    }

    /// Whether an address leads to this node.
    static boolean isLocal(String url) {
        return url.startsWith("/") && !url.startsWith("//") && !url.startsWith("/\\");
    }
}
