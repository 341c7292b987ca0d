package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private static final RepoId RID = RepoId.of(new byte[20]);

    @TempDir
    Path folder;

    @TempDir
    Path cache;

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

    private LastCommits index() {
        return new LastCommits(cache);
    }

    private void assertAsGit(LastCommits index, ObjectId tip) throws Exception {
        for (String path : List.of("", "dir0", "dir2", "side"))
            assertThat(index.ready(RID, tip, CodePath.parse(path).orElseThrow()).map(LastCommits.Known::last))
                    .as(path)
                    .contains(byGit(tip.name(), path));
        int commits =
                Integer.parseInt(git("", "rev-list", "--count", tip.name()).strip());
        assertThat(index.ready(RID, tip, CodePath.ROOT).map(LastCommits.Known::commits))
                .contains(commits);
    }

    private Path file() throws IOException {
        try (var all = Files.walk(cache)) {
            return all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    @Test
    void a_history_is_learnt_at_once() throws Exception {
        var index = index();
        index.learn(RID, repository, at("main"));
        assertAsGit(index, at("main"));
    }

    @Test
    void a_push_is_learnt_from_what_is_known() throws Exception {
        var index = index();
        for (int back : List.of(100, 63, 62, 41, 5, 0)) {
            var tip = at("main~" + back);
            index.learn(RID, repository, tip);
            index.learn(RID, repository, tip);
        }
        assertAsGit(index, at("main"));
    }

    @Test
    void an_older_tip_is_learnt_too() throws Exception {
        var index = index();
        index.learn(RID, repository, at("main"));
        index.learn(RID, repository, at("main~37"));
        assertAsGit(index, at("main~37"));
    }

    @Test
    void what_was_learnt_is_there_after_a_restart() throws Exception {
        index().learn(RID, repository, at("main~20"));
        var second = index();
        assertAsGit(second, at("main~20"));
        second.learn(RID, repository, at("main"));
        assertAsGit(index(), at("main"));
        assertAsGit(index(), at("main~20"));
    }

    @Test
    void a_push_adds_little_to_what_is_written() throws Exception {
        var index = index();
        index.learn(RID, repository, at("main~1"));
        long before = Files.size(file());
        index.learn(RID, repository, at("main"));
        assertThat(Files.size(file()) - before).isLessThan(before);
        index.learn(RID, repository, at("main"));
        index().learn(RID, repository, at("main"));
        assertThat(Files.size(file()) - before)
                .as("what is known is not written twice")
                .isLessThan(before);
    }

    @Test
    void what_a_crash_tore_off_is_learnt_again() throws Exception {
        var index = index();
        index.learn(RID, repository, at("main~20"));
        long whole = Files.size(file());
        index.learn(RID, repository, at("main"));
        for (long bytes : new long[] {Files.size(file()) - 1, whole + 7, whole}) {
            truncate(bytes);
            var next = index();
            assertThat(next.ready(RID, at("main"), CodePath.ROOT)).isEmpty();
            assertAsGit(next, at("main~20"));
            next.learn(RID, repository, at("main"));
            assertAsGit(next, at("main"));
            assertAsGit(index(), at("main"));
        }
    }

    private void truncate(long bytes) throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    @Test
    void what_is_no_such_file_is_forgotten() throws Exception {
        index().learn(RID, repository, at("main"));
        Files.writeString(file(), "something else altogether");
        var next = index();
        assertThat(next.ready(RID, at("main"), CodePath.ROOT)).isEmpty();
        next.learn(RID, repository, at("main"));
        assertAsGit(index(), at("main"));
    }

    @Test
    void a_flipped_bit_is_never_shown() throws Exception {
        index().learn(RID, repository, at("main"));
        var byGit = byGit("main", "");
        byte[] bytes = Files.readAllBytes(file());
        var wrong = new ArrayList<Integer>();
        for (int at = 0; at < bytes.length; at += 97) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 4;
            Files.createDirectories(cache.resolve("last-commits/1/" + RID.folder()));
            Files.write(cache.resolve("last-commits/1/" + RID.folder() + "/0"), flipped);
            var root = index().ready(RID, at("main"), CodePath.ROOT);
            if (root.isPresent() && !root.get().last().equals(byGit)) wrong.add(at);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_deleted_cache_is_made_again_while_it_is_in_use() throws Exception {
        var index = index();
        index.learn(RID, repository, at("main"));
        assertThat(index.begun()).isTrue();
        Storage.remove(cache.resolve("last-commits"));
        assertThat(index.begun()).isFalse();
        index.learn(RID, repository, at("main~3"));
        assertAsGit(index, at("main~3"));
        index.learn(RID, repository, at("main"));
        assertAsGit(index(), at("main"));
    }

    @Test
    void a_file_of_many_tips_is_written_anew_with_the_newest() throws Exception {
        var index = new LastCommits(cache, 10);
        for (int back = 50; back >= 0; back--) index.learn(RID, repository, at("main~" + back));
        assertThat(index.ready(RID, at("main~40"), CodePath.ROOT)).isEmpty();
        for (int back : List.of(0, 1, 9)) {
            assertAsGit(index, at("main~" + back));
            assertAsGit(index(), at("main~" + back));
        }
        assertThat(file().getFileName().toString()).as("rewritten").isNotEqualTo("0");
    }
}
