package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.Secret;
import dev.hob.node.people.SignUp;
import dev.hob.node.repo.Right;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages around people, asked without a browser.
class PeoplePagesTest {
    @TempDir
    Path data;

    private static List<String> all(String pattern, HttpResponse<String> answer) {
        var found = Pattern.compile(pattern).matcher(answer.body());
        var all = new ArrayList<String>();
        while (found.find()) all.add(found.group(1));
        return all;
    }

    private static final String CARD = "class=\"name\" href=\"/([^\"]+)\"";

    @Test
    void exploring_leafs_through_what_is_public_by_a_key() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            for (int i = 0; i < 32; i++) site.repository(alice, "tea-%02d".formatted(i), i == 20, "");
            var first = site.guest().get("/explore?sort=name");
            var names = new ArrayList<>(all(CARD, first));
            assertThat(names).hasSize(30).startsWith("alice/tea-00").doesNotContain("alice/tea-20");
            String next =
                    all("href=\"([^\"]+)\" rel=\"next\"", first).getFirst().replace("&amp;", "&");
            assertThat(next).contains("sort=name", "after=").doesNotContain("page=");
            // One that comes in before the key moves nothing.
            site.repository(alice, "a-new-one", false, "");
            names.addAll(all(CARD, site.guest().get(next)));
            assertThat(names).hasSize(31).doesNotHaveDuplicates().endsWith("alice/tea-31");
            assertThat(all(CARD, site.guest().get("/explore?q=TEA-3")))
                    .containsExactlyInAnyOrder("alice/tea-30", "alice/tea-31");
            assertThat(site.guest().get("/explore?q=coffee").body()).contains("Nothing public has these words");
        }
    }

    @Test
    void the_first_page_tells_what_happened_where_one_may_look_and_nothing_else() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            var bob = site.person("bob");
            site.repository(alice, "open", false, "");
            var secret = site.repository(alice, "secret", true, "");
            var shared = site.repository(alice, "shared", true, "");
            site.node.edits().addCollaborator(shared, alice, bob, Right.READ);
            var pot = site.repository(bob, "pot", false, "");
            site.node.edits().rename(pot, bob, "kettle");
            site.node.edits().setPrivate(secret, alice, false);
            site.node.edits().setPrivate(secret, alice, true);

            String page = site.guest("bob").get("/").body();
            assertThat(page).contains("alice/open", "alice/shared", "bob/kettle", "renamed", "<b>pot</b>");
            assertThat(page).doesNotContain("alice/secret");
            assertThat(site.guest("alice").get("/").body()).contains("alice/secret", "public", "private");

            for (int i = 0; i < 25; i++) site.repository(bob, "cup-" + i, false, "");
            var guest = site.guest("bob");
            var latest = guest.get("/");
            assertThat(all("(made)\\s*\\n?<a", latest)).hasSize(20);
            String earlier = all("href=\"(/\\?before=[0-9]+)\"", latest).getFirst();
            assertThat(guest.get(earlier).body()).contains("bob/cup-0</a>", "alice/open");
            assertThat(guest.get("/?before=nonsense").statusCode()).isEqualTo(200);
            assertThat(guest.get("/?before=0").body()).contains("Nothing before that.");
        }
    }

    @Test
    void a_repository_can_begin_with_files() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice");
            var guest = site.guest("alice");
            var made = guest.post(
                    "/new",
                    "name",
                    "tea",
                    "description",
                    "Leaves",
                    "branch",
                    "trunk",
                    "visibility",
                    "public",
                    "readme",
                    "yes",
                    "licence",
                    "MIT",
                    "ignore",
                    "Java");
            assertThat(Guest.location(made)).contains("/alice/tea");
            String page = site.guest().get("/alice/tea").body();
            assertThat(page).contains("README.md", "LICENSE", ".gitignore", "<p>Leaves</p>", "trunk");
            String licence =
                    site.guest().get("/alice/tea/raw/branch/trunk/LICENSE").body();
            assertThat(licence).startsWith("MIT License").contains(" alice\n").doesNotContain("[owner]", "[year]");
            assertThat(site.guest().get("/alice/tea/raw/branch/trunk/README.md").body())
                    .isEqualTo("# tea\n\nLeaves\n");
            var repo = site.node.repos().find("alice", "tea").orElseThrow().repo();
            assertThat(site.node.refs().examine(repo)).as("signed").isEmpty();

            var forged = guest.post("/new", "name", "pot", "branch", "main", "licence", "../../etc/passwd");
            assertThat(forged.statusCode()).isEqualTo(422);
            assertThat(guest.get("/alice/pot").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_wrong_form_shows_each_error_beside_its_field_and_keeps_what_was_typed() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice", true);
            site.node.signUps().choose(Optional.of(SignUp.OPEN));
            var guest = site.guest("alice");
            site.repository(site.node.people().find("alice").orElseThrow(), "tea", true, "");
            wrong(guest.post("/new", "name", "no spaces", "description", "kept", "branch", "main"), "name", "kept");
            wrong(guest.post("/new", "name", "tea", "description", "kept", "branch", "main"), "name", "kept");
            wrong(guest.post("/new", "name", "pot", "description", "kept", "branch", "a..b"), "branch", "kept");
            wrong(
                    guest.post("/new", "name", "pot", "description", "k".repeat(2001), "branch", "main"),
                    "description",
                    "kkk");
            wrong(guest.post("/settings", "website", "x", "bio", "kept", "email", "a@b.example"), "website", "kept");
            wrong(guest.post("/settings", "email", "nowhere", "bio", "kept"), "email", "kept");
            wrong(guest.post("/settings/password", "current", "x", "password", "long enough"), "current", "");
            wrong(guest.post("/settings/password", "current", Site.PASSWORD, "password", "short"), "password", "");
            wrong(guest.post("/settings/tokens", "token", "kept"), "scope", "kept");
            wrong(
                    guest.post("/settings/tokens", "token", "", "scope", "all", "expires", "2099-01-01"),
                    "token",
                    "2099-01-01");
            wrong(
                    guest.post("/settings/tokens", "token", "kept", "scope", "all", "expires", "1999-01-01"),
                    "expires",
                    "kept");
            wrong(
                    guest.post(
                            "/settings/tokens",
                            "token",
                            "kept",
                            "scope",
                            "all",
                            "reach",
                            "some",
                            "repositories",
                            "alice/no"),
                    "repositories",
                    "alice/no");
            wrong(guest.post("/settings/keys", "key", "nonsense", "title", "kept"), "key", "kept");
            wrong(guest.post("/settings/identity", "passphrase", "short", "current", Site.PASSWORD), "passphrase", "");
            wrong(guest.post("/settings/delete", "confirm", "kept", "current", ""), "", "still own");
            wrong(guest.post("/settings/invitations", "note", "kept".repeat(40)), "note", "keptkept");
            wrong(guest.post("/admin/people", "name", "UPPER", "email", "kept@b.example"), "name", "kept@b.example");
            wrong(guest.post("/admin/people", "name", "kept", "email", "nowhere"), "email", "kept");
            wrong(guest.post("/admin/invitations", "note", "kept".repeat(40)), "note", "keptkept");
            wrong(guest.post("/admin/people/alice/delete", "confirm", "kept"), "confirm", "kept");
            assertThat(guest.post("/admin/people/alice/disable", "disabled", "true")
                            .body())
                    .contains("alice is the only administrator");
            assertThat(guest.post("/admin/sign-up", "policy", "x").body()).contains("Choose one of them.");
            var stranger = site.guest();
            wrong(
                    stranger.post("/join", "name", "alice", "email", "kept@b.example", "password", "long enough"),
                    "name",
                    "kept@");
            wrong(stranger.post("/join", "name", "kept", "email", "x", "password", "long enough"), "email", "kept");
            wrong(
                    stranger.post("/join", "name", "kept", "email", "k@b.example", "password", "short"),
                    "password",
                    "k@b.");
            wrong(stranger.post("/login", "name", "kept", "password", "wrong"), "password", "kept");
        }
    }

    private static void wrong(HttpResponse<String> answer, String field, String kept) {
        assertThat(answer.statusCode()).isIn(401, 422);
        assertThat(answer.body()).contains(kept);
        if (!field.isEmpty()) {
            assertThat(answer.body()).contains("id=\"e-" + field + "\"", "aria-describedby=\"e-" + field + "\"");
        }
    }

    @Test
    void who_may_sign_up_changes_at_once() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice", true);
            site.person("bob");
            var admin = site.guest("alice");
            var guest = site.guest("bob");
            assertThat(site.guest().get("/join").statusCode()).isEqualTo(404);
            assertThat(guest.get("/settings/invitations").statusCode()).isEqualTo(404);

            admin.post("/admin/sign-up", "policy", "invitation");
            assertThat(site.guest().get("/join").statusCode()).isEqualTo(404);
            String link = all("(/join/[A-Za-z0-9_-]+)<", guest.post("/settings/invitations", "note", "carol"))
                    .getFirst();
            assertThat(site.guest().get(link).body()).contains("You are invited");

            admin.post("/admin/sign-up", "policy", "open");
            assertThat(site.guest().get("/").body()).contains("href=\"/join\"");
            var carol = site.guest();
            assertThat(carol.post("/join", "name", "carol", "email", "c@example.org", "password", "long enough")
                            .statusCode())
                    .isEqualTo(303);
            assertThat(carol.get("/settings").statusCode()).isEqualTo(200);

            admin.post("/admin/sign-up", "policy", "configured");
            assertThat(site.guest().get("/join").statusCode()).isEqualTo(404);
            assertThat(site.node.signUps().chosen()).isEmpty();
        }
    }

    @Test
    void an_address_cannot_make_accounts_without_end() throws Exception {
        try (var site = Site.open(data)) {
            site.node.signUps().choose(Optional.of(SignUp.OPEN));
            int made = 0;
            while (made < 30) {
                var answer = site.guest()
                        .post("/join", "name", "guest" + made, "email", "g@example.org", "password", "long enough");
                if (answer.statusCode() != 303) {
                    assertThat(answer.statusCode()).isEqualTo(429);
                    break;
                }
                made++;
            }
            assertThat(made).isBetween(9, 11);
        }
    }

    @Test
    void an_administrator_makes_an_account_that_sets_its_own_password() throws Exception {
        try (var site = Site.open(data)) {
            site.person("alice", true);
            var admin = site.guest("alice");
            var made = admin.post("/admin/people", "name", "bob", "email", "bob@example.org");
            String link = all("(/reset/[A-Za-z0-9_-]+)<", made).getFirst();
            var bob = site.guest();
            assertThat(bob.get(link).body()).contains("For the account <b>bob</b>");
            assertThat(Guest.location(bob.post(link, "password", "bob's password")))
                    .contains("/login");
            assertThat(bob.get("/login").body()).contains("Your password is set.");
            assertThat(bob.get("/login").body()).as("said once").doesNotContain("Your password is set.");
            assertThat(bob.get(link).statusCode()).isEqualTo(404);
            assertThat(bob.signIn("bob", "bob's password").statusCode()).isEqualTo(303);

            admin.post("/admin/people/bob/disable", "disabled", "true");
            assertThat(bob.get("/settings").statusCode()).isEqualTo(303);
            assertThat(site.guest().signIn("bob", "bob's password").statusCode())
                    .isEqualTo(401);
            assertThat(admin.get("/explore/people").body()).doesNotContain("/bob\"");
            assertThat(admin.get("/admin/people").body()).contains("/admin/people/bob", "disabled");
            admin.post("/admin/people/bob/disable", "disabled", "false");
            admin.post("/admin/people/bob/admin", "admin", "true");
            assertThat(site.node.people().find("bob").orElseThrow().admin()).isTrue();
            var gone = admin.post("/admin/people/bob/delete", "confirm", "bob");
            assertThat(Guest.location(gone)).contains("/admin/people");
            assertThat(site.node.people().find("bob")).isEmpty();
        }
    }

    @Test
    void a_token_reaches_the_repositories_that_were_named() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            var bob = site.person("bob");
            site.repository(alice, "tea", true, "");
            site.repository(alice, "pot", true, "");
            site.repository(bob, "hidden", true, "");
            var guest = site.guest("alice");
            assertThat(guest.post(
                                    "/settings/tokens",
                                    "token",
                                    "ci",
                                    "scope",
                                    "read:repository",
                                    "reach",
                                    "some",
                                    "repositories",
                                    "bob/hidden")
                            .body())
                    .contains("There is no repository bob/hidden that you may see.");
            var made = guest.post(
                    "/settings/tokens",
                    "token",
                    "ci",
                    "scope",
                    "read:repository",
                    "reach",
                    "some",
                    "repositories",
                    "alice/tea");
            String token = all("<code>(hob_[A-Za-z0-9_-]+)</code>", made).getFirst();
            var script = site.guest();
            assertThat(script.get("/api/v1/repos/alice/tea", "Authorization", "token " + token)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(script.get("/api/v1/repos/alice/pot", "Authorization", "token " + token)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(guest.get("/settings/tokens").body()).contains("read:repository · alice/tea", "never expires");
            assertThat(guest.get("/settings/tokens").body()).doesNotContain(token);
        }
    }

    @Test
    void a_person_leaves_with_their_name_and_password() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            var bob = site.person("bob");
            var repo = site.repository(bob, "pot", true, "");
            site.node.edits().addCollaborator(repo, bob, alice, Right.WRITE);
            var guest = site.guest("alice");
            assertThat(guest.post("/settings/delete", "confirm", "alice", "current", "wrong")
                            .statusCode())
                    .isEqualTo(422);
            var left = guest.post("/settings/delete", "confirm", "alice", "current", Site.PASSWORD);
            assertThat(left.statusCode()).isEqualTo(303);
            assertThat(guest.isSignedIn()).isFalse();
            assertThat(site.guest().get("/alice").statusCode()).isEqualTo(404);
            assertThat(site.guest().signIn("alice", Site.PASSWORD).statusCode()).isEqualTo(401);
            assertThat(site.node.repos().collaborators(repo)).isEmpty();
            assertThat(site.node
                            .people()
                            .create("alice", "x@example.org", Optional.of(Secret.of(Site.PASSWORD)), false))
                    .isInstanceOf(dev.hob.node.people.People.Creation.Refused.class);
        }
    }

    @Test
    void what_is_offered_to_somebody_is_told_on_their_first_page() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            var bob = site.person("bob");
            var pot = site.repository(bob, "pot", true, "");
            assertThat(site.node.transferOffers().offer(pot, alice)).isEmpty();
            var guest = site.guest("alice");
            assertThat(guest.get("/").body()).contains("Offered to you", "href=\"/bob/pot/transfer\"");
            assertThat(guest.get("/bob/pot/transfer").statusCode()).isEqualTo(200);
            assertThat(site.guest("bob").get("/").body()).doesNotContain("/transfer");
        }
    }

    @Test
    void a_picture_of_a_key_is_kept_for_good_and_carries_no_cookie() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice");
            String url = all("src=\"(/-/avatar/[^\"]+)\"", site.guest().get("/alice"))
                    .getFirst();
            var picture = site.guest().get(url);
            assertThat(picture.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("image/svg+xml");
            assertThat(picture.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(picture.headers().firstValue("Content-Security-Policy")).contains("default-src 'none'; sandbox");
            assertThat(picture.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(url).contains(alice.key().nid());
            assertThat(site.guest().get("/api/v1/users/alice").body()).contains(url + "\"");
            for (String wrong : List.of("z6Mk", "x", "z" + "1".repeat(2000), "%3Cscript%3E"))
                assertThat(site.guest().get("/-/avatar/1/" + wrong + ".svg").statusCode())
                        .as(wrong)
                        .isEqualTo(404);
        }
    }

    @Test
    void the_storage_page_lists_folders_and_how_full_the_disk_is() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice", true);
            var bob = site.person("bob");
            site.repository(bob, "hidden", true, "");
            site.repository(alice, "tea", false, "");
            String page = site.guest("alice").get("/admin/storage").body();
            assertThat(page)
                    .contains(
                            "href=\"/alice/tea\"",
                            "bob/hidden",
                            "in 2 folders",
                            "not looked after since the start",
                            "KiB");
            assertThat(page).as("its name, and no way in").doesNotContain("href=\"/bob/hidden\"");
            var admin = site.guest("alice");
            assertThat(admin.get("/admin").body()).contains("SQLite", "Changes in the log");
            for (int i = 0; i < 50; i++) site.repository(bob, "cup-" + i, true, "");
        }
        try (var site = Site.open(data)) {
            var admin = site.guest("alice");
            var first = admin.get("/admin/storage");
            assertThat(first.body()).contains("in 52 folders");
            String next = all("href=\"(/admin/storage\\?[^\"]+)\"", first).getFirst();
            assertThat(all("class=\"(name)\"", first)).hasSize(50);
            assertThat(all("class=\"(name)\"", admin.get(next))).hasSize(2);
            assertThat(all("class=\"(name)\"", admin.get("/admin/storage?after=nonsense")))
                    .hasSize(50);
        }
    }
}
