package dev.hob.web.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/// Writes paths of URLs so that any name survives in them.
public final class Urls {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@+:,=";

    private Urls() {}

    /// A page with its query: `page?a=b&c=d`. What is empty is left out.
    public static String query(String page, String... namesAndValues) {
        var out = new StringBuilder(page);
        char joint = '?';
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1].isEmpty()) continue;
            out.append(joint).append(namesAndValues[i]).append('=');
            out.append(URLEncoder.encode(namesAndValues[i + 1], UTF_8));
            joint = '&';
        }
        return out.toString();
    }

    /// Where a form says to go on: only a path of ours is a place to go to, anything else is empty.
    public static String local(String next) {
        boolean plain = next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return plain ? next : "";
    }

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
