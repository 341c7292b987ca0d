package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/// The namespace of a key in a clone, kept as every node keeps one: its refs, the identity that it is bound to, and the
/// signed list of them all. For one process at a time.
public final class ClonedNamespace {
    private final Repository clone;
    private final RepoId rid;
    private final SigningKey key;
    private final Signatures signatures;
    private final String prefix;

    public ClonedNamespace(Repository clone, RepoId rid, SigningKey key, InstantSource clock) {
        this.clone = clone;
        this.rid = rid;
        this.key = key;
        this.signatures = new Signatures(clock);
        this.prefix = Repos.namespace(key.publicKey());
    }

    /// The refs of a key's namespace, without its prefix.
    public static Map<String, ObjectId> refs(Repository clone, DidKey key) throws IOException {
        String prefix = Repos.namespace(key);
        var refs = new TreeMap<String, ObjectId>();
        for (Ref ref : clone.getRefDatabase().getRefsByPrefix(prefix))
            if (ref.getObjectId() != null)
                refs.put(
                        ref.getName().substring(prefix.length()),
                        ref.getObjectId().copy());
        return refs;
    }

    /// Sets a ref, and signs.
    ///
    /// @param root the identity that the project began with
    public void set(String name, ObjectId id, ObjectId root) throws IOException {
        if (clone.exactRef(prefix + Repos.ROOT) == null) update(Repos.ROOT, root);
        update(name, id);
        sign();
    }

    /// Sets a ref that is signed later.
    public void move(String name, ObjectId id) throws IOException {
        update(name, id);
    }

    /// Takes a ref away, and signs.
    public void remove(String name) throws IOException {
        var update = clone.updateRef(prefix + name);
        update.setForceUpdate(true);
        require(update.delete(), name);
        sign();
    }

    /// Signs, when the list does not say what the refs are: after a crash, or when git itself has moved one.
    public void sign() throws IOException {
        if (refs(clone, key.publicKey()).isEmpty() || signatures.isSigned(clone, rid, key.publicKey())) return;
        // Loose objects, which git packs by itself: a pack for each would make every look-up slower.
        try (var inserter = clone.newObjectInserter()) {
            signatures.sign(clone, rid, key, inserter);
        }
    }

    private void update(String name, ObjectId id) throws IOException {
        var update = clone.updateRef(prefix + name);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.disableRefLog();
        require(update.update(), name);
    }

    private static void require(RefUpdate.Result result, String name) throws IOException {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("cannot set " + name + ": " + result);
        }
    }
}
