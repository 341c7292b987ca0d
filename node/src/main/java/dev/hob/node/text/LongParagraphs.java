package dev.hob.node.text;

import org.commonmark.internal.ParagraphParser;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockParser;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.jspecify.annotations.Nullable;

/// Divides paragraphs that nobody writes by hand. At each line of a paragraph the parser copies all lines of it so far,
/// to see whether a list or a table begins: of a hundred thousand lines that takes a minute. Owned by one parsing.
final class LongParagraphs extends AbstractBlockParserFactory implements Parser.ParserExtension {
    /// From here on a paragraph ends before the next line that begins with a letter, which is the beginning of nothing
    /// else.
    private static final int LINES = 1_000;

    /// And from here on before any line.
    private static final int LINES_MAX = 1_500;

    private @Nullable BlockParser paragraph;
    private int lines;

    @Override
    public void extend(Parser.Builder parser) {
        parser.customBlockParserFactory(this);
    }

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
        var block = matched.getMatchedBlockParser();
        if (!(block.getBlock() instanceof Paragraph)) return BlockStart.none();
        if (!block.equals(paragraph)) {
            paragraph = block;
            lines = 0;
        }
        lines++;
        if (lines < LINES || (lines < LINES_MAX && !beginsWithLetter(state))) return BlockStart.none();
        return BlockStart.of(new ParagraphParser()).atIndex(state.getIndex());
    }

    private static boolean beginsWithLetter(ParserState state) {
        var line = state.getLine().getContent();
        int at = state.getNextNonSpaceIndex();
        return at < line.length() && Character.isLetter(line.charAt(at));
    }
}
