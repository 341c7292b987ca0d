package dev.hob.node.refs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Identities;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Objects of one type as they are folded, kept in memory while they are in use, so that the next operation need not
/// read the whole talk again. A fold is touched only by whoever holds the folder's lock.
///
/// @param <T> what entries are told to
public final class FoldCache<T extends Graph.Subject> {
    private static final int ENTRIES_KEPT_MAX = 200_000;

    /// A folded object and what the next entry must have as its parents.
    ///
    /// @param <T> what entries are told to
    public static final class Kept<T extends Graph.Subject> {
        private final T fold;
        private final Identities.InForce identity;
        private final Set<ObjectId> holes;
        private final List<ObjectId> unsigned;
        private List<ObjectId> tips;

        private Kept(
                T fold,
                Identities.InForce identity,
                List<ObjectId> tips,
                Set<ObjectId> holes,
                List<ObjectId> unsigned) {
            this.fold = fold;
            this.identity = identity;
            this.tips = tips;
            this.holes = holes;
            this.unsigned = unsigned;
        }

        public T fold() {
            return fold;
        }

        /// The parents of the next entry.
        public List<ObjectId> tips() {
            return tips;
        }

        /// An entry was told to the fold and stored: it is the one tip from now on.
        public void grow(ObjectId entry) {
            tips = List.of(entry);
        }

        /// What is missing of it; it is left out of the fold.
        public Set<ObjectId> holes() {
            return holes;
        }

        /// What is not signed as it should be; it is left out of the fold.
        public List<ObjectId> unsigned() {
            return unsigned;
        }
    }

    private record Key(RepoId rid, ObjectId object) {}

    private final Cobs cobs;
    private final String type;
    private final Function<Surroundings, T> empty;
    private final Cache<Key, Kept<T>> kept;

    /// @param empty makes a fold that nobody has told anything yet
    /// @param entries about how many entries a fold holds
    public FoldCache(Cobs cobs, String type, Function<Surroundings, T> empty, ToIntFunction<T> entries) {
        this.cobs = cobs;
        this.type = type;
        this.empty = empty;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(ENTRIES_KEPT_MAX)
                .weigher((Key _, Kept<T> one) -> 4 + entries.applyAsInt(one.fold()))
                .build();
    }

    /// An object; empty when there is none that holds.
    public Optional<Kept<T>> get(Cobs.Session session, ObjectId object) throws IOException {
        return get(session.git(), session.repo().rid(), object);
    }

    /// The same. The caller holds the folder's lock.
    public Optional<Kept<T>> get(Repository repository, RepoId rid, ObjectId object) throws IOException {
        var identity = cobs.identities().of(repository, rid);
        var known = kept.getIfPresent(new Key(rid, object));
        // What was judged by an earlier identity must be judged again.
        if (known != null && known.identity.head().equals(identity.head())) return Optional.of(known);
        var read = read(repository, rid, object, cobs.tips(repository, rid, type, object), identity);
        read.ifPresent(one -> kept.put(new Key(rid, object), one));
        return read;
    }

    private Optional<Kept<T>> read(
            Repository repository, RepoId rid, ObjectId object, List<ObjectId> tips, Identities.InForce identity)
            throws IOException {
        try (var reader = repository.newObjectReader()) {
            var graph = Graph.load(reader, type, object, tips);
            if (graph.isEmpty()) return Optional.empty();
            var fold = empty.apply(surroundings(rid, identity));
            return graph.get()
                    .tell(fold)
                    .map(told -> new Kept<>(
                            fold,
                            identity,
                            told.tips(),
                            graph.get().holes(),
                            graph.get().unsigned()));
        }
    }

    /// Those of an object's entries that count and were not known before, in their order.
    public List<Entry> news(Repository repository, RepoId rid, ObjectId object, Set<ObjectId> known)
            throws IOException {
        var identity = cobs.identities().of(repository, rid);
        try (var reader = repository.newObjectReader()) {
            var graph = Graph.load(reader, type, object, cobs.tips(repository, rid, type, object));
            if (graph.isEmpty()) return List.of();
            var told = graph.get().tell(empty.apply(surroundings(rid, identity)));
            return told.map(Graph.Evaluated::entries).orElse(List.of()).stream()
                    .filter(entry -> !known.contains(entry.id()))
                    .toList();
        }
    }

    /// For an object about to be made.
    public Kept<T> fresh(Cobs.Session session) throws IOException {
        var identity = session.identity();
        var fold = empty.apply(surroundings(session.repo().rid(), identity));
        return new Kept<>(fold, identity, List.of(), Set.of(), List.of());
    }

    private Surroundings surroundings(RepoId rid, Identities.InForce identity) {
        return Surroundings.of(() -> cobs.open(rid), identity);
    }

    /// It was made.
    public void keep(RepoId rid, ObjectId object, Kept<T> made) {
        kept.put(new Key(rid, object), made);
    }

    /// What is kept of an object may be wrong.
    public void forget(RepoId rid, ObjectId object) {
        kept.invalidate(new Key(rid, object));
    }
}
