package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.cob.Comment;
import dev.hob.node.log.RepoId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes what only pull requests have into its rows. Each method within a transaction of the caller's, who holds the
/// folder's lock.
final class PatchRows {
    private PatchRows() {}

    /// All of it, in place of what was there.
    static void replace(Handle handle, RepoId rid, PatchFold patch) {
        remove(handle, rid, patch.id());
        patch(handle, rid, patch);
        revisions(handle, rid, patch);
        reviews(handle, rid, patch);
        comments(handle, rid, patch);
    }

    static void remove(Handle handle, RepoId rid, ObjectId id) {
        handle.execute("delete from patch where rid = ? and id = ?", rid.value(), id.name());
        for (String table : List.of("patch_revision", "patch_review", "patch_comment"))
            handle.execute("delete from " + table + " where rid = ? and patch = ?", rid.value(), id.name());
    }

    private static void patch(Handle handle, RepoId rid, PatchFold patch) {
        var latest = patch.latest();
        handle.execute(
                """
                insert into patch
                    (rid, id, state, target, revision, base, head, source_repository, source_branch,
                     merged_revision, merged_commit, merged_by, merged)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rid.value(),
                patch.id().name(),
                patch.phase().name(),
                patch.target().branch(),
                latest.id.name(),
                latest.base.name(),
                latest.head.name(),
                patch.source().map(it -> it.repository().value()).orElse(null),
                patch.source().map(Source::branch).orElse(null),
                patch.merged().map(it -> it.revision().name()).orElse(null),
                patch.merged().map(it -> it.commit().name()).orElse(null),
                patch.mergedBy().map(DidKey::nid).orElse(null),
                patch.mergedAt().map(Instant::toEpochMilli).orElse(null));
    }

    private static void revisions(Handle handle, RepoId rid, PatchFold patch) {
        int position = 0;
        for (var revision : patch.everyRevision()) {
            handle.execute(
                    """
                    insert into patch_revision
                        (rid, patch, position, id, author, acting, base, head, at, redacted)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    rid.value(),
                    patch.id().name(),
                    position++,
                    revision.id.name(),
                    revision.author.nid(),
                    nid(revision.acting),
                    revision.base.name(),
                    revision.head.name(),
                    revision.at.toEpochMilli(),
                    patch.revision(revision.id).isEmpty());
        }
    }

    private static void reviews(Handle handle, RepoId rid, PatchFold patch) {
        int position = 0;
        for (var review : patch.everyReview())
            handle.execute(
                    """
                    insert into patch_review
                        (rid, patch, position, id, revision, author, acting, verdict, at, redacted, versions)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    rid.value(),
                    patch.id().name(),
                    position++,
                    review.id.name(),
                    review.of.id.name(),
                    review.author.nid(),
                    nid(review.acting),
                    review.verdict.map(Enum::name).orElse(null),
                    review.at.toEpochMilli(),
                    patch.review(review.id).isEmpty(),
                    review.versions());
    }

    private static void comments(Handle handle, RepoId rid, PatchFold patch) {
        patch.places().forEach((id, place) -> patch.comment(id)
                .ifPresent(comment -> comment(handle, rid, patch, id, place, comment)));
    }

    private static void comment(
            Handle handle, RepoId rid, PatchFold patch, ObjectId id, PatchAction.Place place, Comment comment) {
        var location = comment.location();
        var before = location.flatMap(it -> it.before());
        var after = location.flatMap(it -> it.after());
        handle.execute(
                """
                insert into patch_comment
                    (rid, patch, entry, revision, review, commit_id, path, old_start, old_end, new_start, new_end,
                     reply_to, resolved)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rid.value(),
                patch.id().name(),
                id.name(),
                revision(patch, place).name(),
                place instanceof PatchAction.Place.OfReview(var review) ? review.name() : null,
                location.map(it -> it.commit().name()).orElse(null),
                location.map(it -> it.path()).orElse(null),
                start(before),
                end(before),
                start(after),
                end(after),
                comment.replyTo().map(ObjectId::name).orElse(null),
                comment.resolved());
    }

    private static ObjectId revision(PatchFold patch, PatchAction.Place place) {
        return switch (place) {
            case PatchAction.Place.OfRevision(var id) -> id;
            case PatchAction.Place.OfReview(var id) -> patch.review(id).orElseThrow().of.id;
        };
    }

    private static @Nullable Integer start(Optional<CodeRange> range) {
        return range.map(it -> switch (it) {
                    case CodeRange.Lines(int start, int _) -> start;
                    case CodeRange.Characters(int line, int _, int _) -> line;
                })
                .orElse(null);
    }

    private static @Nullable Integer end(Optional<CodeRange> range) {
        return range.map(it -> switch (it) {
                    case CodeRange.Lines(int _, int end) -> end;
                    case CodeRange.Characters(int line, int _, int _) -> line + 1;
                })
                .orElse(null);
    }

    private static @Nullable String nid(Optional<DidKey> key) {
        return key.map(DidKey::nid).orElse(null);
    }
}
