package dev.hob.node.issue;

import dev.hob.node.log.RepoId;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Where the one object of a type is that a project has, so that nobody must look through all refs. When peers made
/// several, the one with the smallest id is written to and all are read.
final class SoleObjects {
    private SoleObjects() {}

    static void note(Handle handle, RepoId rid, String type, ObjectId object) {
        handle.execute("""
                insert into sole_object (rid, type, object) values (?, ?, ?)
                on conflict (rid, type, object) do nothing""", rid.value(), type, object.name());
    }

    static List<ObjectId> all(Handle handle, RepoId rid, String type) {
        return handle.createQuery("select object from sole_object where rid = :rid and type = :type order by object")
                .bind("rid", rid.value())
                .bind("type", type)
                .mapTo(String.class)
                .map(ObjectId::fromString)
                .list();
    }

    static Optional<ObjectId> first(Handle handle, RepoId rid, String type) {
        return all(handle, rid, type).stream().findFirst();
    }
}
