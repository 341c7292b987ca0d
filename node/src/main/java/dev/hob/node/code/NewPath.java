package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
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
        if (path.isBlank()) return Optional.of(Messages.text("code.file-needs-a-name"));
        if (path.startsWith("/")) return Optional.of(Messages.text("code.path-begins-inside"));
        if (path.endsWith("/")) return Optional.of(Messages.text("code.path-ends-with-a-name"));
        if (path.getBytes(UTF_8).length > PATH_BYTES_MAX)
            return Optional.of(Messages.text("code.path-bytes-max", PATH_BYTES_MAX));
        if (path.codePoints().anyMatch(NewPath::isUnseen)) return Optional.of(Messages.text("code.path-is-visible"));
        for (String name : path.split("/", -1)) {
            var objection = named(name);
            if (objection.isPresent()) return objection;
        }
        return Optional.empty();
    }

    private static Optional<String> named(String name) {
        if (name.isEmpty()) return Optional.of(Messages.text("code.path-names-are-not-empty"));
        if (name.equals(".") || name.equals("..")) return Optional.of(Messages.text("code.path-does-not-climb", name));
        if (Fsck.isGit(name)) return Optional.of(Messages.text("code.name-is-gits-own", name));
        if (name.endsWith(".") || name.endsWith(" ") || name.startsWith(" "))
            return Optional.of(Messages.text("code.name-has-loose-ends", name));
        if (name.getBytes(UTF_8).length > NAME_BYTES_MAX)
            return Optional.of(Messages.text("code.name-bytes-max", NAME_BYTES_MAX));
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
