package dev.hob.node.release;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Answer.Field;
import dev.hob.node.language.Messages;
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
    Optional<Answer> objection() {
        if (tag.isBlank()) return Optional.of(Answer.invalid(Field.TAG, Messages.text("release.needs-a-tag")));
        if (target.length() > TAG_CHARACTERS_MAX)
            return Optional.of(Answer.invalid(Field.TARGET, Messages.text("release.no-such-branch-tag-or-commit")));
        if (message.length() > MESSAGE_CHARACTERS_MAX)
            return Optional.of(Answer.invalid(
                    Field.TAG, Messages.text("release.tag-message-characters-max", MESSAGE_CHARACTERS_MAX)));
        return Answer.objection(Field.TAG, tagObjection(tag)).or(() -> textObjection(title, notes));
    }

    static Optional<String> tagObjection(String tag) {
        if (tag.length() > TAG_CHARACTERS_MAX)
            return Optional.of(Messages.text("release.tag-name-characters-max", TAG_CHARACTERS_MAX));
        return RefNames.objection(Constants.R_TAGS + tag)
                .map(told -> Messages.text("release.tag-is-no-name", tag, told));
    }

    static Optional<Answer> textObjection(String title, String notes) {
        if (title.length() > TITLE_CHARACTERS_MAX)
            return Optional.of(
                    Answer.invalid(Field.TITLE, Messages.text("release.title-characters-max", TITLE_CHARACTERS_MAX)));
        if (title.chars().anyMatch(c -> c < 0x20))
            return Optional.of(Answer.invalid(Field.TITLE, Messages.text("release.title-is-one-line")));
        if (notes.length() > NOTES_CHARACTERS_MAX)
            return Optional.of(
                    Answer.invalid(Field.BODY, Messages.text("release.notes-characters-max", NOTES_CHARACTERS_MAX)));
        return Optional.empty();
    }
}
