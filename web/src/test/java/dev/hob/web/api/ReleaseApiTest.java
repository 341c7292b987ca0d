package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.repo.Repo;
import dev.hob.web.api.ApiServer.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Releases, as Gitea's clients make, change and fetch them.
class ReleaseApiTest {
    private static final String ALL = "/repos/alice/tea/releases";

    @TempDir
    Path data;

    private ApiServer server;
    private Repo tea;
    private String alice;
    private String will;
    private String rita;

    @BeforeEach
    void open() {
        server = new ApiServer(data);
        tea = server.filled("tea", false);
        alice = server.token(server.alice);
        will = server.token(server.will);
        rita = server.token(server.rita);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static List<String> tags(JsonNode list) {
        var found = new ArrayList<String>();
        list.forEach(it -> found.add(it.path("tag_name").asText()));
        return found;
    }

    private Answer create(String json) {
        return server.post(ALL, will, json).is(201);
    }

    private HttpResponse<byte[]> fetch(String url, String... headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url));
            if (headers.length > 0) request.headers(headers);
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(url, e);
        }
    }

    @Test
    void a_release_is_made_with_its_tag_changed_and_taken_back() {
        var made = create("{\"tag_name\":\"v1.1\",\"target_commitish\":\"main\",\"name\":\"One one\","
                        + "\"body\":\"*Notes*\",\"prerelease\":true}")
                .json();
        assertThat(made.path("author").path("login").asText()).isEqualTo("will");
        assertThat(made.path("html_url").asText()).endsWith("/alice/tea/releases/tag/v1.1");
        assertThat(made.path("published_at").asText()).isNotEmpty();
        assertThat(fetch(made.path("zipball_url").asText()).statusCode()).isEqualTo(200);
        server.get("/repos/alice/tea/tags/v1.1", "").is(200);
        server.get(ALL + "/latest", "").is(404);

        String one = ALL + "/" + made.path("id").asLong();
        var edited = server.call("PATCH", one, will, "{\"prerelease\":false,\"name\":\"Uno\"}")
                .is(200)
                .json();
        assertThat(edited.path("body").asText()).isEqualTo("*Notes*");
        assertThat(server.get(ALL + "/latest", will).is(200).json()).isEqualTo(edited);
        assertThat(server.get(ALL + "/tags/v1.1", will).is(200).json()).isEqualTo(edited);
        server.call("PATCH", one, will, "{\"draft\":true}").is(422);
        server.call("PATCH", one, will, "{\"tag_name\":\"v9\"}").is(422);
        server.post(ALL, will, "{\"tag_name\":\"v1.1\"}").is(409);
        server.post(ALL, will, "{\"tag_name\":\"a..b\"}").is(422);
        server.post(ALL, will, "{\"tag_name\":\"v2\",\"target_commitish\":\"nowhere\"}")
                .is(404);
        server.post(ALL, rita, "{\"tag_name\":\"v2\"}").is(403);
        server.call("DELETE", "/repos/alice/tea/tags/v1.1", alice, "").is(409);

        server.call("DELETE", ALL + "/tags/v1.1", will, "").is(204);
        server.get(one, "").is(404);
        server.call("DELETE", "/repos/alice/tea/tags/v1.1", will, "").is(204);
    }

    @Test
    void a_protected_tag_is_made_by_nobody_s_release() {
        server.post(ALL, alice, "{\"tag_name\":\"held-1\"}").is(403);
        server.get("/repos/alice/tea/tags/held-1", "").is(404);
        assertThat(server.get(ALL, "").is(200).json()).isEmpty();
    }

    @Test
    void a_draft_is_there_for_those_who_write_and_for_nobody_else() {
        var draft = create("{\"tag_name\":\"v3\",\"draft\":true,\"body\":\"secret plans\"}")
                .json();
        String one = ALL + "/" + draft.path("id").asLong();
        var file = server.upload(one + "/assets", will, "plans.txt", "plans\n")
                .is(201)
                .json();
        String url = file.path("browser_download_url").asText();
        assertThat(draft.path("published_at").isNull()).isTrue();

        for (String who : List.of("", rita, server.token(server.mallory))) {
            assertThat(server.get(ALL, who).is(200).json()).isEmpty();
            assertThat(server.get(ALL + "?draft=true", who).is(200).header("X-Total-Count"))
                    .isEqualTo("0");
            server.get(one, who).is(404);
            server.get(ALL + "/tags/v3", who).is(404);
            server.get(one + "/assets", who).is(404);
            assertThat((who.isEmpty() ? fetch(url) : fetch(url, "Authorization", who)).statusCode())
                    .isEqualTo(404);
        }
        server.get("/repos/alice/tea/tags/v3", "").is(404);
        assertThat(tags(server.get(ALL + "?draft=true", will).is(200).json())).containsExactly("v3");
        assertThat(fetch(url, "Authorization", will).body()).isEqualTo("plans\n".getBytes(UTF_8));

        var published =
                server.call("PATCH", one, alice, "{\"draft\":false}").is(200).json();
        assertThat(published.path("id")).isEqualTo(draft.path("id"));
        assertThat(published.path("assets").path(0).path("id")).isEqualTo(file.path("id"));
        assertThat(server.get(one, "").is(200).json().path("tag_name").asText()).isEqualTo("v3");
        server.get("/repos/alice/tea/tags/v3", "").is(200);
        assertThat(fetch(url).body()).isEqualTo("plans\n".getBytes(UTF_8));
    }

    @Test
    void files_are_sent_in_a_form_or_as_they_are_and_say_what_they_weigh() throws Exception {
        long id = create("{\"tag_name\":\"v2\"}").json().path("id").asLong();
        String assets = ALL + "/" + id + "/assets";
        server.upload(assets, will, "a.txt", "leaf\n").is(201);
        var plain = server.call(
                        "POST",
                        assets + "?name=b.bin",
                        will,
                        "b".repeat(3_000_000),
                        "Content-Type",
                        "application/octet-stream")
                .is(201)
                .json();
        assertThat(plain.path("size").asLong()).isEqualTo(3_000_000);
        assertThat(plain.path("digest").asText())
                .isEqualTo("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest("b".repeat(3_000_000).getBytes(UTF_8))));
        server.upload(assets, will, "a.txt", "again\n").is(422);
        server.upload(assets, rita, "c.txt", "c\n").is(403);
        server.call("POST", assets, will, "x", "Content-Type", "application/octet-stream")
                .is(422);
        server.call("POST", assets + "?name=..", will, "x", "Content-Type", "application/octet-stream")
                .is(422);

        String one = assets + "/" + plain.path("id").asLong();
        server.call("PATCH", one, will, "{\"name\":\"c d.bin\"}").is(201);
        server.call("PATCH", one, will, "{\"name\":\"a.txt\"}").is(422);
        var renamed = server.get(one, "").is(200).json();
        var fetched = fetch(renamed.path("browser_download_url").asText());
        assertThat(fetched.body()).hasSize(3_000_000);
        assertThat(fetched.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename*=UTF-8''c%20d.bin");
        assertThat(fetched.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(fetched.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(server.get(one, "").json().path("download_count").asInt()).isEqualTo(1);
        server.call("DELETE", one, will, "").is(204);
        server.get(one, "").is(404);
        assertThat(fetch(renamed.path("browser_download_url").asText()).statusCode())
                .isEqualTo(404);
        assertThat(server.get(assets, "").is(200).json()).hasSize(1);
    }

    @Test
    void an_upload_that_breaks_off_changes_nothing() throws Exception {
        long id = create("{\"tag_name\":\"v2\"}").json().path("id").asLong();
        var url = server.web.localUrl();
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(("POST /api/v1" + ALL + "/" + id + "/assets?name=b HTTP/1.1\r\nHost: here\r\nAuthorization: "
                                    + will
                                    + "\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n"
                                    + "half")
                            .getBytes(UTF_8));
            socket.getOutputStream().flush();
            Thread.sleep(300);
        }
        Thread.sleep(300);
        assertThat(server.get(ALL + "/" + id, "").is(200).json().path("assets")).isEmpty();
        assertThat(server.node.publishing().cache().examine(tea)).isEmpty();
        server.upload(ALL + "/" + id + "/assets", will, "b", "whole").is(201);
    }

    @Test
    void the_list_is_filtered_and_comes_in_pages() {
        for (int i = 0; i < 5; i++) create("{\"tag_name\":\"v" + i + ".0\",\"prerelease\":" + (i % 2 == 1) + "}");
        create("{\"tag_name\":\"v9\",\"draft\":true}");
        assertThat(tags(server.get(ALL + "?pre-release=true", "").is(200).json()))
                .containsExactlyInAnyOrder("v1.0", "v3.0");
        assertThat(tags(server.get(ALL + "?pre-release=false", "").is(200).json()))
                .containsExactlyInAnyOrder("v0.0", "v2.0", "v4.0");
        var first = server.get(ALL + "?limit=2", "").is(200);
        assertThat(first.header("X-Total-Count")).isEqualTo("5");
        assertThat(first.header("Link")).contains("rel=\"next\"");
        var seen = new ArrayList<String>();
        for (int page = 1; page <= 3; page++)
            seen.addAll(tags(server.get(ALL + "?limit=2&page=" + page, "").json()));
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(tags(server.get(ALL, will).json())).hasSize(6).startsWith("v9");
    }

    @Test
    void notes_are_made_from_what_was_merged() {
        create("{\"tag_name\":\"v1.1\"}");
        server.pulls(tea);
        var notes = server.post(ALL + "/generate-notes", will, "{\"tag_name\":\"v1.2\"}")
                .is(200)
                .json();
        assertThat(notes.path("body").asText())
                .contains("The handle by @alice in #")
                .contains(server.web.localUrl().getPort() + "/alice/tea/compare/v1.1...v1.2");
        server.post(ALL + "/generate-notes", will, "{\"tag_name\":\"v1.2\",\"previous_tag_name\":\"v0\"}")
                .is(404);
        var made = create("{\"tag_name\":\"v1.2\",\"body\":\"Mine.\",\"generate_release_notes\":true}")
                .json();
        assertThat(made.path("body").asText())
                .startsWith("Mine.\n\n## What has changed")
                .contains("The handle");
    }

    @Test
    void nothing_of_a_private_repository_s_releases_is_there_for_others() {
        var pot = server.filled("pot", true);
        server.releases(pot);
        String all = "/repos/alice/pot/releases";
        var release = server.get(all + "/tags/r1", alice).is(200).json();
        long id = release.path("id").asLong();
        var asset = release.path("assets").path(0);
        String page = server.web.localUrl() + "/alice/pot/releases";
        for (String who : List.of("", server.token(server.mallory))) {
            for (String path : List.of(
                    "",
                    "/latest",
                    "/tags/r1",
                    "/" + id,
                    "/" + id + "/assets",
                    "/" + id + "/assets/" + asset.path("id").asLong()))
                server.get(all + path, who).is(404);
            // Through another repository's address neither.
            server.get(ALL + "/" + id, who).is(404);
            for (String path :
                    List.of("", ".atom", "/latest", "/tag/r1", "/download/r1/leaf.txt", "/latest/download/leaf.txt"))
                assertThat((who.isEmpty() ? fetch(page + path) : fetch(page + path, "Authorization", who)).statusCode())
                        .as(path)
                        .isEqualTo(404);
        }
        assertThat(fetch(asset.path("browser_download_url").asText(), "Authorization", rita)
                        .body())
                .isEqualTo("leaf\n".getBytes(UTF_8));
        assertThat(fetch(page + ".atom", "Authorization", rita).statusCode()).isEqualTo(200);
    }
}
