package dev.hob.node.issue;

import java.util.List;

/// Which signs may stand under a comment: one character out of the ranges that Radicle knows.
public final class Reactions {
    private static final int[][] RANGES = {
        {0x2700, 0x27BF},
        {0x1F300, 0x1F5FF},
        {0x1F600, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x1FA75, 0x1FA77},
        {0x1FAC0, 0x1FAC6},
        {0x1FAE0, 0x1FAF8}
    };

    /// Those that pages offer.
    public static final List<String> OFFERED = List.of("👍", "👎", "😄", "🎉", "😕", "🧡", "🚀", "👀");

    private Reactions() {}

    /// Whether this is one sign, and one that may be used.
    public static boolean isOne(String sign) {
        if (sign.isEmpty() || sign.codePointCount(0, sign.length()) != 1) return false;
        int code = sign.codePointAt(0);
        for (int[] range : RANGES) if (code >= range[0] && code <= range[1]) return true;
        return false;
    }
}
