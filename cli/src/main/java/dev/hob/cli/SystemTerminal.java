package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/// The streams of this process.
final class SystemTerminal implements Terminal {
    private static final int INPUT_BYTES_MAX = 1024 * 1024;

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, UTF_8);

    @Override
    public void out(String line) {
        out.println(line);
    }

    @Override
    public void err(String line) {
        err.println(line);
    }

    @Override
    public Secret input() {
        try {
            byte[] bytes = System.in.readNBytes(INPUT_BYTES_MAX + 1);
            if (bytes.length > INPUT_BYTES_MAX) throw new CommandException("standard input is longer than 1 MiB");
            return Secret.of(new String(bytes, UTF_8).replaceFirst("\\R\\z", ""));
        } catch (IOException e) {
            throw new CommandException("cannot read standard input: " + e.getMessage());
        }
    }

    @Override
    public Path path(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }
}
