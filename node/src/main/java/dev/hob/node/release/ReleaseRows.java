package dev.hob.node.release;

import dev.hob.node.log.RepoId;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Releases in rows. Each method writes within a transaction of the caller's, who holds the folder's lock.
final class ReleaseRows {
    private ReleaseRows() {}

    /// Writes one in place of what was there; the draft that it was is none any more.
    static void put(Handle handle, RepoId rid, Release release) {
        remove(handle, rid, release.id());
        if (!release.draft())
            for (String draft : handle.createQuery(
                            "select id from project_release where rid = :rid and release_key = :key and is_draft")
                    .bind("rid", rid.value())
                    .bind("key", release.key())
                    .mapTo(String.class)
                    .list()) remove(handle, rid, ObjectId.fromString(draft));
        handle.execute(
                """
                insert into project_release (rid, id, release_key, number, tag, target, commit_id, title, notes,
                                             is_draft, is_prerelease, author, created, published, updated)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rid.value(),
                release.id().name(),
                release.key(),
                release.number(),
                release.tag(),
                release.target(),
                release.commit().map(ObjectId::name).orElse(null),
                release.title(),
                release.notes(),
                release.draft(),
                release.prerelease(),
                release.author().nid(),
                release.created().toEpochMilli(),
                release.published().toEpochMilli(),
                release.updated().toEpochMilli());
        assets(handle, rid, release.id(), release.assets());
    }

    private static void assets(Handle handle, RepoId rid, ObjectId release, List<Asset> assets) {
        for (int position = 0; position < assets.size(); position++) {
            var asset = assets.get(position);
            handle.execute(
                    """
                    insert into release_asset (rid, object, position, asset_key, name, size, sha256, blob, created)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    rid.value(),
                    release.name(),
                    position,
                    asset.key(),
                    asset.name(),
                    asset.size(),
                    asset.sha256(),
                    asset.blob().name(),
                    asset.created().toEpochMilli());
        }
    }

    static void remove(Handle handle, RepoId rid, ObjectId release) {
        handle.execute("delete from release_asset where rid = ? and object = ?", rid.value(), release.name());
        handle.execute("delete from project_release where rid = ? and id = ?", rid.value(), release.name());
    }

    /// All that can be made again.
    static void clear(Handle handle, RepoId rid) {
        handle.execute("""
                delete from release_asset
                 where rid = ? and object in (select id from project_release where rid = ? and not is_draft)""", rid.value(), rid.value());
        handle.execute("delete from project_release where rid = ? and not is_draft", rid.value());
    }
}
