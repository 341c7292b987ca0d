package dev.hob.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.remote.FakeNode;
import dev.hob.cli.remote.FakeScreen;
import dev.hob.cli.remote.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hob login`, `hob logout`, and what git is told.
class LoginCommandsTest {
    @TempDir
    Path folder;

    private final FakeNode node = new FakeNode();

    @AfterEach
    void close() {
        node.close();
    }

    private FakeScreen screen() {
        return new FakeScreen(folder);
    }

    private static int run(FakeScreen screen, String... words) {
        return ClientLine.run(List.of(words), screen, () -> {
            throw new AssertionError("no clone");
        });
    }

    @Test
    void a_person_logs_in_and_out() throws IOException, Json.Malformed {
        var screen = screen().answering("alice", FakeNode.PASSWORD);
        assertThat(run(screen, "login", node.url())).isZero();
        String said = screen.out() + screen.err();
        assertThat(said).contains("logged in at " + node.url() + " as alice");
        assertThat(said).doesNotContain(FakeNode.TOKEN).doesNotContain(FakeNode.PASSWORD);
        assertThat(node.tokens()).hasSize(1).allMatch(name -> name.startsWith("hob on "));
        assertThat(Files.readString(folder.resolve("config/hob/logins.json")))
                .contains(FakeNode.TOKEN)
                .doesNotContain(FakeNode.PASSWORD);

        assertThat(run(screen, "login", "--list")).isZero();
        assertThat(screen.out()).isEqualTo(node.url() + "  alice\n");
        assertThat(run(screen, "login", "--list", "--json")).isZero();
        String listed = screen.out();
        assertThat(listed).doesNotContain(FakeNode.TOKEN);
        assertThat(Json.read(listed.getBytes(UTF_8)).items()).hasSize(1);

        var leaving = screen().answering(FakeNode.PASSWORD);
        assertThat(run(leaving, "logout", node.url())).isZero();
        assertThat(leaving.out()).isEqualTo("logged out at " + node.url() + "\n");
        assertThat(leaving.err()).doesNotContain("goes on working");
        assertThat(node.tokens()).isEmpty();
        assertThat(run(screen, "login", "--list")).isZero();
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void logging_in_again_ends_the_token_before() {
        for (int i = 0; i < 2; i++)
            assertThat(run(
                            screen().typing(FakeNode.PASSWORD),
                            "login",
                            node.url(),
                            "--account",
                            "alice",
                            "--password-stdin"))
                    .isZero();
        assertThat(node.tokens()).hasSize(1);
    }

    @Test
    void a_wrong_password_is_said_to_be_one() {
        var screen = screen().answering("alice", "wrong");
        assertThat(run(screen, "login", node.url())).isEqualTo(1);
        assertThat(screen.err()).contains("the password is not that of alice").doesNotContain("wrong");
        assertThat(folder.resolve("config/hob/logins.json")).doesNotExist();
    }

    @Test
    void a_token_is_taken_from_a_script() {
        var screen = screen().typing(FakeNode.TOKEN);
        assertThat(run(screen, "login", node.url(), "--token-stdin")).isZero();
        assertThat(screen.out()).contains("as alice").doesNotContain(FakeNode.TOKEN);
        assertThat(run(screen, "login", node.url(), "--token-stdin", "--account", "bob"))
                .isEqualTo(1);
        assertThat(screen.err()).contains("a token of alice, not of bob");
        assertThat(run(screen().typing("nonsense"), "login", node.url(), "--token-stdin"))
                .isEqualTo(1);
        var leaving = screen();
        assertThat(run(leaving, "logout")).isZero();
        assertThat(leaving.err()).contains("goes on working until you end it at " + node.url() + "/settings/tokens");
    }

    @Test
    void nothing_secret_goes_where_others_read_along() {
        var screen = screen().typing("x");
        assertThat(run(screen, "login", "http://hob.example", "--token-stdin")).isEqualTo(1);
        assertThat(screen.err()).contains("--allow-http");
    }

    @Test
    void a_script_is_told_how_to_say_it() {
        var screen = screen();
        assertThat(run(screen, "login", node.url())).isEqualTo(2);
        assertThat(screen.err()).contains("--token-stdin");
        assertThat(run(screen, "login")).isEqualTo(2);
        assertThat(run(screen, "login", "https://not an address", "--token-stdin"))
                .isEqualTo(1);
        assertThat(run(screen, "login", node.url(), "--token-stdin", "--password-stdin"))
                .isEqualTo(2);
    }

    @Test
    void git_is_told_the_token_of_its_own_node_only() {
        run(screen().typing(FakeNode.TOKEN), "login", node.url(), "--token-stdin");
        String host = node.url().replace("http://", "");
        assertThat(credential("protocol=http\nhost=" + host + "\n"))
                .isEqualTo("username=alice\npassword=" + FakeNode.TOKEN + "\n");
        assertThat(credential("protocol=https\nhost=" + host + "\n")).isEmpty();
        assertThat(credential("protocol=http\nhost=evil.example\n")).isEmpty();
        assertThat(credential("protocol=http\nhost=" + host + "\nusername=bob\n"))
                .isEmpty();
        assertThat(credential("nonsense")).isEmpty();
    }

    private String credential(String input) {
        var screen = screen().typing(input);
        assertThat(run(screen, "git-credential", "get")).isZero();
        return screen.out();
    }
}
