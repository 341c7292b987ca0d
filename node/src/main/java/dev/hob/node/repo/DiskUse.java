package dev.hob.node.repo;

import dev.hob.node.log.RepoId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the repositories' folders take on the disk. Looking at every file costs a while, so it is done when somebody
/// asks and kept for some minutes. Shared between threads.
public final class DiskUse {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int FILES_MAX = 2_000_000;

    /// A repository's folder.
    public record Folder(RepoId rid, long bytes) {}

    /// All of them, the largest first.
    ///
    /// @param whole false when there were more files than anybody wants to wait for
    public record Measured(Instant at, List<Folder> folders, long bytes, boolean whole) {
        public Measured {
            folders = List.copyOf(folders);
        }
    }

    /// The disk that the folders are on.
    public record Disk(long total, long free) {}

    private final Storage storage;
    private final InstantSource clock;
    private Optional<Measured> last = Optional.empty();

    public DiskUse(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// What the folders take, now or some minutes ago.
    public synchronized Measured measured() {
        var now = clock.instant();
        if (last.filter(it -> it.at().plus(KEPT).isAfter(now)).isPresent()) return last.get();
        var walk = new Walk();
        var folders = new ArrayList<Folder>();
        for (var rid : storage.all()) {
            if (walk.files >= FILES_MAX) break;
            walk.bytes = 0;
            walk.into(storage.path(rid));
            folders.add(new Folder(rid, walk.bytes));
        }
        folders.sort(Comparator.comparingLong(Folder::bytes).reversed().thenComparing(it -> it.rid()
                .value()));
        long bytes = folders.stream().mapToLong(Folder::bytes).sum();
        var measured = new Measured(now, folders, bytes, walk.files < FILES_MAX);
        last = Optional.of(measured);
        return measured;
    }

    /// What one folder takes now.
    public long of(RepoId rid) {
        var walk = new Walk();
        walk.into(storage.path(rid));
        return walk.bytes;
    }

    /// How much room there is.
    public Disk disk() {
        try {
            FileStore store = storage.fileStore();
            return new Disk(store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException e) {
            throw new StorageException("cannot ask the disk how full it is", e);
        }
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private long bytes;
        private int files;

        void into(Path folder) {
            try {
                Files.walkFileTree(folder, this);
            } catch (NoSuchFileException _) {
                // It was deleted while we looked.
            } catch (IOException | UncheckedIOException e) {
                throw new StorageException("cannot measure " + folder, e);
            }
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return ++files < FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // Maintenance and pushes take files away at any time.
            if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
            throw e;
        }
    }
}
