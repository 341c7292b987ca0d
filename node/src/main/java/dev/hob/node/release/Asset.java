package dev.hob.node.release;

import dev.hob.node.language.Messages;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// A file of a release.
///
/// @param key random, and the same wherever the release travels
/// @param name as people save it
/// @param sha256 of its bytes, as hexadecimal digits
/// @param blob that holds its bytes
public record Asset(String key, String name, long size, String sha256, ObjectId blob, Instant created) {
    public static final int NAME_CHARACTERS_MAX = 200;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Asset {
        if (!Keys.isOne(key)) throw new IllegalArgumentException("not a key: " + key);
        if (nameObjection(name).isPresent()) throw new IllegalArgumentException("not a file's name: " + name);
        if (size < 0) throw new IllegalArgumentException("not a size: " + size);
        if (!SHA256.matcher(sha256).matches()) throw new IllegalArgumentException("not a sha-256: " + sha256);
    }

    /// A number for clients that know assets by number.
    public long number() {
        return Keys.number(key);
    }

    Asset named(String other) {
        return new Asset(key, other, size, sha256, blob, created);
    }

    /// Why a file of a release cannot be called so, if it cannot: it is a part of a URL, and a file's name wherever it
    /// is saved.
    public static Optional<String> nameObjection(String name) {
        if (name.isBlank()) return Optional.of(Messages.text("release.file-needs-a-name"));
        if (name.length() > NAME_CHARACTERS_MAX)
            return Optional.of(Messages.text("release.file-name-characters-max", NAME_CHARACTERS_MAX));
        boolean plain = name.equals(name.strip())
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == 0x7f)
                && !name.equals(".")
                && !name.equals("..");
        return plain ? Optional.empty() : Optional.of(Messages.text("release.no-name-for-a-file", name));
    }
}
