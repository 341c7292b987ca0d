package dev.hob.web.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.web.html.KeptFiles;
import dev.hob.web.html.WebJar;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The libraries with which a page draws what it shows: MathJax, Mermaid, PDF.js. Each is asked for when a page has
/// something for it. Shared between threads.
public final class Viewers {
    private static final Map<String, WebJar> JARS =
            Map.of("mathjax", WebJar.npm("mathjax"), "mermaid", WebJar.npm("mermaid"), "pdf", WebJar.npm("pdfjs-dist"));

    private static final Pattern FILE = Pattern.compile("(mathjax|mermaid|pdf)/((?:[a-zA-Z0-9_-]+/)*[a-zA-Z0-9_.-]+)");
    /// MathJax has its scripts in a folder of their own.
    private static final String SCRIPTS_OF_MATHJAX = "es5/";

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "ttf", "font/ttf",
            "pfb", "application/octet-stream",
            "bcmap", "application/octet-stream");

    /// A frame in which a diagram is drawn: it may run our scripts and give itself a style, and nothing else. It is of
    /// an origin of its own, so that nothing there is anybody's here.
    private static final String FRAMED =
            "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:;"
                    + " font-src data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox allow-scripts";

    private final String tag;
    private final KeptFiles files = new KeptFiles(Viewers::read);

    /// Looks which versions there are.
    public Viewers() {
        var sum = new CRC32();
        for (String name : List.of("mathjax", "mermaid", "pdf"))
            sum.update((name + " " + jar(name).version()).getBytes(UTF_8));
        this.tag = Long.toHexString(sum.getValue());
    }

    /// Leads to the script that knows them, in the folder of addresses that is theirs: another one for other versions.
    public void enter(Context context) {
        context.header("Cache-Control", "public, max-age=300");
        context.redirect("/-/viewers/" + tag + "/rich.js");
    }

    /// Answers with a file of one of them, to be kept for ever.
    public void send(Context context) {
        String name = context.pathParam("rest");
        var type = Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        if (tag.equals(context.pathParam("tag")) && type.isPresent()) files.send(context, name, type.get());
        else context.status(404);
    }

    /// The page that a diagram's frame is.
    public static Handler framed(Handler page) {
        return context -> {
            page.handle(context);
            context.header("Content-Security-Policy", FRAMED);
        };
    }

    /// What such a frame may ask for, although it is of another origin.
    public static Handler forFrames(Handler script) {
        return context -> {
            script.handle(context);
            context.header("Cross-Origin-Resource-Policy", "cross-origin");
        };
    }

    private static WebJar jar(String name) {
        return Optional.ofNullable(JARS.get(name)).orElseThrow(() -> new AssertionError(name));
    }

    private static Optional<byte[]> read(String name) {
        var file = FILE.matcher(name);
        if (!file.matches()) return Optional.empty();
        String within = file.group(1).equals("mathjax") ? SCRIPTS_OF_MATHJAX : "";
        return jar(file.group(1)).file(within + file.group(2));
    }
}
