package dev.hob.node.cob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.keys.DidKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;

/// For whom an operation was signed: what the format leaves to a delegate is signed by the owner's key when somebody
/// else with the right does it, and the entry carries who that was. To be believed as far as its signer is.
///
/// @param actor the account's name, or an actor's URL
/// @param did the key that would have signed
public record Acting(String actor, DidKey did, Instant at) {
    /// The name under which it is embedded.
    public static final String EMBED = "dev.hob.by.json";

    private static final int BYTES_MAX = 4096;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// As it is embedded.
    public byte[] bytes() {
        return CanonicalJson.bytes(JsonNodeFactory.instance
                .objectNode()
                .put("actor", actor)
                .put("did", did.did())
                .put("time", at.getEpochSecond()));
    }

    /// What an entry carries, if it does.
    public static Optional<Acting> read(ObjectReader reader, Entry entry) throws IOException {
        var blob = entry.embeds().get(EMBED);
        if (blob == null) return Optional.empty();
        try {
            return parse(MAPPER.readTree(reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(BYTES_MAX)));
        } catch (MissingObjectException
                | IncorrectObjectTypeException
                | LargeObjectException
                | JsonProcessingException _) {
            return Optional.empty(); // Whoever signed it wrote nonsense: then they signed it for themselves.
        }
    }

    private static Optional<Acting> parse(JsonNode json) {
        try {
            return Optional.of(new Acting(
                    json.path("actor").asText(),
                    DidKey.parse(json.path("did").asText()),
                    Instant.ofEpochSecond(json.path("time").asLong())));
        } catch (IllegalArgumentException | java.time.DateTimeException _) {
            return Optional.empty(); // The same.
        }
    }
}
