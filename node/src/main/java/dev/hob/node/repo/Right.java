package dev.hob.node.repo;

/// What somebody may do with a repository; each includes those before it.
public enum Right {
    READ,
    WRITE,
    ADMIN
}
