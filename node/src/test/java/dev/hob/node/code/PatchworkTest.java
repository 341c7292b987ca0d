package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written is given to the real git, which must come to the same trees, authors and messages.
class PatchworkTest {
    @TempDir
    Path folder;

    private Path tree;
    private String base = "";
    private final Random random = new Random(7);

    @BeforeEach
    void build() throws Exception {
        tree = Files.createDirectory(folder.resolve("tree"));
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Zoë O'Neil");
        git("config", "user.email", "zoe@example.org");
        write("README.md", "# Tea\n".repeat(20));
        write("moved.txt", lines(40));
        write("gone.txt", "gone\n");
        write("no newline", "a\nb");
        write("run.sh", "#!/bin/sh\n");
        bytes("picture.bin", 700);
        bytes("gone.bin", 90);
        base = commit("The first");
        write("README.md", "# Tea\n".repeat(9) + "Leaf\n" + "# Tea\n".repeat(11));
        bytes("picture.bin", 1_300);
        bytes("new.bin", 26);
        commit(
                "Größere Bilder und ein Titel, der so lang ist, dass er in keine Zeile eines Briefs paßt 🍵\n\nWarum:\n\n- darum");
        git("mv", "moved.txt", "to/a path with spaces.txt");
        Files.delete(tree.resolve("gone.txt"));
        Files.delete(tree.resolve("gone.bin"));
        Files.setPosixFilePermissions(tree.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write("no newline", "a\nc");
        write("größe.txt", "ä\n");
        write("empty", "");
        commit("Tidy\nup");
    }

    private static String lines(int many) {
        var lines = new StringBuilder();
        for (int i = 0; i < many; i++) lines.append("line ").append(i).append('\n');
        return lines.toString();
    }

    private void write(String path, String text) throws Exception {
        var file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void bytes(String path, int many) throws Exception {
        byte[] bytes = new byte[many];
        random.nextBytes(bytes);
        bytes[0] = 0;
        Files.write(tree.resolve(path), bytes);
    }

    private String commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "-q", "-m", message);
        return git("rev-parse", "HEAD");
    }

    private String git(String... arguments) throws Exception {
        if (arguments[0].equals("mv")) Files.createDirectories(tree.resolve("to"));
        var command = new ArrayList<>(List.of("git", "-C", tree.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
        return output.strip();
    }

    private Repository open() throws Exception {
        return new FileRepositoryBuilder()
                .setGitDir(tree.resolve(".git").toFile())
                .build();
    }

    private ObjectId id(String name) throws Exception {
        return ObjectId.fromString(git("rev-parse", name));
    }

    @Test
    void git_applies_the_whole() throws Exception {
        var text = new ByteArrayOutputStream();
        try (var repository = open()) {
            Patchwork.diff(repository, id(base), id("main"), true, text);
        }
        Files.write(folder.resolve("all.diff"), text.toByteArray());
        git("checkout", "-q", "-b", "again", base);
        git("apply", "--index", folder.resolve("all.diff").toString());
        assertThat(git("write-tree")).isEqualTo(git("rev-parse", "main^{tree}"));
    }

    @Test
    void git_takes_the_mails_commit_by_commit() throws Exception {
        git("checkout", "-q", "-b", "beside", base);
        write("beside", "b\n");
        commit("Beside");
        git("checkout", "-q", "main");
        git("merge", "-q", "-m", "Join", "beside");
        var text = new ByteArrayOutputStream();
        try (var repository = open()) {
            assertThat(Patchwork.mails(repository, id(base), id("main"), text)).isTrue();
        }
        Files.write(folder.resolve("all.patch"), text.toByteArray());
        git("checkout", "-q", "-b", "again", base);
        git("am", "-q", folder.resolve("all.patch").toString());
        assertThat(git("rev-parse", "again^{tree}")).isEqualTo(git("rev-parse", "main^{tree}"));
        // Of what goes on beside each other, either may come first.
        String format = "--format=%an <%ae> %at%n%s%n%b%x00";
        assertThat(git("log", format, "again").split("\u0000\n?"))
                .containsExactlyInAnyOrder(
                        git("log", "--no-merges", format, "main").split("\u0000\n?"));
    }

    @Test
    void without_bytes_it_is_what_git_shows() throws Exception {
        var text = new ByteArrayOutputStream();
        try (var repository = open()) {
            Patchwork.diff(repository, id(base), id("main"), false, text);
        }
        assertThat(text.toString(UTF_8))
                .contains("rename to to/a path with spaces.txt")
                .contains("Binary files")
                .doesNotContain("GIT binary patch");
    }
}
