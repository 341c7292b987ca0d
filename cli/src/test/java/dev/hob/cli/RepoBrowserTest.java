package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A repository's pages and settings in a real browser, empty and full, as its owner and others meet them.
class RepoBrowserTest {
    private static final String BRANCH = "b".repeat(120) + "/" + "c".repeat(100);
    private static final String FOLDER = "f".repeat(120);
    private static final String FILE = "g".repeat(200) + ".java";

    @TempDir
    Path folder;

    @Test
    void a_stranger_reads_whatever_is_there() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.hob(Served.PASSWORD, "seed-demo", "--password-stdin").ok();
            browser.go("/emil/draft");
            browser.look("repo-nothing");
            for (String empty : new String[] {"branches", "tags"}) {
                browser.go("/emil/draft/" + empty);
                browser.look("repo-nothing-" + empty);
            }
            browser.go("/chen/harbor");
            for (int i = 0; i < 40 && browser.text().contains("still being worked out"); i++) browser.page.reload();
            assertThat(browser.text()).contains("1,200 commits");
            browser.look("repo-home");
            browser.walk();
            browser.go("/chen/harbor/src/branch/main/berths");
            browser.look("repo-folder");
            cells(browser, ".tree .said");
            browser.go("/chen/harbor/src/branch/main/src/Catalogue.java");
            browser.look("repo-long-file");
            browser.go("/chen/harbor/commits/branch/main");
            browser.look("repo-commits");
            browser.page.locator(".list .name").first().click();
            browser.look("repo-commit");
            cells(browser, ".code .sign");
            browser.go("/ada/almanac/branches");
            assertThat(browser.text()).doesNotContain("Delete", "New branch");
            browser.look("repo-branches-many");
            browser.walk();
            browser.go("/ada/almanac/tags");
            browser.look("repo-tags-many");
            browser.go("/dara/recipes");
            browser.look("repo-small");
            browser.calm();
        }
    }

    /// Classes of one page have reached into tables of another before.
    private static void cells(Chromium browser, String selector) {
        var display = browser.page.locator(selector).first().evaluate("it => getComputedStyle(it).display");
        assertThat(display).as(selector).isEqualTo("table-cell");
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void its_owner_sets_it_up_and_hands_it_over(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            node.account("bob");
            var sample = Sample.make(folder.resolve("kettle"));
            sample.git()
                    .ok(
                            "push",
                            "-q",
                            node.remote("alice", node.token("alice", "all"), "alice/kettle"),
                            "--all",
                            "--follow-tags");
            browser.signIn("alice", "/alice/kettle/branches");
            branches(browser);
            settings(browser);
            people(browser);
            visibility(browser);
            browser.go("/alice/kettle/settings");
            browser.fill("Name of the new owner", "nobody");
            browser.fill("Type the repository's name to offer it", "kettle");
            browser.press("Offer it");
            assertThat(browser.text()).contains("There is no account of that name.");
            assertThat(browser.field("Type the repository's name to offer it").inputValue())
                    .isEqualTo("kettle");
            browser.fill("Name of the new owner", "bob");
            browser.press("Offer it");
            assertThat(browser.text()).contains("/alice/kettle/transfer");
            browser.look("repo-settings-offered");
            browser.signOut();
            browser.signIn("bob", "/");
            browser.look("home-offered");
            browser.page.getByText("Offered to you").waitFor();
            browser.page.locator(".own .list a[href$='/transfer']").click();
            assertThat(browser.text()).contains("alice offers you kettle");
            browser.look("repo-transfer");
            browser.press("Accept");
            assertThat(browser.page.url()).endsWith("/bob/kettle");
            browser.go("/alice/kettle");
            assertThat(browser.page.url()).endsWith("/bob/kettle");
            Wholeness.check(node);
            browser.calm();
        }
    }

    @Test
    void names_of_any_length_and_script_break_no_page() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            String owner = "w".repeat(39);
            String name = "W".repeat(100);
            String path = "/" + owner + "/" + name;
            node.account(owner);
            var git = Git.init(folder.resolve("long"), 2);
            git.grow(RepoBrowserTest::longNames);
            git.ok(
                    "push",
                    "-q",
                    node.remote(owner, node.token(owner, "all"), path.substring(1)),
                    "refs/heads/*:refs/heads/*",
                    "refs/tags/*:refs/tags/*");
            browser.signIn(owner, path + "/settings");
            browser.fill("Description", "Δ".repeat(300) + " 茶のためのやかん، غلاية للشاي");
            browser.fill("Topics", "t".repeat(35) + " " + "u".repeat(35) + " tea");
            browser.press("Save");
            browser.look("long-repo-settings");
            String branch = "/branch/" + BRANCH;
            for (String page : new String[] {
                "",
                "/src" + branch,
                "/src" + branch + "/" + FOLDER + "/" + FILE,
                "/src" + branch + "/table.md",
                "/commits" + branch,
                "/commits" + branch + "/" + FOLDER + "/" + FILE,
                "/branches",
                "/tags"
            }) {
                browser.go(path + page);
                browser.look("long-repo" + page.replaceAll("[^a-z]+", "-").replaceAll("(.)\\1{3,}", "$1"));
            }
            browser.go(path);
            browser.page.locator("details.switch:not(.right) summary").first().click();
            browser.look("long-repo-switcher");
            browser.go(path + "/commits/branch/main");
            browser.page.locator(".list .name").first().click();
            browser.look("long-repo-commit");
            browser.go("/");
            browser.look("long-repo-home");
            browser.calm();
        }
    }

    private static void longNames(Git.Story story) throws IOException {
        String word = "W".repeat(300);
        String[] subjects = {word, "日本語の長い件名".repeat(20), "رسالة طويلة جدا ".repeat(20), "Short"};
        for (int i = 0; i < subjects.length; i++) {
            String message = subjects[i] + "\n\n" + subjects[i] + "\n";
            story.say("commit refs/heads/main\nmark :" + (i + 1) + "\ncommitter " + "N".repeat(200)
                    + " <n@example.org> " + (1_700_000_000 + i * 90_000) + " +0000\n");
            data(story, message);
            if (i > 0) story.say("from :" + i + "\n");
            story.say("M 100644 inline " + FOLDER + "/" + FILE + "\n");
            data(story, "class A {} // " + word.repeat(i + 1) + "\n");
            story.say("M 100644 inline 急須と湯呑みの説明書-" + i + ".txt\n");
            data(story, "茶\n");
            story.say("M 100644 inline إبريق-" + i + ".txt\n");
            data(story, "شاي\n");
        }
        story.say("commit refs/heads/main\nmark :9\ncommitter A <a@example.org> 1700900000 +0000\n");
        data(story, "Write " + word);
        story.say("from :4\nM 100644 inline README.md\n");
        data(
                story,
                "# " + word + "\n\n" + word + "\n\n```java\n" + "int a = 1; ".repeat(60) + "\n```\n\n- " + word + "\n");
        story.say("M 100644 inline table.md\n");
        data(story, "|" + " head |".repeat(30) + "\n|" + "---|".repeat(30) + "\n|" + " cell |".repeat(30) + "\n");
        story.say("reset refs/heads/" + BRANCH + "\nfrom :9\n\n");
        story.say("tag " + "v".repeat(180) + "\nfrom :9\ntagger A <a@example.org> 1700900000 +0000\n");
        data(story, word + "\n\n" + word);
    }

    private static void data(Git.Story story, String text) throws IOException {
        story.say("data " + text.getBytes(UTF_8).length + "\n" + text + "\n");
    }

    private static void branches(Chromium browser) {
        browser.unfold("New branch");
        browser.look("repo-new-branch");
        browser.fill("Name", "a..b");
        browser.press("Create branch");
        assertThat(browser.text()).contains("That is no name for a branch.");
        assertThat(browser.field("Name").inputValue()).isEqualTo("a..b");
        browser.look("repo-new-branch-wrong");
        browser.fill("Name", "topic/steam");
        browser.press("Create branch");
        assertThat(browser.page.url()).endsWith("/src/branch/topic/steam");
        browser.go("/alice/kettle/branches?q=steam");
        browser.page.getByLabel("Delete the branch topic/steam").click();
        browser.look("repo-delete-branch");
        browser.press("Delete topic/steam");
        assertThat(browser.text()).doesNotContain("topic/steam");
        browser.look("repo-branches");
        browser.go("/alice/kettle/tags");
        browser.look("repo-tags");
    }

    private static void settings(Chromium browser) {
        browser.go("/alice/kettle/settings");
        browser.walk();
        browser.fill("Name", "no name");
        browser.press("Save");
        assertThat(browser.field("Name").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.field("Name").inputValue()).isEqualTo("no name");
        browser.look("repo-settings-wrong");
        browser.go("/alice/kettle/settings");
        browser.page.locator("#f-branch").selectOption("topic/whistle");
        browser.press("Make it the default");
        browser.go("/alice/kettle");
        assertThat(browser.text()).contains("src: whistle when it is done");
        browser.go("/alice/kettle/settings");
        browser.page.locator("#f-branch").selectOption("main");
        browser.press("Make it the default");
    }

    private static void people(Chromium browser) {
        browser.fill("Name of an account", "nobody");
        browser.press("Let them in");
        assertThat(browser.text()).contains("There is no account of that name.");
        assertThat(browser.field("Name of an account").inputValue()).isEqualTo("nobody");
        browser.fill("Name of an account", "bob");
        browser.press("Let them in");
        browser.page
                .getByLabel("What bob may do", new Page.GetByLabelOptions().setExact(true))
                .selectOption(new SelectOption().setLabel("administer"));
        browser.page.getByLabel("Change what bob may do").click();
        assertThat(browser.page.locator("#people select").inputValue()).isEqualTo("admin");
        browser.look("repo-settings");
        browser.page.getByLabel("Take bob out").click();
        PlaywrightAssertions.assertThat(browser.page.locator("#people select")).hasCount(0);
    }

    private static void visibility(Chromium browser) {
        browser.press("Make it public");
        assertThat(browser.text()).contains("Tick the box to say that you mean it.");
        browser.look("repo-settings-unsure");
        browser.page.getByLabel("I know what that means").check();
        browser.press("Make it public");
        assertThat(browser.text()).contains("It is public");
    }
}
