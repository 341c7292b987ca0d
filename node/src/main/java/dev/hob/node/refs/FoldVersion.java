package dev.hob.node.refs;

import dev.hob.node.log.RepoId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// How often the rows of projects' objects were written. What was worked out from them holds as long as this stays: it
/// changes in the same transaction as they do, whoever brought what they say.
public final class FoldVersion {
    private FoldVersion() {}

    /// The version of some projects together.
    public static long of(Handle handle, List<RepoId> rids) {
        return handle.createQuery("select coalesce(sum(version), 0) from fold_version where rid in (<rids>)")
                .bindList("rids", rids.stream().map(RepoId::value).toList())
                .mapTo(Long.class)
                .one();
    }

    /// Rows are written, within this transaction.
    static void next(Handle handle, RepoId rid) {
        handle.execute(
                "insert into fold_version (rid, version) values (?, 1)"
                        + " on conflict (rid) do update set version = fold_version.version + 1",
                rid.value());
    }
}
