package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.Secret;
import dev.hob.node.people.OneTimeLinks.Purpose;
import dev.hob.node.people.Profile;
import dev.hob.node.people.SignUp;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a stranger tries on the pages around people.
class SecurityTest {
    /// Text that would run, break out, or split a header, were it not escaped.
    private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    @TempDir
    Path data;

    /// These know nobody by a cookie, so nobody's browser can be made to use them.
    private static boolean knowsNoCookie(String path) {
        return path.startsWith("/api/")
                || path.equals("/mcp")
                || path.endsWith("/inbox")
                || path.endsWith("/git-upload-pack")
                || path.endsWith("/git-receive-pack");
    }

    @Test
    void every_form_that_another_site_sends_is_refused_and_changes_nothing() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice", true);
            site.person("bob");
            site.repository(alice, "tea", false, "Leaves");
            site.node.signUps().choose(Optional.of(SignUp.OPEN));
            var guest = site.guest("alice");
            String rightOfAnother = site.guest("bob").csrf();
            var posts = site.web.posts();
            assertThat(posts).contains("/settings/password", "/admin/people/{name}/delete", "/{owner}/{repo}/settings");
            for (String route : posts) {
                if (knowsNoCookie(route)) continue;
                String path = filled(site, route);
                for (String token : List.of("", "forged", rightOfAnother))
                    assertThat(guest.forged(token, path, EVERYTHING).statusCode())
                            .as(route + " with the token '" + token + "'")
                            .isEqualTo(403);
            }
            assertThat(site.node.people().find("alice")).contains(alice);
            assertThat(site.node.people().find("bob").orElseThrow().admin()).isFalse();
            assertThat(site.node.people().count()).isEqualTo(2);
            assertThat(site.node.repos().ownedBy(alice)).hasSize(1);
            assertThat(site.node.tokens().of(alice)).isEmpty();
            assertThat(guest.get("/settings").statusCode()).isEqualTo(200);
        }
    }

    private static final String[] EVERYTHING = {
        "name",
        "mallory",
        "email",
        "m@example.org",
        "password",
        "another password",
        "current",
        Site.PASSWORD,
        "confirm",
        "tea",
        "visibility",
        "private",
        "branch",
        "main",
        "admin",
        "true",
        "disabled",
        "true",
        "policy",
        "open",
        "token",
        "t",
        "scope",
        "all",
        "passphrase",
        "a long passphrase",
        "description",
        "x"
    };

    /// A route's path with things in it that are there.
    private static String filled(Site site, String route) {
        String link = site.node
                .links()
                .create(
                        route.startsWith("/reset")
                                ? new Purpose.Reset(site.node
                                        .people()
                                        .find("bob")
                                        .orElseThrow()
                                        .id())
                                : new Purpose.SignUp(false))
                .text();
        return route.replace("{owner}", "alice")
                .replace("{repo}", "tea")
                .replace("{name}", "bob")
                .replace("{token}", link)
                .replaceAll("[{<][a-z]+[>}]", "x");
    }

    @Test
    void a_form_with_the_right_token_is_refused_when_a_browser_says_that_another_site_sent_it() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            var guest = site.guest("alice");
            var answer = guest.get("/settings", "Sec-Fetch-Site", "cross-site");
            assertThat(answer.statusCode()).as("looking is fine").isEqualTo(200);
            String csrf = guest.csrf();
            var request = HttpRequest.newBuilder(URI.create(site.web.localUrl() + "/logout"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Sec-Fetch-Site", "cross-site")
                    .header("Cookie", "hob_session=" + guest.cookies.get("hob_session"))
                    .POST(HttpRequest.BodyPublishers.ofString("csrf=" + URLEncoder.encode(csrf, UTF_8)))
                    .build();
            var sent = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(sent.statusCode()).isEqualTo(403);
            assertThat(guest.get("/settings").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_cookie_opens_neither_the_api_nor_git() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            site.repository(alice, "tea", true, "");
            var guest = site.guest("alice");
            assertThat(guest.get("/api/v1/user").statusCode()).isEqualTo(401);
            assertThat(guest.get("/api/v1/repos/alice/tea").statusCode()).isEqualTo(404);
            assertThat(guest.get("/alice/tea.git/info/refs?service=git-upload-pack")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_session_that_somebody_else_chose_is_not_taken_over() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            site.person("mallory");
            var guest = site.guest();
            guest.cookies.put("hob_session", "chosen-by-mallory");
            guest.get("/login");
            guest.cookies.put("hob_form", "chosen-by-mallory");
            guest.signIn("alice", Site.PASSWORD);
            String mine = guest.cookies.get("hob_session");
            assertThat(mine).isNotEqualTo("chosen-by-mallory").hasSizeGreaterThan(40);
            assertThat(guest.csrf()).isNotEqualTo("chosen-by-mallory");
            var other = site.guest();
            other.cookies.put("hob_session", "chosen-by-mallory");
            assertThat(other.get("/settings").statusCode()).isEqualTo(303);

            // Mallory's own session, planted in alice's browser, ends when she signs in.
            var mallory = site.guest("mallory");
            String planted = mallory.cookies.get("hob_session");
            var victim = site.guest();
            victim.cookies.put("hob_session", planted);
            victim.post("/logout");
            victim.signIn("alice", Site.PASSWORD);
            assertThat(victim.cookies.get("hob_session")).isNotEqualTo(planted);
            assertThat(mallory.get("/settings").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void signing_out_and_a_new_password_end_sessions_at_the_node() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            var one = site.guest("alice");
            var two = site.guest("alice");
            String before = one.cookies.get("hob_session");
            assertThat(one.post("/settings/password", "current", "wrong", "password", "another password")
                            .statusCode())
                    .isEqualTo(422);
            assertThat(two.get("/settings").statusCode()).isEqualTo(200);
            var changed = one.post("/settings/password", "current", Site.PASSWORD, "password", "another password");
            assertThat(changed.statusCode()).isEqualTo(303);
            assertThat(two.get("/settings").statusCode()).isEqualTo(303);
            assertThat(one.get("/settings").statusCode()).isEqualTo(200);
            var thief = site.guest();
            thief.cookies.put("hob_session", before);
            assertThat(thief.get("/settings").statusCode()).isEqualTo(303);

            String last = one.cookies.get("hob_session");
            one.post("/logout");
            thief.cookies.put("hob_session", last);
            assertThat(thief.get("/settings").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void nobody_is_sent_to_another_site() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            for (String next : List.of(
                    "https://evil.example/",
                    "//evil.example/",
                    "///evil.example",
                    "/\\evil.example",
                    "\\\\evil.example",
                    "/\t/evil.example",
                    "/\r\nLocation: https://evil.example",
                    "javascript:alert(1)",
                    " //evil.example",
                    "http:evil.example",
                    "evil.example")) {
                var guest = site.guest();
                var answer = guest.post("/login", "name", "alice", "password", Site.PASSWORD, "next", next);
                assertThat(answer.statusCode()).isEqualTo(303);
                assertThat(Guest.location(answer).orElseThrow()).as(next).isEqualTo("/");
                var again = guest.get("/login?next=" + URLEncoder.encode(next, UTF_8));
                assertThat(Guest.location(again).orElseThrow()).as(next).isEqualTo("/");
            }
            var guest = site.guest();
            var sent = guest.get("/settings/tokens");
            assertThat(Guest.location(sent)).contains("/login?next=%2Fsettings%2Ftokens");
            var back = guest.post("/login", "name", "alice", "password", Site.PASSWORD, "next", "/settings/tokens?a=b");
            assertThat(Guest.location(back)).contains("/settings/tokens?a=b");
        }
    }

    @Test
    void a_host_that_somebody_made_up_is_not_written_into_links() throws Exception {
        try (var site = Site.called(data, "https://code.example.org")) {
            var alice = site.person("alice", true);
            site.node.signUps().choose(Optional.of(SignUp.INVITATION));
            var guest = site.guest("alice");
            String made = guest.post("/settings/invitations", "note", "for bob").body();
            assertThat(made).contains("https://code.example.org/join/").doesNotContain("127.0.0.1");
            String reset =
                    guest.post("/admin/people/" + alice.name() + "/reset-link").body();
            assertThat(reset).contains("https://code.example.org/reset/");
        }
    }

    @Test
    void what_people_write_is_shown_and_never_runs() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice", true);
            var repo = site.repository(alice, "tea", false, EVIL);
            assertThat(site.node
                            .people()
                            .describe(alice, new Profile(EVIL, EVIL, "https://alice.example/\"><script>", EVIL)))
                    .containsOnlyKeys("website");
            site.node.people().describe(alice, new Profile(EVIL, EVIL, "https://alice.example/?%22%3E'onload=x", EVIL));
            var guest = site.guest();
            guest.get("/login");
            guest.signIn("alice", Site.PASSWORD);
            assertThat(site.node.sessions().open(alice, EVIL, "192.0.2.1")).isNotNull();
            guest.post("/settings/tokens", "token", EVIL, "scope", "read:user");
            guest.post("/settings/invitations", "note", EVIL);
            String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDxJZlzwqVcSyG7DPZ6j5uQZtrVqG3oRhDOQcTmHa7Rl x";
            guest.post("/settings/keys", "key", key, "title", EVIL);
            var seen = new HashSet<String>();
            for (String path : List.of(
                    "/",
                    "/alice",
                    "/explore",
                    "/explore/people",
                    "/explore?q=" + URLEncoder.encode(EVIL, UTF_8),
                    "/explore/people?q=" + URLEncoder.encode(EVIL, UTF_8),
                    "/alice?sort=" + URLEncoder.encode(EVIL, UTF_8) + "&q=" + URLEncoder.encode(EVIL, UTF_8),
                    "/login?next=" + URLEncoder.encode("/" + EVIL, UTF_8),
                    "/new?name=" + URLEncoder.encode(EVIL, UTF_8),
                    "/settings",
                    "/settings/sessions",
                    "/settings/tokens",
                    "/settings/keys",
                    "/settings/invitations",
                    "/admin/people",
                    "/admin/people/alice",
                    "/admin/storage",
                    "/alice/tea",
                    "/alice/" + URLEncoder.encode(EVIL, UTF_8).replace("+", "%20"))) {
                var answer = guest.get(path);
                harmless(path, answer);
                if (answer.body().contains("&lt;script")) seen.add(path);
            }
            assertThat(seen)
                    .as("where it is shown, escaped")
                    .contains("/", "/alice", "/explore", "/settings/sessions", "/settings/tokens", "/settings/keys")
                    .contains("/settings/invitations", "/admin/people", "/admin/people/alice", "/alice/tea");
            for (var wrong : List.of(
                    guest.post("/new", "name", EVIL, "description", EVIL, "branch", EVIL),
                    guest.post("/settings", "displayName", EVIL, "website", EVIL, "email", EVIL, "bio", EVIL),
                    guest.post(
                            "/settings/tokens", "token", EVIL, "expires", EVIL, "reach", "some", "repositories", EVIL),
                    guest.post("/admin/people", "name", EVIL, "email", EVIL),
                    site.guest().post("/login", "name", EVIL, "password", EVIL, "next", EVIL))) {
                assertThat(wrong.statusCode()).isBetween(400, 499);
                harmless("a wrong form", wrong);
                assertThat(wrong.body()).contains("&lt;");
            }
            assertThat(site.node.repos().byId(repo.id())).isPresent();
        }
    }

    private static void harmless(String what, HttpResponse<String> answer) {
        String body = answer.body().replaceAll("(?s)<svg.*?</svg>", "");
        assertThat(body)
                .as(what)
                .doesNotContain("<script", "<img src=x", "\"'>")
                .doesNotContainPattern("<[a-z]+[^>]* (style|on[a-z]+)=\"");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .as(what)
                .startsWith("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'")
                .doesNotContain("unsafe", "script-src");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void no_text_becomes_a_header() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            var guest = site.guest("alice");
            String split = "x\r\nX-Evil: 1\r\nSet-Cookie: evil=1";
            var answers = new ArrayList<HttpResponse<String>>();
            answers.add(guest.post("/new", "name", split, "branch", "main"));
            answers.add(guest.post("/new", "name", "tea", "branch", split));
            answers.add(guest.post("/new", "name", "tea", "branch", "main", "description", split));
            answers.add(guest.get("/alice/tea"));
            answers.add(guest.post("/settings", "displayName", split, "email", "a@example.org"));
            answers.add(guest.get("/login?next=" + URLEncoder.encode("/" + split, UTF_8)));
            answers.add(guest.get("/" + URLEncoder.encode(split, UTF_8).replace("+", "%20")));
            answers.add(
                    guest.get("/alice/tea/" + URLEncoder.encode(split, UTF_8).replace("+", "%20")));
            for (var answer : answers) {
                assertThat(answer.headers().firstValue("X-Evil")).isEmpty();
                assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(it -> it.startsWith("evil"));
            }
            assertThat(guest.cookies).doesNotContainKey("evil");
        }
    }

    @Test
    void cookies_are_for_this_node_alone_and_never_for_a_script() throws Exception {
        for (String url : List.of("https://code.example.org", "http://code.example.org")) {
            try (var site = Site.called(data.resolve(url.substring(0, 5).replace(":", "")), url)) {
                site.person("alice");
                var guest = site.guest();
                var cookies = new ArrayList<String>();
                cookies.addAll(guest.get("/login").headers().allValues("Set-Cookie"));
                cookies.addAll(guest.signIn("alice", Site.PASSWORD).headers().allValues("Set-Cookie"));
                cookies.addAll(guest.post("/settings", "displayName", "Alice", "email", "a@example.org")
                        .headers()
                        .allValues("Set-Cookie"));
                cookies.addAll(guest.post("/logout").headers().allValues("Set-Cookie"));
                assertThat(cookies.stream().map(it -> it.split("=")[0]).collect(Collectors.toSet()))
                        .containsExactlyInAnyOrder("hob_form", "hob_session", "hob_told");
                for (String cookie : cookies) {
                    assertThat(cookie)
                            .contains("HttpOnly", "SameSite=Lax", "Path=/")
                            .doesNotContain("Domain");
                    assertThat(cookie.contains("Secure")).as(cookie).isEqualTo(url.startsWith("https"));
                }
            }
        }
    }

    @Test
    void guesses_at_passwords_and_links_are_slowed_down() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            var guest = site.guest();
            String csrf = guest.csrf();
            int tried = 0;
            HttpResponse<String> answer;
            do {
                answer = guest.forged(csrf, "/login", "name", "alice", "password", "guess " + tried);
            } while (answer.statusCode() == 401 && ++tried < 40);
            assertThat(tried).isBetween(9, 12);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("Too many attempts");
            assertThat(guest.forged(csrf, "/login", "name", "alice", "password", Site.PASSWORD)
                            .statusCode())
                    .as("the right one too")
                    .isEqualTo(429);

            var reset = site.node.links().create(new Purpose.Reset(alice.id()));
            for (String kind : List.of("/reset/", "/join/")) {
                int wrong = 0;
                while (guest.get(kind + "guess" + wrong).statusCode() == 404 && wrong < 40) wrong++;
                assertThat(wrong).isLessThan(12);
                assertThat(guest.forged(csrf, kind + "guess", "password", "another password")
                                .statusCode())
                        .isEqualTo(429);
            }
            assertThat(guest.get("/reset/" + reset.text()).statusCode())
                    .as("a right link passes")
                    .isEqualTo(200);
        }
    }

    @Test
    void a_borrowed_browser_cannot_guess_the_password_in_the_settings() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            var guest = site.guest("alice");
            String csrf = guest.csrf();
            for (int i = 0; i < 10; i++)
                guest.forged(csrf, "/settings/password", "current", "guess " + i, "password", "another password");
            for (String path : List.of("/settings/password", "/settings/identity", "/settings/delete")) {
                var answer = guest.forged(
                        csrf,
                        path,
                        "current",
                        Site.PASSWORD,
                        "password",
                        "another password",
                        "passphrase",
                        "a long passphrase",
                        "confirm",
                        "alice");
                assertThat(answer.statusCode()).as(path).isEqualTo(422);
                assertThat(answer.body()).contains("Too many attempts");
            }
            assertThat(site.node.people().find("alice")).isPresent();
        }
    }

    @Test
    void who_has_an_account_is_not_told_by_signing_in() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            var disabled = site.person("carol");
            site.node.people().disable(disabled, true);
            var bodies = new HashSet<String>();
            for (String name : List.of("alice", "nobody", "carol")) {
                var guest = site.guest();
                var answer = guest.signIn(name, "a wrong password");
                assertThat(answer.statusCode()).isEqualTo(401);
                bodies.add(answer.body()
                        .replace(name, "NAME")
                        .replaceAll("name=\"csrf\" value=\"[^\"]+\"", "")
                        .replaceAll("id [0-9a-f]{16}", ""));
            }
            assertThat(bodies).hasSize(1);
        }
    }

    @Test
    void only_administrators_see_that_there_are_administrators_pages() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice", true);
            var bob = site.person("bob");
            var stranger = site.guest();
            var guest = site.guest("bob");
            var admin = site.guest("alice");
            for (String path :
                    List.of("/admin", "/admin/people", "/admin/people/alice", "/admin/sign-up", "/admin/storage")) {
                assertThat(Guest.location(stranger.get(path)).orElse(""))
                        .as(path)
                        .startsWith("/login");
                assertThat(guest.get(path).statusCode()).as(path).isEqualTo(404);
                assertThat(admin.get(path).statusCode()).as(path).isEqualTo(200);
            }
            for (String route : site.web.posts()) {
                if (!route.startsWith("/admin")) continue;
                var answer = guest.post(filled(site, route), EVERYTHING);
                assertThat(answer.statusCode()).as(route).isEqualTo(404);
            }
            assertThat(site.node.people().find("alice").orElseThrow().admin()).isTrue();
            assertThat(site.node.people().byId(bob.id()).orElseThrow().admin()).isFalse();
            assertThat(guest.get("/").body()).doesNotContain("/admin");
        }
    }

    @Test
    void what_belongs_to_somebody_else_cannot_be_ended_by_its_id() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            site.person("mallory");
            site.node.signUps().choose(Optional.of(SignUp.INVITATION));
            var hers = site.guest("alice");
            hers.post("/settings/tokens", "token", "laptop", "scope", "read:user");
            hers.post("/settings/invitations", "note", "for bob");
            var session = site.node.sessions().of(alice).getFirst();
            var token = site.node.tokens().of(alice).getFirst();
            var invitation = site.node.links().invitationsOf(alice).getFirst();
            var mallory = site.guest("mallory");
            mallory.post("/settings/sessions/" + session.id() + "/end");
            assertThat(mallory.post("/settings/tokens/" + token.id() + "/delete")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(mallory.post("/settings/invitations/" + invitation.id() + "/withdraw")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(hers.get("/settings").statusCode()).isEqualTo(200);
            assertThat(site.node.tokens().of(alice)).hasSize(1);
            assertThat(site.node.links().invitationsOf(alice)).hasSize(1);
        }
    }

    @Test
    void a_key_leaves_sealed_and_only_with_the_password() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            var guest = site.guest("alice");
            for (var wrong : List.of(
                    Map.of("passphrase", "short", "current", Site.PASSWORD),
                    Map.of("passphrase", "a long passphrase", "current", "wrong"))) {
                var answer = guest.post(
                        "/settings/identity", "passphrase", wrong.get("passphrase"), "current", wrong.get("current"));
                assertThat(answer.statusCode()).isEqualTo(422);
                assertThat(answer.body()).doesNotContain("PRIVATE KEY");
            }
            var answer = guest.post("/settings/identity", "passphrase", "a long passphrase", "current", Site.PASSWORD);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"alice.key\"");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            var key = dev.hob.keys.OpenSshKey.read(answer.body(), Optional.of(Secret.of("a long passphrase")));
            assertThat(key.publicKey()).isEqualTo(alice.key());
        }
    }
}
