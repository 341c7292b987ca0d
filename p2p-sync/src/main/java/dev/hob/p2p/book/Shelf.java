package dev.hob.p2p.book;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.SignedRefs;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import dev.hob.p2p.protocol.Holdings;
import dev.hob.p2p.protocol.Visibility;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this node has, at hand: who may know of each repository, and where everybody's signed refs of it stand. Read
/// from storage when told that something has changed there. Shared between threads.
public final class Shelf implements Holdings {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private static final String IDENTITY = "refs/rad/id";
    private static final String SIGNED = "/" + SignedRefs.REF;

    /// One repository as it stands; immutable.
    private record Volume(Held held, List<RefsAt> heads, Map<DidKey, Oid> byRemote) {}

    private final Storage storage;
    private final Identities identities = new Identities();
    private final ConcurrentMap<RepoId, Volume> volumes = new ConcurrentHashMap<>();

    public Shelf(Storage storage) {
        this.storage = storage;
    }

    /// Reads everything that is in the storage. What cannot be read is left out, and reported.
    public void readAll() {
        for (var repository : storage.all()) {
            try {
                refresh(repository);
            } catch (StorageException e) {
                LOG.error("no peer is told of {}", repository, e);
            }
        }
    }

    /// What a look at the storage showed.
    ///
    /// @param refs whether somebody's signed refs stand elsewhere than before
    /// @param repository whether it came, left, or is for other eyes now
    public record Difference(boolean refs, boolean repository) {}

    /// Looks at one repository again.
    public Difference refresh(RepoId repository) {
        var before = Optional.ofNullable(volumes.get(repository));
        var after = read(repository, before);
        after.ifPresentOrElse(volume -> volumes.put(repository, volume), () -> volumes.remove(repository));
        return new Difference(
                !before.map(Volume::byRemote).equals(after.map(Volume::byRemote)),
                !before.map(Volume::held).equals(after.map(Volume::held)));
    }

    private Optional<Volume> read(RepoId rid, Optional<Volume> before) {
        if (!storage.has(rid)) return Optional.empty();
        try (var repository = storage.open(rid)) {
            if (repository.exactRef(IDENTITY) == null) return Optional.empty();
            var document = identities.of(repository, rid).document();
            var visibility = document.isPrivate()
                    ? new Visibility.Private(new HashSet<>(document.allowed()))
                    : new Visibility.Public();
            var held = new Held(visibility, new HashSet<>(document.delegates()));
            var byRemote = heads(repository);
            return Optional.of(new Volume(held, latestFirst(repository, byRemote, before), byRemote));
        } catch (IOException e) {
            throw new StorageException("cannot see what is in " + rid, e);
        }
    }

    private static Map<DidKey, Oid> heads(Repository repository) throws IOException {
        var heads = new HashMap<DidKey, Oid>();
        for (var ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
            var id = ref.getObjectId();
            if (!ref.getName().endsWith(SIGNED) || id == null) continue;
            remote(ref).ifPresent(remote -> heads.put(remote, oid(id)));
        }
        return Map.copyOf(heads);
    }

    private static Optional<DidKey> remote(Ref ref) {
        String name = ref.getName();
        try {
            return Optional.of(
                    DidKey.parse(name.substring(Repos.NAMESPACES.length(), name.length() - SIGNED.length())));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A namespace that is nobody's.
        }
    }

    private static Oid oid(ObjectId id) {
        byte[] bytes = new byte[Oid.BYTES];
        id.copyRawTo(bytes, 0);
        return Oid.of(bytes);
    }

    /// Those that moved since the last look come first; at the first look, those that were signed last.
    private static List<RefsAt> latestFirst(Repository repository, Map<DidKey, Oid> heads, Optional<Volume> before)
            throws IOException {
        var known = before.map(Volume::heads).orElse(List.of());
        var ordered = new ArrayList<RefsAt>();
        var moved = new HashMap<>(heads);
        known.forEach(one -> moved.remove(one.remote(), one.at()));
        var times = new HashMap<RefsAt, Integer>();
        try (var walk = new RevWalk(repository)) {
            for (var entry : moved.entrySet()) {
                var at = ObjectId.fromRaw(entry.getValue().bytes());
                times.put(
                        new RefsAt(entry.getKey(), entry.getValue()),
                        walk.parseCommit(at).getCommitTime());
            }
        }
        times.entrySet().stream()
                .sorted(Map.Entry.<RefsAt, Integer>comparingByValue().reversed().thenComparing(entry -> entry.getKey()
                        .remote()))
                .forEach(entry -> ordered.add(entry.getKey()));
        known.stream()
                .filter(one -> heads.entrySet().contains(Map.entry(one.remote(), one.at())))
                .forEach(ordered::add);
        return List.copyOf(ordered);
    }

    @Override
    public Collection<RepoId> repositories() {
        return List.copyOf(volumes.keySet());
    }

    @Override
    public Optional<Held> held(RepoId repository) {
        return Optional.ofNullable(volumes.get(repository)).map(Volume::held);
    }

    @Override
    public List<RefsAt> heads(RepoId repository) {
        return Optional.ofNullable(volumes.get(repository)).map(Volume::heads).orElse(List.of());
    }

    @Override
    public Optional<Oid> head(RepoId repository, DidKey remote) {
        return Optional.ofNullable(volumes.get(repository))
                .map(volume -> volume.byRemote().get(remote));
    }
}
