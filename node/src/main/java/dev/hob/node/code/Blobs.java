package dev.hob.node.code;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;

/// The bytes of files.
public final class Blobs {
    /// The largest file that a page shows; above it there is only the raw form, which streams.
    public static final int SHOWN_BYTES_MAX = 1024 * 1024;

    private static final int SNIFFED_BYTES = 8000;

    /// A file for a page.
    public Optional<Blob> shown(Repository repository, ObjectId id) {
        try (var reader = repository.newObjectReader()) {
            ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
            if (loader.getSize() <= SHOWN_BYTES_MAX) return Optional.of(Blob.of(id, loader.getBytes(SHOWN_BYTES_MAX)));
            try (InputStream in = loader.openStream()) {
                byte[] head = in.readNBytes(SNIFFED_BYTES);
                boolean binary = RawText.isBinary(head, head.length, false);
                return Optional.of(new Blob(id, loader.getSize(), binary, Optional.empty()));
            }
        } catch (MissingObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot read the file " + id.name(), e);
        }
    }

    /// Opens a file to stream it; the caller closes it.
    public Optional<Stream> open(Repository repository, ObjectId id) {
        try (var reader = repository.newObjectReader()) {
            ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
            var bytes = new BufferedInputStream(loader.openStream(), SNIFFED_BYTES);
            bytes.mark(SNIFFED_BYTES);
            byte[] head = bytes.readNBytes(SNIFFED_BYTES - 1);
            bytes.reset();
            boolean binary = RawText.isBinary(head, head.length, head.length == loader.getSize());
            return Optional.of(new Stream(loader.getSize(), binary, bytes));
        } catch (MissingObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot open the file " + id.name(), e);
        }
    }

    /// A file being read.
    ///
    /// @param binary whether its beginning is no text
    public record Stream(long size, boolean binary, InputStream bytes) {}
}
