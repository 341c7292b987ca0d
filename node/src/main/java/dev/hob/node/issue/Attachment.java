package dev.hob.node.issue;

/// A file that goes along with a comment.
///
/// @param name as its author calls it, 1 to 200 characters, no slash
public record Attachment(String name, byte[] bytes) {
    static final int NAME_CHARACTERS_MAX = 200;

    /// Why a file of this name cannot be kept, if so.
    static java.util.Optional<String> objection(String name) {
        boolean plain = !name.isBlank()
                && name.length() <= NAME_CHARACTERS_MAX
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20)
                && !name.equals(".")
                && !name.equals("..")
                && !name.equalsIgnoreCase(".git");
        return plain ? java.util.Optional.empty() : java.util.Optional.of("That is no name for an attachment: " + name);
    }
}
