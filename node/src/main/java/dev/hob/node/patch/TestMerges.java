package dev.hob.node.patch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.code.CodeException;
import dev.hob.node.code.DraftObjects;
import dev.hob.node.code.MergeWays;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// What the branch would be if a pull request were merged now (`refs/pull/<number>/merge`), for who tests it before it
/// is. A commit is made when somebody asks for it by name, is the same whenever it is made, and is named by nothing
/// that is stored. Shared between threads.
final class TestMerges {
    /// However many somebody asks for, so many are worked out for one request.
    static final int AT_ONCE_MAX = 50;

    private static final int KEPT_MAX = 10_000;

    private record Tried(RepoId rid, ObjectId onto, ObjectId head) {}

    private final Storage storage;
    private final Refs refs;
    private final PatchReading reading;
    private final MergeWays ways = new MergeWays();
    /// Empty where people have to decide.
    private final Cache<Tried, Optional<ObjectId>> known =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    TestMerges(Storage storage, Refs refs, PatchReading reading) {
        this.storage = storage;
        this.refs = refs;
        this.reading = reading;
    }

    /// Those that are known, and those that are asked for, by their refs.
    ///
    /// @param asked the beginnings of names
    Map<String, ObjectId> of(Repo repo, Collection<String> asked) {
        var offered = reading.offered(repo.rid());
        if (offered.isEmpty()) return Map.of();
        var view = refs.view(repo).refs();
        var found = new HashMap<String, ObjectId>();
        int worked = 0;
        try (var repository = storage.open(repo.rid())) {
            for (var offer : offered) {
                String branch = offer.target().isEmpty() ? repo.defaultBranch() : offer.target();
                var onto = view.get(Constants.R_HEADS + branch);
                if (onto == null) continue;
                String name = "refs/pull/" + offer.number() + "/merge";
                var tried = new Tried(repo.rid(), onto, offer.head());
                var commit = known.getIfPresent(tried);
                boolean wanted = asked.stream().anyMatch(name::startsWith);
                // What nothing names is taken away some day.
                boolean gone = commit != null
                        && commit.isPresent()
                        && !repository.getObjectDatabase().has(commit.get());
                if ((commit == null || gone) && wanted && worked++ < AT_ONCE_MAX) {
                    commit = make(repository, tried, branch);
                    known.put(tried, commit);
                } else if (gone) continue;
                if (commit != null) commit.ifPresent(it -> found.put(name, it));
            }
        } catch (IOException e) {
            throw new StorageException("cannot try the merges of " + repo.path(), e);
        }
        return found;
    }

    private Optional<ObjectId> make(Repository repository, Tried tried, String branch) throws IOException {
        var lease = storage.lease(tried.rid()).readLock();
        lease.lock();
        try (var walk = new RevWalk(repository);
                var drafts = DraftObjects.over(repository)) {
            // Nothing of today is in it: so it is the same commit however often it is made.
            var ident = later(
                    walk.parseCommit(tried.head()).getCommitterIdent(),
                    walk.parseCommit(tried.onto()).getCommitterIdent());
            String message = "Merge " + tried.head().name() + " into " + branch + "\n";
            var outcome = ways.merge(drafts, tried.onto(), tried.head(), new MergeWays.Wording(ident, ident, message));
            if (!(outcome instanceof MergeWays.Outcome.Merged(var commit))) return Optional.empty();
            drafts.keep(commit);
            return Optional.of(commit);
        } catch (CodeException e) {
            throw new IOException(e);
        } finally {
            lease.unlock();
        }
    }

    private static PersonIdent later(PersonIdent one, PersonIdent other) {
        return one.getWhenAsInstant().isBefore(other.getWhenAsInstant())
                ? new PersonIdent(one, other.getWhenAsInstant())
                : one;
    }
}
