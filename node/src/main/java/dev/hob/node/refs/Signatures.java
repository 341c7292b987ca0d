package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/// Keeps the signed list of a namespace in step with its refs. Whoever calls holds the folder's lock. Immutable.
final class Signatures {
    private final InstantSource clock;

    Signatures(InstantSource clock) {
        this.clock = clock;
    }

    /// Renews the list of signed refs of a namespace.
    void sign(Repository repository, RepoId rid, SigningKey key) throws IOException {
        try (var inserter = Storage.inserter(repository)) {
            sign(repository, rid, key, inserter);
        }
    }

    /// The same, with objects that are stored as the caller stores them.
    void sign(Repository repository, RepoId rid, SigningKey key, ObjectInserter inserter) throws IOException {
        String name = Repos.namespace(key.publicKey()) + SignedRefs.REF;
        var refs = listed(repository, key.publicKey());
        var commit = SignedRefs.write(inserter, key, refs, tip(repository, key.publicKey()), clock.instant());
        inserter.flush();
        var update = repository.updateRef(name);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.disableRefLog();
        var result = update.update();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("cannot set the signed refs of " + rid + ": " + result);
        }
    }

    /// Whether the list of a repository's namespace names exactly its refs.
    boolean isSigned(Repository repository, Repo repo) throws IOException {
        return isSigned(repository, repo, repo.namespace());
    }

    /// Whether the list of a namespace of ours names exactly its refs.
    boolean isSigned(Repository repository, Repo repo, DidKey key) throws IOException {
        var signed = signed(repository, repo, key);
        return signed.isPresent() && signed.get().refs().equals(listed(repository, key));
    }

    /// The list of a repository's namespace, which we wrote.
    Optional<SignedRefs> signed(Repository repository, Repo repo) throws IOException {
        return signed(repository, repo, repo.namespace());
    }

    /// Whether the list of a namespace in a clone names exactly its refs, and holds.
    boolean isSigned(Repository clone, RepoId rid, DidKey key) throws IOException {
        var tip = tip(clone, key);
        if (tip.isEmpty()) return false;
        try (var reader = clone.newObjectReader()) {
            return SignedRefs.read(reader, tip.get(), key, rid).refs().equals(listed(clone, key));
        } catch (SignedRefs.Invalid _) {
            return false; // Then it is signed again.
        }
    }

    private static Optional<SignedRefs> signed(Repository repository, Repo repo, DidKey key) throws IOException {
        try {
            return verified(repository, repo, key);
        } catch (SignedRefs.Invalid e) {
            throw new AssertionError("we signed what does not verify in " + repo.path(), e);
        }
    }

    /// What is wrong with the list of a repository's namespace, if anything.
    Optional<String> objection(Repository repository, Repo repo) throws IOException {
        try {
            var signed = verified(repository, repo, repo.namespace());
            if (signed.isEmpty()) return Optional.of("the refs are not signed");
            return signed.get().refs().equals(listed(repository, repo.namespace()))
                    ? Optional.empty()
                    : Optional.of("the signed refs are not the refs");
        } catch (SignedRefs.Invalid e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<SignedRefs> verified(Repository repository, Repo repo, DidKey key)
            throws IOException, SignedRefs.Invalid {
        var tip = tip(repository, key);
        if (tip.isEmpty()) return Optional.empty();
        try (var reader = repository.newObjectReader()) {
            return Optional.of(SignedRefs.read(reader, tip.get(), key, repo.rid()));
        }
    }

    private static Optional<ObjectId> tip(Repository repository, DidKey key) throws IOException {
        return Optional.ofNullable(repository.exactRef(Repos.namespace(key) + SignedRefs.REF))
                .map(Ref::getObjectId);
    }

    /// Every ref of a namespace that belongs into its list, without the prefix.
    private static SortedMap<String, ObjectId> listed(Repository repository, DidKey key) throws IOException {
        String prefix = Repos.namespace(key);
        var refs = new TreeMap<String, ObjectId>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
            String name = ref.getName().substring(prefix.length());
            var id = ref.getObjectId();
            if (SignedRefs.listed(name) && id != null) refs.put(name, id.copy());
        }
        return refs;
    }
}
