package dev.hob.web.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.Utf8ByteOutput;
import gg.jte.resolve.DirectoryCodeResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Renders templates: those that were compiled with the house, or, for who works on them, those of a source tree as
/// they are at this moment. Shared between threads.
public final class Views {
    private final TemplateEngine engine;
    private final Optional<AtomicLong> editions;
    private final String version;

    private Views(TemplateEngine engine, Optional<AtomicLong> editions, String version) {
        this.engine = engine;
        this.editions = editions;
        this.version = version;
    }

    /// The templates of this build.
    public static Views built() {
        var engine = TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.hob.web.templates");
        return new Views(engine, Optional.empty(), build());
    }

    /// The templates in a folder, compiled anew when they change. Slow, and for developers only.
    public static Views edited(Path templates) {
        try {
            var engine = TemplateEngine.create(
                    new DirectoryCodeResolver(templates),
                    Files.createTempDirectory("hob-templates"),
                    ContentType.Html,
                    Views.class.getClassLoader());
            engine.setTrimControlStructures(true);
            return new Views(engine, Optional.of(new AtomicLong()), "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for compiled templates", e);
        }
    }

    /// What tells this build's pages from another's: the file that holds them.
    private static String build() {
        try {
            var place = Path.of(Views.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.getLastModifiedTime(place).toMillis() + "-" + Files.size(place);
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError("the house lies in a file or folder", e);
        }
    }

    /// Another one for other templates: pages that readers hold from before must not be taken for the same.
    public String version() {
        return editions.map(it -> "edited-" + it.incrementAndGet()).orElse(version);
    }

    /// Whether what was rendered before may be shown again.
    public boolean keeps() {
        return editions.isEmpty();
    }

    /// The page as UTF-8 bytes.
    public byte[] render(String template, Map<String, Object> values) {
        var out = new Utf8ByteOutput();
        engine.render(template, values, out);
        return out.toByteArray();
    }

    /// A part of a page as HTML.
    public String part(String template, Map<String, Object> values) {
        var out = new StringOutput();
        engine.render(template, values, out);
        return out.toString();
    }
}
