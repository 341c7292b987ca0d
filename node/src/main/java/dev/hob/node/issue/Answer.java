package dev.hob.node.issue;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What came of something that somebody wanted to do.
public sealed interface Answer {
    /// It is done, and will outlive a crash.
    ///
    /// @param entry the operation that did it; a comment's or milestone's id
    record Done(ObjectId entry) implements Answer {}

    /// Nothing has changed, since it was so already.
    record Same() implements Answer {}

    /// It is not done; `told` says why, for the one who asked.
    ///
    /// @param field what to put right
    record Refused(Reason reason, Field field, String told) implements Answer {
        public Refused(Reason reason, String told) {
            this(reason, Field.WHOLE, told);
        }
    }

    /// Why not.
    enum Reason {
        /// What was asked for makes no sense; `told` says what to change.
        INVALID,
        /// They may not.
        FORBIDDEN,
        /// There is no such thing.
        MISSING
    }

    /// What of that which was asked for is wrong, so that a form can say it there.
    enum Field {
        /// Nothing alone.
        WHOLE,
        TITLE,
        BODY,
        LABELS,
        ASSIGNEES,
        FILES,
        NAME,
        COLOR,
        DESCRIPTION,
        TAG,
        /// Where a tag would be made.
        TARGET
    }

    /// A refusal because of one field.
    static Answer invalid(Field field, String told) {
        return new Refused(Reason.INVALID, field, told);
    }

    /// The same, if there is something to object.
    static Optional<Answer> objection(Field field, Optional<String> told) {
        return told.map(it -> invalid(field, it));
    }

    /// Short for the three.
    static Answer invalid(String told) {
        return new Refused(Reason.INVALID, told);
    }

    static Answer forbidden(String told) {
        return new Refused(Reason.FORBIDDEN, told);
    }

    static Answer missing(String told) {
        return new Refused(Reason.MISSING, told);
    }
}
