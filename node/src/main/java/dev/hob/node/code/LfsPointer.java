package dev.hob.node.code;

import java.util.Optional;
import java.util.regex.Pattern;

/// What git keeps in the place of a large file whose bytes Git LFS keeps elsewhere (git-lfs, specification, version 1).
///
/// @param sha256 of the bytes, in hexadecimal
/// @param size in bytes
public record LfsPointer(String sha256, long size) {
    private static final int CHARACTERS_MAX = 1_024;
    private static final Pattern FORM = Pattern.compile("version https://git-lfs\\.github\\.com/spec/v1\n"
            + "(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize (\\d{1,15})\n?");

    /// Reads a file's text; empty when it is no pointer.
    public static Optional<LfsPointer> of(String text) {
        if (text.length() > CHARACTERS_MAX) return Optional.empty();
        var form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new LfsPointer(form.group(1), Long.parseLong(form.group(2))))
                : Optional.empty();
    }
}
