package dev.hob.cli;

import dev.hob.keys.Secret;
import java.nio.file.Path;

/// Where a command reads and writes: the process's own streams, or those of a client at the control socket.
interface Terminal {
    /// A line of the result. Nothing else goes to standard output, so that scripts can use it.
    void out(String line);

    /// A line for the human: progress, warnings, what went wrong.
    void err(String line);

    /// All of standard input, without the line break at its end.
    Secret input();

    /// A path as the caller meant it, from where the caller stands.
    Path path(String text);
}
