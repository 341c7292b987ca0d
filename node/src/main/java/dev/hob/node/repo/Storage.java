package dev.hob.node.repo;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.hob.node.log.RepoId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// The folders of bare git repositories, one for each RID. Handles are shared and closed when they have not been used
/// for long; a folder is written by the one who holds its lock. Shared between threads.
public final class Storage implements AutoCloseable {
    private static final int OPEN_MAX = 256;
    private static final long WINDOW_BYTES_MAX = 96L * 1024 * 1024;
    private static final int WINDOW_BYTES = 64 * 1024;
    private static final String FRESH = ".new-";
    private static final String TRASH = ".gone-";

    private final Path folder;
    private final LoadingCache<RepoId, Repository> open;
    private final ConcurrentMap<RepoId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final ConcurrentMap<RepoId, ReentrantReadWriteLock> leases = new ConcurrentHashMap<>();

    private Storage(Path folder) {
        this.folder = folder;
        this.open = Caffeine.newBuilder()
                .maximumSize(OPEN_MAX)
                .removalListener((@Nullable RepoId _, @Nullable Repository repository, RemovalCause _) -> {
                    if (repository != null) repository.close();
                })
                .build(this::openFolder);
    }

    /// Opens the folder of folders, and sweeps out what a crash left half-made or half-gone.
    public static Storage open(Path folder) {
        SystemReader.setInstance(new QuietSystemReader());
        var windows = new WindowCacheConfig();
        windows.setPackedGitLimit(WINDOW_BYTES_MAX);
        windows.setPackedGitWindowSize(WINDOW_BYTES);
        windows.install();
        try {
            Files.createDirectories(folder);
            try (var children = Files.list(folder)) {
                for (var child : children.toList()) {
                    String name = child.getFileName().toString();
                    if (name.startsWith(FRESH) || name.startsWith(TRASH)) remove(child);
                }
            }
        } catch (IOException e) {
            throw new StorageException("cannot open the storage " + folder, e);
        }
        return new Storage(folder);
    }

    /// The folder of a repository, there or not.
    public Path path(RepoId rid) {
        return folder.resolve(rid.folder());
    }

    /// Whether there is such a folder.
    public boolean has(RepoId rid) {
        return Files.isDirectory(path(rid));
    }

    /// A handle on a repository; the caller closes it.
    ///
    /// @throws StorageException when it is not there or cannot be read
    @SuppressWarnings("ReferenceEquality") // The very same handle, not an equal one.
    public Repository open(RepoId rid) {
        while (true) {
            var repository = open.get(rid);
            repository.incrementOpen();
            if (open.getIfPresent(rid) == repository) return repository;
            repository.close(); // It was evicted in between and may have been closed under our hands.
        }
    }

    private Repository openFolder(RepoId rid) {
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(path(rid).toFile())
                    .setBare()
                    .setMustExist(true)
                    .build();
        } catch (IOException e) {
            throw new StorageException("cannot open the repository " + rid, e);
        }
    }

    /// The lock under which a repository's refs are written and first read. Fair.
    public ReentrantLock lock(RepoId rid) {
        return locks.computeIfAbsent(rid, _ -> new ReentrantLock(true));
    }

    /// The lease on a repository's objects: shared by whoever relies on one that no ref reaches yet, until a ref does;
    /// exclusive for whoever takes objects away. Taken before [#lock].
    public ReadWriteLock lease(RepoId rid) {
        return leases.computeIfAbsent(rid, _ -> new ReentrantReadWriteLock());
    }

    /// A fresh folder beside the repositories, on the same file system. What its user leaves there, a boot removes.
    public Path aside() {
        try {
            return Files.createDirectory(folder.resolve(FRESH + UUID.randomUUID()));
        } catch (IOException e) {
            throw new StorageException("cannot make a folder in " + folder, e);
        }
    }

    /// Makes an empty bare repository aside, lets it be filled, and puts it into its place in one step.
    void create(RepoId rid, Fill fill) {
        var fresh = folder.resolve(FRESH + UUID.randomUUID());
        try {
            try (var repository = new FileRepositoryBuilder()
                    .setGitDir(fresh.toFile())
                    .setBare()
                    .build()) {
                repository.create(true);
                var config = repository.getConfig();
                config.setBoolean("core", null, "commitGraph", true);
                config.setBoolean("uploadpack", null, "allowFilter", true);
                config.setInt("commitGraph", null, "generationVersion", 1);
                config.save();
                fill.fill(repository);
            }
            Files.move(fresh, path(rid), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StorageException("cannot create the repository " + rid, e);
        }
    }

    /// Takes a repository away: out of its place at once, off the disk after.
    void delete(RepoId rid) {
        var gone = folder.resolve(TRASH + UUID.randomUUID());
        try {
            open.invalidate(rid);
            open.cleanUp();
            Files.move(path(rid), gone, StandardCopyOption.ATOMIC_MOVE);
            remove(gone);
        } catch (IOException e) {
            throw new StorageException("cannot delete the repository " + rid, e);
        }
    }

    /// Removes a folder and all in it.
    public static void remove(Path tree) throws IOException {
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        open.invalidateAll();
        open.cleanUp();
    }

    /// Fills a fresh repository.
    @FunctionalInterface
    interface Fill {
        void fill(Repository repository) throws IOException;
    }
}
