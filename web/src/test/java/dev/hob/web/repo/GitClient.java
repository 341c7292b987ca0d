package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hob.web.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real git client with a repository of its own, which it pushes as alice. What it says is bytes, each as a
/// character.
final class GitClient {
    final Path folder;
    private int commits;

    GitClient(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        git("init", "-q", "-b", "main");
    }

    /// Runs git and expects it to succeed.
    String git(String... words) throws Exception {
        return by("Alice", words);
    }

    /// The same for somebody else.
    String by(String author, String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var errors = Files.createTempFile("hob", ".err");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        var environment = builder.environment();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("LC_ALL", "C");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", author);
            environment.put("GIT_" + who + "_EMAIL", author.toLowerCase(java.util.Locale.ROOT) + "@example.org");
            environment.put("GIT_" + who + "_DATE", (1_700_000_000 + 90_000 * commits) + " +0000");
        }
        var process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0)
            throw new AssertionError("git " + List.of(words) + ": " + Files.readString(errors, ISO_8859_1));
        Files.delete(errors);
        return out;
    }

    GitClient write(String path, String text) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), text, ISO_8859_1);
        return this;
    }

    /// Commits everything as it is; the commit's id.
    String commit(String author, String message) throws Exception {
        commits++;
        git("add", "-A");
        by(author, "commit", "-q", "--allow-empty", "-m", message);
        return head();
    }

    String merge(String other) throws Exception {
        commits++;
        git("merge", "-q", "--no-ff", "-m", "Merge " + other, other);
        return head();
    }

    String head() throws Exception {
        return git("rev-parse", "HEAD").strip();
    }

    void push(RepoHouse house, String path) throws Exception {
        String url = house.url()
                .replaceFirst("://", "://alice:" + Site.PASSWORD.replace(" ", "%20") + "@")
                .replaceFirst("/$", "");
        git("push", "-q", url + "/" + path, "--all", "--force");
    }
}
