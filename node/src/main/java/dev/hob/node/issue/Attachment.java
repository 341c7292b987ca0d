package dev.hob.node.issue;

import dev.hob.node.language.Messages;
import java.util.Optional;

/// A file that goes along with a comment.
public final class Attachment {
    private static final int NAME_CHARACTERS_MAX = 200;

    private final String name;
    private final byte[] bytes;

    /// @param name as its author calls it
    /// @param bytes not to be changed any more
    public Attachment(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    public String name() {
        return name;
    }

    /// Its bytes, not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// Why a file of this name cannot be kept, if so: a name is a part of a path in git.
    Optional<String> objection() {
        boolean plain = !name.isBlank()
                && name.length() <= NAME_CHARACTERS_MAX
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20)
                && !name.equals(".")
                && !name.equals("..")
                && !name.equalsIgnoreCase(".git");
        return plain ? Optional.empty() : Optional.of(Messages.text("issue.no-name-for-an-attachment", name));
    }
}
