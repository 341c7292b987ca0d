package dev.hob.node.code;

import java.util.Optional;

/// A path inside a commit: slashes between names, nothing that climbs, nothing hidden in it. Empty is the root.
public record CodePath(String value) {
    private static final int CHARACTERS_MAX = 4096;

    /// The root folder.
    public static final CodePath ROOT = new CodePath("");

    /// Reads a path as a URL carried it. Refuses climbing, control characters and empty names.
    public static Optional<CodePath> parse(String text) {
        String path = text.startsWith("/") ? text.substring(1) : text;
        if (path.endsWith("/")) path = path.substring(0, path.length() - 1);
        if (path.isEmpty()) return Optional.of(ROOT);
        if (path.length() > CHARACTERS_MAX || path.chars().anyMatch(c -> c < ' ' || c == 0x7f)) return Optional.empty();
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) return Optional.empty();
        }
        return Optional.of(new CodePath(path));
    }

    /// Whether this is the root folder.
    public boolean isRoot() {
        return value.isEmpty();
    }

    /// The last name; empty for the root.
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /// The folder around it; the root's is the root.
    public CodePath parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? ROOT : new CodePath(value.substring(0, slash));
    }

    /// A name inside this folder.
    public CodePath resolve(String name) {
        return new CodePath(isRoot() ? name : value + "/" + name);
    }
}
