package dev.hob.web.edit;

/// Where something that was written can go, after all that may have happened since its writer began.
sealed interface Reached {
    /// To where they saw.
    record There(Writing at) implements Reached {}

    /// In another way than they saw: they look at it first.
    ///
    /// @param told why
    record Otherwise(Writing at, String told) implements Reached {}

    /// To another branch: theirs is gone.
    record Beside(Writing at, String told) implements Reached {}
}
