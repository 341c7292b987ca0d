package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds what a client names: a branch, a tag, or an object by its id, as far as branches and tags reach it. What is
/// in the folder and is not reached (other namespaces, what a forced push took away) is not there. Shared between
/// threads.
public final class Revisions {
    private static final int REACHABLE_MAX = 50_000;
    private static final int HOPS_MAX = 20;
    /// Ids kept in memory, in all; eight bytes each.
    private static final long KNOWN_MAX = 2_000_000;
    /// What one repository may reach before its trees and files are no longer given out by id alone.
    private static final int OBJECTS_MAX = 1_500_000;

    private static final int ABBREVIATED_MIN = 7;
    private static final int CANDIDATES_MAX = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private record Asked(RepositoryId repository, ObjectId commit) {}

    /// What a walk or a page told of a commit.
    private sealed interface Answer {
        /// This commit reaches it, whatever is pushed later.
        record From(ObjectId tip) implements Answer {}

        /// Looked for in one view of the repository.
        record Walked(long generation, boolean reached) implements Answer {}
    }

    private record Seen(RepositoryId repository, long generation) {}

    /// A commit that a client named, and by which kind of name.
    public record Revision(Kind kind, String name, ObjectId commit) {}

    /// What a name was.
    public enum Kind {
        BRANCH,
        TAG,
        COMMIT
    }

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Asked, Answer> commits =
            Caffeine.newBuilder().maximumSize(REACHABLE_MAX).build();
    /// The first eight bytes of each id that a view reaches, sorted. Two ids that share them are 2^64 tries apart.
    private final Cache<Seen, long[]> objects = Caffeine.newBuilder()
            .maximumWeight(KNOWN_MAX)
            .weigher((Seen _, long[] known) -> 16 + known.length)
            .build();

    Revisions(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The commit that a name leads to: a branch before a tag before an id, which may be cut.
    public Optional<Revision> find(Repository repository, Repo repo, RefView view, String name) {
        for (var kind : List.of(Kind.BRANCH, Kind.TAG)) {
            String prefix = kind == Kind.BRANCH ? Constants.R_HEADS : Constants.R_TAGS;
            String plain = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
            var commit = target(view, prefix + plain).flatMap(id -> commitAt(repository, id));
            if (commit.isPresent()) return commit.map(id -> new Revision(kind, plain, id));
        }
        return commit(repository, repo, view, name).map(id -> new Revision(Kind.COMMIT, id.name(), id));
    }

    /// The commit of an id, which may be cut.
    public Optional<ObjectId> commit(Repository repository, Repo repo, RefView view, String id) {
        return abbreviated(repository, id).filter(it -> reaches(repository, repo, view, it));
    }

    /// What a ref finally points at.
    public static Optional<ObjectId> target(RefView view, String ref) {
        return Optional.ofNullable(view.peeled().getOrDefault(ref, view.refs().get(ref)));
    }

    private static Optional<ObjectId> commitAt(Repository repository, ObjectId id) {
        try (var walk = new RevWalk(repository)) {
            return Optional.of(walk.parseCommit(id).copy());
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return Optional.empty(); // A tag can name a file, or a folder.
        } catch (IOException e) {
            throw new CodeException("cannot read " + id.name(), e);
        }
    }

    private static Optional<ObjectId> abbreviated(Repository repository, String text) {
        if (ObjectId.isId(text)) return Optional.of(ObjectId.fromString(text));
        boolean plausible = text.length() >= ABBREVIATED_MIN && AbbreviatedObjectId.isId(text);
        if (!plausible) return Optional.empty();
        try (var reader = repository.newObjectReader()) {
            var found = reader.resolve(AbbreviatedObjectId.fromString(text)).stream()
                    .limit(CANDIDATES_MAX)
                    .filter(id -> isCommit(reader, id))
                    .toList();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot look for " + text, e);
        }
    }

    private static boolean isCommit(ObjectReader reader, ObjectId id) {
        try {
            return reader.open(id).getType() == Constants.OBJ_COMMIT;
        } catch (IOException e) {
            throw new CodeException("cannot open " + id.name(), e);
        }
    }

    /// Notes that a tip reaches commits that were just shown, so that nobody who follows a link to one waits for
    /// a walk.
    public void shown(Repo repo, ObjectId tip, Collection<ObjectId> ids) {
        var from = new Answer.From(tip.copy());
        for (var id : ids) if (!id.equals(tip)) commits.put(new Asked(repo.id(), id.copy()), from);
    }

    private boolean reaches(Repository repository, Repo repo, RefView view, ObjectId id) {
        if (isTip(view, id)) return commitAt(repository, id).isPresent();
        var asked = new Asked(repo.id(), id.copy());
        var known = commits.getIfPresent(asked);
        if (known instanceof Answer.Walked(long generation, boolean reached) && generation == view.generation())
            return reached;
        // A tip of some time ago is reached by one of a little later, and so on to those of now.
        var latest = id;
        for (int hops = 0; hops < HOPS_MAX && known instanceof Answer.From(var tip); hops++) {
            if (isTip(view, tip)) {
                commits.put(asked, known);
                return true;
            }
            latest = tip;
            known = commits.getIfPresent(new Asked(repo.id(), tip));
        }
        boolean reached = (!latest.equals(id) && walk(repository, view, latest)) || walk(repository, view, id);
        commits.put(asked, new Answer.Walked(view.generation(), reached));
        return reached;
    }

    private static boolean isTip(RefView view, ObjectId id) {
        return view.refs().containsValue(id) || view.peeled().containsValue(id);
    }

    private static boolean walk(Repository repository, RefView view, ObjectId id) {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader()) {
            var commit = walk.parseCommit(id);
            var starters = new ArrayList<RevCommit>();
            for (var tip : tips(view)) if (walk.parseAny(tip) instanceof RevCommit start) starters.add(start);
            return reader.createReachabilityChecker(walk)
                    .areAllReachable(List.of(commit), starters.stream())
                    .isEmpty();
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false;
        } catch (IOException e) {
            throw new CodeException("cannot look for " + id.name(), e);
        }
    }

    private static List<ObjectId> tips(RefView view) {
        return view.refs().keySet().stream()
                .flatMap(ref -> target(view, ref).stream())
                .distinct()
                .toList();
    }

    /// What came of asking for an object by its id.
    public enum Shown {
        YES,
        NO,
        /// Others are being looked for: ask again.
        BUSY
    }

    /// Whether branches or tags reach an object of any kind. The first to ask after a push waits while everything they
    /// reach is listed.
    public Shown shows(Repository repository, Repo repo, RefView view, ObjectId id) {
        if (isTip(view, id)) return Shown.YES;
        if (!exists(repository, id)) return Shown.NO;
        var seen = new Seen(repo.id(), view.generation());
        var known = objects.getIfPresent(seen);
        if (known == null) {
            walkers.await(
                    seen,
                    () -> {
                        var _ = objects.get(seen, _ -> list(repo, view));
                    },
                    PATIENCE);
            known = objects.getIfPresent(seen);
        }
        if (known == null) return Shown.BUSY;
        return Arrays.binarySearch(known, prefix(id)) >= 0 ? Shown.YES : Shown.NO;
    }

    private static boolean exists(Repository repository, ObjectId id) {
        try {
            return repository.getObjectDatabase().has(id);
        } catch (IOException e) {
            throw new CodeException("cannot look for " + id.name(), e);
        }
    }

    private static long prefix(AnyObjectId id) {
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        id.copyRawTo(raw, 0);
        return ByteBuffer.wrap(raw).getLong();
    }

    private long[] list(Repo repo, RefView view) {
        try (var repository = storage.open(repo.rid());
                var walk = new ObjectWalk(repository)) {
            walk.setRetainBody(false);
            var started = new HashSet<ObjectId>();
            for (var tip : view.refs().values()) if (started.add(tip)) walk.markStart(walk.parseAny(tip));
            var known = LongStream.builder();
            int count = 0;
            // Commits come first, or there are no others.
            for (RevObject next = walk.next(); next != null && count < OBJECTS_MAX; next = walk.next(), count++)
                known.add(prefix(next));
            for (RevObject next = walk.nextObject(); next != null && count < OBJECTS_MAX; count++) {
                known.add(prefix(next));
                next = walk.nextObject();
            }
            return known.build().sorted().toArray();
        } catch (IOException e) {
            throw new CodeException("cannot list what the refs reach", e);
        }
    }
}
