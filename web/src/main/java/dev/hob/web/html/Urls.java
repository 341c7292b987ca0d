package dev.hob.web.html;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Writes paths of URLs so that any name survives in them.
public final class Urls {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@+:,=";

    private Urls() {}

    /// Escapes every name of a path, and keeps its slashes.
    public static String path(String path) {
        var out = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if (c == '/' || PLAIN.indexOf(c) >= 0) out.append(c);
            else out.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
        }
        return out.toString();
    }
}
