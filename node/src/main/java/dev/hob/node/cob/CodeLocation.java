package dev.hob.node.cob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// The code that a comment is about: a file of a change, on its old side, its new side, or both.
///
/// @param commit at which the new side is
/// @param before lines of the file as it was
/// @param after lines of the file as it is in the commit
public record CodeLocation(ObjectId commit, String path, Optional<CodeRange> before, Optional<CodeRange> after) {
    /// As an action holds it.
    public JsonNode json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("commit", commit.name())
                .put("path", path);
        before.ifPresentOrElse(range -> json.set("old", range.json()), () -> json.putNull("old"));
        after.ifPresentOrElse(range -> json.set("new", range.json()), () -> json.putNull("new"));
        return json;
    }

    /// Reads one; empty when it is none.
    public static Optional<CodeLocation> parse(JsonNode json) {
        var commit = Fields.id(json.path("commit"));
        var path = Fields.text(json.path("path"));
        var before = Fields.optional(json.path("old"), CodeRange::parse);
        var after = Fields.optional(json.path("new"), CodeRange::parse);
        if (commit.isEmpty() || path.isEmpty() || before.isEmpty() || after.isEmpty()) return Optional.empty();
        return Optional.of(new CodeLocation(commit.get(), path.get(), before.get(), after.get()));
    }
}
