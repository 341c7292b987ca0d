package dev.hob.web.repo;

import dev.hob.node.code.Blobs;
import dev.hob.node.code.TreeEntry;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Repository;

/// Sends what somebody pushed, byte for byte, in a form that no browser runs.
public final class RawFile {
    private static final Map<String, String> PICTURES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "avif", "image/avif",
            "ico", "image/x-icon",
            "svg", "image/svg+xml");

    private RawFile() {}

    /// Who may keep it, and for how long.
    ///
    /// @param immutable whether the address names the very bytes, so that they never change
    public record Keeping(boolean isPrivate, boolean immutable) {
        String header() {
            return (isPrivate ? "private" : "public") + (immutable ? ", max-age=31536000, immutable" : ", no-cache");
        }
    }

    /// Sends a file; to be kept, when it is a `download`.
    public static void send(
            Context context, Repository repository, Blobs blobs, TreeEntry entry, Keeping keeping, boolean download)
            throws IOException {
        if (unchanged(context, entry.id().name(), keeping)) return;
        var stream = blobs.open(repository, entry.id()).orElseThrow(Stop::notFound);
        try (var bytes = stream.bytes()) {
            describe(context, entry.name(), stream.binary(), download);
            context.res().setContentLengthLong(stream.size());
            bytes.transferTo(context.res().getOutputStream());
        }
    }

    /// Sends bytes that are known by an id of theirs, as that file.
    public static void send(Context context, String id, String name, byte[] bytes, Keeping keeping, boolean download) {
        if (unchanged(context, id, keeping)) return;
        describe(context, name, RawText.isBinary(bytes, bytes.length, true), download);
        context.result(bytes);
    }

    private static boolean unchanged(Context context, String id, Keeping keeping) {
        String tag = "\"" + id + "\"";
        context.header("ETag", tag);
        context.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        context.header("Cache-Control", keeping.header());
        boolean unchanged = tag.equals(context.header("If-None-Match"));
        if (unchanged) context.status(304);
        return unchanged;
    }

    /// Whatever it is, it is a picture, plain text, or something to keep: never a page.
    private static void describe(Context context, String name, boolean binary, boolean download) {
        var picture = picture(name);
        boolean kept = picture.isEmpty() && binary;
        if (kept || download) context.header("Content-Disposition", "attachment; filename*=UTF-8''" + escaped(name));
        context.contentType(picture.orElse(binary ? "application/octet-stream" : "text/plain; charset=utf-8"));
        context.disableCompression();
    }

    /// The type of a picture that a page may show; empty for anything else.
    static Optional<String> picture(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(PICTURES.get(extension));
    }

    private static String escaped(String name) {
        return Urls.path(name).replace("/", "%2F").replace(",", "%2C").replace("=", "%3D");
    }
}
