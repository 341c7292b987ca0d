package dev.hob.node.people;

import dev.hob.keys.DidKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Somebody who is known here only by the address of their actor on another server. Immutable.
///
/// @param key that this node signs with for them, and for nobody else
/// @param actor the address, which never changes
/// @param handle `user@host`
/// @param name what they call themselves; empty when they do not say
/// @param page where people find them, if they say
/// @param icon where their picture is; a stranger's address, which no page of this node loads by itself
/// @param seen when that was so
public record RemoteAuthor(
        DidKey key,
        String actor,
        String handle,
        String name,
        Optional<String> page,
        Optional<String> icon,
        Instant seen) {
    private static final int ALIAS_BYTES_MAX = 32;

    /// Where a reader goes to see who that is.
    public String url() {
        return page.orElse(actor);
    }

    /// The handle as operations carry it: at most 32 bytes, and nothing that Radicle refuses.
    public String alias() {
        var alias = new StringBuilder();
        int bytes = 0;
        for (int character : handle.codePoints().toArray()) {
            if (Character.isWhitespace(character) || Character.isISOControl(character)) continue;
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > ALIAS_BYTES_MAX) break;
            alias.appendCodePoint(character);
        }
        return alias.isEmpty() ? "somebody" : alias.toString();
    }
}
