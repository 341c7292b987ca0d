package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages around people in a real browser, empty and full, by day and by night, with scripts and without.
class PeopleBrowserTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void a_node_is_set_up_lived_in_and_looked_after(boolean scripts) throws Exception {
        try (var served = Served.start(folder.resolve("data"), Served.SEARCHED);
                var browser = Chromium.open(served.url, scripts)) {
            setUp(browser, served.firstLink());
            profile(browser);
            newRepository(browser, served);
            settings(browser);
            administration(browser);
            var guests = invited(browser, served, scripts);
            explore(browser);
            looked(browser);
            leave(browser, guests);
            browser.calm();
        }
    }

    private static void setUp(Chromium browser, String link) {
        browser.go("/");
        assertThat(browser.text()).contains("A forge for your hearth", "Nobody has an account here yet.");
        browser.look("welcome-empty");
        browser.go("/explore");
        browser.look("explore-empty");
        browser.go("/explore/people");
        browser.look("people-empty");
        browser.go("/join/not-a-link");
        assertThat(browser.text()).contains("This link was used, is too old, or was never made.");
        browser.go(link);
        browser.fill("Name", "alice");
        browser.fill("E-mail", "alice@example.org");
        browser.fill("Password", Served.PASSWORD);
        browser.press("Create account");
        assertThat(browser.text()).contains("Your repositories", "Lately", "git push");
        browser.look("home-first");
        browser.walk();
        browser.page.locator(".account summary").click();
        assertThat(browser.text()).contains("Your page", "Administration", "Sign out");
        browser.look("menu");
        browser.go("/alice");
        browser.look("profile-empty");
    }

    private static void profile(Chromium browser) {
        browser.account("Settings");
        browser.look("settings-profile-empty");
        browser.walk();
        browser.fill("What to call you", "Alice Ängström");
        browser.fill("About you", "I look after kettles.\nAnd after the people who look after kettles.");
        browser.fill("Website", "ftp://alice.example");
        browser.fill("Place", "By the fire");
        browser.press("Save");
        assertThat(browser.text()).contains("A link begins with https://");
        assertThat(browser.field("About you").inputValue()).startsWith("I look after kettles.");
        assertThat(browser.field("Website").getAttribute("aria-invalid")).isEqualTo("true");
        browser.look("settings-profile-wrong");
        browser.fill("Website", "https://alice.example/tea");
        browser.press("Save");
        assertThat(browser.text()).contains("Saved.");
        browser.look("settings-profile");
        browser.go("/settings");
        assertThat(browser.text()).doesNotContain("Saved.");
    }

    private static void newRepository(Chromium browser, Served served) {
        browser.go("/");
        browser.follow("New repository");
        browser.look("new-closed");
        browser.page.locator("details.more summary").click();
        browser.look("new-open");
        browser.fill("Name", "kettle");
        browser.fill("Description", "A tiny timer that knows how long each tea wants, and whistles when it is done");
        browser.choose("Public");
        browser.page.getByText("A README with the name and description").click();
        browser.page.locator("#f-licence").selectOption("MIT");
        browser.page.locator("#f-ignore").selectOption("Java");
        browser.press("Create repository");
        assertThat(browser.page.url()).endsWith("/alice/kettle");
        assertThat(browser.text()).contains("README.md", "LICENSE", ".gitignore", "A tiny timer");
        String token = served.token("alice", "all");
        for (String name :
                new String[] {"pot", "cups-and-saucers", "a-name-that-is-as-long-as-names-become-when-nobody-stops"})
            api(served, token, name);
    }

    /// Makes a repository by the API, as a script does.
    private static void api(Served served, String token, String name) {
        try {
            String body = "{\"name\":\"" + name + "\",\"description\":\"Holds " + name + "\",\"private\":"
                    + name.equals("pot") + "}";
            var answer = Wire.post(
                    served.url,
                    "/api/v1/user/repos",
                    body.getBytes(UTF_8),
                    "Authorization: token " + token,
                    "Content-Type: application/json");
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void settings(Chromium browser) {
        browser.go("/settings/password");
        browser.look("settings-password");
        browser.fill("Current password", "not it");
        browser.fill("New password", "another password");
        browser.press("Change password");
        assertThat(browser.text()).contains("That is not your password.");
        browser.look("settings-password-wrong");
        browser.go("/settings/sessions");
        assertThat(browser.text()).contains("this one", "from 127.0.0.1", "Chrome");
        browser.look("settings-sessions");
        browser.go("/settings/tokens");
        browser.look("settings-tokens-empty");
        browser.fill("Name of a new token", "build machine");
        browser.page.getByText("Only these:").click();
        browser.fill("Repositories", "alice/nothing");
        browser.press("Create token");
        assertThat(browser.text()).contains("There is no repository alice/nothing that you may see.");
        assertThat(browser.field("Name of a new token").inputValue()).isEqualTo("build machine");
        browser.look("settings-tokens-wrong");
        browser.fill("Repositories", "alice/pot");
        browser.press("Create token");
        assertThat(browser.text()).contains("Copy this token now", "alice/pot", "not used yet");
        browser.look("settings-tokens");
        browser.go("/settings/keys");
        browser.look("settings-keys-empty");
        browser.go("/settings/identity");
        assertThat(browser.text()).contains("did:key:z6Mk");
        browser.look("settings-identity");
        browser.go("/settings/delete");
        assertThat(browser.text()).contains("You still own 4 repositories");
        browser.look("settings-delete-owning");
    }

    private static void administration(Chromium browser) {
        browser.account("Administration");
        assertThat(browser.text()).contains("This node", "SQLite", "closed");
        browser.look("admin-node");
        browser.go("/admin/sign-up");
        browser.look("admin-sign-up");
        browser.page.getByText("Invitation").click();
        browser.press("Choose");
        assertThat(browser.text()).contains("Done: that goes for the next who comes.");
        browser.go("/admin/storage");
        assertThat(browser.text()).contains("alice/kettle", "in 4 folders");
        browser.look("admin-storage");
        browser.go("/admin/people");
        browser.look("admin-people-one");
        browser.fill("Name", "Bob");
        browser.fill("E-mail", "bob@example.org");
        browser.press("Make account");
        assertThat(browser.text()).contains("lower-case letters");
        assertThat(browser.field("E-mail").inputValue()).isEqualTo("bob@example.org");
        browser.fill("Name", "bob");
        browser.press("Make account");
        assertThat(browser.text()).contains("Send this link to bob");
        browser.look("admin-person");
        browser.go("/admin/people/alice");
        browser.press("Disable");
        assertThat(browser.text()).contains("alice is the only administrator");
        browser.look("admin-person-refused");
        browser.go("/settings/invitations");
        browser.look("settings-invitations-empty");
        browser.fill("For whom", "carol, from the kitchen");
        browser.press("Make a link");
        browser.look("settings-invitations");
    }

    private static String invited(Chromium browser, Served served, boolean scripts) throws Exception {
        String link = Served.path(browser.page.locator(".told.once code").innerText());
        browser.go("/admin/people");
        assertThat(browser.text()).contains("carol, from the kitchen", "made by alice");
        browser.look("admin-people");
        // Somebody else, in a browser of their own.
        try (var other = Chromium.open(served.url, scripts)) {
            other.go(link);
            assertThat(other.text()).contains("You are invited");
            other.fill("Name", "carol");
            other.fill("E-mail", "carol@example.org");
            other.fill("Password", Served.PASSWORD);
            other.press("Create account");
            assertThat(other.text()).contains("Your repositories", "alice made alice/kettle");
            assertThat(other.text()).doesNotContain("alice/pot");
            assertThat(other.go("/admin")).isEqualTo(404);
            other.go("/settings/invitations");
            assertThat(other.text()).contains("No invitation of yours is open.");

            // The same account at another place: a new password there signs this one out.
            try (var thief = Chromium.open(served.url, scripts)) {
                thief.signIn("carol", "/settings/sessions");
                PlaywrightAssertions.assertThat(thief.page.locator(".list li")).hasCount(2);
                thief.look("settings-sessions-two");
                other.go("/settings/password");
                other.fill("Current password", Served.PASSWORD);
                other.fill("New password", "another password");
                other.press("Change password");
                assertThat(other.text()).contains("Your password is changed.");
                thief.go("/settings/sessions");
                assertThat(thief.page.title()).isEqualTo("Sign in · Hob");
                thief.fill("Name", "carol");
                thief.fill("Password", "another password");
                thief.press("Sign in");
                assertThat(thief.page.url()).endsWith("/settings/sessions");
                thief.press("Sign out all others");
                assertThat(thief.text()).contains("Every other session is signed out.");
                other.go("/settings");
                assertThat(other.page.title()).isEqualTo("Sign in · Hob");
                thief.calm();
            }
            other.calm();
        }
        return link;
    }

    private static void explore(Chromium browser) {
        browser.go("/");
        browser.page.locator(".find input").fill("SAUCERS");
        browser.page.locator(".find input").press("Enter");
        assertThat(browser.page.locator(".list .name").allInnerTexts()).containsExactly("alice / cups-and-saucers");
        browser.look("search-repositories");
        browser.go("/explore?q=coffee");
        assertThat(browser.text()).contains("Nothing public has these words.");
        browser.look("explore-nothing");
        browser.go("/explore");
        browser.look("explore");
        browser.walk();
        browser.follow("People");
        assertThat(browser.text()).contains("alice", "bob", "carol", "Alice Ängström");
        browser.look("people");
    }

    private static void looked(Chromium browser) {
        browser.go("/");
        assertThat(browser.text()).contains("alice made alice/kettle", "to main in alice/kettle");
        browser.look("home-full");
        browser.page.getByLabel("Filter repositories").fill("pot");
        browser.press("Filter");
        assertThat(browser.page.locator(".own .list .name").allInnerTexts()).containsExactly("pot");
        browser.go("/?q=nothing");
        browser.look("home-filtered");
        browser.go("/alice");
        assertThat(browser.text()).contains("Alice Ängström", "By the fire", "alice.example/tea", "did:key:z6Mk");
        browser.look("profile");
        browser.walk();
        browser.signOut();
        browser.go("/");
        browser.look("welcome");
        browser.go("/alice");
        browser.look("profile-stranger");
        assertThat(browser.text()).doesNotContain("pot");
    }

    private static void leave(Chromium browser, String usedLink) {
        assertThat(browser.go(usedLink)).as("an invitation works once").isEqualTo(404);
        browser.signIn("carol", "another password", "/settings/delete");
        browser.look("settings-delete");
        browser.fill("Type your account's name", "carl");
        browser.fill("Your password", "another password");
        browser.press("Delete my account");
        assertThat(browser.text()).contains("That is not your account's name.");
        browser.look("settings-delete-wrong");
        browser.fill("Type your account's name", "carol");
        browser.fill("Your password", "another password");
        browser.press("Delete my account");
        assertThat(browser.text()).contains("The account is deleted.");
        assertThat(browser.go("/carol")).isEqualTo(404);
    }

    @Test
    void a_node_full_of_life_can_be_looked_over() throws Exception {
        try (var served = Served.start(folder.resolve("data"));
                var browser = Chromium.open(served.url, true)) {
            served.hob(Served.PASSWORD, "seed-demo", "--password-stdin").ok();
            served.account("steward", "--admin");
            browser.go("/");
            browser.look("full-welcome");
            browser.signIn("ada", "/");
            browser.look("full-home");
            int events = browser.page.locator(".events > li").count();
            assertThat(events).isBetween(5, 20);
            for (String path : new String[] {"/explore", "/explore/people", "/ada", "/settings/delete"}) {
                browser.go(path);
                browser.look("full" + path.replace('/', '-'));
            }
            browser.signOut();
            browser.signIn("steward", "/");
            for (String path : new String[] {"/admin/people", "/admin/storage", "/admin"}) {
                browser.go(path);
                browser.look("full" + path.replace('/', '-'));
            }
            browser.calm();
        }
    }

    @Test
    void the_longest_words_break_no_page() throws Exception {
        try (var served = Served.start(folder.resolve("data"));
                var browser = Chromium.open(served.url, true)) {
            String name = "w".repeat(39);
            served.account(name, "--admin");
            served.device(name, "w".repeat(100));
            browser.signIn(name, "/");
            browser.go("/settings");
            browser.fill("What to call you", "W".repeat(100));
            browser.fill("About you", "W".repeat(500));
            browser.fill("Website", "https://" + "w".repeat(60) + ".example/" + "w".repeat(120));
            browser.fill("Place", "W".repeat(100));
            browser.press("Save");
            browser.look("long-settings");
            browser.go("/new");
            browser.fill("Name", "w".repeat(100));
            browser.fill("Description", "W".repeat(300));
            browser.choose("Public");
            browser.press("Create repository");
            browser.go("/settings/tokens");
            browser.fill("Name of a new token", "W".repeat(255));
            browser.press("Create token");
            browser.look("long-tokens");
            browser.go("/settings/invitations");
            browser.fill("For whom", "W".repeat(100));
            browser.press("Make a link");
            browser.look("long-invitations");
            for (String path : new String[] {
                "/",
                "/" + name,
                "/explore",
                "/explore/people",
                "/admin/people",
                "/admin/people/" + name,
                "/admin/storage",
                "/settings/delete",
                "/settings/keys",
                "/explore?q=" + "w".repeat(100)
            }) {
                browser.go(path);
                browser.look("long" + path.replaceAll("[^a-z]+", "-").replaceAll("-?w{5,}", "-w"));
            }
            browser.page.locator(".account summary").click();
            browser.look("long-menu");
            browser.calm();
        }
    }

    @Test
    void a_phone_reaches_everything_that_a_desk_reaches() throws Exception {
        try (var served = Served.start(folder.resolve("data"));
                var browser = Chromium.open(served.url, true)) {
            served.account("alice", "--admin");
            browser.page.setViewportSize(390, 844);
            browser.signIn("alice", "/");
            for (String words : new String[] {"Your page", "Explore", "Settings", "Administration"}) {
                browser.account(words);
                assertThat(browser.page.locator("h1").first().isVisible())
                        .as(words)
                        .isTrue();
            }
            browser.follow("Storage");
            assertThat(browser.page.url()).endsWith("/admin/storage");
            browser.signOut();
            browser.calm();
        }
    }
}
