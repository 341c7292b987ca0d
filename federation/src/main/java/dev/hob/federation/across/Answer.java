package dev.hob.federation.across;

/// What came of wanting something elsewhere.
public sealed interface Answer<T> {
    /// It is on its way.
    record Done<T>(T it) implements Answer<T> {}

    /// It is not sent.
    ///
    /// @param told may be shown to whoever asked
    record Refused<T>(Why why, String told) implements Answer<T> {}

    /// Why not.
    enum Why {
        /// It makes no sense there.
        INVALID,
        /// There is too much of it already.
        TOO_MUCH,
        /// Whom it concerns cannot be asked now.
        LATER
    }

    /// Short for a refusal.
    static <T> Answer<T> refused(Why why, String told) {
        return new Refused<>(why, told);
    }
}
