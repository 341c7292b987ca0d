package dev.hob.cli;

import dev.hob.keys.Secret;
import java.nio.file.Path;
import java.util.List;

/// A terminal that keeps what is written to it, and on which nobody types.
record Written(List<String> out, List<String> err) implements Terminal {
    @Override
    public void out(String line) {
        out.add(line);
    }

    @Override
    public void err(String line) {
        err.add(line);
    }

    @Override
    public Path path(String text) {
        return Path.of(text);
    }

    @Override
    public Secret input() {
        return Secret.of("");
    }
}
