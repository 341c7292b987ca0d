package dev.hob.node.refs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Namespaces;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// The branches and tags of repositories as they were read last. Shared between threads.
final class RefViews {
    private static final long REFS_MAX = 1_000_000;

    private final Storage storage;
    private final AtomicLong generations = new AtomicLong();
    private final Cache<RepositoryId, RefView> views = Caffeine.newBuilder()
            .maximumWeight(REFS_MAX)
            .weigher((RepositoryId _, RefView view) -> 16 + view.refs().size())
            .build();

    RefViews(Storage storage) {
        this.storage = storage;
    }

    /// What was read last, if it is still so.
    Optional<RefView> known(Repo repo) {
        return Optional.ofNullable(views.getIfPresent(repo.id()))
                .filter(view -> view.defaultBranch().equals(repo.defaultBranch()));
    }

    /// The same, or read now. The caller holds the folder's lock.
    RefView current(Repo repo) {
        return known(repo).orElseGet(() -> {
            var loaded = load(repo);
            views.put(repo.id(), loaded);
            return loaded;
        });
    }

    /// What stands in git.
    RefView load(Repo repo) {
        boolean isFork = !isCanonical(repo);
        String prefix = isFork ? Repos.namespace(repo.namespace()) : "";
        try (var repository = storage.open(repo.rid())) {
            var refs = new TreeMap<String, ObjectId>();
            for (String kind : List.of(Constants.R_HEADS, Constants.R_TAGS))
                for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix + kind))
                    if (ref.getObjectId() != null
                            && !(isFork && Namespaces.isOffered(ref.getName().substring(prefix.length()))))
                        refs.put(
                                ref.getName().substring(prefix.length()),
                                ref.getObjectId().copy());
            return build(repository, refs, repo.defaultBranch(), Optional.empty());
        } catch (IOException e) {
            throw new StorageException("cannot read the refs of " + repo.path(), e);
        }
    }

    /// A view of refs, with what its tags stand for, as far as it can from the view before.
    RefView build(
            Repository repository, SortedMap<String, ObjectId> refs, String defaultBranch, Optional<RefView> before)
            throws IOException {
        var peeled = new HashMap<String, ObjectId>();
        try (var walk = new RevWalk(repository)) {
            for (var tag : refs.subMap(Constants.R_TAGS, Constants.R_TAGS + Character.MAX_VALUE)
                    .entrySet()) {
                var known = before.filter(b -> tag.getValue().equals(b.refs().get(tag.getKey())));
                if (known.isPresent()) {
                    var same = known.get().peeled().get(tag.getKey());
                    if (same != null) peeled.put(tag.getKey(), same);
                    continue;
                }
                var object = walk.parseAny(tag.getValue());
                if (object.getType() == Constants.OBJ_TAG)
                    peeled.put(tag.getKey(), walk.peel(object).copy());
            }
        }
        return new RefView(generations.incrementAndGet(), refs, peeled, defaultBranch);
    }

    /// A fork shows its own namespace; everything else the canonical refs.
    static boolean isCanonical(Repo repo) {
        return repo.isProject();
    }

    /// This is what is to be seen from now on.
    void put(Repo repo, RefView view) {
        views.put(repo.id(), view);
    }

    /// Something else has written refs.
    void forget(Repo repo) {
        views.invalidate(repo.id());
    }
}
