package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Custody;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// Compares each namespace of a folder with the list that its key has signed, and mends what can be: a ref that is lost
/// or has gone back is put where the list has it, and what is here and not in the list is signed. Shared.
public final class NamespaceCheck {

    private final Storage storage;
    private final Custody custody;
    private final Signatures signatures;

    public NamespaceCheck(Storage storage, Custody custody, InstantSource clock) {
        this.storage = storage;
        this.custody = custody;
        this.signatures = new Signatures(clock);
    }

    /// What is wrong with the namespaces of a repository's folder. What waits to be signed must be signed before
    /// ([LateSigning#flush]).
    public List<Finding> examine(Repo repo) {
        return locked(repo, repository -> {
            var findings = new ArrayList<Finding>();
            for (var namespace : namespaces(repository).entrySet())
                findings.addAll(examine(repository, repo.rid(), namespace.getKey(), namespace.getValue()));
            return findings;
        });
    }

    /// Mends what can be; examine again to see what is left.
    public void mend(Repo repo) {
        locked(repo, repository -> {
            for (var namespace : namespaces(repository).entrySet()) {
                var key = namespace.getKey();
                var held = custody.signingKey(key);
                if (held.isEmpty()
                        || examine(repository, repo.rid(), key, namespace.getValue())
                                .isEmpty()) continue;
                var list = list(repository, repo.rid(), key);
                if (list instanceof Listed.Good(var signed)) restore(repository, key, signed, namespace.getValue());
                if (custody.waiting().of(key).isEmpty() || repo.isPrivate())
                    signatures.sign(repository, repo.rid(), held.get());
            }
            return true;
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Repository repository) throws IOException;
    }

    private <T> T locked(Repo repo, Work<T> work) {
        var lock = storage.lock(repo.rid());
        lock.lock();
        try (var repository = storage.open(repo.rid())) {
            return work.on(repository);
        } catch (IOException e) {
            throw new StorageException("cannot look through the namespaces of " + repo.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// The refs of each namespace that belong into its list, without the prefix.
    private static Map<DidKey, Map<String, ObjectId>> namespaces(Repository repository) throws IOException {
        var namespaces = new TreeMap<DidKey, Map<String, ObjectId>>();
        for (var ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
            int end = ref.getName().indexOf('/', Repos.NAMESPACES.length());
            var key = DidKey.parse(ref.getName().substring(Repos.NAMESPACES.length(), end));
            var refs = namespaces.computeIfAbsent(key, _ -> new TreeMap<>());
            String name = ref.getName().substring(end + 1);
            var id = ref.getObjectId();
            if (SignedRefs.listed(name) && id != null) refs.put(name, id.copy());
        }
        return namespaces;
    }

    /// What the newest list of a namespace is worth.
    private sealed interface Listed {
        record Good(Map<String, ObjectId> refs) implements Listed {}

        record Bad(String why) implements Listed {}
    }

    private static Listed list(Repository repository, RepoId rid, DidKey key) throws IOException {
        var ref = repository.exactRef(Repos.namespace(key) + SignedRefs.REF);
        if (ref == null || ref.getObjectId() == null) return new Listed.Bad("there is no list");
        try (var reader = repository.newObjectReader()) {
            return new Listed.Good(
                    SignedRefs.read(reader, ref.getObjectId(), key, rid).refs());
        } catch (SignedRefs.Invalid e) {
            return new Listed.Bad(String.valueOf(e.getMessage()));
        }
    }

    private List<Finding> examine(Repository repository, RepoId rid, DidKey key, Map<String, ObjectId> there)
            throws IOException {
        var list = list(repository, rid, key);
        boolean held = custody.signingKey(key).isPresent();
        if (list instanceof Listed.Bad(var why))
            return List.of(finding("the signed refs of " + key.did() + " do not hold: " + why, held));
        var signed = ((Listed.Good) list).refs();
        var findings = new ArrayList<Finding>();
        signed.forEach((name, id) -> {
            var now = there.get(name);
            if (now == null) findings.add(finding("the ref " + Repos.namespace(key) + name + " is lost", held));
            else if (!now.equals(id))
                findings.add(finding(
                        "the ref " + Repos.namespace(key) + name + " is not where its key has signed it", held));
        });
        there.keySet().stream()
                .filter(name -> !signed.containsKey(name))
                .forEach(name ->
                        findings.add(finding("the ref " + Repos.namespace(key) + name + " is signed by nobody", held)));
        return findings;
    }

    private static Finding finding(String what, boolean held) {
        return held
                ? Finding.mendable(what)
                : Finding.lasting(what, "its key is held elsewhere: fetch it again from its author's node");
    }

    private static void restore(
            Repository repository, DidKey key, Map<String, ObjectId> signed, Map<String, ObjectId> there)
            throws IOException {
        for (var ref : signed.entrySet()) {
            var now = Optional.ofNullable(there.get(ref.getKey()));
            if (now.equals(Optional.of(ref.getValue()))) continue;
            if (!repository.getObjectDatabase().has(ref.getValue())) continue;
            // What is newer than the list is kept, and signed.
            if (now.isPresent() && follows(repository, now.get(), ref.getValue())) continue;
            var update = repository.updateRef(Repos.namespace(key) + ref.getKey());
            update.setNewObjectId(ref.getValue());
            update.setForceUpdate(true);
            update.disableRefLog();
            var result = update.update();
            switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
                default -> throw new IOException("cannot put " + ref.getKey() + " back: " + result);
            }
        }
    }

    private static boolean follows(Repository repository, ObjectId later, ObjectId earlier) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(earlier), walk.parseCommit(later));
        } catch (org.eclipse.jgit.errors.MissingObjectException
                | org.eclipse.jgit.errors.IncorrectObjectTypeException _) {
            return false; // It leads nowhere, so the list is better.
        }
    }
}
