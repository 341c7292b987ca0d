package dev.hob.node.cob;

import dev.hob.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Who writes an operation, under which alias (1 to 32 bytes, no white space), and when (kept in whole seconds).
public record Author(SigningKey key, String alias, Instant at) {
    private static final int ALIAS_BYTES_MAX = 32;

    public Author {
        if (alias.isEmpty() || alias.getBytes(StandardCharsets.UTF_8).length > ALIAS_BYTES_MAX)
            throw new IllegalArgumentException("an alias has 1 to " + ALIAS_BYTES_MAX + " bytes: " + alias);
        if (alias.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)))
            throw new IllegalArgumentException("an alias has no white space: " + alias);
    }

    /// The same a second later.
    public Author later() {
        return new Author(key, alias, at.plusSeconds(1));
    }
}
