package dev.hob.node.cob;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// One operation on a collaborative object, before it is signed: its actions in order, what it carries, and what it
/// stands on.
///
/// @param type the object's type, such as `xyz.radicle.issue`
/// @param actions one JSON object each, at most 128
/// @param embeds attached bytes by name
/// @param blobs attached bytes by name that are in git already, for what is too large to be held in memory
/// @param parents the tips of the object's graph that its author knew
/// @param related code commits that must travel with it
/// @param resource the identity revision it was written under; none only for identities
public record Operation(
        String type,
        List<JsonNode> actions,
        Map<String, byte[]> embeds,
        Map<String, ObjectId> blobs,
        List<ObjectId> parents,
        List<ObjectId> related,
        Optional<ObjectId> resource,
        String message) {
    private static final int ACTIONS_MAX = 128;

    public Operation {
        actions = List.copyOf(actions);
        if (actions.isEmpty() || actions.size() > ACTIONS_MAX)
            throw new IllegalArgumentException("an operation has 1 to " + ACTIONS_MAX + " actions");
        embeds = Map.copyOf(embeds);
        blobs = Map.copyOf(blobs);
        parents = parents.stream().sorted().distinct().toList();
        related = related.stream().sorted().distinct().toList();
    }

    /// One that carries nothing large.
    public Operation(
            String type,
            List<JsonNode> actions,
            Map<String, byte[]> embeds,
            List<ObjectId> parents,
            List<ObjectId> related,
            Optional<ObjectId> resource,
            String message) {
        this(type, actions, embeds, Map.of(), parents, related, resource, message);
    }
}
