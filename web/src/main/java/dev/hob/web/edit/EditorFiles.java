package dev.hob.web.edit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The modules of CodeMirror, from their jars as their authors wrote them; only the names by which they ask for each
/// other become addresses. Shared between threads.
public final class EditorFiles {
    private static final String WEBJARS = "org.webjars.npm";
    private static final Pattern IMPORT = Pattern.compile("(from\\s*)[\"']([@a-z][a-z0-9@/-]*)[\"']");
    private static final Pattern MODE = Pattern.compile("mode/[a-z0-9-]{1,30}\\.js");

    /// A library, one file of which is served.
    ///
    /// @param asked how the others ask for it
    private record Library(String asked, String group, String artifact, String folder, String file) {
        static Library webjar(String asked, String artifact, String file) {
            return new Library(asked, WEBJARS, artifact, "webjars/" + artifact, file);
        }

        String version() {
            try (var in = open("META-INF/maven/" + group + "/" + artifact + "/pom.properties")) {
                var properties = new Properties();
                properties.load(in);
                return properties.getProperty("version", "");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the version of " + artifact, e);
            }
        }

        String resource(String path) {
            return "META-INF/resources/" + folder + "/" + version() + "/" + path;
        }
    }

    private static final Map<String, Library> LIBRARIES = Map.ofEntries(
            Map.entry("state.js", Library.webjar("@codemirror/state", "codemirror__state", "dist/index.js")),
            Map.entry("view.js", Library.webjar("@codemirror/view", "codemirror__view", "dist/index.js")),
            Map.entry("language.js", Library.webjar("@codemirror/language", "codemirror__language", "dist/index.js")),
            Map.entry("commands.js", Library.webjar("@codemirror/commands", "codemirror__commands", "dist/index.js")),
            Map.entry("search.js", Library.webjar("@codemirror/search", "codemirror__search", "dist/index.js")),
            Map.entry("common.js", Library.webjar("@lezer/common", "lezer__common", "dist/index.js")),
            Map.entry("highlight.js", Library.webjar("@lezer/highlight", "lezer__highlight", "dist/index.js")),
            Map.entry(
                    "markdown.js",
                    new Library(
                            "@lezer/markdown",
                            "org.mvnpm.at.lezer",
                            "markdown",
                            "_static/at/lezer/markdown",
                            "dist/index.js")),
            Map.entry(
                    "cluster.js",
                    Library.webjar("@marijn/find-cluster-break", "marijn__find-cluster-break", "src/index.js")),
            Map.entry("style.js", Library.webjar("style-mod", "style-mod", "src/style-mod.js")),
            Map.entry("keyname.js", Library.webjar("w3c-keyname", "w3c-keyname", "index.js")),
            Map.entry("crelt.js", Library.webjar("crelt", "crelt", "index.js")));

    private static final Library MODES = Library.webjar("@codemirror/legacy-modes", "codemirror__legacy-modes", "mode");

    /// What the editor begins with; the rest comes when a file is of that language.
    private static final List<String> FIRST = List.of(
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
    private final Map<String, byte[]> packed = new ConcurrentHashMap<>();

    /// Looks which versions there are.
    public EditorFiles() {
        var sum = new CRC32();
        LIBRARIES.values().stream()
                .map(it -> it.artifact() + " " + it.version())
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
        String name = context.pathParam("rest");
        var bytes = tag.equals(context.pathParam("tag")) ? packed(name) : Optional.<byte[]>empty();
        if (bytes.isEmpty()) {
            context.status(404);
            return;
        }
        String accepted = context.header("Accept-Encoding");
        context.header("Cache-Control", "public, max-age=31536000, immutable").header("Vary", "Accept-Encoding");
        context.contentType("text/javascript; charset=utf-8");
        if (accepted != null && accepted.contains("gzip"))
            context.header("Content-Encoding", "gzip").result(bytes.get());
        else context.result(unpacked(bytes.get()));
    }

    private Optional<byte[]> packed(String name) {
        var known = packed.get(name);
        if (known != null) return Optional.of(known);
        return read(name).map(text -> packed.computeIfAbsent(name, _ -> pack(text)));
    }

    private Optional<String> read(String name) {
        var library = Optional.ofNullable(LIBRARIES.get(name));
        if (library.isPresent())
            return Optional.of(
                    addressed(text(library.get().resource(library.get().file()))));
        if (!MODE.matcher(name).matches()) return Optional.empty();
        String resource = MODES.resource(name);
        return EditorFiles.class.getClassLoader().getResource(resource) == null
                ? Optional.empty()
                : Optional.of(text(resource));
    }

    private String addressed(String text) {
        return IMPORT.matcher(text)
                .replaceAll(found -> addresses.containsKey(found.group(2))
                        ? found.group(1) + "\"" + addresses.get(found.group(2)) + "\""
                        : "$0");
    }

    private static String text(String resource) {
        try (var in = open(resource)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static InputStream open(String resource) {
        var in = EditorFiles.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) throw new AssertionError(resource + " belongs to the house");
        return in;
    }

    private static byte[] pack(String text) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack in memory", e);
        }
        return out.toByteArray();
    }

    private static byte[] unpacked(byte[] packed) {
        try (var zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return zip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack in memory", e);
        }
    }
}
