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
        String tag = "\"" + entry.id().name() + "\"";
        context.header("ETag", tag);
        context.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        context.header("Cache-Control", keeping.header());
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        var stream = blobs.open(repository, entry.id()).orElseThrow(Stop::notFound);
        try (var bytes = stream.bytes()) {
            // Whatever it is, it is a picture, plain text, or something to keep: never a page.
            var picture = picture(entry.name());
            boolean kept = picture.isEmpty() && stream.binary();
            if (kept || download) context.header("Content-Disposition", "attachment; filename*=UTF-8''" + named(entry));
            context.contentType(
                    picture.orElse(stream.binary() ? "application/octet-stream" : "text/plain; charset=utf-8"));
            context.disableCompression();
            context.res().setContentLengthLong(stream.size());
            bytes.transferTo(context.res().getOutputStream());
        }
    }

    /// The type of a picture that a page may show; empty for anything else.
    static Optional<String> picture(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(PICTURES.get(extension));
    }

    private static String named(TreeEntry entry) {
        return Urls.path(entry.name()).replace("/", "%2F").replace(",", "%2C").replace("=", "%3D");
    }
}
