package dev.hob.web.html;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.code.WordDiff;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.swing.text.Segment;
import org.fife.ui.rsyntaxtextarea.FileTypeUtil;
import org.fife.ui.rsyntaxtextarea.SyntaxConstants;
import org.fife.ui.rsyntaxtextarea.Token;
import org.fife.ui.rsyntaxtextarea.TokenMakerFactory;
import org.fife.ui.rsyntaxtextarea.TokenTypes;

/// Code as lines of HTML, coloured where its language is known. Shared between threads.
///
/// An editor's lexers do it, line by line: they need little time and no stack, whatever a stranger pushed.
public final class Highlighter {
    private static final int CHARACTERS_MAX = 512 * 1024;
    /// What a machine wrote in one line is nothing to read in colours, and lexers are slow at it.
    private static final int LINE_CHARACTERS_MAX = 2_000;
    private static final int PIECE_LINES_MAX = 200;
    private static final long CACHED_CHARACTERS_MAX = 8 * 1024 * 1024;

    /// What people call languages, where files end otherwise.
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("bash", "sh"),
            Map.entry("c++", "cpp"),
            Map.entry("console", "sh"),
            Map.entry("csharp", "cs"),
            Map.entry("golang", "go"),
            Map.entry("javascript", "js"),
            Map.entry("kotlin", "kt"),
            Map.entry("perl", "pl"),
            Map.entry("python", "py"),
            Map.entry("ruby", "rb"),
            Map.entry("rust", "rs"),
            Map.entry("shell", "sh"),
            Map.entry("typescript", "ts"),
            Map.entry("yml", "yaml"),
            Map.entry("zsh", "sh"));

    private final Cache<Key, List<String>> ready = Caffeine.newBuilder()
            .maximumWeight(CACHED_CHARACTERS_MAX)
            .weigher((Key key, List<String> lines) ->
                    lines.stream().mapToInt(line -> line.length() + 50).sum())
            .build();

    private record Key(String id, String language) {}

    /// The lines of a file, each as HTML that is safe to put into a page.
    ///
    /// @param id of the file's content
    /// @param name of the file, which tells its language
    public List<String> lines(String id, String name, String text) {
        return language(name)
                .filter(_ -> text.length() <= CHARACTERS_MAX)
                .map(language -> ready.get(new Key(id, language), key -> coloured(text, key.language())))
                .orElseGet(() -> plain(text));
    }

    /// The lines of a file as git counts them; none when it has other ends of lines, so that the two could
    /// differ.
    public List<String> changed(String id, String name, String text) {
        for (int i = text.indexOf('\r'); i >= 0; i = text.indexOf('\r', i + 1))
            if (i + 1 < text.length() && text.charAt(i + 1) != '\n') return List.of();
        return language(name).isEmpty() ? List.of() : lines(id, name, text);
    }

    /// A block of code in a text, as HTML that is safe to put into a page.
    ///
    /// @param word what the text calls its language; empty when it says nothing
    public String block(String word, String text) {
        String lower = word.toLowerCase(Locale.ROOT);
        var language = text.length() > CHARACTERS_MAX
                ? Optional.<String>empty()
                : language("x." + WORDS.getOrDefault(lower, lower));
        return String.join("\n", language.map(it -> coloured(text, it)).orElseGet(() -> plain(text)));
    }

    private static Optional<String> language(String name) {
        return Optional.ofNullable(FileTypeUtil.get().guessContentType(new File(name)))
                .filter(language -> !language.equals(SyntaxConstants.SYNTAX_STYLE_NONE));
    }

    private static List<String> plain(String text) {
        return text.lines().map(Highlighter::shown).toList();
    }

    private static List<String> coloured(String text, String language) {
        return coloured(text.lines().toList(), language);
    }

    private static List<String> coloured(List<String> all, String language) {
        var lexer = TokenMakerFactory.getDefaultInstance().getTokenMaker(language);
        var lines = new ArrayList<String>();
        int state = TokenTypes.NULL;
        for (String line : all) {
            var out = new StringBuilder(line.length() + 64);
            int written = 0;
            Token token = line.length() > LINE_CHARACTERS_MAX
                    ? null
                    : lexer.getTokenList(new Segment(line.toCharArray(), 0, line.length()), state, 0);
            // The last token tells in what state the next line begins: within a comment, say.
            for (; token != null; token = token.getNextToken()) {
                state = token.getType();
                if (!token.isPaintable()) continue;
                int end = Math.clamp(token.getEndOffset(), written, line.length());
                piece(line, written, end, look(state), out);
                written = end;
            }
            // Whatever a lexer passed over is shown all the same.
            lines.add(escape(line, written, line.length(), out).toString());
        }
        return List.copyOf(lines);
    }

    private static void piece(String line, int from, int to, String look, StringBuilder out) {
        if (!look.isEmpty()) out.append("<span class=\"").append(look).append("\">");
        escape(line, from, to, out);
        if (!look.isEmpty()) out.append("</span>");
    }

    private static StringBuilder escape(String line, int from, int to, StringBuilder out) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> {
                    if (turns(c)) out.append("<bdi class=\"u\" title=\"U+%04X\">%c</bdi>".formatted((int) c, c));
                    else out.append(c);
                }
            }
        }
        return out;
    }

    /// Whether a character changes the direction of those that follow: code that has one may not be what it
    /// looks like
    /// (CVE-2021-42574), so that it is shown, and kept from having an effect.
    private static boolean turns(char c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    /// One line of code as HTML that is safe to put into a page, without colours.
    public static String shown(String line) {
        return escape(line, 0, line.length(), new StringBuilder(line.length() + 16))
                .toString();
    }

    /// Some lines of a file that stand together, each as HTML that is safe to put into a page. Where a comment began
    /// before them, colours may be wrong.
    ///
    /// @param name of the file, which tells its language
    public static List<String> piece(String name, List<String> lines) {
        var language = language(name).filter(_ -> lines.size() <= PIECE_LINES_MAX);
        return language.map(it -> coloured(lines, it))
                .orElseGet(() -> lines.stream().map(Highlighter::shown).toList());
    }

    /// A line of code that is HTML already, with some of its characters marked.
    ///
    /// @param spans of the line as it was written, in order
    static String marked(String html, List<WordDiff.Span> spans) {
        return marked(html, spans, "b");
    }

    /// The same.
    ///
    /// @param mark the element that marks
    public static String marked(String html, List<WordDiff.Span> spans, String mark) {
        var out = new StringBuilder(html.length() + 40);
        int next = 0;
        int character = 0;
        boolean open = false;
        for (int i = 0; i < html.length(); ) {
            char c = html.charAt(i);
            int end = c == '<' ? html.indexOf('>', i) + 1 : c == '&' ? html.indexOf(';', i) + 1 : i + 1;
            while (next < spans.size() && spans.get(next).to() <= character) next++;
            boolean within = c != '<'
                    && next < spans.size()
                    && spans.get(next).from() <= character
                    && character < spans.get(next).to();
            // Marks stand within whatever colours, so that both nest.
            if (open && !within) out.append("</").append(mark).append('>');
            if (within && !open) out.append('<').append(mark).append('>');
            open = within;
            out.append(html, i, end);
            if (c != '<') character++;
            i = end;
        }
        return open ? out.append("</").append(mark).append('>').toString() : out.toString();
    }

    /// The class in the stylesheet for a kind of token; empty for what looks as the text does.
    private static String look(int type) {
        return switch (type) {
            case TokenTypes.COMMENT_EOL,
                    TokenTypes.COMMENT_MULTILINE,
                    TokenTypes.COMMENT_DOCUMENTATION,
                    TokenTypes.COMMENT_KEYWORD,
                    TokenTypes.COMMENT_MARKUP,
                    TokenTypes.MARKUP_COMMENT -> "c";
            case TokenTypes.LITERAL_STRING_DOUBLE_QUOTE,
                    TokenTypes.LITERAL_CHAR,
                    TokenTypes.LITERAL_BACKQUOTE,
                    TokenTypes.REGEX,
                    TokenTypes.MARKUP_TAG_ATTRIBUTE_VALUE,
                    TokenTypes.MARKUP_CDATA,
                    TokenTypes.ERROR_STRING_DOUBLE,
                    TokenTypes.ERROR_CHAR -> "s";
            case TokenTypes.LITERAL_NUMBER_DECIMAL_INT,
                    TokenTypes.LITERAL_NUMBER_FLOAT,
                    TokenTypes.LITERAL_NUMBER_HEXADECIMAL,
                    TokenTypes.LITERAL_BOOLEAN,
                    TokenTypes.MARKUP_ENTITY_REFERENCE -> "n";
            case TokenTypes.RESERVED_WORD, TokenTypes.RESERVED_WORD_2, TokenTypes.MARKUP_TAG_NAME -> "k";
            case TokenTypes.DATA_TYPE, TokenTypes.FUNCTION, TokenTypes.MARKUP_TAG_ATTRIBUTE -> "t";
            case TokenTypes.VARIABLE -> "v";
            case TokenTypes.ANNOTATION,
                    TokenTypes.PREPROCESSOR,
                    TokenTypes.MARKUP_DTD,
                    TokenTypes.MARKUP_PROCESSING_INSTRUCTION -> "m";
            default -> "";
        };
    }
}
