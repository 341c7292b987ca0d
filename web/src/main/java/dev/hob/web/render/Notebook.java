package dev.hob.web.render;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.text.Html;
import dev.hob.web.render.NotebookFile.Output;
import dev.hob.web.render.NotebookFile.Part;
import dev.hob.web.render.NotebookFile.Picture;
import dev.hob.web.render.NotebookFile.Prose;
import dev.hob.web.render.NotebookFile.Sheet;
import dev.hob.web.render.NotebookFile.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// A Jupyter notebook to read: what was written, what was run, and what came out, as HTML that does no harm. Pictures
/// that it carries stand in the page itself.
public record Notebook(List<Cell> cells, boolean cut) {
    private static final int OUTPUT_CHARACTERS_MAX = 50_000;

    public Notebook {
        cells = List.copyOf(cells);
    }

    /// A part of it.
    ///
    /// @param run as the how manyeth it was run; empty for texts, and for code that was not
    public record Cell(boolean isCode, OptionalInt run, String html, List<String> outputs) {
        public Cell {
            outputs = List.copyOf(outputs);
        }
    }

    /// How texts become HTML.
    ///
    /// @param prose Markdown
    /// @param code of a language, by its word
    public record Means(UnaryOperator<String> prose, BinaryOperator<String> code) {}

    /// Whether a file of this name is one.
    public static boolean isNotebook(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".ipynb");
    }

    /// Reads one; empty when it is none, or of a form of long ago.
    public static Optional<Notebook> of(String text, Means means) {
        return NotebookFile.of(text)
                .map(file -> new Notebook(
                        file.parts().stream()
                                .map(it -> cell(it, file.language(), means))
                                .toList(),
                        file.cut()));
    }

    private static Cell cell(Part part, String language, Means means) {
        return switch (part.kind()) {
            case PROSE -> new Cell(false, part.run(), means.prose().apply(part.source()), List.of());
            case CODE ->
                new Cell(
                        true,
                        part.run(),
                        block(means.code().apply(language, part.source())),
                        part.outputs().stream()
                                .map(it -> html(it, means.prose()))
                                .toList());
            case RAW -> new Cell(false, part.run(), block(escaped(part.source())), List.of());
        };
    }

    /// What came out, safe to be put into a page.
    static String html(Output output, UnaryOperator<String> prose) {
        return switch (output) {
            case Words(String words) -> plain(words);
            case Picture(String type, String packed, String _) ->
                "<img alt=\"" + escaped(text("render.what-the-code-drew")).replace("\"", "&quot;") + "\" src=\"data:"
                        + type + ";base64," + packed + "\">";
            case Sheet(String html, String _) -> "<div class=\"prose bare\">" + Html.sanitise(html) + "</div>";
            case Prose(String words) -> prose.apply(words);
        };
    }

    /// A text as it is.
    static String plain(String text) {
        boolean cut = text.length() > OUTPUT_CHARACTERS_MAX;
        String shown = cut ? text.substring(0, OUTPUT_CHARACTERS_MAX) : text;
        return block(escaped(shown.stripTrailing()))
                + (cut ? "<p class=\"soft\">" + escaped(text("render.more-in-the-source")) + "</p>" : "");
    }

    private static String block(String html) {
        return "<pre tabindex=\"0\"><code>" + html.stripTrailing() + "\n</code></pre>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
