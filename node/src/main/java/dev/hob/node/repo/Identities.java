package dev.hob.node.repo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepoId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/// The identity documents that are and were in force, kept until the identity changes: each operation is judged by the
/// one it was written under. Shared between threads.
public final class Identities {
    private static final int KEPT_MAX = 1_000;

    private final Cache<RepoId, InForce> kept =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    /// The identity of a repository.
    ///
    /// @param object the identity object, which is its root entry
    /// @param head the revision that new operations name as their resource
    /// @param document what that revision says
    /// @param accepted each document that is or was in force, by revision
    public record InForce(
            ObjectId object, ObjectId head, IdentityDocument document, Map<ObjectId, IdentityDocument> accepted) {
        public InForce {
            accepted = Map.copyOf(accepted);
        }

        /// The document that an operation was written under; empty when it names none that ever was in force.
        public Optional<IdentityDocument> at(Optional<ObjectId> resource) {
            return resource.map(accepted::get);
        }
    }

    /// Reads the identity, when it has changed since.
    public InForce of(Repository repository, RepoId rid) throws IOException {
        var head = Optional.ofNullable(repository.exactRef(Repos.IDENTITY))
                .map(Ref::getObjectId)
                .orElseThrow(() -> new IOException("there is no identity in " + rid));
        var known = kept.getIfPresent(rid);
        if (known != null && known.head().equals(head)) return known;
        var identity =
                Identity.read(repository, rid).orElseThrow(() -> new IOException("there is no identity in " + rid));
        var accepted = new HashMap<ObjectId, IdentityDocument>();
        for (var revision : identity.revisions())
            if (revision.state() == Identity.State.ACCEPTED) accepted.put(revision.id(), revision.document());
        var current = identity.current();
        var read = new InForce(identity.object(), current.id(), current.document(), accepted);
        kept.put(rid, read);
        return read;
    }
}
