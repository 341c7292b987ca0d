package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The real git client in a folder, cut off from the machine's own settings.
record Git(Path folder, int protocol) {
    private static final Map<String, String> CLEAN = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_AUTHOR_NAME", "Alice",
            "GIT_AUTHOR_EMAIL", "alice@example.org",
            "GIT_COMMITTER_NAME", "Alice",
            "GIT_COMMITTER_EMAIL", "alice@example.org",
            "LC_ALL", "C");

    record Result(int status, String out, String err) {
        /// The output of what must have succeeded, without the last line break.
        String ok() {
            assertThat(status).as(err + out).isZero();
            return out.stripTrailing();
        }

        /// What was said by what must have failed.
        String failed() {
            assertThat(status).as("it should have failed: " + out).isNotZero();
            return err + out;
        }
    }

    static Git init(Path folder, int protocol) throws IOException {
        Files.createDirectories(folder);
        var git = new Git(folder, protocol);
        git.call("init", "-q", "-b", "main").ok();
        return git;
    }

    static Git clone(Path into, int protocol, String... words) {
        var all = new ArrayList<>(List.of("clone", "-q"));
        all.addAll(List.of(words));
        all.add(into.toString());
        new Git(into.toAbsolutePath().getParent(), protocol)
                .call(all.toArray(String[]::new))
                .ok();
        return new Git(into, protocol);
    }

    Result call(String... words) {
        return feed("", words);
    }

    Result feed(String input, String... words) {
        var command = new ArrayList<>(List.of("git", "-c", "protocol.version=" + protocol));
        command.addAll(List.of(words));
        return run(folder, CLEAN, input, command);
    }

    String ok(String... words) {
        return call(words).ok();
    }

    String commit(String file, String content) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        ok("add", "-A");
        ok("commit", "-q", "-m", "write " + file);
        return ok("rev-parse", "HEAD");
    }

    /// Tells a history in the words of `git fast-import` (git-fast-import).
    @FunctionalInterface
    interface Telling {
        void tell(Story story) throws IOException;
    }

    /// A history being told.
    record Story(OutputStream out) {
        void say(String text) throws IOException {
            out.write(text.getBytes(UTF_8));
        }

        void say(byte[] bytes) throws IOException {
            out.write(bytes);
        }
    }

    /// Writes a history that is told, however long, into one pack.
    void grow(Telling telling) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("git", "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet")
                .directory(folder.toFile())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE);
        builder.environment().putAll(CLEAN);
        var process = builder.start();
        try (var out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
            telling.tell(new Story(out));
        }
        assertThat(process.waitFor()).isZero();
    }

    static Result run(Path folder, Map<String, String> environment, String input, List<String> command) {
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(environment);
            var in = Files.createTempFile("in", "");
            Files.writeString(in, input);
            var out = Files.createTempFile("out", "");
            var err = Files.createTempFile("err", "");
            var process = builder.redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int status = process.waitFor();
            var result = new Result(
                    status, new String(Files.readAllBytes(out), UTF_8), new String(Files.readAllBytes(err), UTF_8));
            for (var file : List.of(in, out, err)) Files.delete(file);
            return result;
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// The environment of a git that tells nobody else's settings; for tests that need it bare.
    static Map<String, String> clean() {
        return new HashMap<>(CLEAN);
    }
}
