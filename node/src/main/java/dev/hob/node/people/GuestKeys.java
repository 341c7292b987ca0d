package dev.hob.node.people;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The keys of projects' guest namespaces: what remote authors say of a project hangs in one namespace, however many
/// they are, and its list of refs is signed by a key that is the project's own. Shared between threads.
public final class GuestKeys {
    private final Database database;
    private final Custody custody;

    public GuestKeys(Database database, Custody custody) {
        this.database = database;
        this.custody = custody;
    }

    /// The key of a project, made on the first call.
    public DidKey of(RepoId rid) {
        return find(rid)
                .orElseGet(() -> database.write(handle -> find(handle, rid).orElseGet(() -> {
                    var key = custody.create(handle).publicKey();
                    handle.execute("insert into guest_namespace (rid, did) values (?, ?)", rid.value(), key.nid());
                    return key;
                })));
    }

    /// The key of a project of which remote authors have said something.
    public Optional<DidKey> find(RepoId rid) {
        return database.read(handle -> find(handle, rid));
    }

    private static Optional<DidKey> find(Handle handle, RepoId rid) {
        return handle.createQuery("select did from guest_namespace where rid = :rid")
                .bind("rid", rid.value())
                .mapTo(String.class)
                .findOne()
                .map(DidKey::parse);
    }
}
