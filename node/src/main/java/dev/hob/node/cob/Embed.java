package dev.hob.node.cob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Bytes that an action shows under a name, such as a picture: `git:` and the id of a blob in the same entry, or in
/// one before it.
public record Embed(String name, String content) {
    private static final String GIT = "git:";

    /// One whose bytes are this blob.
    public static Embed of(String name, ObjectId blob) {
        return new Embed(name, GIT + blob.name());
    }

    /// The blob that holds the bytes, when it is one.
    public Optional<ObjectId> blob() {
        String id = content.startsWith(GIT) ? content.substring(GIT.length()) : "";
        return ObjectId.isId(id) ? Optional.of(ObjectId.fromString(id)) : Optional.empty();
    }

    /// As an action holds it.
    public JsonNode json() {
        return JsonNodeFactory.instance.objectNode().put("content", content).put("name", name);
    }

    /// Reads a list of them; empty when it is none.
    public static Optional<List<Embed>> list(JsonNode json) {
        if (!json.isArray()) return Optional.empty();
        var embeds = new ArrayList<Embed>();
        for (var item : json) {
            if (!item.path("name").isTextual() || !item.path("content").isTextual()) return Optional.empty();
            embeds.add(new Embed(
                    item.path("name").textValue(), item.path("content").textValue()));
        }
        return Optional.of(List.copyOf(embeds));
    }
}
