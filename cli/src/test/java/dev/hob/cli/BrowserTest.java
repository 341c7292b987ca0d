package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A node as people meet it: in a real browser, from the first link to the last sign-out, with scripts and without.
class BrowserTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void somebody_signs_up_pushes_reads_and_leaves(boolean scripts) throws Exception {
        try (var served = Served.start(folder.resolve("data"), Served.SEARCHED);
                var browser = Chromium.open(served.url, scripts)) {
            signUp(browser, served.firstLink());
            signInWrongly(browser);
            String token = token(browser);
            newRepository(browser);
            var sample = Sample.make(folder.resolve("kettle"));
            keys(browser, sample);
            sample.git().ok("push", "-q", served.remote("alice", token, "alice/kettle"), "--all", "--follow-tags");
            read(browser);
            historyOf(browser);
            rename(browser);
            leave(browser);
            invited(browser, served);
            delete(browser);
            browser.calm();
        }
    }

    @Test
    void a_folder_of_a_thousand_names_shows_with_the_last_commit_of_each() throws Exception {
        try (var served = Served.start(folder.resolve("data"));
                var browser = Chromium.open(served.url, true)) {
            served.account("alice");
            var git = Git.init(folder.resolve("many"), 2);
            git.grow(BrowserTest::thousandNames);
            git.ok("push", "-q", served.remote("alice", served.token("alice", "all"), "alice/many"), "main");
            browser.signIn("alice", "/alice/many");
            // The index is made after the push; a page does not wait for it for long.
            var last = browser.page.locator(".tree .said a");
            for (int i = 0; i < 20 && last.count() < 1000; i++) browser.page.reload();
            PlaywrightAssertions.assertThat(last).hasCount(1000);
            assertThat(browser.page.locator(".tree tbody tr").nth(700).innerText())
                    .contains("file-0700", "touch 700 for the third time");
            long start = System.nanoTime();
            browser.page.reload();
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            browser.look("folder-large");
            browser.calm();
        }
    }

    /// A thousand files of one folder, each changed three times, by three thousand commits.
    private static void thousandNames(Git.Story story) throws IOException {
        int commit = 0;
        for (String time : new String[] {"first", "second", "third"}) {
            for (int file = 0; file < 1000; file++) {
                String message = "touch %d for the %s time".formatted(file, time);
                String content = time + " " + file;
                story.say("commit refs/heads/main\ncommitter Alice <alice@example.org> %d +0000\ndata %d\n%s\n"
                        .formatted(1_700_000_000 + commit++, message.length(), message));
                story.say("M 100644 inline file-%04d\ndata %d\n%s\n".formatted(file, content.length(), content));
            }
        }
    }

    private static void signUp(Chromium browser, String link) {
        assertThat(browser.go(link)).isEqualTo(200);
        assertThat(browser.page.title()).isEqualTo("Set up this node · Hob");
        browser.look("join");
        browser.walk();
        browser.fill("Name", "Alice");
        browser.fill("E-mail", "alice@example.org");
        browser.fill("Password", Served.PASSWORD);
        browser.press("Create account");
        assertThat(browser.text()).contains("lower-case letters");
        assertThat(browser.field("E-mail").inputValue()).isEqualTo("alice@example.org");
        browser.look("join-wrong");
        browser.fill("Name", "alice");
        browser.fill("Password", Served.PASSWORD);
        browser.press("Create account");
        assertThat(browser.text()).contains("Your repositories");
        browser.look("home-empty");
        assertThat(browser.go(link)).as("a link works once").isEqualTo(404);
        browser.go("/");
        browser.signOut();
        browser.look("home-stranger-empty");
    }

    private static void signInWrongly(Chromium browser) {
        browser.follow("Sign in");
        browser.look("login");
        browser.fill("Name", "alice");
        browser.fill("Password", "wrong password");
        browser.press("Sign in");
        assertThat(browser.text()).contains("That name and password do not fit.");
        assertThat(browser.field("Name").inputValue()).isEqualTo("alice");
        browser.look("login-wrong");
        browser.fill("Password", Served.PASSWORD);
        browser.press("Sign in");
        assertThat(browser.text()).contains("Your repositories");
    }

    private static String token(Chromium browser) {
        browser.account("Settings");
        browser.go("/settings/tokens");
        browser.look("tokens-empty");
        browser.walk();
        browser.fill("Name of a new token", "laptop");
        browser.press("Create token");
        String token = browser.page.locator(".told code").innerText();
        assertThat(token).startsWith("hob_");
        browser.look("tokens");
        return token;
    }

    private static void newRepository(Chromium browser) {
        browser.follow("New repository");
        browser.look("new");
        browser.fill("Name", "kettle.git");
        browser.fill("Description", "A tiny timer that knows how long each tea wants");
        browser.press("Create repository");
        assertThat(browser.field("Name").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.field("Description").inputValue()).startsWith("A tiny timer");
        browser.look("new-wrong");
        browser.fill("Name", "kettle");
        browser.press("Create repository");
        assertThat(browser.page.url()).endsWith("/alice/kettle");
        assertThat(browser.text()).contains("git remote add origin", "git push -u origin main");
        browser.look("empty");
    }

    private static void keys(Chromium browser, Sample sample) throws Exception {
        browser.go("/settings/keys");
        addKey(browser, Files.readString(sample.key()));
        assertThat(browser.text()).contains("the private half of a key");
        assertThat(browser.page.content()).doesNotContain("OPENSSH PRIVATE KEY");
        browser.look("keys-wrong");
        String line = Files.readString(Path.of(sample.key() + ".pub"));
        addKey(browser, line);
        assertThat(browser.text()).contains("alice@laptop", "ssh-ed25519 SHA256:");
        addKey(browser, line);
        assertThat(browser.text()).contains("You have added this key already");
        browser.look("keys");
        browser.go("/alice.keys");
        assertThat(browser.text().strip())
                .isEqualTo(line.replace("alice@laptop", "").strip());
        assertThat(browser.go("/nobody.keys")).isEqualTo(404);
    }

    private static void addKey(Chromium browser, String text) {
        browser.fill("Public key", text);
        browser.press("Add key");
    }

    private static void read(Chromium browser) {
        browser.go("/alice/kettle");
        assertThat(browser.page.title()).isEqualTo("alice/kettle · Hob");
        assertThat(browser.text()).contains("src: give black tea another minute", "2 days ago", "Kettle", "whistles");
        PlaywrightAssertions.assertThat(browser.page.locator(".prose table td")).hasCount(9);
        PlaywrightAssertions.assertThat(browser.page.locator(".prose input[type=checkbox]"))
                .hasCount(2);
        assertThat(browser.page.locator(".prose img").evaluate("it => it.complete && it.naturalWidth"))
                .isEqualTo(640);
        browser.look("repository");
        browser.walk();
        browser.unfold("Clone");
        assertThat(browser.field("Over HTTP").inputValue()).endsWith("/alice/kettle.git");
        browser.look("clone");

        browser.go("/alice/kettle");
        browser.follow("guide");
        assertThat(browser.text()).contains("Warm the pot first.");
        browser.look("prose");
        browser.follow("readme");
        browser.follow("brewer");
        assertThat(browser.page.url()).endsWith("/alice/kettle/src/branch/main/src/Kettle.java#L5");
        assertThat(browser.text()).contains("private static final int SECONDS = 60;");
        assertThat(browser.page.locator("#L5 span.k").allInnerTexts()).containsExactly("private", "static", "final");
        String grounds = "row => [row, row.cells[0]].map(it => getComputedStyle(it).backgroundColor).join()";
        assertThat(browser.page.locator("#L5").evaluate(grounds))
                .isNotEqualTo(browser.page.locator("#L6").evaluate(grounds));
        browser.look("file");
        browser.walk();
        browser.follow("History");
        assertThat(browser.text())
                .contains("src: give black tea another minute")
                .doesNotContain("Put the kettle on");
        browser.look("file-history");
        browser.page.goBack();
        browser.follow("7");
        assertThat(browser.page.url()).endsWith("Kettle.java#L7");
        browser.follow("Raw");
        assertThat(browser.text()).startsWith("package tea;");
        browser.go("/alice/kettle/src/branch/main/docs/cup.png");
        browser.look("picture");
        browser.go("/alice/kettle/src/branch/main/src/kettle.bin");
        browser.look("binary");
        browser.go("/alice/kettle/src/branch/main/src");
        browser.look("folder");
        switcher(browser).first().click();
        browser.look("switcher");
        browser.follow("topic/whistle");
        assertThat(browser.text()).contains("whistle.py");
    }

    private static Locator switcher(Chromium browser) {
        return browser.page.locator("details.switch:not(.right) summary");
    }

    private static void historyOf(Chromium browser) {
        browser.go("/alice/kettle");
        browser.follow("Commits");
        assertThat(browser.page.locator(".tag.good").allInnerTexts()).containsExactly("verified");
        browser.look("commits");
        browser.follow("src: give black tea another minute");
        assertThat(browser.text())
                .contains("1 file changed", "Three were too few for a pot.", "case \"black\" -> 4;")
                .contains("verified", "Signed by alice with the key SHA256:");
        browser.look("commit");
        browser.walk();
        browser.go("/alice/kettle/branches");
        assertThat(browser.text()).contains("topic/whistle");
        browser.look("branches");
        browser.go("/alice/kettle/tags");
        assertThat(browser.text()).contains("v1.0");
        browser.look("tags");
        browser.go("/");
        browser.look("home");
        browser.go("/alice");
        browser.look("person");
    }

    private static void rename(Chromium browser) {
        browser.go("/alice/kettle/settings");
        browser.look("repository-settings");
        browser.fill("Name", "pot");
        browser.press("Save");
        assertThat(browser.page.url()).endsWith("/alice/pot/settings");
        assertThat(browser.text()).contains("Saved.");
        browser.go("/alice/kettle/src/branch/main/docs");
        assertThat(browser.page.url()).as("the old address leads on").endsWith("/alice/pot/src/branch/main/docs");
    }

    private static void leave(Chromium browser) {
        browser.signOut();
        for (String path :
                new String[] {"", "/src/branch/main/README.md", "/raw/branch/main/README.md", "/commits/branch/main"})
            assertThat(browser.go("/alice/pot" + path)).as(path).isEqualTo(404);
        browser.look("missing");
    }

    private static void delete(Chromium browser) {
        browser.signOut();
        browser.signIn("alice", "/alice/pot/settings");
        browser.fill("Type the repository's name", "kettle");
        browser.press("Delete this repository");
        assertThat(browser.text()).contains("That is not its name.");
        assertThat(browser.field("Type the repository's name").inputValue()).isEqualTo("kettle");
        browser.fill("Type the repository's name", "pot");
        browser.press("Delete this repository");
        assertThat(browser.text()).contains("The repository is deleted.", "You have no repository yet.");
        assertThat(browser.go("/alice/pot")).isEqualTo(404);
        assertThat(browser.go("/alice/kettle")).isEqualTo(404);
    }

    private static void invited(Chromium browser, Served served) {
        String link = Served.path(served.hob("", "user", "invite").ok());
        browser.go(link);
        assertThat(browser.page.title()).isEqualTo("Sign up · Hob");
        browser.look("invited");
        browser.fill("Name", "bob");
        browser.fill("E-mail", "bob@example.org");
        browser.fill("Password", "a password of bob's");
        browser.press("Create account");
        assertThat(browser.text()).contains("bob");
        assertThat(browser.go("/alice/pot")).isEqualTo(404);
        assertThat(browser.go(link)).isEqualTo(404);
        browser.signOut();

        browser.go(Served.path(served.hob("", "user", "reset-link", "bob").ok()));
        browser.look("reset");
        browser.fill("New password", "short");
        browser.press("Set password");
        assertThat(browser.text()).contains("at least 8 characters");
        browser.fill("New password", "another password");
        browser.press("Set password");
        browser.fill("Name", "bob");
        browser.fill("Password", "another password");
        browser.press("Sign in");
        assertThat(browser.text()).contains("Your repositories");
    }
}
