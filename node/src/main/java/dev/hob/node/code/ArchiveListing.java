package dev.hob.node.code;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.commons.io.input.BoundedInputStream;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What is in an archive that somebody pushed. Nothing of it is kept or run; of a zip file only the list at its end is
/// read, and of a compressed tar file so much at most.
///
/// @param cut whether there is more
public record ArchiveListing(List<Entry> entries, boolean cut) {
    /// The largest archive that is looked into.
    public static final int BYTES_MAX = 16 * 1024 * 1024;

    private static final int UNPACKED_BYTES_MAX = 64 * 1024 * 1024;
    private static final int ENTRIES_MAX = 1_000;

    public ArchiveListing {
        entries = List.copyOf(entries);
    }

    /// A file or folder in it.
    ///
    /// @param size in bytes, unpacked; as far as the archive says the truth
    public record Entry(String path, long size, boolean folder) {}

    private enum Kind {
        ZIP,
        TAR,
        TAR_GZ
    }

    /// Whether a file of this name is one that can be listed.
    public static boolean isArchive(String name) {
        return kind(name).isPresent();
    }

    private static Optional<Kind> kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : List.of(".zip", ".jar", ".war", ".whl"))
            if (lower.endsWith(ending)) return Optional.of(Kind.ZIP);
        if (lower.endsWith(".tar")) return Optional.of(Kind.TAR);
        return lower.endsWith(".tar.gz") || lower.endsWith(".tgz") ? Optional.of(Kind.TAR_GZ) : Optional.empty();
    }

    /// Lists an archive; empty when it is none, is broken, or too large.
    public static Optional<ArchiveListing> of(Repository repository, ObjectId id, String name) {
        var kind = kind(name);
        if (kind.isEmpty()) return Optional.empty();
        try (var reader = repository.newObjectReader()) {
            var loader = reader.open(id, Constants.OBJ_BLOB);
            if (loader.getSize() > BYTES_MAX) return Optional.empty();
            return of(loader.getBytes(BYTES_MAX), kind.get());
        } catch (MissingObjectException | LargeObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot read the archive " + id.name(), e);
        }
    }

    /// Whatever is wrong with a stranger's bytes, it is nothing but a file that cannot be listed.
    private static Optional<ArchiveListing> of(byte[] bytes, Kind kind) {
        try {
            var in = new ByteArrayInputStream(bytes);
            return Optional.of(
                    switch (kind) {
                        case ZIP -> zip(bytes);
                        case TAR -> tar(in);
                        case TAR_GZ -> tar(new GZIPInputStream(in));
                    });
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static ArchiveListing zip(byte[] bytes) throws IOException {
        try (var zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .setIgnoreLocalFileHeader(true)
                .get()) {
            var entries = new ArrayList<Entry>();
            for (var all = zip.getEntries(); all.hasMoreElements(); ) {
                if (entries.size() == ENTRIES_MAX) return new ArchiveListing(entries, true);
                var entry = all.nextElement();
                entries.add(new Entry(entry.getName(), Math.max(0, entry.getSize()), entry.isDirectory()));
            }
            return new ArchiveListing(entries, false);
        }
    }

    private static ArchiveListing tar(InputStream in) throws IOException {
        // Whatever it unpacks to, it ends there.
        var bounded = BoundedInputStream.builder()
                .setInputStream(in)
                .setMaxCount(UNPACKED_BYTES_MAX)
                .get();
        var entries = new ArrayList<Entry>();
        try (var tar = new TarArchiveInputStream(bounded)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entries.size() == ENTRIES_MAX) return new ArchiveListing(entries, true);
                entries.add(new Entry(entry.getName(), entry.getSize(), entry.isDirectory()));
            }
        } catch (IOException e) {
            if (bounded.getRemaining() > 0) throw e;
            return new ArchiveListing(entries, true);
        }
        return new ArchiveListing(entries, false);
    }
}
