package dev.hob.node.refs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What peers see of a folder: of each namespace exactly what its newest signed list names, and the identity. What
/// lies there and is signed by nobody, or not yet, is not shown, and neither are the canonical refs, which every node
/// works out for itself. Shared between threads.
public final class SignedViews {
    private static final Logger LOG = LoggerFactory.getLogger(SignedViews.class);
    private static final long REFS_KEPT_MAX = 1_000_000;
    private static final String LIST = "/" + SignedRefs.REF;

    private final Storage storage;
    private final LateSigning signing;
    private final Settling settling;
    private final Cache<Kept, SignedRefs> lists = Caffeine.newBuilder()
            .maximumWeight(REFS_KEPT_MAX)
            .weigher((Kept _, SignedRefs list) -> 16 + list.refs().size())
            .build();

    /// A list that was verified once holds forever.
    private record Kept(RepoId rid, DidKey key, ObjectId commit) {}

    /// Finishes or drops what is half-way in a folder, whose lock the caller holds.
    @FunctionalInterface
    interface Settling {
        void settle(RepoId rid);
    }

    SignedViews(Storage storage, LateSigning signing, Settling settling) {
        this.storage = storage;
        this.signing = signing;
        this.settling = settling;
    }

    /// What there is to be seen now, with all that waits to be signed; empty when there is no such folder.
    public Optional<RefView> of(RepoId rid) {
        signing.flush();
        var lock = storage.lock(rid);
        lock.lock();
        try {
            if (!storage.has(rid)) return Optional.empty();
            settling.settle(rid);
            return Optional.of(read(rid));
        } catch (IOException e) {
            throw new StorageException("cannot read what is signed in " + rid, e);
        } finally {
            lock.unlock();
        }
    }

    /// Where the signed lists stand, of the namespaces that have one.
    public Map<DidKey, ObjectId> heads(RepoId rid) {
        var heads = new TreeMap<DidKey, ObjectId>();
        of(rid).ifPresent(view -> view.refs().forEach((name, id) -> {
            if (name.endsWith(LIST)) key(name).ifPresent(key -> heads.put(key, id));
        }));
        return heads;
    }

    /// Whether a list of somebody's is the one that stands here, or one that led to it.
    public boolean leadsHere(RepoId rid, DidKey key, ObjectId list) {
        var lock = storage.lock(rid);
        lock.lock();
        try (var repository = storage.open(rid);
                var walk = new RevWalk(repository)) {
            var here = repository.exactRef(Repos.namespace(key) + SignedRefs.REF);
            if (here == null || here.getObjectId() == null) return false;
            return walk.isMergedInto(walk.parseCommit(list), walk.parseCommit(here.getObjectId()));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // Nobody brought it here.
        } catch (IOException e) {
            throw new StorageException("cannot read what " + key + " signed in " + rid, e);
        } finally {
            lock.unlock();
        }
    }

    private RefView read(RepoId rid) throws IOException {
        var shown = new TreeMap<String, ObjectId>();
        try (var repository = storage.open(rid);
                var reader = repository.newObjectReader()) {
            var identity = repository.exactRef(Repos.IDENTITY);
            if (identity != null && identity.getObjectId() != null)
                shown.put(Repos.IDENTITY, identity.getObjectId().copy());
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
                if (!ref.getName().endsWith(LIST) || ref.getObjectId() == null) continue;
                var key = key(ref.getName());
                if (key.isEmpty()) continue;
                var list = list(reader, rid, key.get(), ref.getObjectId().copy());
                if (list.isEmpty()) continue;
                String prefix = Repos.namespace(key.get());
                shown.put(ref.getName(), ref.getObjectId().copy());
                list.get().refs().forEach((name, id) -> shown.put(prefix + name, id));
            }
        }
        return new RefView(0, shown, Map.of(), "");
    }

    /// Whose list a ref holds.
    static Optional<DidKey> key(String ref) {
        if (!ref.startsWith(Repos.NAMESPACES) || !ref.endsWith(LIST)) return Optional.empty();
        try {
            String nid = ref.substring(Repos.NAMESPACES.length(), ref.length() - LIST.length());
            return Optional.of(DidKey.parse(nid)).filter(key -> key.nid().equals(nid));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A name that names no key is nobody's.
        }
    }

    private Optional<SignedRefs> list(ObjectReader reader, RepoId rid, DidKey key, ObjectId tip) throws IOException {
        var asked = new Kept(rid, key, tip);
        var known = lists.getIfPresent(asked);
        if (known != null) return Optional.of(known);
        try {
            var read = SignedRefs.read(reader, tip, key, rid);
            // Peers would take the older list that counts, and then wonder at its head.
            if (!read.commit().equals(tip)) throw new SignedRefs.Invalid("a signature that was there before");
            lists.put(asked, read);
            return Optional.of(read);
        } catch (SignedRefs.Invalid e) {
            LOG.warn("the namespace {} of {} is not shown to peers: {}", key, rid, e.getMessage());
            return Optional.empty();
        }
    }
}
