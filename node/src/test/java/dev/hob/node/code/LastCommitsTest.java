package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against `git log -1 -- path` of real git, on a history with branches and merges.
class LastCommitsTest {
    private static final int COMMITS = 120;

    @TempDir
    Path folder;

    private Repository repository;

    @BeforeEach
    void build() throws Exception {
        git("", "init", "-q", "--bare", folder.toString());
        var random = new Random(7);
        var stream = new StringBuilder();
        for (int i = 1; i <= COMMITS; i++) {
            stream.append("commit refs/heads/main\nmark :").append(i);
            stream.append("\ncommitter A <a@example.org> ")
                    .append(1_700_000_000 + i)
                    .append(" +0000\ndata 1\nx\n");
            // A side branch of one commit now and then: it touches a file of its own, and is merged at once.
            boolean side = i % 10 == 8;
            boolean merge = i % 10 == 9;
            if (i > 1) stream.append("from :").append(merge ? i - 2 : i - 1).append('\n');
            if (merge) stream.append("merge :").append(i - 1).append('\n');
            String path = side || merge
                    ? "side/file" + i / 10
                    : (random.nextBoolean() ? "dir" + random.nextInt(3) + "/" : "") + "file" + random.nextInt(12);
            String text = side || merge ? "side " + i / 10 : "text " + i;
            stream.append("M 100644 inline ").append(path).append("\ndata ").append(text.length());
            stream.append('\n').append(text).append('\n');
        }
        git(stream.toString(), "fast-import", "--quiet");
        repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    }

    private String git(String input, String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        if (Files.exists(folder.resolve("HEAD"))) command.add("--git-dir=" + folder);
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Map<String, ObjectId> byGit(String tip, String path) throws Exception {
        var found = new HashMap<String, ObjectId>();
        String place = path.isEmpty() ? tip : tip + ":" + path;
        for (String name : git("", "ls-tree", "--name-only", place).lines().toList()) {
            String full = path.isEmpty() ? name : path + "/" + name;
            found.put(
                    name,
                    ObjectId.fromString(
                            git("", "log", "-1", "--format=%H", tip, "--", full).strip()));
        }
        return found;
    }

    private ObjectId at(String name) throws IOException {
        var id = repository.resolve(name);
        assertThat(id).isNotNull();
        return id;
    }

    private void assertAsGit(LastCommits index, ObjectId tip) throws Exception {
        for (String path : List.of("", "dir0", "dir2", "side"))
            assertThat(index.ready(
                            tip,
                            path.isEmpty()
                                    ? CodePath.ROOT
                                    : CodePath.parse(path).orElseThrow()))
                    .as(path)
                    .contains(byGit(tip.name(), path));
    }

    @Test
    void a_history_is_learnt_at_once() throws Exception {
        var index = new LastCommits();
        index.learn(repository, at("main"));
        assertAsGit(index, at("main"));
    }

    @Test
    void a_push_is_learnt_from_what_is_known() throws Exception {
        var index = new LastCommits();
        for (int back : List.of(100, 63, 62, 41, 5, 0)) {
            var tip = at("main~" + back);
            index.learn(repository, tip);
            index.learn(repository, tip);
        }
        assertAsGit(index, at("main"));
    }

    @Test
    void an_older_tip_is_learnt_too() throws Exception {
        var index = new LastCommits();
        index.learn(repository, at("main"));
        index.learn(repository, at("main~37"));
        assertAsGit(index, at("main~37"));
    }
}
