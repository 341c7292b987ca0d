package dev.hob.node.release;

import java.util.UUID;
import java.util.regex.Pattern;

/// Random keys, by which releases and their files are known from before they are signed.
final class Keys {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    /// As many as every client's numbers hold exactly.
    private static final int DIGITS = 12;

    private Keys() {}

    static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static boolean isOne(String text) {
        return KEY.matcher(text).matches();
    }

    /// The number of what has this key.
    static long number(String key) {
        return Long.parseLong(key.substring(0, DIGITS), 16);
    }
}
