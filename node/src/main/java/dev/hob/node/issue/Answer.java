package dev.hob.node.issue;

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
    record Refused(Reason reason, String told) implements Answer {}

    /// Why not.
    enum Reason {
        /// What was asked for makes no sense; `told` says what to change.
        INVALID,
        /// They may not.
        FORBIDDEN,
        /// There is no such thing.
        MISSING
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
