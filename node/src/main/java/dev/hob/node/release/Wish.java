package dev.hob.node.release;

import dev.hob.node.refs.RefNames;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// What somebody wants a release to be.
///
/// @param tag its name, without `refs/tags/`
/// @param target where the tag is made when there is none: a branch, a tag or a commit; empty for the default branch
/// @param message of the tag, when one is made and shall have one
/// @param notes Markdown
public record Wish(String tag, String target, String message, String title, String notes, boolean prerelease) {
    public static final int TAG_CHARACTERS_MAX = 200;
    public static final int TITLE_CHARACTERS_MAX = 255;
    public static final int NOTES_CHARACTERS_MAX = 125_000;
    static final int MESSAGE_CHARACTERS_MAX = 64 * 1024;

    /// A release of a tag, without more words.
    public static Wish of(String tag, String title, String notes) {
        return new Wish(tag, "", "", title, notes, false);
    }

    /// The same with another title.
    public Wish called(String other) {
        return new Wish(tag, target, message, other, notes, prerelease);
    }

    /// Why it cannot be, if it cannot.
    Optional<String> objection() {
        if (tag.isBlank()) return Optional.of("A release stands on a tag.");
        if (target.length() > TAG_CHARACTERS_MAX) return Optional.of("There is no such branch, tag or commit.");
        if (message.length() > MESSAGE_CHARACTERS_MAX)
            return Optional.of("A tag's message has at most " + MESSAGE_CHARACTERS_MAX + " characters.");
        return tagObjection(tag).or(() -> textObjection(title, notes));
    }

    static Optional<String> tagObjection(String tag) {
        if (tag.length() > TAG_CHARACTERS_MAX)
            return Optional.of("A tag's name has at most " + TAG_CHARACTERS_MAX + " characters.");
        return RefNames.objection(Constants.R_TAGS + tag).map(told -> "The tag " + tag + ": " + told + ".");
    }

    static Optional<String> textObjection(String title, String notes) {
        if (title.length() > TITLE_CHARACTERS_MAX)
            return Optional.of("A release's title has at most " + TITLE_CHARACTERS_MAX + " characters.");
        if (title.chars().anyMatch(c -> c < 0x20)) return Optional.of("A release's title is one line.");
        if (notes.length() > NOTES_CHARACTERS_MAX)
            return Optional.of("A release's notes have at most " + NOTES_CHARACTERS_MAX + " characters.");
        return Optional.empty();
    }
}
