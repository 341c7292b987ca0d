package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.Background;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Custody;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the lists of signed refs of namespaces in which operations were stored: many operations at once, since each
/// of them is signed by itself and a list names every ref. Which namespaces wait is kept in SQL, so that a boot signs
/// what a crash left. Shared between threads.
public final class LateSigning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LateSigning.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    /// Of the time, at most one part in so many goes into signing.
    private static final int SHARE = 4;

    private final Database database;
    private final Custody custody;
    private final Storage storage;
    private final Signatures signatures;
    private final Repos repos;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread;
    private final List<Consumer<RepoId>> listeners = new CopyOnWriteArrayList<>();
    private volatile Runnable before = () -> {};

    /// One namespace that waits.
    private record Waiting(RepoId rid, DidKey key) {}

    public LateSigning(Database database, Custody custody, Storage storage, Repos repos, InstantSource clock) {
        this.database = database;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.signatures = new Signatures(clock);
        repos.whenUnsigned(this::soon);
        custody.waiting().whenEnded(_ -> soon());
        this.thread = Background.thread("late signing", this::run);
    }

    /// Begins to sign by itself.
    public void start() {
        thread.start();
    }

    /// Notes within a transaction that a namespace has changed.
    void note(Handle handle, RepoId rid, String nid) {
        handle.execute(
                "insert into unsigned_namespace (rid, nid) values (?, ?) on conflict (rid, nid) do nothing",
                rid.value(),
                nid);
    }

    /// Lets it be signed within about a second.
    void soon() {
        if (asked.availablePermits() == 0) asked.release();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                asked.acquire();
                TimeUnit.NANOSECONDS.sleep(WAIT.toNanos());
                asked.drainPermits();
                long began = System.nanoTime();
                flush();
                TimeUnit.NANOSECONDS.sleep((System.nanoTime() - began) * (SHARE - 1));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("cannot sign; it is tried again with the next change", e);
            }
        }
    }

    /// Names what must be written before namespaces are signed. Before [#start].
    public void first(Runnable work) {
        before = work;
    }

    /// Tells somebody whenever something was signed that had waited, however long that was.
    public void whenSigned(Consumer<RepoId> listener) {
        listeners.add(listener);
    }

    /// Signs everything that waits, now: before a peer looks, before a copy is made, and when the node stops. What a
    /// key may not sign yet goes on waiting.
    public void flush() {
        before.run();
        for (var waiting : all()) {
            try {
                if (mustWait(waiting)) continue;
                sign(waiting);
                listeners.forEach(listener -> listener.accept(waiting.rid()));
            } catch (StorageException e) {
                LOG.error("what waits is signed later", e); // One folder that fails holds up no other.
            }
        }
    }

    /// A key that another node may have signed with signs nothing in public.
    private boolean mustWait(Waiting waiting) {
        return custody.waiting().of(waiting.key()).isPresent()
                && repos.of(waiting.rid()).stream().anyMatch(repo -> !repo.isPrivate());
    }

    private List<Waiting> all() {
        return database.read(handle -> handle.createQuery("select rid, nid from unsigned_namespace order by rid, nid")
                .map((row, _) -> new Waiting(new RepoId(row.getString("rid")), DidKey.parse(row.getString("nid"))))
                .list());
    }

    private void sign(Waiting waiting) {
        var lock = storage.lock(waiting.rid());
        lock.lock();
        try {
            var key = custody.signingKey(waiting.key());
            if (storage.has(waiting.rid()) && key.isPresent()) {
                try (var repository = storage.open(waiting.rid())) {
                    signatures.sign(repository, waiting.rid(), key.get());
                }
                Probe.at("signed");
            }
            database.writing(handle -> handle.execute(
                    "delete from unsigned_namespace where rid = ? and nid = ?",
                    waiting.rid().value(),
                    waiting.key().nid()));
        } catch (IOException e) {
            throw new StorageException("cannot sign the refs of " + waiting.key() + " in " + waiting.rid(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Takes away the lock that a killed signing left. Only at boot.
    public void sweep() {
        for (var waiting : all()) {
            var lock = storage.path(waiting.rid()).resolve(Repos.namespace(waiting.key()) + SignedRefs.REF + ".lock");
            try {
                if (Files.deleteIfExists(lock)) LOG.info("removed the lock {} that a crash left", lock);
            } catch (IOException e) {
                throw new StorageException("cannot unlock " + waiting.rid(), e);
            }
        }
    }

    /// Signs what waits, and ends. What cannot be signed is signed at the next boot.
    @Override
    public void close() {
        thread.interrupt();
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.warn("cannot sign at the end; the next start does it", e);
        }
    }
}
