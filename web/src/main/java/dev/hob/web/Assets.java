package dev.hob.web;

import dev.hob.web.text.Messages;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/// The few files that pages need beside themselves: read once, or each time from a source tree.
final class Assets {
    private final Optional<Path> sources;

    Assets(Optional<Path> sources) {
        this.sources = sources;
    }

    Handler file(String name, String type) {
        return sources.map(folder -> edited(folder.resolve(name), type)).orElseGet(() -> {
            byte[] bytes = built(name);
            String tag = tag(bytes);
            return context -> answer(context, type, bytes, tag, "public, max-age=300");
        });
    }

    /// What scripts say, in the reader's language. One address for all, so that a script can name it.
    static void messages(Context context) {
        byte[] bytes = Messages.script().getBytes(StandardCharsets.UTF_8);
        context.header("Vary", "Accept-Language, Cookie");
        answer(context, "text/javascript; charset=utf-8", bytes, tag(bytes), "private, no-cache");
    }

    private static Handler edited(Path file, String type) {
        return context -> {
            byte[] bytes = Files.readAllBytes(file);
            answer(context, type, bytes, tag(bytes), "no-cache");
        };
    }

    private static void answer(Context context, String type, byte[] bytes, String tag, String keeping) {
        context.header("ETag", tag).header("Cache-Control", keeping);
        if (tag.equals(context.header("If-None-Match"))) context.status(304);
        else context.contentType(type).result(bytes);
    }

    private static String tag(byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        return "\"" + Long.toHexString(sum.getValue()) + "\"";
    }

    private static byte[] built(String name) {
        try (var in = Assets.class.getResourceAsStream("static/" + name)) {
            if (in == null) throw new AssertionError(name + " belongs to the house");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
