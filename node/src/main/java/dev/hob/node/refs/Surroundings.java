package dev.hob.node.refs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Entry;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.IdentityDocument;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// What an entry refers to outside its object.
public interface Surroundings {
    /// The most that is read of something an entry carries.
    int EMBED_BYTES_MAX = 4096;

    /// The identity document that an entry was written under; empty when it names none that ever was in force.
    Optional<IdentityDocument> document(Entry entry) throws IOException;

    /// For whom it was signed, when its signer is to be believed in that: a delegate.
    Optional<Acting> acting(Entry entry) throws IOException;

    /// What an entry carries under a name, when that is JSON; whoever signed it may have written anything.
    Optional<JsonNode> embed(Entry entry, String name) throws IOException;

    /// Whether somebody's own ref is at a commit now, or at one built upon it.
    boolean reaches(DidKey who, String ref, ObjectId commit) throws IOException;

    /// Those of a stored repository. They outlive any session, so the repository is opened anew each time.
    ///
    /// @param opener gives a handle that is closed after use
    static Surroundings of(Supplier<Repository> opener, Identities.InForce identity) {
        return new Surroundings() {
            @Override
            public Optional<IdentityDocument> document(Entry entry) {
                return identity.at(entry.resource());
            }

            @Override
            public Optional<Acting> acting(Entry entry) throws IOException {
                if (!entry.embeds().containsKey(Acting.EMBED)) return Optional.empty();
                boolean believed = document(entry)
                        .map(document ->
                                document.delegates().contains(entry.author().orElseThrow()))
                        .orElse(false);
                if (!believed) return Optional.empty();
                try (var repository = opener.get();
                        var reader = repository.newObjectReader()) {
                    return Acting.read(reader, entry);
                }
            }

            @Override
            public Optional<JsonNode> embed(Entry entry, String name) throws IOException {
                var blob = entry.embeds().get(name);
                if (blob == null) return Optional.empty();
                try (var repository = opener.get();
                        var reader = repository.newObjectReader()) {
                    return Optional.of(new ObjectMapper()
                            .readTree(reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(EMBED_BYTES_MAX)));
                } catch (MissingObjectException
                        | IncorrectObjectTypeException
                        | LargeObjectException
                        | JsonProcessingException _) {
                    return Optional.empty(); // Then it is as if it carried nothing.
                }
            }

            @Override
            public boolean reaches(DidKey who, String name, ObjectId commit) throws IOException {
                try (var repository = opener.get();
                        var walk = new RevWalk(repository)) {
                    var ref = repository.exactRef(Repos.namespace(who) + name);
                    if (ref == null || ref.getObjectId() == null) return false;
                    return ref.getObjectId().equals(commit)
                            || walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(ref.getObjectId()));
                } catch (MissingObjectException | IncorrectObjectTypeException _) {
                    return false; // Anybody may name anything in an entry.
                }
            }
        };
    }
}
