package dev.hob.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Git itself, in the clone where somebody stands; its fetch and push ask `hob` for the token.
public final class GitCall {
    private static final int TOLD_BYTES_MAX = 16 * 1024 * 1024;

    private final Screen screen;

    public GitCall(Screen screen) {
        this.screen = screen;
    }

    /// What git said, and how it ended.
    public record Ran(int status, List<String> lines) {}

    /// @param place where it goes to, when that is a node that knows somebody
    public Ran run(Optional<Place> place, List<String> words) {
        var command = new ArrayList<>(List.of("git"));
        place.filter(it -> it.login().isPresent()).ifPresent(it -> {
            // The empty one first: no other helper may be asked for this node's token, nor be told it.
            String helper = "credential." + it.node() + ".helper=";
            String launcher = screen.variable("HOB_LAUNCHER").orElse("hob").replace("'", "'\\''");
            command.addAll(List.of("-c", helper, "-c", helper + "!'" + launcher + "' git-credential"));
        });
        command.addAll(words);
        try {
            var process = new ProcessBuilder(command)
                    .directory(screen.path("").toFile())
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String told = new String(process.getInputStream().readNBytes(TOLD_BYTES_MAX), UTF_8);
            return new Ran(process.waitFor(), told.lines().toList());
        } catch (IOException e) {
            throw new Unable("git cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }

    /// The same, for what must succeed.
    public void must(Optional<Place> place, List<String> words) {
        int status = run(place, words).status();
        if (status != 0) throw new Unable("git ended with status " + status);
    }

    /// What git says about the clone; none when it has nothing to say, or there is no clone.
    public Optional<String> ask(String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        try {
            var process = new ProcessBuilder(command)
                    .directory(screen.path("").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String told = new String(process.getInputStream().readNBytes(TOLD_BYTES_MAX), UTF_8).strip();
            return process.waitFor() == 0 && !told.isEmpty() ? Optional.of(told) : Optional.empty();
        } catch (IOException e) {
            throw new Unable("git cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted", e);
        }
    }
}
