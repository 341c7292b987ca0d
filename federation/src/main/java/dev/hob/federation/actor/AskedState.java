package dev.hob.federation.actor;

/// What became of something that was asked elsewhere.
public enum AskedState {
    /// It was sent, or waits to be.
    ASKED,
    /// They said yes.
    ACCEPTED,
    /// They said no.
    REJECTED
}
