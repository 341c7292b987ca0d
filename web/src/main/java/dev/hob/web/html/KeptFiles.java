package dev.hob.web.html;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Files whose address changes when they do, so that whoever has one keeps it for ever. Compressed once, and kept so.
/// Shared between threads.
public final class KeptFiles {
    private final Function<String, Optional<byte[]>> files;
    private final Map<String, byte[]> packed = new ConcurrentHashMap<>();

    /// @param files gives the bytes of those that there are
    public KeptFiles(Function<String, Optional<byte[]>> files) {
        this.files = files;
    }

    /// Answers with one of them; 404 when there is none of that name.
    ///
    /// @param type its media type
    public void send(Context context, String name, String type) {
        var bytes = Optional.ofNullable(packed.get(name))
                .or(() -> files.apply(name).map(it -> packed.computeIfAbsent(name, _ -> pack(it))));
        if (bytes.isEmpty()) {
            context.status(404);
            return;
        }
        String accepted = context.header("Accept-Encoding");
        context.header("Cache-Control", "public, max-age=31536000, immutable").header("Vary", "Accept-Encoding");
        context.contentType(type);
        if (accepted != null && accepted.contains("gzip"))
            context.header("Content-Encoding", "gzip").result(bytes.get());
        else context.result(unpacked(bytes.get()));
    }

    private static byte[] pack(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
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
