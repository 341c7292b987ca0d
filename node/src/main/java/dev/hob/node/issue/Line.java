package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// One line of an issue's history, as pages show it.
///
/// @param position in the history; lines of the tracker have none and stand by their time
/// @param entry the operation that did it; for a comment its id
/// @param author who signed it
/// @param acting for whom, when that was somebody else
public record Line(long position, ObjectId entry, DidKey author, Optional<DidKey> acting, Instant at, What what) {
    /// What happened.
    public sealed interface What {
        /// Somebody said something; the first one is the description. Empty when it was redacted.
        record Said(Optional<Comment> comment) implements What {}

        /// A pull request got other commits. The text is empty when it was redacted.
        record Revised(Optional<Comment> text, Event.What.Revised what) implements What {}

        /// Somebody has looked at a revision. The text is empty when it was redacted.
        record Reviewed(Optional<Comment> text, Event.What.Reviewed what) implements What {}

        /// An event of the issue's own operations.
        record Happened(Event.What what) implements What {}

        /// Something that a delegate said about it: `milestone`, `pin`, `lock`, `due` or `depend`.
        record Told(String kind, JsonNode data) implements What {}
    }

    /// What was said, by whichever kind of line, unless it was redacted.
    public Optional<Comment> said() {
        return switch (what) {
            case What.Said(var comment) -> comment;
            case What.Revised(var text, var _) -> text;
            case What.Reviewed(var text, var _) -> text;
            case What.Happened _, What.Told _ -> Optional.empty();
        };
    }

    /// Who did it, as people see it.
    public DidKey by() {
        return acting.orElse(author);
    }

    /// A number for clients that know comments by number.
    public long handle() {
        return Handles.of(entry);
    }
}
