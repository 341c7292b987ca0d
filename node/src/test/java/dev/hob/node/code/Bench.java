package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// A repository that a test fills with commits by the hundred and then asks real git about. Paths and contents
/// are bytes, each as a character.
final class Bench {
    static final String FILE = "100644";
    static final String PROGRAM = "100755";
    static final String LINK = "120000";
    static final String MODULE = "160000";

    private static final int TIME = 1_700_000_000;

    /// A file of a commit; of a submodule the content is its commit.
    record File(String mode, String content) {}

    /// What git said.
    record Answer(int status, String out, String error) {}

    private final Path folder;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final Map<Integer, ObjectId> ids = new HashMap<>();
    private int commits;

    Bench(Path folder) throws Exception {
        this.folder = folder;
        Files.createDirectories(folder);
        run("", "git", "init", "-q", "--bare", "-b", "main", folder.toString());
        ok("config", "user.name", "Carol");
        ok("config", "user.email", "carol@example.org");
    }

    /// A commit that is there after [#load]; its number stands for it.
    int commit(Map<String, File> files, String author, String message, Integer... parents) {
        int mark = ++commits;
        say("commit refs/heads/c" + mark + "\nmark :" + mark + "\n");
        say("author " + author + " " + (TIME + mark) + " +0200\n");
        say("committer Carol <carol@example.org> " + (TIME + mark) + " +0000\n");
        say("data " + message.getBytes(UTF_8).length + "\n");
        stream.writeBytes(message.getBytes(UTF_8));
        say("\n");
        for (int i = 0; i < parents.length; i++) {
            var loaded = ids.get(parents[i]);
            say((i == 0 ? "from " : "merge ") + (loaded == null ? ":" + parents[i] : loaded.name()) + "\n");
        }
        say("deleteall\n");
        new TreeMap<>(files).forEach((path, file) -> {
            if (file.mode().equals(MODULE)) {
                say("M 160000 " + file.content() + " " + quoted(path) + "\n");
            } else {
                say("M " + file.mode() + " inline " + quoted(path) + "\ndata "
                        + file.content().length() + "\n");
                say(file.content() + "\n");
            }
        });
        return mark;
    }

    int commit(Map<String, File> files, String message, Integer... parents) {
        return commit(files, "Alice <alice@example.org>", message, parents);
    }

    private void say(String text) {
        stream.writeBytes(text.getBytes(ISO_8859_1));
    }

    private static String quoted(String path) {
        var out = new StringBuilder("\"");
        for (char c : path.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || c >= 0x7f) out.append("\\%03o".formatted((int) c));
            else out.append(c);
        }
        return out.append('"').toString();
    }

    /// Writes the commits.
    void load() throws Exception {
        var marks = folder.resolve("marks");
        var answer = run(
                stream.toString(ISO_8859_1),
                "git",
                "--git-dir=" + folder,
                "fast-import",
                "--quiet",
                "--force",
                "--export-marks=" + marks);
        if (answer.status() != 0) throw new AssertionError(answer.error());
        for (String line : Files.readAllLines(marks))
            ids.put(
                    Integer.parseInt(line.substring(1, line.indexOf(' '))),
                    ObjectId.fromString(line.substring(line.indexOf(' ') + 1)));
        Files.delete(marks);
        stream.reset();
    }

    ObjectId id(int commit) {
        var id = ids.get(commit);
        if (id == null) throw new AssertionError("no commit " + commit);
        return id;
    }

    Repository open() throws Exception {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    }

    /// Runs git on the repository.
    Answer git(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git", "--git-dir=" + folder));
        command.addAll(List.of(words));
        return run("", command.toArray(String[]::new));
    }

    /// What git said, when it must not fail.
    String ok(String... words) throws Exception {
        var answer = git(words);
        if (answer.status() != 0) throw new AssertionError(String.join(" ", words) + ": " + answer);
        return answer.out();
    }

    /// Runs a command; what goes in and comes out are bytes, each as a character.
    static Answer run(String input, String... command) throws Exception {
        var errors = Files.createTempFile("hob", ".err");
        try {
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            builder.environment().put("GIT_COMMITTER_NAME", "Carol");
            builder.environment().put("GIT_COMMITTER_EMAIL", "carol@example.org");
            builder.environment().put("LC_ALL", "C");
            var process = builder.start();
            var writer = Thread.ofVirtual().start(() -> {
                try (var in = process.getOutputStream()) {
                    in.write(input.getBytes(ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            String out = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            writer.join();
            return new Answer(process.waitFor(), out, Files.readString(errors, ISO_8859_1));
        } finally {
            Files.delete(errors);
        }
    }
}
