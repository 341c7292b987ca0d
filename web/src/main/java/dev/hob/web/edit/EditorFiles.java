package dev.hob.web.edit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.web.html.KeptFiles;
import dev.hob.web.html.WebJar;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// The modules of CodeMirror, from their jars as their authors wrote them; only the names by which they ask for each
/// other become addresses. Shared between threads.
public final class EditorFiles {
    private static final Pattern IMPORT = Pattern.compile("(from\\s*)[\"']([@a-z][a-z0-9@/-]*)[\"']");
    private static final Pattern MODE = Pattern.compile("mode/[a-z0-9-]{1,30}\\.js");

    /// A library, one file of which is served.
    ///
    /// @param asked how the others ask for it
    private record Library(String asked, WebJar jar, String file) {
        static Library npm(String asked, String artifact, String file) {
            return new Library(asked, WebJar.npm(artifact), file);
        }

        byte[] bytes() {
            return jar.file(file).orElseThrow(() -> new AssertionError(asked + " belongs to the house"));
        }
    }

    private static final Map<String, Library> LIBRARIES = Map.ofEntries(
            Map.entry("state.js", Library.npm("@codemirror/state", "codemirror__state", "dist/index.js")),
            Map.entry("view.js", Library.npm("@codemirror/view", "codemirror__view", "dist/index.js")),
            Map.entry("language.js", Library.npm("@codemirror/language", "codemirror__language", "dist/index.js")),
            Map.entry("commands.js", Library.npm("@codemirror/commands", "codemirror__commands", "dist/index.js")),
            Map.entry("search.js", Library.npm("@codemirror/search", "codemirror__search", "dist/index.js")),
            Map.entry("common.js", Library.npm("@lezer/common", "lezer__common", "dist/index.js")),
            Map.entry("highlight.js", Library.npm("@lezer/highlight", "lezer__highlight", "dist/index.js")),
            Map.entry(
                    "markdown.js",
                    new Library(
                            "@lezer/markdown",
                            new WebJar("org.mvnpm.at.lezer", "markdown", "_static/at/lezer/markdown"),
                            "dist/index.js")),
            Map.entry(
                    "cluster.js",
                    Library.npm("@marijn/find-cluster-break", "marijn__find-cluster-break", "src/index.js")),
            Map.entry("style.js", Library.npm("style-mod", "style-mod", "src/style-mod.js")),
            Map.entry("keyname.js", Library.npm("w3c-keyname", "w3c-keyname", "index.js")),
            Map.entry("crelt.js", Library.npm("crelt", "crelt", "index.js")));

    private static final WebJar MODES = WebJar.npm("codemirror__legacy-modes");

    /// What the editor begins with; the rest comes when a file is of that language.
    private static final List<String> FIRST = List.of(
            "field.js",
            "view.js",
            "state.js",
            "language.js",
            "commands.js",
            "search.js",
            "common.js",
            "highlight.js",
            "cluster.js",
            "style.js",
            "keyname.js",
            "crelt.js");

    private final String tag;
    private final Map<String, String> addresses;
    private final KeptFiles files = new KeptFiles(this::read);

    /// Looks which versions there are.
    public EditorFiles() {
        var sum = new CRC32();
        LIBRARIES.values().stream()
                .map(it -> it.jar().artifact() + " " + it.jar().version())
                .sorted()
                .forEach(it -> sum.update(it.getBytes(UTF_8)));
        sum.update(MODES.version().getBytes(UTF_8));
        this.tag = Long.toHexString(sum.getValue());
        this.addresses = LIBRARIES.entrySet().stream()
                .collect(Collectors.toMap(it -> it.getValue().asked(), it -> "./" + it.getKey()));
    }

    /// The folder of addresses in which they are: another one for other versions.
    public String folder() {
        return "/-/editor/" + tag;
    }

    /// The names of those that each page with an editor needs.
    public List<String> first() {
        return FIRST;
    }

    /// Answers with one of them, to be kept for ever.
    public void send(Context context) {
        if (tag.equals(context.pathParam("tag")))
            files.send(context, context.pathParam("rest"), "text/javascript; charset=utf-8");
        else context.status(404);
    }

    private Optional<byte[]> read(String name) {
        var library = LIBRARIES.get(name);
        if (library != null) return Optional.of(addressed(library.bytes()));
        return MODE.matcher(name).matches() ? MODES.file(name) : Optional.empty();
    }

    private byte[] addressed(byte[] text) {
        return IMPORT.matcher(new String(text, UTF_8))
                .replaceAll(found -> addresses.containsKey(found.group(2))
                        ? found.group(1) + "\"" + addresses.get(found.group(2)) + "\""
                        : "$0")
                .getBytes(UTF_8);
    }
}
