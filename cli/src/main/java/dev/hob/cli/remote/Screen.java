package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.Secret;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The person, or the script, in front of a command.
public interface Screen {
    /// A line of the result, or several. Nothing else goes to standard output.
    void out(String text);

    /// A line beside the result: progress, warnings, what went wrong.
    void err(String line);

    /// Whether a person reads the result, so that it may be coloured and questions may be asked.
    boolean isTerminal();

    /// Asks the person; none when there is nobody to answer.
    Optional<String> ask(String question);

    /// Asks for something that must not be seen while it is typed.
    Optional<Secret> askSecret(String question);

    /// All of standard input, without the line break at its end.
    String input();

    /// Standard input as it comes, for who answers each line at once.
    default InputStream stream() {
        return new ByteArrayInputStream(input().getBytes(UTF_8));
    }

    /// A path as the caller meant it, from where the caller stands.
    Path path(String text);

    Map<String, String> environment();

    /// A variable that is set to something.
    default Optional<String> variable(String name) {
        return Optional.ofNullable(environment().get(name)).filter(text -> !text.isBlank());
    }
}
