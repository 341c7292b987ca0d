package dev.hob.node.code;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/// What annotated tags say.
public final class Tags {
    private static final int MESSAGE_CHARACTERS_MAX = 4_000;
    private static final String SIGNATURE = "\n-----BEGIN ";

    /// An annotated tag: who made it, and what they said.
    public record Tag(Optional<Commit.Signature> by, String message) {}

    /// The tag at an id; empty for a plain one, which is only a name for a commit.
    public Optional<Tag> at(Repository repository, ObjectId id) {
        try (var walk = new RevWalk(repository)) {
            if (!(walk.parseAny(id) instanceof RevTag tag)) return Optional.empty();
            walk.parseBody(tag);
            PersonIdent tagger = tag.getTaggerIdent();
            return Optional.of(
                    new Tag(Optional.ofNullable(tagger).map(Commit.Signature::of), message(tag.getFullMessage())));
        } catch (IOException e) {
            throw new CodeException("cannot read the tag " + id.name(), e);
        }
    }

    private static String message(String text) {
        int signature = ("\n" + text).indexOf(SIGNATURE);
        String said = (signature < 0 ? text : text.substring(0, Math.max(0, signature - 1))).strip();
        return said.length() > MESSAGE_CHARACTERS_MAX ? said.substring(0, MESSAGE_CHARACTERS_MAX) + "…" : said;
    }
}
