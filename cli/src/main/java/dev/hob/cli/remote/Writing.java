package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the text of an issue, a pull request or a comment comes from, when it is not typed in an editor.
public final class Writing {
    private static final int TEXT_BYTES_MAX = 1024 * 1024;

    @Option(
            names = {"-b", "--body"},
            paramLabel = "TEXT",
            description = "The text, in Markdown; - reads it from standard input.")
    Optional<String> body = Optional.empty();

    @Option(
            names = {"-F", "--body-file"},
            paramLabel = "FILE",
            description = "A file with the text; - reads it from standard input.")
    Optional<String> file = Optional.empty();

    /// The text that was given.
    public Optional<String> given(Screen screen) {
        if (body.isPresent() && file.isPresent()) throw new Unable("say --body or --body-file, not both");
        if (body.isPresent() && !body.get().equals("-")) return body;
        if (body.isPresent() || file.filter("-"::equals).isPresent()) return Optional.of(screen.input());
        return file.map(name -> read(screen, name));
    }

    private static String read(Screen screen, String name) {
        var path = screen.path(name);
        try {
            if (Files.size(path) > TEXT_BYTES_MAX) throw new Unable(path + " is longer than 1 MiB");
            return new String(Files.readAllBytes(path), UTF_8);
        } catch (IOException e) {
            throw new Unable("cannot read " + path, e);
        }
    }
}
