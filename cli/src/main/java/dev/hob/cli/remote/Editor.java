package dev.hob.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The editor that somebody likes, for a text that is too long for a command line.
public final class Editor {
    private static final int TEXT_BYTES_MAX = 1024 * 1024;
    private static final String LINE = "<!-- hob: this line and everything below it is left out ------------------ -->";

    private final Screen screen;

    public Editor(Screen screen) {
        this.screen = screen;
    }

    /// A text that was typed, and the file in which it is kept until it was sent.
    public record Draft(String text, Path file) {
        /// It arrived: the file is of no more use.
        public void sent() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new Unable("it was sent, but " + file + " cannot be removed: " + e, e);
            }
        }

        /// It did not arrive.
        public Unable kept(Unable because) {
            return new Unable(because.getMessage() + "\nWhat you wrote is kept in " + file, because);
        }
    }

    /// Opens an editor on a text with advice below it.
    ///
    /// @param advice left out of what comes back
    public Draft edit(String name, String text, String advice) {
        String editor = screen.variable("VISUAL")
                .or(() -> screen.variable("EDITOR"))
                .or(() -> screen.isTerminal() ? Optional.of("vi") : Optional.empty())
                .orElseThrow(() -> new Unable("say --body TEXT: there is no terminal for an editor"));
        try {
            var folder = folder();
            Files.createDirectories(folder);
            var file = Files.createTempFile(folder, name + "-", ".md");
            Files.writeString(file, text + "\n\n" + LINE + "\n" + advice + "\n");
            run(editor, file);
            if (Files.size(file) > TEXT_BYTES_MAX) throw new Unable(file + " is longer than 1 MiB");
            String typed = withoutAdvice(Files.readString(file));
            if (typed.isBlank() || typed.equals(text.strip())) {
                Files.delete(file);
                throw new Unable(typed.isBlank() ? "nothing was written, and nothing was sent" : "nothing was changed");
            }
            Files.writeString(file, typed + "\n");
            return new Draft(typed, file);
        } catch (IOException e) {
            throw new Unable("cannot edit a draft: " + e, e);
        }
    }

    private Path folder() {
        return screen.variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Logins.home(screen).resolve(".local").resolve("state"))
                .resolve("hob")
                .resolve("drafts");
    }

    static String withoutAdvice(String text) {
        int line = text.indexOf(LINE);
        return (line < 0 ? text : text.substring(0, line)).strip();
    }

    private static void run(String editor, Path file) throws IOException {
        // As git does: the setting is a line for the shell, so that it may have options.
        var process = new ProcessBuilder("sh", "-c", editor + " \"$@\"", editor, file.toString()).inheritIO();
        try {
            int status = process.start().waitFor();
            if (status != 0)
                throw new Unable("the editor ended with status " + status + "; what you wrote is in " + file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unable("interrupted; what you wrote is in " + file, e);
        }
    }
}
