package dev.hob.web.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.text.Html;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A Jupyter notebook (nbformat 4) to read: what was written, what was run, and what came out, as HTML that does no
/// harm. Pictures that it carries stand in the page itself.
public record Notebook(List<Cell> cells, boolean cut) {
    private static final int CELLS_MAX = 500;
    private static final int OUTPUT_CHARACTERS_MAX = 50_000;
    private static final List<String> PICTURES = List.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final String SVG = "image/svg+xml";
    /// Colours and the like of a terminal (ECMA-48, control sequences).
    private static final Pattern CONTROLS = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

    private static final ObjectMapper JSON = new ObjectMapper();

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
        JsonNode all;
        try {
            all = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        var parts = all.path("cells");
        if (!parts.isArray()) return Optional.empty();
        String language = language(all.path("metadata"));
        var cells = new ArrayList<Cell>();
        for (var part : parts) {
            if (cells.size() == CELLS_MAX) return Optional.of(new Notebook(cells, true));
            cells.add(cell(part, language, means));
        }
        return Optional.of(new Notebook(cells, false));
    }

    private static String language(JsonNode metadata) {
        String said = metadata.path("language_info").path("name").asText("");
        return said.isEmpty() ? metadata.path("kernelspec").path("language").asText("python") : said;
    }

    private static Cell cell(JsonNode part, String language, Means means) {
        String source = lines(part.path("source"));
        return switch (part.path("cell_type").asText("")) {
            case "markdown" ->
                new Cell(false, OptionalInt.empty(), means.prose().apply(source), List.of());
            case "code" -> {
                var run = part.path("execution_count");
                yield new Cell(
                        true,
                        run.isInt() ? OptionalInt.of(run.intValue()) : OptionalInt.empty(),
                        block(means.code().apply(language, source)),
                        outputs(part.path("outputs"), means));
            }
            default -> new Cell(false, OptionalInt.empty(), block(escaped(source)), List.of());
        };
    }

    private static List<String> outputs(JsonNode all, Means means) {
        var outputs = new ArrayList<String>();
        for (var output : all)
            switch (output.path("output_type").asText("")) {
                case "stream" -> outputs.add(plain(lines(output.path("text"))));
                case "error" -> outputs.add(plain(lines(output.path("traceback"), "\n")));
                case "execute_result", "display_data" -> outputs.add(data(output.path("data"), means));
                default -> {
                    // What is not known yet says nothing.
                }
            }
        return outputs;
    }

    /// The form that says most.
    private static String data(JsonNode data, Means means) {
        for (String type : PICTURES) {
            String packed = lines(data.path(type)).replaceAll("\\s", "");
            if (!packed.isEmpty() && isBase64(packed)) return picture(type, packed);
        }
        String drawn = lines(data.path(SVG));
        if (!drawn.isEmpty()) return picture(SVG, Base64.getEncoder().encodeToString(drawn.getBytes(UTF_8)));
        String html = lines(data.path("text/html"));
        if (!html.isEmpty()) return "<div class=\"prose bare\">" + Html.sanitise(html) + "</div>";
        String prose = lines(data.path("text/markdown"));
        if (!prose.isEmpty()) return means.prose().apply(prose);
        return plain(lines(data.path("text/plain")));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String picture(String type, String packed) {
        return "<img alt=\"What the code drew\" src=\"data:" + type + ";base64," + packed + "\">";
    }

    private static String plain(String text) {
        boolean cut = text.length() > OUTPUT_CHARACTERS_MAX;
        String shown = CONTROLS.matcher(cut ? text.substring(0, OUTPUT_CHARACTERS_MAX) : text)
                .replaceAll("");
        return block(escaped(shown.stripTrailing()))
                + (cut ? "<p class=\"soft\">There is more of it in the source.</p>" : "");
    }

    private static String block(String html) {
        return "<pre tabindex=\"0\"><code>" + html.stripTrailing() + "\n</code></pre>";
    }

    /// A text is one, or a list of its lines.
    private static String lines(JsonNode text) {
        return lines(text, "");
    }

    private static String lines(JsonNode text, String between) {
        if (!text.isArray()) return text.asText("");
        var all = new ArrayList<String>();
        text.forEach(line -> all.add(line.asText("")));
        return String.join(between, all);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
