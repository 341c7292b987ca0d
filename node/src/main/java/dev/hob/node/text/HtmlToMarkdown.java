package dev.hob.node.text;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.owasp.html.HtmlStreamEventReceiver;

/// Writes sanitised HTML as Markdown that means the same. Owned by one text.
final class HtmlToMarkdown implements HtmlStreamEventReceiver {
    /// Quotes and lists in each other; those deeper stand beside each other.
    private static final int DEPTH_MAX = 8;

    private static final Pattern SPECIAL =
            Pattern.compile("[\\\\`*~\\[\\]<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?[A-Za-z0-9]+;)");
    private static final Pattern LINE_BEGINS = Pattern.compile("^(\\s*)([#>+=-]|\\d{1,9}(?=[.)]))");
    private static final Pattern SPACES = Pattern.compile("[ \\t\\r\\n\\f]+");
    private static final Pattern GAPS = Pattern.compile("\n[ \\t]*\n(?:[ \\t]*\n)+");
    private static final Pattern ENDS = Pattern.compile("(?m) +$");
    private static final Pattern CELL_ENDS = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern TICKS = Pattern.compile("`+");
    private static final Pattern MENTION = Pattern.compile("@([A-Za-z0-9_.-]+)");

    /// Ends a line of code: those stay where they are. Nobody's text has one.
    private static final char CODE_LINE = '\ue000';

    private final Predicate<String> ours;
    private final Deque<Frame> open = new ArrayDeque<>();
    private int depth;
    private int code;
    /// Nothing but mentions of ours so far.
    private boolean beginning = true;

    private static final class Frame {
        private final String element;
        private final List<String> attributes;
        private final StringBuilder text = new StringBuilder();
        private int items;

        Frame(String element, List<String> attributes) {
            this.element = element;
            this.attributes = List.copyOf(attributes);
        }

        Optional<String> attribute(String name) {
            return Html.attribute(attributes, name);
        }
    }

    HtmlToMarkdown(Predicate<String> ours) {
        this.ours = ours;
        open.push(new Frame("", List.of()));
    }

    String markdown() {
        String text = open.getLast().text.toString();
        return GAPS.matcher(text).replaceAll("\n\n").replace(CODE_LINE, '\n').strip();
    }

    @Override
    public void openDocument() {}

    @Override
    public void closeDocument() {
        while (open.size() > 1) closeTag(open.peek().element);
    }

    @Override
    public void openTag(String element, List<String> attributes) {
        switch (element) {
            case "br" -> say(code > 0 ? "\n" : "\\\n");
            case "hr" -> say("\n\n---\n\n");
            case "img" -> picture(new Frame(element, attributes));
            default -> {
                var frame = new Frame(element, attributes);
                if (element.equals("ol"))
                    frame.items =
                            frame.attribute("start").map(Integer::parseInt).orElse(1) - 1;
                if (element.equals("pre") || element.equals("code")) code++;
                if (isNested(element)) depth++;
                open.push(frame);
            }
        }
    }

    private void picture(Frame picture) {
        beginning = false;
        String alt = picture.attribute("alt").filter(it -> !it.isBlank()).orElse("picture");
        say(picture.attribute("src").map(source -> link(escaped(alt), source)).orElseGet(() -> escaped(alt)));
    }

    private static boolean isNested(String element) {
        return element.equals("blockquote") || element.equals("ul") || element.equals("ol");
    }

    @Override
    public void text(String raw) {
        String text = raw.replace(CODE_LINE, ' ');
        if (code > 0) {
            beginning = false;
            say(text);
            return;
        }
        String plain = SPACES.matcher(text).replaceAll(" ");
        if (beginning && plain.isBlank()) return;
        if (open.stream().noneMatch(frame -> frame.element.equals("a"))) beginning = false;
        boolean begins = open.peek().text.isEmpty()
                || open.peek().text.charAt(open.peek().text.length() - 1) == '\n';
        String marked = escaped(plain);
        say(begins ? LINE_BEGINS.matcher(marked).replaceAll(HtmlToMarkdown::atBeginning) : marked);
    }

    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /// `12.` would begin a list, `#` a heading.
    private static String atBeginning(java.util.regex.MatchResult found) {
        String word = found.group(2);
        // A number keeps its digits: the escape goes before the dot that follows.
        return found.group(1) + (Character.isDigit(word.charAt(0)) ? word + "\\\\" : "\\\\" + word);
    }

    private void say(String markdown) {
        open.peek().text.append(markdown);
    }

    @Override
    public void closeTag(String element) {
        if (open.size() == 1 || !open.peek().element.equals(element)) return;
        var frame = open.pop();
        if (element.equals("pre") || element.equals("code")) code--;
        if (isNested(element)) depth--;
        say(written(frame));
    }

    private String written(Frame frame) {
        String text = frame.text.toString();
        return switch (frame.element) {
            case "p" -> block(text.strip());
            case "table" -> table(text.strip());
            case "h1", "h2", "h3", "h4", "h5", "h6" ->
                block("#".repeat(frame.element.charAt(1) - '0') + " " + oneLine(text));
            case "strong", "b" -> around("**", text);
            case "em", "i" -> around("*", text);
            case "del", "s" -> around("~~", text);
            case "code" -> code > 0 ? text : inlineCode(text);
            case "pre" -> code > 0 ? text : codeBlock(text);
            case "blockquote" -> block(prefixed(text, "> ", "> "));
            case "ul", "ol" -> block(text.strip());
            case "li" -> item(text);
            case "a" -> anchor(frame, text);
            case "tr" -> row(text);
            case "th", "td" -> "| " + oneLine(text).replace("|", "\\|") + " ";
            case "details", "summary", "kbd", "sup", "sub" -> raw(frame.element, text);
            default -> text;
        };
    }

    private static String block(String text) {
        return text.isBlank() ? "" : "\n\n" + text + "\n\n";
    }

    private static String oneLine(String text) {
        return SPACES.matcher(text.strip()).replaceAll(" ");
    }

    private static String around(String sign, String text) {
        String inner = text.strip();
        if (inner.isEmpty() || inner.contains("\n\n")) return text;
        String before = text.substring(0, text.indexOf(inner));
        String after = text.substring(before.length() + inner.length());
        return before + sign + inner + sign + after;
    }

    private static String inlineCode(String text) {
        if (text.isBlank()) return text;
        String fence = "`".repeat(ticks(text) + 1);
        boolean spaced = text.startsWith("`") || text.endsWith("`");
        String line = text.replace('\n', ' ');
        return fence + (spaced ? " " + line + " " : line) + fence;
    }

    private static String codeBlock(String text) {
        String fence = "`".repeat(Math.max(3, ticks(text) + 1));
        String body = text.endsWith("\n") ? text : text + "\n";
        return "\n\n" + (fence + "\n" + body + fence).replace('\n', CODE_LINE) + "\n\n";
    }

    private static int ticks(String text) {
        return TICKS.matcher(text)
                .results()
                .mapToInt(found -> found.group().length())
                .max()
                .orElse(0);
    }

    private String prefixed(String text, String first, String others) {
        String inner = GAPS.matcher(text.strip()).replaceAll("\n\n");
        if (inner.isEmpty() || depth >= DEPTH_MAX) return inner;
        String lines = inner.lines().collect(Collectors.joining("\n" + others));
        return first + ENDS.matcher(lines).replaceAll("").replace(String.valueOf(CODE_LINE), CODE_LINE + others);
    }

    private String item(String text) {
        var list = open.peek();
        String mark = list.element.equals("ol") ? ++list.items + ". " : "- ";
        return prefixed(text, mark, " ".repeat(mark.length())) + "\n";
    }

    private static String table(String rows) {
        if (rows.isEmpty()) return "";
        var lines = rows.lines().filter(line -> !line.isBlank()).toList();
        long columns = CELL_ENDS.matcher(lines.getFirst()).results().count() - 1;
        String head = "\n" + "| --- ".repeat((int) Math.max(columns, 1)) + "|";
        return block(lines.getFirst()
                + head
                + lines.stream().skip(1).map("\n"::concat).collect(Collectors.joining()));
    }

    private static String row(String cells) {
        return cells.isBlank() ? "" : cells + "|\n";
    }

    private static String raw(String element, String text) {
        if (text.isBlank()) return text;
        if (element.equals("details")) return "\n\n<details>\n" + text.strip() + "\n\n</details>\n\n";
        if (element.equals("summary")) return "<summary>" + oneLine(text) + "</summary>\n\n";
        return "<" + element + ">" + text + "</" + element + ">";
    }

    private String anchor(Frame frame, String text) {
        var target = frame.attribute("href");
        boolean mention = frame.attribute("class").orElse("").matches(".*\\bmention\\b.*");
        String words = text.strip();
        if (mention && beginning && target.filter(ours).isPresent()) return "";
        beginning = false;
        if (target.isEmpty() || words.isEmpty()) return text;
        if (mention) words = whole(words, target.get());
        return link(words, target.get());
    }

    /// `@alice` of another host is not the one of here.
    private String whole(String words, String target) {
        var name = MENTION.matcher(words.replace("\\", ""));
        if (!name.matches() || ours.test(target)) return words;
        try {
            var uri = URI.create(target);
            if (uri.getHost() == null) return words;
            String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
            return escaped("@" + name.group(1) + "@" + host);
        } catch (IllegalArgumentException _) {
            return words; // An address that only a browser understands.
        }
    }

    private static String link(String words, String target) {
        String address = target.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E");
        if (words.replace("\\", "").equals(target) && !target.startsWith("mailto:")) return "<" + address + ">";
        return "[" + words + "](<" + address + ">)";
    }
}
