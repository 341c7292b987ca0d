package dev.hob.web.repo;

import dev.hob.node.code.Blobs;
import dev.hob.node.code.TreeEntry;
import dev.hob.web.html.Stop;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
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

    /// Sends a file; `immutable` when its address says which commit's it is.
    public static void send(
            Context context, Repository repository, Blobs blobs, TreeEntry entry, boolean isPrivate, boolean immutable)
            throws IOException {
        String tag = "\"" + entry.id().name() + "\"";
        context.header("ETag", tag);
        context.header("Content-Security-Policy", "default-src 'none'; sandbox");
        context.header(
                "Cache-Control",
                (isPrivate ? "private" : "public") + (immutable ? ", max-age=31536000, immutable" : ", no-cache"));
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        var shown = blobs.shown(repository, entry.id()).orElseThrow(Stop::notFound);
        String picture = PICTURES.get(RepoPages.extension(entry.name()));
        // Whatever it is, it is a picture, plain text, or something to keep: never a page.
        if (picture != null) context.contentType(picture);
        else if (!shown.binary()) context.contentType("text/plain; charset=utf-8");
        else context.contentType("application/octet-stream").header("Content-Disposition", "attachment");
        var stream = blobs.open(repository, entry.id()).orElseThrow(Stop::notFound);
        try (var bytes = stream.bytes()) {
            context.disableCompression();
            context.res().setContentLengthLong(stream.size());
            bytes.transferTo(context.res().getOutputStream());
        }
    }
}
