package dev.hob.node.repo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Operation;
import dev.hob.node.cob.Operations;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// The first operation of a repository: the one that carries its identity document.
public final class InitialRepository {
    /// The type of identity objects.
    public static final String TYPE = "xyz.radicle.id";

    private InitialRepository() {}

    /// Stores the identity's root operation and gives its id; refs are the caller's business.
    ///
    /// @throws IllegalArgumentException when the author is not the document's first delegate
    public static ObjectId mint(Repository repository, IdentityDocument document, Author owner) throws IOException {
        if (!document.delegates().getFirst().equals(owner.key().publicKey()))
            throw new IllegalArgumentException("the first delegate writes the first revision");
        var action = JsonNodeFactory.instance
                .objectNode()
                .put("type", "revision")
                .put("title", "Initial revision")
                .put("blob", document.blobId().name())
                .putNull("parent")
                .put("signature", Identity.signature(document.blobId(), owner.key()));
        var operation = new Operation(
                TYPE,
                List.of(action),
                Map.of("radicle.json", document.bytes()),
                List.of(),
                List.of(),
                Optional.empty(),
                "Initialize identity");
        try (var inserter = Storage.inserter(repository)) {
            var id = Operations.write(inserter, operation, owner);
            inserter.flush();
            return id;
        }
    }
}
