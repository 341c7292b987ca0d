package dev.hob.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which node and repository a command means.
class DeskTest {
    private static final Login HOME = login("https://hob.example");
    private static final Login WORK = login("https://work.example/forge");

    @TempDir
    Path folder;

    private static Login login(String node) {
        return new Login(NodeUrl.of(node).orElseThrow(), "alice", Secret.of("t"), Optional.empty(), false);
    }

    private static String best(Map<String, String> remotes, Login... logins) {
        return Desk.best(remotes, List.of(logins))
                .map(place -> place.node() + " " + place.path()
                        + place.login().map(_ -> "").orElse(" as nobody"))
                .orElse("none");
    }

    private static Map<String, String> remotes(String... pairs) {
        var remotes = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) remotes.put(pairs[i], pairs[i + 1]);
        return remotes;
    }

    @Test
    void origin_is_meant_where_it_leads_to_a_login() {
        assertThat(best(
                        remotes(
                                "fork",
                                "https://hob.example/bob/tea.git",
                                "origin",
                                "https://hob.example/alice/tea.git"),
                        HOME))
                .isEqualTo("https://hob.example alice/tea");
        assertThat(best(remotes("origin", "https://alice:t@work.example/forge/team/tea/"), WORK))
                .isEqualTo("https://work.example/forge team/tea");
    }

    @Test
    void else_the_only_remote_that_does() {
        var both = remotes("origin", "https://github.example/a/b.git", "hob", "https://hob.example/alice/tea");
        assertThat(best(both, HOME)).isEqualTo("https://hob.example alice/tea");
        assertThat(best(remotes("origin", "git@elsewhere:a/b.git", "hob", "https://hob.example/alice/tea"), HOME))
                .isEqualTo("https://hob.example alice/tea");
    }

    @Test
    void what_is_public_needs_no_login() {
        assertThat(best(remotes("origin", "https://hob.example/alice/tea.git")))
                .isEqualTo("https://hob.example alice/tea as nobody");
        assertThat(best(remotes("up", "https://hob.example/alice/tea.git")))
                .isEqualTo("https://hob.example alice/tea as nobody");
    }

    @Test
    void nothing_is_guessed() {
        assertThat(best(remotes("a", "https://hob.example/a/b", "b", "https://work.example/forge/c/d"), HOME, WORK))
                .isEqualTo("none");
        for (String url : List.of(
                "git@hob.example:a/b.git",
                "/srv/git/tea.git",
                "../tea",
                "https://hob.example/tea",
                "ssh://hob.example/a/b"))
            assertThat(best(remotes("origin", url), HOME)).as(url).isEqualTo("none");
    }

    @Test
    void a_clone_says_where_it_is_from() throws IOException, InterruptedException {
        var screen = new FakeScreen(folder.resolve("tea"));
        Files.createDirectories(folder.resolve("tea"));
        var desk = new Desk(screen, () -> {
            throw new AssertionError("no clone");
        });
        assertThatThrownBy(() -> desk.place(Optional.empty(), Optional.empty(), Optional.empty()))
                .hasMessageContaining("--repo");
        git("init", "-q");
        git("remote", "add", "origin", "hob:alice/tea.git");
        git("remote", "add", "work", "https://work.example/forge/team/tea.git");
        git("config", "url.https://hob.example/.insteadOf", "hob:");
        desk.logins().put(HOME);
        desk.logins().put(WORK);
        assertThat(desk.place(Optional.empty(), Optional.empty(), Optional.empty())
                        .path())
                .isEqualTo("alice/tea");
        assertThat(desk.place(Optional.empty(), Optional.of("work"), Optional.empty())
                        .path())
                .isEqualTo("team/tea");
        assertThat(desk.place(Optional.empty(), Optional.empty(), Optional.of("https://work.example/forge"))
                        .path())
                .isEqualTo("team/tea");
        assertThat(desk.place(Optional.of("bob/coffee"), Optional.empty(), Optional.empty()))
                .isEqualTo(new Place(HOME.node(), Optional.of(HOME), "bob", "coffee"));
        assertThatThrownBy(() -> desk.place(Optional.empty(), Optional.of("nope"), Optional.empty()))
                .hasMessageContaining("origin, work");
        assertThatThrownBy(() -> desk.place(Optional.of("tea"), Optional.empty(), Optional.empty()))
                .hasMessageContaining("owner/name");
    }

    private void git(String... words) throws IOException, InterruptedException {
        var all = new java.util.ArrayList<>(List.of("git"));
        all.addAll(List.of(words));
        assertThat(new ProcessBuilder(all)
                        .directory(folder.resolve("tea").toFile())
                        .start()
                        .waitFor())
                .isZero();
    }
}
