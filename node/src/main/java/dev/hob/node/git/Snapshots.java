package dev.hob.node.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.hob.keys.SigningKey;
import dev.hob.keys.SshSignature;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.transport.BundleWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All branches and tags of a repository with all their history, as one git bundle (gitformat-bundle) that is signed
/// by this node: for those who want everything, which costs a node no more than any file. A bundle is made when
/// somebody asks, at most once an hour for each repository, and lies on the disk until the node stops. Shared between
/// threads.
public final class Snapshots {
    /// What the signature is for (OpenSSH PROTOCOL.sshsig, "namespace").
    public static final String NAMESPACE = "hob-snapshot";

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofHours(6);
    private static final long BYTES_MAX = 2L << 30;
    private static final int BLOCK_BYTES = 4096;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path folder;
    private final Storage storage;
    private final Refs refs;
    private final SigningKey key;
    private final InstantSource clock;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<RepositoryId, FutureTask<Snapshot>> making = new ConcurrentHashMap<>();
    private final Object one = new Object();
    private final Cache<RepositoryId, Snapshot> made = Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX / BLOCK_BYTES)
            .weigher((RepositoryId _, Snapshot it) -> (int) Math.min(Integer.MAX_VALUE, it.bytes() / BLOCK_BYTES + 1))
            .expireAfterAccess(KEPT)
            .removalListener((@Nullable RepositoryId _, @Nullable Snapshot it, RemovalCause _) -> {
                if (it != null) drop(it.file());
            })
            .build();

    /// A bundle on the disk.
    ///
    /// @param generation of the refs that are in it
    /// @param sha512 of its bytes, in hex
    /// @param signature an armored SSHSIG of them in [#NAMESPACE], by the node's key
    public record Snapshot(Path file, long bytes, long generation, Instant at, String sha512, String signature) {}

    /// @param cache a folder for what can be made again; what an earlier node left there goes
    /// @param key that signs
    public Snapshots(Storage storage, Refs refs, SigningKey key, Path cache, InstantSource clock) {
        this.folder = cache.resolve("snapshots");
        this.storage = storage;
        this.refs = refs;
        this.key = key;
        this.clock = clock;
        try {
            if (Files.isDirectory(folder)) Storage.remove(folder);
        } catch (IOException e) {
            LOG.warn("cannot clear {}", folder, e);
        }
    }

    /// The snapshot of a repository; none when nothing was pushed yet, or when making one takes longer than somebody
    /// waits.
    public Optional<Snapshot> of(Repo repo, Duration patience) throws IOException, InterruptedException {
        var view = refs.view(repo);
        if (view.isEmpty()) return Optional.empty();
        var kept = Optional.ofNullable(made.getIfPresent(repo.id()))
                .filter(it -> it.generation() == view.generation()
                        || it.at().plus(FRESH).isAfter(clock.instant()))
                .filter(it -> Files.exists(it.file()));
        if (kept.isPresent()) return kept;
        var task = making.computeIfAbsent(repo.id(), _ -> begun(repo, view));
        try {
            return Optional.of(task.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException("cannot make a snapshot of " + repo.rid(), e.getCause());
        }
    }

    private FutureTask<Snapshot> begun(Repo repo, RefView view) {
        var task = new FutureTask<>(() -> make(repo, view));
        Thread.ofVirtual().name("snapshot " + repo.rid()).start(task);
        return task;
    }

    private Snapshot make(Repo repo, RefView view) throws IOException {
        try {
            // One after the other: they take a processor each, and nobody is in a hurry.
            synchronized (one) {
                var snapshot = write(repo, view);
                made.put(repo.id(), snapshot);
                return snapshot;
            }
        } finally {
            making.remove(repo.id());
        }
    }

    private Snapshot write(Repo repo, RefView view) throws IOException {
        if (!storage.hasRoom()) throw new IOException("the disk is full");
        var file = Files.createDirectories(folder).resolve(numbers.incrementAndGet() + ".bundle");
        var digest = sha512();
        boolean whole = false;
        try (var shared = storage.open(repo.rid());
                var out = new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), digest)) {
            var bundle = new BundleWriter(shared);
            view.headId().ifPresent(head -> bundle.include(Constants.HEAD, head));
            view.refs().forEach(bundle::include);
            bundle.writeBundle(NullProgressMonitor.INSTANCE, out);
            whole = true;
        } finally {
            if (!whole) drop(file);
        }
        byte[] sum = digest.digest();
        return new Snapshot(
                file,
                Files.size(file),
                view.generation(),
                clock.instant(),
                HexFormat.of().formatHex(sum),
                SshSignature.ofSha512(key, NAMESPACE, sum));
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-512", e);
        }
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", file, e);
        }
    }
}
