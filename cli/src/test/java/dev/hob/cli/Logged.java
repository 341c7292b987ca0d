package dev.hob.cli;

import java.nio.file.Path;

/// A process that says in a file what it does.
interface Logged {
    /// What it has said.
    Path log();
}
