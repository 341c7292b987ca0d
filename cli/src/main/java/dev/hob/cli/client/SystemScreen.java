package dev.hob.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.cli.remote.Screen;
import dev.hob.cli.remote.Unable;
import dev.hob.keys.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The streams of this process, and the person at its terminal.
public final class SystemScreen implements Screen {
    private static final int INPUT_BYTES_MAX = 512 * 1024 * 1024;

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, UTF_8);
    private final Optional<Console> console =
            Optional.ofNullable(System.console()).filter(Console::isTerminal);

    @Override
    public void out(String text) {
        out.println(text);
    }

    @Override
    public void err(String line) {
        err.println(line);
    }

    @Override
    public boolean isTerminal() {
        return console.isPresent();
    }

    @Override
    public Optional<String> ask(String question) {
        return console.map(
                it -> Optional.ofNullable(it.readLine("%s", question)).orElse(""));
    }

    @Override
    public Optional<Secret> askSecret(String question) {
        return console.map(it -> {
            char[] typed = Optional.ofNullable(it.readPassword("%s", question)).orElse(new char[0]);
            var secret = Secret.of(new String(typed));
            Arrays.fill(typed, ' ');
            return secret;
        });
    }

    @Override
    public String input() {
        try {
            byte[] bytes = System.in.readNBytes(INPUT_BYTES_MAX + 1);
            if (bytes.length > INPUT_BYTES_MAX)
                throw new Unable("standard input is longer than " + INPUT_BYTES_MAX / 1024 / 1024 + " MiB");
            return new String(bytes, UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw new Unable("cannot read standard input: " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream stream() {
        return System.in;
    }

    @Override
    public Path path(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }
}
