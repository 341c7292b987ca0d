package dev.hob.node.outside;

import dev.hob.node.language.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/// Reads what is answered, up to a limit that counts what comes out of a packing.
final class Bodies {
    private static final int BUFFER = 16 * 1024;

    private Bodies() {}

    /// Why a body is not taken.
    static final class UntakenException extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Refusal why;

        UntakenException(Refusal why) {
            super(why.told());
            this.why = why;
        }

        Refusal why() {
            return why;
        }
    }

    static byte[] read(ClassicHttpResponse response, String host, int bytesMax) throws IOException {
        var entity = response.getEntity();
        if (entity == null) return new byte[0];
        if (entity.getContentLength() > bytesMax) throw tooLarge(host, bytesMax);
        try {
            return bounded(open(response, host), host, bytesMax);
        } catch (java.io.EOFException | ZipException e) {
            if (packing(entity).equals("identity")) throw e;
            var garbled =
                    new UntakenException(new Refusal.Unreadable(Messages.text("outside.cannot-be-unpacked", host)));
            garbled.initCause(e);
            throw garbled;
        }
    }

    /// The body, unpacked as it is read, without a limit.
    static InputStream open(ClassicHttpResponse response, String host) throws IOException {
        var entity = response.getEntity();
        if (entity == null) return InputStream.nullInputStream();
        var in = entity.getContent();
        return switch (packing(entity)) {
            case "identity" -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in, BUFFER);
            default ->
                throw new UntakenException(new Refusal.Unreadable(Messages.text("outside.packed-otherwise", host)));
        };
    }

    private static String packing(HttpEntity entity) {
        String named = entity.getContentEncoding();
        return named == null || named.isBlank() ? "identity" : named.strip().toLowerCase(Locale.ROOT);
    }

    private static byte[] bounded(InputStream in, String host, int bytesMax) throws IOException {
        var whole = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (whole.size() + read > bytesMax) throw tooLarge(host, bytesMax);
            whole.write(buffer, 0, read);
        }
        return whole.toByteArray();
    }

    private static UntakenException tooLarge(String host, int bytesMax) {
        return new UntakenException(new Refusal.TooLarge(Messages.text("outside.answered-too-much", host, bytesMax)));
    }
}
