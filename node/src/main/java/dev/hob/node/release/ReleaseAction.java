package dev.hob.node.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Fields;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/// What can be said about a release: an object of type `dev.hob.release`, which delegates write. Others carry it along
/// unread.
sealed interface ReleaseAction {
    /// It is out. Only the first thing that is said.
    record Publish(String key, String tag, ObjectId commit, Words words) implements ReleaseAction {}

    /// Says it in other words.
    record Edit(Words words) implements ReleaseAction {}

    /// Adds a file, whose bytes the operation carries.
    record AddAsset(String key, String name, long size, String sha256, ObjectId blob) implements ReleaseAction {}

    record RenameAsset(String key, String name) implements ReleaseAction {}

    record RemoveAsset(String key) implements ReleaseAction {}

    /// It is taken back; its tag stays.
    record Delete() implements ReleaseAction {}

    /// What people read of it.
    record Words(String title, String notes, boolean prerelease) {
        private static Optional<Words> parse(JsonNode json) {
            var title = Fields.text(json.path("title"));
            var notes = Fields.text(json.path("notes"));
            var prerelease = Fields.truth(json.path("prerelease"));
            if (title.isEmpty() || notes.isEmpty() || prerelease.isEmpty()) return Optional.empty();
            if (Wish.textObjection(title.get(), notes.get()).isPresent()) return Optional.empty();
            return Optional.of(new Words(title.get(), notes.get(), prerelease.get()));
        }

        private ObjectNode into(ObjectNode json) {
            return json.put("title", title).put("notes", notes).put("prerelease", prerelease);
        }
    }

    /// Reads one; empty when it is none that we know, or says what cannot be.
    static Optional<ReleaseAction> parse(JsonNode json) {
        return switch (json.path("type").asText()) {
            case "release" -> publish(json).map(it -> it);
            case "edit" -> Words.parse(json).map(Edit::new);
            case "asset.add" -> addAsset(json).map(it -> it);
            case "asset.rename" ->
                key(json, "asset").flatMap(key -> name(json).map(name -> new RenameAsset(key, name)));
            case "asset.remove" -> key(json, "asset").map(RemoveAsset::new);
            case "delete" -> Optional.of(new Delete());
            default -> Optional.empty();
        };
    }

    private static Optional<Publish> publish(JsonNode json) {
        var key = key(json, "key");
        var tag = Fields.text(json.path("tag"))
                .filter(it -> !it.isBlank() && Wish.tagObjection(it).isEmpty());
        var commit = Fields.id(json.path("commit"));
        var words = Words.parse(json);
        if (key.isEmpty() || tag.isEmpty() || commit.isEmpty() || words.isEmpty()) return Optional.empty();
        return Optional.of(new Publish(key.get(), tag.get(), commit.get(), words.get()));
    }

    private static Optional<AddAsset> addAsset(JsonNode json) {
        var key = key(json, "asset");
        var name = name(json);
        var sha256 = Fields.text(json.path("sha256"));
        var blob = Fields.text(json.path("content")).flatMap(content -> new Embed("", content).blob());
        boolean sized = json.path("size").canConvertToLong()
                && json.path("size").isIntegralNumber()
                && json.path("size").longValue() >= 0;
        if (key.isEmpty() || name.isEmpty() || sha256.isEmpty() || blob.isEmpty() || !sized) return Optional.empty();
        if (!sha256.get().matches("[0-9a-f]{64}")) return Optional.empty();
        return Optional.of(
                new AddAsset(key.get(), name.get(), json.path("size").longValue(), sha256.get(), blob.get()));
    }

    private static Optional<String> key(JsonNode json, String field) {
        return Fields.text(json.path(field)).filter(Keys::isOne);
    }

    private static Optional<String> name(JsonNode json) {
        return Fields.text(json.path("name"))
                .filter(Predicate.not(it -> Asset.nameObjection(it).isPresent()));
    }

    /// As it is signed.
    default JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case Publish(var key, var tag, var commit, var words) ->
                words.into(json.put("type", "release")
                        .put("key", key)
                        .put("tag", tag)
                        .put("commit", commit.name()));
            case Edit(var words) -> words.into(json.put("type", "edit"));
            case AddAsset(var key, var name, var size, var sha256, var blob) ->
                json.put("type", "asset.add")
                        .put("asset", key)
                        .put("name", name)
                        .put("size", size)
                        .put("sha256", sha256)
                        .put("content", Embed.of(name, blob).content());
            case RenameAsset(var key, var name) ->
                json.put("type", "asset.rename").put("asset", key).put("name", name);
            case RemoveAsset(var key) -> json.put("type", "asset.remove").put("asset", key);
            case Delete() -> json.put("type", "delete");
        };
    }
}
