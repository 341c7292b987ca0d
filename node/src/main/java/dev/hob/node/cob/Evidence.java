package dev.hob.node.cob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;

/// What an operation stands on that a node has signed for somebody of elsewhere: the activity that they sent. To be
/// believed as far as its signer is. Immutable.
///
/// @param activity its id
/// @param actor who sent it
/// @param object the id of what it brought, such as a note's
/// @param digest of its bytes, as an HTTP digest writes it
/// @param key the id of the key that it was signed with
/// @param at when it came
public record Evidence(String activity, String actor, Optional<String> object, String digest, String key, Instant at) {
    /// The name under which it is embedded.
    public static final String EMBED = "dev.hob.evidence.json";

    /// Three addresses of 2048 characters each, which in UTF-8 and escaped may be longer.
    private static final int BYTES_MAX = 32 * 1024;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// As it is embedded.
    public byte[] bytes() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("activity", activity)
                .put("actor", actor)
                .put("digest", digest)
                .put("key", key)
                .put("time", at.getEpochSecond());
        object.ifPresent(id -> json.put("object", id));
        return CanonicalJson.bytes(json);
    }

    /// What an entry carries, if it does.
    public static Optional<Evidence> read(ObjectReader reader, Entry entry) throws IOException {
        var blob = entry.embeds().get(EMBED);
        if (blob == null) return Optional.empty();
        try {
            return parse(MAPPER.readTree(reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(BYTES_MAX)));
        } catch (MissingObjectException
                | IncorrectObjectTypeException
                | LargeObjectException
                | JsonProcessingException _) {
            return Optional.empty(); // Another node may write anything there; then it stands on nothing.
        }
    }

    private static Optional<Evidence> parse(JsonNode json) {
        boolean whole = json.path("activity").isTextual()
                && json.path("actor").isTextual()
                && json.path("digest").isTextual()
                && json.path("key").isTextual()
                && json.path("time").isIntegralNumber();
        if (!whole) return Optional.empty();
        try {
            return Optional.of(new Evidence(
                    json.path("activity").textValue(),
                    json.path("actor").textValue(),
                    Optional.ofNullable(json.path("object").textValue()),
                    json.path("digest").textValue(),
                    json.path("key").textValue(),
                    Instant.ofEpochSecond(json.path("time").longValue())));
        } catch (DateTimeException _) {
            return Optional.empty(); // The same.
        }
    }
}
