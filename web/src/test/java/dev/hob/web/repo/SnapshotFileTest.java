package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything in one file, as git and ssh-keygen take it.
class SnapshotFileTest {
    private static final String BUNDLE = "/alice/tea/snapshot.bundle";

    @TempDir
    Path data;

    private RepoHouse house;
    private GitClient git;

    @BeforeEach
    void open() throws Exception {
        house = new RepoHouse(data.resolve("node"));
        git = new GitClient(data.resolve("work"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(house.url().replaceFirst("/$", "") + path));
        if (headers.length > 0) request.headers(headers);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    private void history() throws Exception {
        for (int i = 0; i < 5; i++) git.write("kettle.txt", "" + i).commit("Alice", "Boil " + i);
        git.git("branch", "pots", "HEAD~1");
        git.push(house, "alice/tea");
        house.tag("v1", ObjectId.fromString(git.git("rev-parse", "HEAD~2").strip()), "First cup");
    }

    @Test
    void git_clones_from_it_and_ssh_keygen_sees_that_it_is_this_nodes() throws Exception {
        history();
        var file = Files.write(data.resolve("tea.bundle"), bytes(BUNDLE).body());
        var signature =
                Files.write(data.resolve("tea.sig"), bytes(BUNDLE + ".sig").body());
        var signers = Files.write(data.resolve("signers"), bytes("/-/signers").body());

        var clone = data.resolve("clone");
        git.git("clone", "-q", file.toString(), clone.toString());
        assertThat(git.git("-C", clone.toString(), "rev-parse", "HEAD", "v1^{commit}", "origin/pots"))
                .isEqualTo(git.git("rev-parse", "HEAD", "HEAD~2", "pots"));
        assertThat(git.git("-C", clone.toString(), "branch", "--show-current").strip())
                .isEqualTo("main");
        assertThat(verified(file, signature, signers)).isTrue();
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        assertThat(verified(file, signature, signers)).isFalse();
    }

    private static boolean verified(Path file, Path signature, Path signers) throws Exception {
        return new ProcessBuilder(
                                "ssh-keygen",
                                "-Y",
                                "verify",
                                "-f",
                                signers.toString(),
                                "-I",
                                "node",
                                "-n",
                                "hob-snapshot",
                                "-s",
                                signature.toString())
                        .redirectInput(file.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void a_download_goes_on_where_it_broke_off_and_who_has_it_gets_it_no_second_time() throws Exception {
        history();
        var whole = bytes(BUNDLE);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("tea.bundle");
        assertThat(bytes(BUNDLE, "If-None-Match", tag).statusCode()).isEqualTo(304);

        var rest = bytes(BUNDLE, "Range", "bytes=100-", "If-Range", tag);
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, whole.body().length));
    }

    /// Whoever asks again and again costs nothing.
    @Test
    void within_an_hour_it_stays_the_same_although_more_is_pushed() throws Exception {
        history();
        var before = bytes(BUNDLE).body();
        git.write("kettle.txt", "more").commit("Alice", "More");
        git.push(house, "alice/tea");

        assertThat(bytes(BUNDLE).body()).isEqualTo(before);
    }

    @Test
    void what_is_empty_or_private_has_none() throws Exception {
        assertThat(bytes(BUNDLE).statusCode()).isEqualTo(404);
        history();
        assertThat(bytes(BUNDLE).statusCode()).isEqualTo(200);
        assertThat(house.node.edits().setPrivate(house.now(), house.alice, true))
                .isEmpty();
        assertThat(bytes(BUNDLE).statusCode()).isEqualTo(404);
        assertThat(bytes(BUNDLE + ".sig").statusCode()).isEqualTo(404);
    }
}
