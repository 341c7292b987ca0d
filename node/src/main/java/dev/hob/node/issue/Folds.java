package dev.hob.node.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Cobs;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.IdentityDocument;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// Issues and trackers as they are folded, kept in memory while they are in use, so that the next operation need not
/// read the whole talk again; and their rows. A fold is touched only by whoever holds the folder's lock.
final class Folds {
    private static final int ENTRIES_KEPT_MAX = 200_000;

    /// A folded object and what the next entry must have as its parents.
    static final class Kept<T extends Graph.Subject> {
        final T fold;
        /// What its entries were judged by; an entry under a later one needs another fold.
        final Identities.InForce identity;

        List<ObjectId> tips;
        /// What is missing of it, and what is not signed as it should be; both are left out of the fold.
        final Set<ObjectId> holes;

        final List<ObjectId> unsigned;

        Kept(T fold, Identities.InForce identity) {
            this(fold, identity, List.of(), Set.of(), List.of());
        }

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
    }

    private record Key(RepoId rid, ObjectId object) {}

    private final Cobs cobs;
    private final Cache<Key, Kept<IssueFold>> issues = Caffeine.newBuilder()
            .maximumWeight(ENTRIES_KEPT_MAX)
            .weigher((Key _, Kept<IssueFold> kept) ->
                    4 + kept.fold.discussion().timeline().size())
            .build();
    private final Cache<Key, Kept<TrackerFold>> trackers = Caffeine.newBuilder()
            .maximumWeight(ENTRIES_KEPT_MAX)
            .weigher((Key _, Kept<TrackerFold> kept) -> 4 + kept.fold.issues().size())
            .build();

    Folds(Cobs cobs) {
        this.cobs = cobs;
        cobs.keep(IssueFold.TYPE, new IssueKeeper());
        cobs.keep(TrackerFold.TYPE, new TrackerKeeper());
    }

    /// An issue; empty when there is none that holds.
    Optional<Kept<IssueFold>> issue(Cobs.Session session, ObjectId id) throws IOException {
        return issue(session.git(), session.repo().rid(), id);
    }

    private Optional<Kept<IssueFold>> issue(Repository repository, RepoId rid, ObjectId id) throws IOException {
        var identity = cobs.identities().of(repository, rid);
        var known = issues.getIfPresent(new Key(rid, id));
        if (known != null && known.identity.head().equals(identity.head())) return Optional.of(known);
        var fold = new IssueFold(new Surroundings(() -> cobs.open(rid), identity));
        var tips = cobs.tips(repository, rid, IssueFold.TYPE, id);
        var read = read(repository, IssueFold.TYPE, id, tips, fold, identity);
        read.ifPresent(kept -> issues.put(new Key(rid, id), kept));
        return read;
    }

    /// A project's tracker, when it has this one.
    Optional<Kept<TrackerFold>> tracker(Cobs.Session session, ObjectId object) throws IOException {
        return tracker(session.git(), session.repo().rid(), object);
    }

    private Optional<Kept<TrackerFold>> tracker(Repository repository, RepoId rid, ObjectId object) throws IOException {
        var identity = cobs.identities().of(repository, rid);
        var known = trackers.getIfPresent(new Key(rid, object));
        if (known != null && known.identity.head().equals(identity.head())) return Optional.of(known);
        var fold = new TrackerFold(new Surroundings(() -> cobs.open(rid), identity));
        var tips = cobs.tips(repository, rid, TrackerFold.TYPE, object);
        var read = read(repository, TrackerFold.TYPE, object, tips, fold, identity);
        read.ifPresent(kept -> trackers.put(new Key(rid, object), kept));
        return read;
    }

    private static <T extends Graph.Subject> Optional<Kept<T>> read(
            Repository repository,
            String type,
            ObjectId object,
            List<ObjectId> tips,
            T fold,
            Identities.InForce identity)
            throws IOException {
        try (var reader = repository.newObjectReader()) {
            var graph = Graph.load(reader, type, object, tips);
            if (graph.isEmpty()) return Optional.empty();
            var holes = graph.get().holes();
            var unsigned = graph.get().unsigned();
            return graph.get().tell(fold).map(told -> new Kept<>(fold, identity, told.tips(), holes, unsigned));
        }
    }

    /// A fold that nobody has told anything yet, for an issue about to be opened.
    Kept<IssueFold> fresh(Cobs.Session session) throws IOException {
        var identity = session.identity();
        return new Kept<>(
                new IssueFold(new Surroundings(() -> cobs.open(session.repo().rid()), identity)), identity);
    }

    Kept<TrackerFold> freshTracker(Cobs.Session session) throws IOException {
        var identity = session.identity();
        return new Kept<>(
                new TrackerFold(new Surroundings(() -> cobs.open(session.repo().rid()), identity)), identity);
    }

    void keep(RepoId rid, Kept<IssueFold> opened) {
        issues.put(new Key(rid, opened.fold.id()), opened);
    }

    void keep(RepoId rid, ObjectId object, Kept<TrackerFold> begun) {
        trackers.put(new Key(rid, object), begun);
    }

    /// What an entry refers to, found in the repository that holds it. Outlives any session, so it opens that anew.
    record Surroundings(Supplier<Repository> opener, Identities.InForce identity) implements IssueFold.Context {
        @Override
        public Optional<IdentityDocument> document(Entry entry) {
            return identity.at(entry.resource());
        }

        @Override
        public Optional<Acting> acting(Entry entry) throws IOException {
            if (!entry.embeds().containsKey(Acting.EMBED)) return Optional.empty();
            boolean believed = document(entry)
                    .map(document ->
                            document.delegates().contains(entry.author().orElseThrow()))
                    .orElse(false);
            if (!believed) return Optional.empty();
            try (var repository = opener.get();
                    var reader = repository.newObjectReader()) {
                return Acting.read(reader, entry);
            }
        }
    }

    private final class IssueKeeper implements Cobs.Keeper {
        @Override
        public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
            var read = issue(repository, rid, object);
            if (read.isEmpty()) {
                IssueRows.remove(handle, rid, object);
                return;
            }
            IssueRows.replace(handle, rid, Numbers.of(handle, rid, object), read.get().fold);
            for (var tracker : SoleObjects.all(handle, rid, TrackerFold.TYPE)) {
                var kept = tracker(repository, rid, tracker);
                if (kept.isPresent()) TrackerRows.restate(handle, rid, kept.get().fold, object);
            }
        }

        @Override
        public void forget(RepoId rid, ObjectId object) {
            issues.invalidate(new Key(rid, object));
        }
    }

    private final class TrackerKeeper implements Cobs.Keeper {
        @Override
        public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
            var read = tracker(repository, rid, object);
            if (read.isEmpty()) return;
            SoleObjects.note(handle, rid, TrackerFold.TYPE, object);
            TrackerRows.replace(handle, rid, read.get().fold);
        }

        @Override
        public void forget(RepoId rid, ObjectId object) {
            trackers.invalidate(new Key(rid, object));
        }
    }
}
