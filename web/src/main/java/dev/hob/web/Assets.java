package dev.hob.web;

import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;

/// The few files that pages need beside themselves, read once.
final class Assets {
    private Assets() {}

    static Handler file(String name, String type) {
        byte[] bytes;
        try (var in = Assets.class.getResourceAsStream("static/" + name)) {
            if (in == null) throw new AssertionError(name + " belongs to the house");
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        var sum = new CRC32();
        sum.update(bytes);
        String tag = "\"" + Long.toHexString(sum.getValue()) + "\"";
        return context -> {
            context.header("ETag", tag).header("Cache-Control", "public, max-age=300");
            if (tag.equals(context.header("If-None-Match"))) context.status(304);
            else context.contentType(type).result(bytes);
        };
    }
}
