package dev.hob.node.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.hob.keys.SigningKey;
import dev.hob.keys.SshSignature;
import dev.hob.node.log.Background;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.BundleWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All branches and tags of a repository with all their history, as one git bundle (gitformat-bundle) that is signed
/// by this node: for those who want everything, which costs a node no more than any file. A bundle is made when
/// somebody asks, at most once an hour for each repository unless something was taken back meanwhile, and lies on the
/// disk until the node stops. Shared between threads.
public final class Snapshots {
    /// What the signature is for (OpenSSH PROTOCOL.sshsig, "namespace").
    public static final String NAMESPACE = "hob-snapshot";

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofHours(6);
    private static final int BLOCK_BYTES = 4096;
    /// How often it is looked whether the disk runs full.
    private static final long LOOK_BYTES = 8L << 20;
    private static final int BUFFER_BYTES = 64 * 1024;

    /// How much there may be.
    ///
    /// @param bytesMax of all bundles together, and so of one
    /// @param spareBytesMin what must stay free on the disk for others
    public record Limits(long bytesMax, long spareBytesMin) {
        /// Two gigabytes, and one.
        public static final Limits USUAL = new Limits(2L << 30, 1L << 30);
    }

    private final Path folder;
    private final Storage storage;
    private final Refs refs;
    private final SigningKey key;
    private final InstantSource clock;
    private final Limits limits;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<RepositoryId, FutureTask<Kept>> making = new ConcurrentHashMap<>();
    private final Object one = new Object();
    private final Cache<RepositoryId, Kept> made;

    /// What there is to be had.
    public sealed interface Answer {
        /// A bundle on the disk.
        ///
        /// @param sha512 of its bytes, in hex
        /// @param signature an armored SSHSIG of them in [#NAMESPACE], by the node's key
        record Snapshot(Path file, long bytes, String sha512, String signature) implements Answer {}

        /// Nothing was pushed yet.
        record Empty() implements Answer {}

        /// It is being made, or waits for that.
        record Later() implements Answer {}

        /// There would be too much of it.
        record TooLarge() implements Answer {}

        /// The disk has no room for it.
        record NoRoom() implements Answer {}
    }

    /// What was made of some tips.
    private static final class Kept {
        private final Answer answer;
        private final Set<ObjectId> tips;
        private final long generation;
        private final Instant at;
        /// The last state of the refs that was seen to reach all that is in it.
        private volatile long reachedBy;

        Kept(Answer answer, RefView view, Instant at) {
            this.answer = answer;
            this.tips = Set.copyOf(view.refs().values());
            this.generation = view.generation();
            this.reachedBy = generation;
            this.at = at;
        }

        int weight() {
            return answer instanceof Answer.Snapshot it ? (int) (it.bytes() / BLOCK_BYTES) + 1 : 1;
        }
    }

    /// @param cache a folder for what can be made again; what an earlier node left there goes
    /// @param key that signs
    public Snapshots(Storage storage, Refs refs, SigningKey key, Path cache, InstantSource clock, Limits limits) {
        this.limits = limits;
        this.made = Caffeine.newBuilder()
                .maximumWeight(limits.bytesMax() / BLOCK_BYTES + 1)
                .weigher((RepositoryId _, Kept it) -> it.weight())
                .expireAfterAccess(KEPT)
                .removalListener((@Nullable RepositoryId _, @Nullable Kept it, RemovalCause _) -> {
                    if (it != null && it.answer instanceof Answer.Snapshot snapshot) drop(snapshot.file());
                })
                .build();
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

    /// The snapshot of a repository, as far as it is there after so long.
    public Answer of(Repo repo, Duration patience) throws IOException, InterruptedException {
        var view = refs.view(repo);
        if (view.isEmpty()) return new Answer.Empty();
        var kept = made.getIfPresent(repo.id());
        if (kept != null && isGood(kept, repo, view)) return kept.answer;
        var task = making.computeIfAbsent(repo.id(), _ -> begun(repo, view));
        try {
            var fresh = task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            // Somebody else may have begun it before something was taken back.
            return isGood(fresh, repo, refs.view(repo)) ? fresh.answer : new Answer.Later();
        } catch (TimeoutException _) {
            return new Answer.Later();
        } catch (ExecutionException e) {
            throw new IOException("cannot make a snapshot of " + repo.rid(), e.getCause());
        }
    }

    /// Whether it is of the last hour and all of it may still be seen: what was taken back is not given on.
    private boolean isGood(Kept kept, Repo repo, RefView view) throws IOException {
        boolean isRecent = kept.at.plus(FRESH).isAfter(clock.instant());
        if (!(kept.answer instanceof Answer.Snapshot snapshot)) return isRecent;
        if (!Files.exists(snapshot.file())) return false;
        if (kept.generation == view.generation()) return true;
        return isRecent && (kept.reachedBy == view.generation() || isReached(kept, repo, view));
    }

    private boolean isReached(Kept kept, Repo repo, RefView view) throws IOException {
        try (var shared = storage.open(repo.rid())) {
            boolean reached = ClonePacks.isReached(
                    shared, kept.tips, Set.copyOf(view.refs().values()));
            if (reached) kept.reachedBy = view.generation();
            return reached;
        } catch (MissingObjectException _) {
            return false; // It was taken back, and maintenance has let it go.
        }
    }

    private FutureTask<Kept> begun(Repo repo, RefView view) {
        var task = new FutureTask<>(() -> make(repo, view));
        Background.thread("snapshot " + repo.rid(), task).start();
        return task;
    }

    private Kept make(Repo repo, RefView view) throws IOException {
        try {
            // One after the other: they take a processor each, and nobody is in a hurry.
            synchronized (one) {
                // Another may have been made between this asker's look for one and its asking.
                var there = made.getIfPresent(repo.id());
                if (there != null && isGood(there, repo, view)) return there;
                var kept = new Kept(answer(repo, view), view, clock.instant());
                // There may be room in a moment.
                if (!(kept.answer instanceof Answer.NoRoom)) made.put(repo.id(), kept);
                return kept;
            }
        } finally {
            making.remove(repo.id());
        }
    }

    private Answer answer(Repo repo, RefView view) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(numbers.incrementAndGet() + ".bundle");
        var digest = sha512();
        boolean whole = false;
        try (var shared = storage.open(repo.rid());
                var out = new DigestOutputStream(
                        new BufferedOutputStream(new Bounded(Files.newOutputStream(file)), BUFFER_BYTES), digest)) {
            var bundle = new BundleWriter(shared);
            view.headId().ifPresent(head -> bundle.include(Constants.HEAD, head));
            view.refs().forEach(bundle::include);
            bundle.writeBundle(NullProgressMonitor.INSTANCE, out);
            whole = true;
        } catch (Refused e) {
            LOG.info("there is no snapshot of {}: {}", repo.rid(), e.answer);
            return e.answer;
        } finally {
            if (!whole) drop(file);
        }
        byte[] sum = digest.digest();
        String signature = SshSignature.ofSha512(key, NAMESPACE, sum);
        return new Answer.Snapshot(file, Files.size(file), HexFormat.of().formatHex(sum), signature);
    }

    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Answer answer;

        Refused(Answer answer) {
            super(answer.toString());
            this.answer = answer;
        }
    }

    /// Ends when there is too much, or the disk would run full.
    private final class Bounded extends FilterOutputStream {
        private long written;
        private long looked = -LOOK_BYTES;

        Bounded(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            if (written > limits.bytesMax()) throw new Refused(new Answer.TooLarge());
            if (written - looked >= LOOK_BYTES) {
                looked = written;
                if (Files.getFileStore(folder).getUsableSpace() < limits.spareBytesMin())
                    throw new Refused(new Answer.NoRoom());
            }
            out.write(bytes, offset, length);
        }
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
