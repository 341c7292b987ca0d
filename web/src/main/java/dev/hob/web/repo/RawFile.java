package dev.hob.web.repo;

import dev.hob.node.code.Blobs;
import dev.hob.node.code.TreeEntry;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.IOUtils;
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

    /// What browsers play. Anything that is text by its bytes is none, whatever it is called.
    private static final Map<String, String> MEDIA = Map.ofEntries(
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("aac", "audio/aac"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("flac", "audio/flac"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("ogv", "video/ogg"),
            Map.entry("webm", "video/webm"));

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
            transfer(context, bytes, stream.size());
        }
    }

    /// Sends bytes that are known by an id of theirs, as that file.
    public static void send(Context context, String id, String name, byte[] bytes, Keeping keeping, boolean download) {
        if (unchanged(context, id, keeping)) return;
        describe(context, name, RawText.isBinary(bytes, bytes.length, true), download);
        try {
            transfer(context, new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + name, e);
        }
    }

    /// Sends bytes of anybody's that are known by an id of theirs, as a file to be kept.
    static void send(Context context, String id, String name, InputStream bytes, long size) throws IOException {
        if (unchanged(context, id, new Keeping(false, false))) return;
        describe(context, name, true, true);
        transfer(context, bytes, size);
    }

    /// All of it, or the part that is asked for: players begin anywhere, and downloads go on.
    private static void transfer(Context context, InputStream bytes, long size) throws IOException {
        var answer = context.res();
        context.header("Accept-Ranges", "bytes");
        switch (ByteRange.of(context.header("Range"), size)) {
            case ByteRange.All _ -> all(context, bytes, size);
            case ByteRange.Part part
            when isSame(context) -> {
                context.status(206);
                context.header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
                answer.setContentLengthLong(part.length());
                IOUtils.copyLarge(bytes, answer.getOutputStream(), part.first(), part.length());
            }
            case ByteRange.Part _ -> all(context, bytes, size);
            case ByteRange.None _ -> {
                context.header("Content-Range", "bytes */" + size);
                context.status(416);
            }
        }
    }

    private static void all(Context context, InputStream bytes, long size) throws IOException {
        context.res().setContentLengthLong(size);
        bytes.transferTo(context.res().getOutputStream());
    }

    /// Whether what is asked for is a part of what the client has the beginning of (RFC 9110, section 13.1.5).
    private static boolean isSame(Context context) {
        String had = context.header("If-Range");
        return had == null || had.equals(context.res().getHeader("ETag"));
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

    /// Whatever it is, it is a picture, sound or film, plain text, or something to keep: never a page.
    private static void describe(Context context, String name, boolean binary, boolean download) {
        var shown = picture(name).or(() -> media(name).filter(_ -> binary));
        boolean kept = shown.isEmpty() && binary;
        if (kept || download) context.header("Content-Disposition", "attachment; filename*=UTF-8''" + escaped(name));
        context.contentType(shown.orElse(binary ? "application/octet-stream" : "text/plain; charset=utf-8"));
        context.disableCompression();
    }

    /// Whether a file of this name is a picture that a page may show.
    public static boolean isPicture(String name) {
        return picture(name).isPresent();
    }

    /// The type of a picture that a page may show; empty for anything else.
    static Optional<String> picture(String name) {
        return Optional.ofNullable(PICTURES.get(extension(name)));
    }

    /// The type of sound or film that a page may play; empty for anything else.
    static Optional<String> media(String name) {
        return Optional.ofNullable(MEDIA.get(extension(name)));
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String escaped(String name) {
        return Urls.path(name).replace("/", "%2F").replace(",", "%2C").replace("=", "%3D");
    }
}
