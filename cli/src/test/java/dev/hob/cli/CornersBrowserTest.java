package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages, menus and refusals that people meet less often, in a real browser.
class CornersBrowserTest {
    private static final String ISSUE = "/alice/kettle/issues/1";

    @TempDir
    Path folder;

    private static Locator summary(Chromium browser, String words) {
        return browser.page
                .locator("summary", new Page.LocatorOptions().setHasText(words))
                .first();
    }

    /// Makes `alice/kettle` with the usual labels, a milestone and two issues, each by its own form.
    private static void kettle(Chromium browser) {
        browser.signIn("alice", "/new");
        browser.fill("Name", "kettle");
        browser.choose("Public");
        browser.press("Create repository");
        browser.go("/alice/kettle/labels");
        browser.press("Add these");
        browser.go("/alice/kettle/milestones/new");
        browser.fill("Title", "The first pot");
        browser.press("Create milestone");
        for (String title : new String[] {"The lid rattles", "The handle is hot"}) {
            browser.go("/alice/kettle/issues/new");
            browser.fill("Title", title);
            browser.press("Open issue");
        }
        browser.go(ISSUE);
        browser.fill("Say something", "Only when it boils.");
        browser.press("Comment");
        browser.page.locator(".said").nth(1).waitFor();
    }

    @Test
    void what_unfolds_and_what_is_refused_around_issues() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            node.account("bob");
            kettle(browser);
            talk(browser);
            texts(browser);
            labels(browser);
            milestones(browser);
            lists(browser);
            browser.signOut();
            browser.signIn("bob", ISSUE);
            browser.look("issue-guest");
            browser.calm();
        }
    }

    private static void talk(Chromium browser) {
        browser.go(ISSUE);
        summary(browser, "Edit title").click();
        browser.look("issue-retitle");
        for (String part :
                new String[] {"Change labels", "Change whose task", "Change the milestone", "Change the due"})
            summary(browser, part).click();
        browser.look("issue-altering");
        browser.go(ISSUE);
        browser.page.locator(".react summary").first().click();
        browser.look("issue-react");
        browser.go(ISSUE);
        browser.page.locator(".said .sure summary").first().click();
        browser.look("issue-delete-comment");
        browser.go(ISSUE);
        browser.page.locator("h2").first().click();
        browser.page.keyboard().press("?");
        browser.look("issue-keys");
    }

    private static void texts(Chromium browser) {
        browser.go(ISSUE);
        browser.page.locator("a[data-edit]").last().click();
        browser.page.locator("form.edit textarea").waitFor();
        browser.look("issue-edit-here");
        browser.go(ISSUE);
        browser.go(browser.page.locator("a[data-edit]").last().getAttribute("href"));
        browser.look("issue-edit");
        browser.fill("Comment", " ");
        browser.press("Save");
        assertThat(browser.page.locator(".wrong").first().innerText()).isNotBlank();
        browser.look("issue-edit-wrong");
        browser.go("/alice/kettle/issues/new");
        browser.fill("Title", " ");
        browser.press("Open issue");
        assertThat(browser.field("Title").getAttribute("aria-invalid")).isEqualTo("true");
        browser.look("issue-new-wrong");
        browser.go(ISSUE);
        browser.page.locator(".said .sure summary").first().click();
        browser.press("Delete for everybody here");
        assertThat(browser.text()).contains("This comment was deleted.");
        browser.page.locator("#say button[value=closed]").click();
        browser.look("issue-closed");
    }

    private static void labels(Chromium browser) {
        browser.go("/alice/kettle/labels");
        summary(browser, "New label").click();
        browser.look("issues-label-new");
        browser.page.locator(".menu.form [id$=-name]").first().fill("bug");
        browser.press("Create label");
        browser.look("issues-label-wrong");
        browser.go("/alice/kettle/labels");
        browser.page.getByLabel("Change the label bug").click();
        browser.look("issues-label-change");
        browser.go("/alice/kettle/labels");
        browser.page.getByLabel("Delete the label bug").click();
        browser.look("issues-label-delete");
    }

    private static void milestones(Chromium browser) {
        browser.go("/alice/kettle/milestones/new");
        browser.fill("Title", " ");
        browser.press("Create milestone");
        browser.look("issues-milestone-wrong");
        browser.go("/alice/kettle/milestones");
        browser.follow("The first pot");
        browser.look("issues-milestone-empty");
        browser.follow("Edit");
        browser.look("issues-milestone-edit");
        browser.page.goBack();
        browser.page.locator(".tools .sure summary").click();
        browser.look("issues-milestone-delete");
        browser.press("Close milestone");
        browser.go("/alice/kettle/milestones?state=closed");
        browser.look("issues-milestones-closed");
    }

    private static void lists(Chromium browser) {
        browser.go("/alice/kettle/issues?q=is%3Aopen+colour%3Ared");
        assertThat(browser.text()).contains("Not understood");
        browser.look("issues-strange");
        browser.go("/alice/kettle/issues?q=teapot");
        browser.look("issues-none");
        browser.go("/alice/kettle/issues?q=is%3Aclosed");
        browser.look("issues-closed");
        browser.go("/alice/kettle/issues");
        summary(browser, "Change those ticked").click();
        browser.press("Do it");
        browser.look("issues-bulk-wrong");
        browser.go("/alice/kettle/issues");
        summary(browser, "How to search").click();
        summary(browser, "Save this view").click();
        browser.look("issues-help");
        browser.go("/issues?q=is%3Aopen+mentions%3A%40me");
        browser.look("issues-mine-empty");
    }

    /// All of it without a mouse: the way past the head, menus that open, are walked through and go away again, lists
    /// that are walked by letters.
    @Test
    void issues_are_read_and_written_by_keys_alone() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            kettle(browser);
            for (String path : new String[] {
                "/alice/kettle/issues",
                "/alice/kettle/issues/new",
                ISSUE,
                "/alice/kettle/labels",
                "/alice/kettle/milestones",
                "/alice/kettle/milestones/new",
                "/issues"
            }) {
                browser.go(path);
                browser.walk();
                skips(browser);
            }
            menus(browser);
            letters(browser);
            browser.calm();
        }
    }

    private static void skips(Chromium browser) {
        browser.page.evaluate("document.activeElement?.blur()");
        browser.go(browser.page.url().replaceFirst("^https?://[^/]+", ""));
        var keys = browser.page.keyboard();
        keys.press("Tab");
        var skip = browser.page.locator(".skip");
        PlaywrightAssertions.assertThat(skip).isFocused();
        assertThat(skip.boundingBox().x).as("seen while it has the focus").isNotNegative();
        keys.press("Enter");
        keys.press("Tab");
        Object within = browser.page.evaluate("document.querySelector('#main').contains(document.activeElement)");
        assertThat(within).as("behind the head of " + browser.page.url()).isEqualTo(true);
    }

    private static void menus(Chromium browser) {
        browser.go("/alice/kettle/issues");
        opens(browser, summary(browser, "Sort"), ".menu a");
        opens(browser, summary(browser, "Label"), ".menu a");
        opens(browser, browser.page.locator(".account summary"), ".menu a");
        opens(browser, browser.page.locator(".regard summary"), ".menu button");
        browser.go(ISSUE);
        opens(browser, summary(browser, "Edit title"), "input[name=title]");
        opens(browser, summary(browser, "Change labels"), "input[name=label]");
        opens(browser, browser.page.locator(".said .react summary").first(), "button");
        opens(browser, browser.page.locator(".said .sure summary").first(), "button");
    }

    /// Opens with Enter, leads on with Tab, closes with Escape, and the focus is where it was.
    private static void opens(Chromium browser, Locator summary, String inside) {
        var menu = summary.locator("xpath=..");
        summary.focus();
        browser.page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(menu.locator(inside).first()).isVisible();
        browser.page.keyboard().press("Tab");
        PlaywrightAssertions.assertThat(menu.locator(inside).first()).isFocused();
        browser.page.keyboard().press("Escape");
        PlaywrightAssertions.assertThat(menu.locator(inside).first()).isHidden();
        PlaywrightAssertions.assertThat(summary).isFocused();
    }

    private static void letters(Chromium browser) {
        var keys = browser.page.keyboard();
        browser.go("/alice/kettle/issues");
        keys.press("/");
        PlaywrightAssertions.assertThat(browser.field("Search issues")).isFocused();
        keys.press("Escape");
        keys.press("j");
        keys.press("j");
        keys.press("k");
        keys.press("Enter");
        browser.page.waitForURL("**/issues/2");
        keys.press("c");
        browser.page.waitForURL("**/issues/new");
        browser.page.keyboard().press("Tab");
        browser.field("Title").focus();
        keys.type("The spout drips");
        browser.field("What is it about").focus();
        keys.type("On the table.");
        keys.press("Control+Enter");
        browser.page.waitForURL("**/issues/3");
        keys.press("r");
        PlaywrightAssertions.assertThat(browser.page.locator("#say textarea")).isFocused();
    }

    @Test
    void refusals_are_pages_too() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            node.hob("", "user", "sign-up", "open").ok();
            browser.go("/join");
            browser.look("join-open");
            browser.go("/login");
            browser.look("login-open");
            browser.page.evaluate("document.querySelector('main input[name=csrf]').value = 'forged'");
            browser.fill("Name", "alice");
            browser.fill("Password", Served.PASSWORD);
            browser.press("Sign in");
            assertThat(browser.text()).contains("403", "This form is too old");
            browser.look("refused-403");
            assertThat(browser.go("/join/" + "x".repeat(43))).isEqualTo(404);
            browser.look("refused-link");
            assertThat(browser.go("/alice;%zz")).isEqualTo(400);
            browser.look("refused-400");
            assertThat(browser.go("/alice%zz")).isEqualTo(400);
            assertThat(browser.text()).as("what is no address").contains("could not understand this request");
            browser.signIn("alice", "/");
            assertThat(browser.go("/alice/nothing")).isEqualTo(404);
            browser.look("refused-404");
            browser.signOut();
            for (int i = 0; i < 50 && !browser.text().contains("Too many"); i++) wrongly(browser);
            browser.look("login-slow");
            stopping(node, browser);
            browser.calm();
        }
    }

    private static void wrongly(Chromium browser) {
        browser.signIn("alice", "not the password", "/");
    }

    /// While somebody's request is still coming in, the node waits for it and takes no other.
    private static void stopping(Served node, Chromium browser) throws IOException {
        try (var slow = new Socket(node.url.getHost(), node.url.getPort())) {
            slow.getOutputStream()
                    .write(
                            "POST /login HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_8));
            slow.getOutputStream().flush();
            int status = browser.go("/explore");
            node.stop();
            for (int i = 0; i < 100 && status != 503; i++) status = browser.go("/explore");
            assertThat(status).isEqualTo(503);
            browser.look("refused-503");
        }
    }
}
