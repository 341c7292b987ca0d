package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.repo.CanonicalRefs;
import dev.hob.node.repo.IdentityDocument;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Who may do what to a pull request.
final class Permissions {
    enum Permission {
        ALLOWED,
        DENIED,
        /// It is about something that is gone: it changes nothing, and that is no error.
        UNKNOWN
    }

    private final PatchFold patch;

    Permissions(PatchFold patch) {
        this.patch = patch;
    }

    Permission of(PatchAction action, DidKey actor, IdentityDocument document) {
        if (document.delegates().contains(actor)) return Permission.ALLOWED;
        return switch (action) {
            case PatchAction.Revise _,
                    PatchAction.ReactToRevision _,
                    PatchAction.Review _,
                    PatchAction.ReactToReview _,
                    PatchAction.Comment _,
                    PatchAction.React _ -> Permission.ALLOWED;
            case PatchAction.Edit _, PatchAction.ChangeState _ -> allowed(actor.equals(patch.author()));
            case PatchAction.Label(var wanted) -> allowed(wanted.equals(patch.labels()));
            case PatchAction.Assign _ -> Permission.DENIED;
            case PatchAction.Merge _ -> allowed(mayMove(actor, document));
            case PatchAction.EditRevision(var id, var _, var _) -> ofRevision(id, actor);
            case PatchAction.RedactRevision(var id) -> ofRevision(id, actor);
            case PatchAction.EditReview edit -> ofReview(edit.review(), actor);
            case PatchAction.RedactReview(var id) -> ofReview(id, actor);
            case PatchAction.EditComment(var place, var id, var _, var _) -> ofComment(place, id, actor);
            case PatchAction.RedactComment(var place, var id) -> ofComment(place, id, actor);
            case PatchAction.Resolve(var place, var id, var _) -> resolving(place, id, actor);
        };
    }

    private static Permission allowed(boolean it) {
        return it ? Permission.ALLOWED : Permission.DENIED;
    }

    /// Whether the project's rules hear somebody about the target branch.
    private boolean mayMove(DidKey actor, IdentityDocument document) {
        try {
            return CanonicalRefs.of(document)
                    .rule(Constants.R_HEADS + patch.branch(document))
                    .filter(rule -> rule.allowed().contains(actor))
                    .isPresent();
        } catch (IllegalArgumentException _) {
            return false; // A document whose rules make no sense gives nobody any right.
        }
    }

    private Permission ofRevision(ObjectId id, DidKey actor) {
        if (!patch.isKnown(new PatchAction.Place.OfRevision(id))) return Permission.DENIED;
        return patch.revision(id).map(it -> allowed(it.author.equals(actor))).orElse(Permission.UNKNOWN);
    }

    private Permission ofReview(ObjectId id, DidKey actor) {
        if (!patch.isKnown(new PatchAction.Place.OfReview(id))) return Permission.DENIED;
        return patch.review(id).map(it -> allowed(it.author.equals(actor))).orElse(Permission.UNKNOWN);
    }

    private Permission ofComment(PatchAction.Place place, ObjectId id, DidKey actor) {
        if (!patch.isKnown(place)) return Permission.DENIED;
        var discussion = patch.discussion(place);
        if (discussion.isEmpty()) return Permission.UNKNOWN;
        if (!discussion.get().has(id)) return Permission.DENIED;
        return discussion
                .get()
                .comment(id)
                .map(it -> allowed(it.author().equals(actor)))
                .orElse(Permission.UNKNOWN);
    }

    /// The one who asked, the reviewer, and the one whose revision it is.
    private Permission resolving(PatchAction.Place.OfReview place, ObjectId id, DidKey actor) {
        var own = ofComment(place, id, actor);
        if (own != Permission.DENIED) return own;
        Optional<Opinion> review = patch.review(place.id()).filter(it -> it.discussion.has(id));
        return allowed(review.filter(it -> it.author.equals(actor) || it.of.author.equals(actor))
                .isPresent());
    }
}
