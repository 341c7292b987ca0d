package dev.hob.federation.remote;

/// How another instance is met.
public enum Rule {
    /// As everybody.
    OPEN,
    /// Taken, but shown to those who asked for it only; who follows from there needs leave.
    SILENCED,
    /// As everybody, without its pictures and files.
    NO_MEDIA,
    /// Neither asked nor answered.
    BLOCKED
}
