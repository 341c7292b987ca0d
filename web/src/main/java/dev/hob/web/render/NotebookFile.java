package dev.hob.web.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A Jupyter notebook (nbformat 4) as its file has it. Nothing in it is safe yet.
///
/// @param language of its code
/// @param cut whether there is more
record NotebookFile(String language, List<Part> parts, boolean cut) {
    static final NotebookFile EMPTY = new NotebookFile("", List.of(), false);

    private static final int CELLS_MAX = 500;
    private static final List<String> PICTURES = List.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final String SVG = "image/svg+xml";
    /// Colours and the like of a terminal (ECMA-48, control sequences).
    private static final Pattern CONTROLS = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

    private static final ObjectMapper JSON = new ObjectMapper();

    NotebookFile {
        parts = List.copyOf(parts);
    }

    /// What a cell is.
    enum Kind {
        CODE,
        PROSE,
        RAW
    }

    /// A cell.
    ///
    /// @param id empty in notebooks that give none (before nbformat 4.5)
    /// @param run as the how manyeth it was run
    record Part(String id, Kind kind, OptionalInt run, String source, List<Output> outputs) {
        Part {
            outputs = List.copyOf(outputs);
        }
    }

    /// What came out of code, in the form that says most.
    sealed interface Output {
        /// The same in words; empty where there are none.
        String words();
    }

    /// Words.
    record Words(String words) implements Output {}

    /// A picture.
    ///
    /// @param packed in Base64
    record Picture(String type, String packed, String words) implements Output {}

    /// HTML as the program wrote it.
    record Sheet(String html, String words) implements Output {}

    /// Markdown.
    record Prose(String words) implements Output {}

    /// Reads one; empty when it is none, or of a form of long ago.
    static Optional<NotebookFile> of(String text) {
        JsonNode all;
        try {
            all = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        var cells = all.path("cells");
        if (!cells.isArray()) return Optional.empty();
        var parts = new ArrayList<Part>();
        String language = language(all.path("metadata"));
        for (var cell : cells) {
            if (parts.size() == CELLS_MAX) return Optional.of(new NotebookFile(language, parts, true));
            parts.add(part(cell));
        }
        return Optional.of(new NotebookFile(language, parts, false));
    }

    private static String language(JsonNode metadata) {
        String said = metadata.path("language_info").path("name").asText("");
        return said.isEmpty() ? metadata.path("kernelspec").path("language").asText("python") : said;
    }

    private static Part part(JsonNode cell) {
        var run = cell.path("execution_count");
        var kind =
                switch (cell.path("cell_type").asText("")) {
                    case "markdown" -> Kind.PROSE;
                    case "code" -> Kind.CODE;
                    default -> Kind.RAW;
                };
        return new Part(
                cell.path("id").asText(""),
                kind,
                kind == Kind.CODE && run.isInt() ? OptionalInt.of(run.intValue()) : OptionalInt.empty(),
                lines(cell.path("source")),
                kind == Kind.CODE ? outputs(cell.path("outputs")) : List.of());
    }

    private static List<Output> outputs(JsonNode all) {
        var outputs = new ArrayList<Output>();
        for (var output : all)
            switch (output.path("output_type").asText("")) {
                case "stream" -> outputs.add(new Words(plain(lines(output.path("text")))));
                case "error" -> outputs.add(new Words(plain(lines(output.path("traceback"), "\n"))));
                case "execute_result", "display_data" -> outputs.add(data(output.path("data")));
                default -> {
                    // What is not known yet says nothing.
                }
            }
        return outputs;
    }

    /// The form that says most.
    private static Output data(JsonNode data) {
        String words = plain(lines(data.path("text/plain")));
        for (String type : PICTURES) {
            String packed = lines(data.path(type)).replaceAll("\\s", "");
            if (!packed.isEmpty() && isBase64(packed)) return new Picture(type, packed, words);
        }
        String drawn = lines(data.path(SVG));
        if (!drawn.isEmpty()) return new Picture(SVG, Base64.getEncoder().encodeToString(drawn.getBytes(UTF_8)), words);
        String html = lines(data.path("text/html"));
        if (!html.isEmpty()) return new Sheet(html, words);
        String prose = lines(data.path("text/markdown"));
        return prose.isEmpty() ? new Words(words) : new Prose(prose);
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String plain(String text) {
        return CONTROLS.matcher(text).replaceAll("");
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
}
