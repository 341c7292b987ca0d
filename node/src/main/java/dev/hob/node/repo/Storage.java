package dev.hob.node.repo;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RepoId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folders of bare git repositories, one for each RID. Handles are shared and closed when they have not been used
/// for long; a folder is written by the one who holds its lock. Shared between threads.
public final class Storage implements AutoCloseable {
    private static final int OPEN_MAX = 256;
    private static final long WINDOW_BYTES_MAX = 96L * 1024 * 1024;
    private static final int WINDOW_BYTES = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    /// What is left for the database, the refs and the answer when packs have filled the rest of the disk.
    private static final long ROOM_BYTES_MIN = 4L << 20;

    private static final String FRESH = ".new-";
    private static final String TRASH = ".gone-";
    static final String PROBE = ".probe-";

    private final Path folder;
    private final LoadingCache<RepoId, Repository> open;
    private final ConcurrentMap<RepoId, ReentrantReadWriteLock> leases = new ConcurrentHashMap<>();
    private final ConcurrentMap<RepoId, FolderLock> locks = new ConcurrentHashMap<>();
    /// Shared by those who write to one folder; whoever has it alone finds every folder at rest.
    private final ReentrantReadWriteLock moment = new ReentrantReadWriteLock(true);

    private Storage(Path folder) {
        this.folder = folder;
        this.open = Caffeine.newBuilder()
                .maximumSize(OPEN_MAX)
                .removalListener((@Nullable RepoId _, @Nullable Repository repository, RemovalCause _) -> {
                    if (repository != null) forget(repository);
                })
                .build(this::openFolder);
    }

    /// Opens the folder of folders, and sweeps out what a crash left half-made or half-gone.
    public static Storage open(Path folder) {
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
                    if (name.startsWith(PROBE)) Files.deleteIfExists(child);
                }
            }
        } catch (IOException e) {
            throw new StorageException("cannot open the storage " + folder, e);
        }
        SystemReader.setInstance(new QuietSystemReader(FileTimes.resolution(folder)));
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

    /// Every folder that is there, whether a repository names it or not.
    public List<RepoId> all() {
        try (var children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .map(name -> new RepoId("rad:" + name))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageException("cannot list the storage " + folder, e);
        }
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
            var repository = new FileRepositoryBuilder()
                    .setGitDir(path(rid).toFile())
                    .setBare()
                    .setMustExist(true)
                    .build();
            // Where the folder is an alternate, as for a push in quarantine, JGit then uses this handle and the packs
            // it has open, and not one of its own.
            RepositoryCache.register(repository);
            return repository;
        } catch (IOException e) {
            throw new StorageException("cannot open the repository " + rid, e);
        }
    }

    /// A handle on a folder that finds the objects of another, too, to compare the two; the caller closes it,
    /// and has asked whether the reader may see both.
    public Repository joined(RepoId rid, RepoId other) {
        if (rid.equals(other)) return open(rid);
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(path(rid).toFile())
                    .setBare()
                    .setMustExist(true)
                    .addAlternateObjectDirectory(path(other).resolve("objects").toFile())
                    .build();
        } catch (IOException e) {
            throw new StorageException("cannot open " + rid + " together with " + other, e);
        }
    }

    private static void forget(Repository repository) {
        RepositoryCache.unregister(repository);
        repository.close();
    }

    /// The lock under which a repository's refs are written and first read, and objects are taken away. Fair.
    public FolderLock lock(RepoId rid) {
        return locks.computeIfAbsent(rid, _ -> new FolderLock(moment.readLock(), new ReentrantLock(true)));
    }

    /// The lock under which no folder is being written, made or deleted: for a copy of one moment. Whoever writes to
    /// the database within a folder's lock must find the database free, so this one comes first.
    public Lock stillness() {
        return moment.writeLock();
    }

    /// The lock of one folder.
    public static final class FolderLock {
        private final Lock shared;
        private final ReentrantLock own;

        private FolderLock(Lock shared, ReentrantLock own) {
            this.shared = shared;
            this.own = own;
        }

        public void lock() {
            shared.lock();
            own.lock();
        }

        public void unlock() {
            own.unlock();
            shared.unlock();
        }
    }

    /// The lease on a repository's objects: shared by whoever relies on one that no ref reaches yet, until a ref does;
    /// exclusive for whoever takes objects away. Taken before [#lock].
    public ReadWriteLock lease(RepoId rid) {
        return leases.computeIfAbsent(rid, _ -> new ReentrantReadWriteLock());
    }

    /// Whether the disk has room for more than the little that is kept free.
    public boolean hasRoom() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() >= ROOM_BYTES_MIN;
    }

    /// The disk that the folders are on.
    FileStore fileStore() throws IOException {
        return Files.getFileStore(folder);
    }

    /// A fresh folder beside the repositories, on the same file system. What its user leaves there, a boot removes.
    public Path aside() {
        try {
            return Files.createDirectory(folder.resolve(FRESH + UUID.randomUUID()));
        } catch (IOException e) {
            throw new StorageException("cannot make a folder in " + folder, e);
        }
    }

    /// Writes objects into a repository as one pack. Loose ones would cost each later push a look into 256 folders.
    public static ObjectInserter inserter(Repository repository) {
        return repository.getObjectDatabase() instanceof ObjectDirectory folder
                ? folder.newPackInserter()
                : repository.newObjectInserter();
    }

    /// Makes an empty bare repository aside, lets it be filled, and puts it into its place in one step.
    void create(RepoId rid, Fill fill) {
        var fresh = folder.resolve(FRESH + UUID.randomUUID());
        try {
            fill(fresh, fill);
            Files.move(fresh, path(rid), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StorageException("cannot create the repository " + rid, e);
        } finally {
            sweep(fresh);
        }
    }

    /// Makes an empty bare repository in a folder of the caller's ([#aside]).
    public static void bare(Path fresh) throws IOException {
        fill(fresh, _ -> {});
    }

    /// Puts a repository that was filled aside into its place, in one step. The caller holds its lock.
    public void place(Path filled, RepoId rid) throws IOException {
        if (has(rid)) throw new IOException("there is a repository " + rid + " already");
        Files.move(filled, path(rid), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void fill(Path fresh, Fill fill) throws IOException {
        try (var repository =
                new FileRepositoryBuilder().setGitDir(fresh.toFile()).setBare().build()) {
            repository.create(true);
            var config = repository.getConfig();
            config.setBoolean("core", null, "commitGraph", true);
            config.setInt("commitGraph", null, "generationVersion", 1);
            config.save();
            fill.fill(repository);
        }
    }

    /// Takes a repository away: out of its place at once, off the disk after.
    void delete(RepoId rid) {
        var gone = folder.resolve(TRASH + UUID.randomUUID());
        try {
            open.invalidate(rid);
            open.cleanUp();
            Files.move(path(rid), gone, StandardCopyOption.ATOMIC_MOVE);
            Probe.at("gone");
            remove(gone);
        } catch (IOException e) {
            throw new StorageException("cannot delete the repository " + rid, e);
        }
    }

    /// Removes what a killed writer left among a repository's objects: files it had not finished, and packs without an
    /// index, which nobody sees. Only at boot, when whoever was writing is dead.
    public void sweepObjects(RepoId rid) {
        var objects = path(rid).resolve("objects");
        try (var unfinished = Files.newDirectoryStream(objects, "{noz*.tmp,insert_*}");
                var packs = Files.newDirectoryStream(objects.resolve("pack"), "*.pack")) {
            for (var file : unfinished) Files.deleteIfExists(file);
            for (var pack : packs) {
                String name = pack.getFileName().toString();
                String index = name.substring(0, name.length() - ".pack".length()) + ".idx";
                if (!Files.exists(pack.resolveSibling(index))) Files.deleteIfExists(pack);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new StorageException("cannot sweep the objects of " + rid, e);
        }
    }

    /// Removes what is left of a folder that may have failed to be made; what stays, a boot removes.
    private static void sweep(Path fresh) {
        try {
            if (Files.exists(fresh)) remove(fresh);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", fresh, e);
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
