package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/// Which paths somebody may give to a file that they write here. Files that are there keep theirs. A push may bring
/// more names than this: here nobody has tried them on any machine yet.
public final class NewPath {
    private static final int PATH_BYTES_MAX = 4_000;
    /// What most file systems hold.
    private static final int NAME_BYTES_MAX = 255;

    private NewPath() {}

    /// Why a path cannot be given, in words for the one who typed it.
    public static Optional<String> objection(String path) {
        if (path.isBlank()) return Optional.of("A file needs a name.");
        if (path.startsWith("/")) return Optional.of("A path begins in the repository, not with a slash.");
        if (path.endsWith("/")) return Optional.of("A path ends with the name of a file, not with a slash.");
        if (path.getBytes(UTF_8).length > PATH_BYTES_MAX)
            return Optional.of("A path has at most " + PATH_BYTES_MAX + " bytes.");
        if (path.codePoints().anyMatch(NewPath::isUnseen))
            return Optional.of("A path has no line breaks, and no characters that nobody can see.");
        for (String name : path.split("/", -1)) {
            var objection = named(name);
            if (objection.isPresent()) return objection;
        }
        return Optional.empty();
    }

    private static Optional<String> named(String name) {
        if (name.isEmpty()) return Optional.of("Between two slashes stands a name.");
        if (name.equals(".") || name.equals(".."))
            return Optional.of("A path does not climb: “" + name + "” is no name.");
        if (Fsck.isGit(name)) return Optional.of("“" + name + "” is git's own, on some machine or other.");
        if (name.endsWith(".") || name.endsWith(" ") || name.startsWith(" "))
            return Optional.of("“" + name + "” begins or ends with what some machines leave out.");
        if (name.getBytes(UTF_8).length > NAME_BYTES_MAX)
            return Optional.of("A name has at most " + NAME_BYTES_MAX + " bytes.");
        return Optional.empty();
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
