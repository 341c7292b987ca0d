package dev.hob.p2p.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a node calls itself; not unique. 1 to 32 bytes of UTF-8 without white space or control characters
/// (`radicle.md` §1.2).
public record Alias(String value) {
    static final String RULE = "1 to 32 bytes without white space or control characters";
    private static final int BYTES_MAX = 32;

    public Alias {
        if (!allows(value)) throw new IllegalArgumentException("an alias has " + RULE + ": " + value);
    }

    static boolean allows(String text) {
        int bytes = text.getBytes(UTF_8).length;
        return bytes >= 1 && bytes <= BYTES_MAX && text.codePoints().noneMatch(Alias::isBlankOrControl);
    }

    // Unicode's White_Space is what Java calls space characters, and some of the control characters.
    private static boolean isBlankOrControl(int character) {
        return Character.isSpaceChar(character) || Character.getType(character) == Character.CONTROL;
    }

    @Override
    public String toString() {
        return value;
    }
}
