package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A repository's pages and settings in a real browser, empty and full, as its owner and others meet them.
class RepoBrowserTest {
    @TempDir
    Path folder;

    private static void signIn(Chromium browser, String name, String next) {
        browser.go("/login?next=" + next);
        browser.fill("Name", name);
        browser.fill("Password", Served.PASSWORD);
        browser.press("Sign in");
    }

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
            browser.go("/chen/harbor/src/branch/main/src/Catalogue.java");
            browser.look("repo-long-file");
            browser.go("/chen/harbor/commits/branch/main");
            browser.look("repo-commits");
            browser.page.locator(".list .name").first().click();
            browser.look("repo-commit");
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
            signIn(browser, "alice", "/alice/kettle/branches");
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
            signIn(browser, "bob", "/");
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

    private static void branches(Chromium browser) {
        browser.page
                .locator("summary", new com.microsoft.playwright.Page.LocatorOptions().setHasText("New branch"))
                .click();
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
                .getByLabel("What bob may do", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                .selectOption(new SelectOption().setLabel("administer"));
        browser.page.getByLabel("Change what bob may do").click();
        assertThat(browser.page.locator("#people select").inputValue()).isEqualTo("admin");
        browser.look("repo-settings");
        browser.page.getByLabel("Take bob out").click();
        assertThat(browser.page.locator("#people select").count()).isZero();
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
