package dev.hob.node.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.Parser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import org.jspecify.annotations.Nullable;

/// Mathematics in TeX, as GitHub has it: `$…$` and `` $`…`$ `` in a line, `$$…$$` on its own. The TeX stays as it was
/// written, marked by a class, for a script to draw; who has none reads the TeX.
final class Mathematics implements Parser.ParserExtension, HtmlRenderer.HtmlRendererExtension {
    /// What is put on the elements of one: `pre` for what stands on its own.
    static final Pattern CLASSES = Pattern.compile("math(?: math-display)?");

    /// A formula in a line is no longer: each dollar is looked at as the beginning of one.
    private static final int CHARACTERS_MAX = 1000;
    /// After so many characters were read in vain, a paragraph has no formula any more.
    private static final int VAIN_MAX = 200_000;

    private static final char DOLLAR = '$';
    private static final String TWO = "$$";
    private static final int INDENT_OF_CODE = 4;

    /// A formula in a line.
    private static final class Formula extends CustomNode {
        private final String tex;
        private final boolean display;

        Formula(String tex, boolean display) {
            this.tex = tex;
            this.display = display;
        }
    }

    /// One on its own.
    private static final class FormulaBlock extends CustomBlock {
        private String tex = "";
    }

    /// One in a line, by who found it.
    static Node inline(String tex, boolean display) {
        return new Formula(tex, display);
    }

    /// And on its own.
    static Node block(String tex) {
        var block = new FormulaBlock();
        block.tex = tex;
        return block;
    }

    @Override
    public void extend(Parser.Builder parser) {
        parser.customInlineContentParserFactory(new Inlines());
        parser.customBlockParserFactory(Blocks::start);
    }

    @Override
    public void extend(HtmlRenderer.Builder renderer) {
        renderer.nodeRendererFactory(context -> new Renderer(context.getWriter()));
    }

    /// What stands on its own, as HTML.
    static void block(HtmlWriter out, String tex) {
        out.line();
        out.tag("pre", Map.of("class", "math"));
        out.tag("code");
        out.text(tex);
        out.tag("/code");
        out.tag("/pre");
        out.line();
    }

    private static final class Inlines implements InlineContentParserFactory {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of(DOLLAR);
        }

        @Override
        public InlineContentParser create() {
            return new Inline();
        }
    }

    /// Of one paragraph.
    private static final class Inline implements InlineContentParser {
        private int vain;

        @Override
        public @Nullable ParsedInline tryParse(InlineParserState state) {
            var scanner = state.scanner();
            if (vain > VAIN_MAX || isWord(scanner.peekPreviousCodePoint())) return ParsedInline.none();
            scanner.next();
            boolean display = scanner.next(DOLLAR);
            var found = !display && scanner.next('`') ? quoted(scanner) : bare(scanner, display);
            if (found == null) vain += CHARACTERS_MAX;
            return found;
        }

        private static @Nullable ParsedInline quoted(Scanner scanner) {
            var begin = scanner.position();
            for (int read = 0; read < CHARACTERS_MAX && scanner.hasNext(); read++) {
                var end = scanner.position();
                if (!scanner.next('`')) scanner.next();
                else if (scanner.next(DOLLAR)) return formula(scanner, begin, end, false);
            }
            return ParsedInline.none();
        }

        /// A dollar before a space, or one after a space or before a digit, is money.
        private static @Nullable ParsedInline bare(Scanner scanner, boolean display) {
            if (!display && Character.isWhitespace(scanner.peek())) return ParsedInline.none();
            var begin = scanner.position();
            for (int read = 0; read < CHARACTERS_MAX && scanner.hasNext(); read++) {
                var end = scanner.position();
                boolean spaced = Character.isWhitespace(scanner.peekPreviousCodePoint());
                if (scanner.next('\\')) {
                    scanner.next();
                } else if (!scanner.next(DOLLAR)) {
                    scanner.next();
                } else if (display ? scanner.next(DOLLAR) : !spaced && !isWord(scanner.peek())) {
                    return formula(scanner, begin, end, display);
                }
            }
            return ParsedInline.none();
        }

        private static @Nullable ParsedInline formula(Scanner scanner, Position begin, Position end, boolean display) {
            String tex = scanner.getSource(begin, end).getContent();
            return tex.isBlank() ? ParsedInline.none() : ParsedInline.of(new Formula(tex, display), scanner.position());
        }

        private static boolean isWord(int character) {
            return character != Scanner.END && (Character.isLetterOrDigit(character) || character == DOLLAR);
        }
    }

    /// From a line that begins with two dollars to one that ends with two. An empty line, which TeX knows none of
    /// in a formula, says that it was no formula.
    private static final class Blocks extends AbstractBlockParser {
        private final FormulaBlock block = new FormulaBlock();
        private final List<SourceLine> lines = new ArrayList<>();
        private boolean closed;

        static BlockStart start(ParserState state, MatchedBlockParser matched) {
            if (state.getIndent() >= INDENT_OF_CODE) return BlockStart.none();
            var line = state.getLine().getContent();
            String said = line.subSequence(state.getNextNonSpaceIndex(), line.length())
                    .toString()
                    .strip();
            if (!said.startsWith(TWO)) return BlockStart.none();
            String rest = said.substring(TWO.length());
            // One that ends within the line, and goes on with words, stands in that line.
            if (rest.contains(TWO) && rest.indexOf(TWO) != rest.length() - TWO.length()) return BlockStart.none();
            return BlockStart.of(new Blocks()).atIndex(state.getNextNonSpaceIndex());
        }

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            return closed || state.isBlank() ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
        }

        @Override
        public void addLine(SourceLine line) {
            lines.add(line);
            String said = line.getContent().toString().strip();
            closed = said.endsWith(TWO) && (lines.size() > 1 || said.length() > TWO.length() + 1);
        }

        @Override
        public void closeBlock() {
            var said = new StringBuilder();
            for (var line : lines) said.append(line.getContent()).append('\n');
            String whole = said.toString().strip();
            if (closed)
                block.tex = whole.substring(TWO.length(), Math.max(TWO.length(), whole.length() - TWO.length()));
            closed = closed && !block.tex.isBlank();
        }

        @Override
        public void parseInlines(InlineParser parser) {
            if (closed) return;
            var paragraph = new Paragraph();
            block.insertAfter(paragraph);
            block.unlink();
            parser.parse(SourceLines.of(lines), paragraph);
        }
    }

    private record Renderer(HtmlWriter out) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Formula.class, FormulaBlock.class);
        }

        @Override
        public void render(Node node) {
            switch (node) {
                case Formula formula -> {
                    out.tag("code", Map.of("class", formula.display ? "math math-display" : "math"));
                    out.text(formula.tex);
                    out.tag("/code");
                }
                case FormulaBlock block -> block(out, block.tex.strip());
                default -> throw new AssertionError("asked for formulas only");
            }
        }
    }
}
