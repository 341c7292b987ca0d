package dev.hob.web.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import dev.hob.web.Site;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages speak the language of who reads them; programs hear English.
class LanguagePagesTest {
    @TempDir
    Path data;

    @TempDir
    Path work;

    @AutoClose
    private Site site;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        var tea = site.repository(site.person("alice"), "tea", false, "");
        site.pushText(tea, "main", "Begin", Map.of("README.md", "# Tea\n"));
    }

    @Test
    void a_browser_is_spoken_to_in_its_language_and_nobody_gets_the_page_of_another() throws Exception {
        var guest = site.guest();
        guest.get("/login"); // So that there is nothing new in the first page.
        var german = guest.get("/alice/tea", "Accept-Language", "de-CH, de;q=0.9, en;q=0.5");
        assertThat(german.body()).contains("<html lang=\"de\">", "Anmelden").doesNotContain("Sign in");
        assertThat(german.headers().firstValue("Vary").orElse("")).contains("Accept-Language");
        String tag = german.headers().firstValue("ETag").orElseThrow();
        var english = guest.get("/alice/tea", "Accept-Language", "en", "If-None-Match", tag);
        assertThat(english.statusCode()).isEqualTo(200);
        assertThat(english.body()).contains("<html lang=\"en\">", "Sign in").doesNotContain("Anmelden");
        assertThat(guest.get("/alice/tea", "Accept-Language", "de", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(guest.get("/nobody/nothing", "Accept-Language", "de").body()).contains("<html lang=\"de\">");
    }

    @Test
    void what_was_chosen_goes_before_what_the_browser_says() throws Exception {
        var alice = site.guest("alice");
        var asked = alice.get("/-/language", "Accept-Language", "de", "Referer", "http://here.example/alice/tea");
        assertThat(asked.body()).contains("English", "Deutsch", "name=\"next\" value=\"/alice/tea\"");
        var chosen = alice.post("/-/language", "language", "de", "next", "/alice/tea");
        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(chosen.headers().firstValue("Location").orElseThrow()).endsWith("/alice/tea");
        assertThat(alice.get("/settings", "Accept-Language", "en").body()).contains("<html lang=\"de\">");
        assertThat(alice.post("/-/language", "language", "../../en", "next", "/")
                        .statusCode())
                .isEqualTo(404);
        var away = alice.post("/-/language", "language", "en", "next", "//elsewhere.example/");
        assertThat(away.headers().firstValue("Location").orElseThrow()).doesNotContain("elsewhere");
    }

    @Test
    void programs_are_answered_in_english() throws Exception {
        var guest = site.guest();
        assertThat(guest.get("/api/v1/repos/alice/none", "Accept-Language", "de")
                        .body())
                .isEqualTo(guest.get("/api/v1/repos/alice/none", "Accept-Language", "en")
                        .body());
    }

    @Test
    void what_the_node_refuses_is_said_to_a_reader_in_their_language_and_to_a_program_in_english() throws Exception {
        var alice = site.guest("alice");
        alice.post("/-/language", "language", "de", "next", "/");
        var refused = alice.post("/alice/tea/labels", "name", "hot", "color", "red");
        assertThat(refused.statusCode()).isEqualTo(422);
        // In German, too, it is told beside the field that it is about.
        assertThat(refused.body())
                .containsPattern("-e-color\">Eine Farbe besteht aus sechs Hexadezimalziffern\\.")
                .doesNotContain("hexadecimal");
        var tokens = site.node.tokens();
        var grant = new Grant(Set.of(Scope.of("write:issue").orElseThrow()), Optional.empty());
        var person = site.node.people().find("alice").orElseThrow();
        var token = (AccessTokens.Creation.Created) tokens.create(person, "robot", grant, Optional.empty());
        var request = HttpRequest.newBuilder(URI.create(site.web.localUrl() + "/api/v1/repos/alice/tea/labels"))
                .header("Accept-Language", "de")
                .header("Cookie", LanguageFilter.COOKIE + "=de")
                .header("Authorization", "token " + token.secret().text())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"hot\",\"color\":\"red\"}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("A colour is six hexadecimal digits.");
        }
    }

    @Test
    void git_is_answered_in_english_although_it_says_what_the_shell_of_its_user_speaks() throws Exception {
        String tea = site.web
                .localUrl()
                .toString()
                .replaceFirst("://", "://alice:" + Site.PASSWORD.replace(" ", "%20") + "@")
                .replaceFirst("/?$", "/alice/tea");
        git("init", "-q", "-b", "main");
        git("-c", "user.name=Alice", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "Odd");
        assertThat(git("-c", "http.extraHeader=Accept-Language: de", "push", tea, "main:refs/odd/name"))
                .contains("only branches and tags can be pushed here");
    }

    private String git(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_SYSTEM", "/dev/null"));
        var process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return out;
    }

    @Test
    void scripts_find_what_they_say_in_each_language() throws Exception {
        var guest = site.guest();
        var said = guest.get("/-/messages.js", "Accept-Language", "de");
        assertThat(said.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(said.body()).startsWith("export default {").contains("\"copied\":\"Kopiert\"");
        String tag = said.headers().firstValue("ETag").orElseThrow();
        var held = guest.get("/-/messages.js", "Accept-Language", "de", "If-None-Match", tag);
        assertThat(held.statusCode()).isEqualTo(304);
        assertThat(guest.get("/-/messages.js", "If-None-Match", tag).body()).contains("\"copied\":\"Copied\"");
    }
}
