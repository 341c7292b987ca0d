package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BundleWriter;
import org.eclipse.jgit.treewalk.TreeWalk;

/// A commit's files in one, as `git archive` packs them, or its history in one. Everything streams; the same commit
/// gives the same bytes.
public final class Archives {
    private static final int LINK_BYTES_MAX = 4_096;
    private static final int FOLDER_MODE = 0755;

    /// What an archive can be.
    public enum Format {
        ZIP(".zip", "application/zip"),
        TAR_GZ(".tar.gz", "application/gzip"),
        /// Git's own: commits and all, to clone from (gitformat-bundle).
        BUNDLE(".bundle", "application/x-git-bundle");

        private final String ending;
        private final String type;

        Format(String ending, String type) {
            this.ending = ending;
            this.type = type;
        }

        /// The format that a file's name ends with.
        public static Optional<Format> of(String file) {
            for (var format : values()) if (file.endsWith(format.ending)) return Optional.of(format);
            return Optional.empty();
        }

        /// How a file's name ends.
        public String ending() {
            return ending;
        }

        /// Its media type.
        public String type() {
            return type;
        }
    }

    /// A kind of archive that files are put into.
    private interface Sink extends AutoCloseable {
        void folder(String name) throws IOException;

        void link(String name, byte[] target) throws IOException;

        void file(String name, boolean executable, ObjectLoader bytes) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Writes an archive of a commit.
    ///
    /// @param folder the folder that unpacking makes
    /// @param ref what a bundle calls the commit
    public void write(
            Repository repository, ObjectId commit, Format format, String folder, String ref, OutputStream out)
            throws IOException {
        if (format == Format.BUNDLE) {
            var bundle = new BundleWriter(repository);
            bundle.include(ref, commit);
            bundle.writeBundle(NullProgressMonitor.INSTANCE, out);
            return;
        }
        try (var walk = new RevWalk(repository);
                var tree = new TreeWalk(repository)) {
            var parsed = walk.parseCommit(commit);
            var at = Instant.ofEpochSecond(parsed.getCommitTime());
            tree.addTree(parsed.getTree());
            try (var sink = format == Format.ZIP ? new Zip(out, commit, at) : new Tar(out, commit, at)) {
                sink.folder(folder + "/");
                while (tree.next()) put(tree, folder + "/" + tree.getPathString(), sink);
            }
        }
    }

    private static void put(TreeWalk tree, String name, Sink sink) throws IOException {
        var mode = tree.getFileMode(0);
        if (mode.equals(FileMode.TREE)) {
            sink.folder(name + "/");
            tree.enterSubtree();
        } else if (mode.equals(FileMode.GITLINK)) {
            sink.folder(name + "/"); // As git does: the folder that a module would be in.
        } else {
            var bytes = tree.getObjectReader().open(tree.getObjectId(0));
            if (mode.equals(FileMode.SYMLINK)) sink.link(name, bytes.getBytes(LINK_BYTES_MAX));
            else sink.file(name, mode.equals(FileMode.EXECUTABLE_FILE), bytes);
        }
    }

    private static final class Zip implements Sink {
        private final ZipArchiveOutputStream zip;
        private final FileTime at;

        Zip(OutputStream out, ObjectId commit, Instant at) {
            this.zip = new ZipArchiveOutputStream(out);
            this.at = FileTime.from(at);
            zip.setComment(commit.name());
        }

        private ZipArchiveEntry entry(String name, int mode) {
            var entry = new ZipArchiveEntry(name);
            entry.setLastModifiedTime(at);
            entry.setUnixMode(mode);
            return entry;
        }

        @Override
        public void folder(String name) throws IOException {
            zip.putArchiveEntry(entry(name, UnixStat.DIR_FLAG | FOLDER_MODE));
            zip.closeArchiveEntry();
        }

        @Override
        public void link(String name, byte[] target) throws IOException {
            zip.putArchiveEntry(entry(name, UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM));
            zip.write(target);
            zip.closeArchiveEntry();
        }

        @Override
        public void file(String name, boolean executable, ObjectLoader bytes) throws IOException {
            var entry = entry(name, UnixStat.FILE_FLAG | (executable ? 0755 : 0644));
            entry.setSize(bytes.getSize());
            zip.putArchiveEntry(entry);
            bytes.copyTo(zip);
            zip.closeArchiveEntry();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }

    private static final class Tar implements Sink {
        private final TarArchiveOutputStream tar;
        private final FileTime at;

        Tar(OutputStream out, ObjectId commit, Instant at) throws IOException {
            this.tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out), UTF_8.name());
            this.at = FileTime.from(at);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            // Where `git get-tar-commit-id` looks.
            var header = new TarArchiveEntry("pax_global_header", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
            header.addPaxHeader("comment", commit.name());
            header.setLastModifiedTime(this.at);
            tar.putArchiveEntry(header); // Ends it as well.
        }

        private void put(TarArchiveEntry entry, int mode) throws IOException {
            entry.setMode(mode);
            entry.setLastModifiedTime(at);
            entry.setIds(0, 0);
            entry.setNames("root", "root");
            tar.putArchiveEntry(entry);
        }

        @Override
        public void folder(String name) throws IOException {
            put(new TarArchiveEntry(name), FOLDER_MODE);
            tar.closeArchiveEntry();
        }

        @Override
        public void link(String name, byte[] target) throws IOException {
            var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(new String(target, UTF_8));
            put(entry, 0777);
            tar.closeArchiveEntry();
        }

        @Override
        public void file(String name, boolean executable, ObjectLoader bytes) throws IOException {
            var entry = new TarArchiveEntry(name);
            entry.setSize(bytes.getSize());
            put(entry, executable ? 0755 : 0644);
            bytes.copyTo(tar);
            tar.closeArchiveEntry();
        }

        @Override
        public void close() throws IOException {
            tar.close();
        }
    }
}
