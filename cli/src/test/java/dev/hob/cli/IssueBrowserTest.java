package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of an issue in a real browser, with scripts and without.
class IssueBrowserTest {
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode(
                    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4EaWBFTEMLQkAZKhSgU2VHoYAAAAASUVORK5CYII=");

    @TempDir
    Path folder;

    private static void signIn(Chromium browser, String name, String next) {
        browser.go("/login?next=" + next);
        browser.fill("Name", name);
        browser.fill("Password", Served.PASSWORD);
        browser.press("Sign in");
    }

    /// Sends a form as the page's own browser would, without looking at it.
    private static void post(Chromium browser, String path, String... fields) {
        browser.go("/new");
        var form = FormData.create()
                .set("csrf", browser.page.locator("input[name=csrf]").last().inputValue());
        for (int i = 0; i < fields.length; i += 2) form.append(fields[i], fields[i + 1]);
        String home = browser.page.url().replaceFirst("/new$", "");
        var answer =
                browser.page.request().post(home + path, RequestOptions.create().setForm(form));
        assertThat(answer.status()).as(path + " " + answer.text()).isLessThan(400);
    }

    private static Locator summary(Chromium browser, String words) {
        return browser.page.locator("summary", new Page.LocatorOptions().setHasText(words));
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void an_issue_is_opened_talked_about_and_closed(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            node.account("bob");
            signIn(browser, "alice", "/new");
            post(browser, "/new", "name", "kettle", "visibility", "public", "readme", "yes", "branch", "main");
            browser.go("/alice/kettle");
            browser.page.locator(".tabs a[href$='/issues']").click();
            assertThat(browser.text()).contains("No issues yet");
            browser.look("issues-empty");
            labels(browser);
            milestones(browser);
            opened(browser, scripts);
            talked(browser, scripts);
            sideOf(browser);
            listOf(browser);
            closed(browser);
            Wholeness.check(node);
            browser.calm();
        }
    }

    private static void labels(Chromium browser) {
        browser.go("/alice/kettle/labels");
        browser.look("issues-labels-empty");
        browser.press("Add these");
        assertThat(browser.text()).contains("good first issue");
        browser.look("issues-labels");
        summary(browser, "New label").click();
        browser.page.locator(".menu.form [id$=-name]").first().fill("steam");
        browser.page.locator(".menu.form [id$=-description]").fill("Hot things");
        browser.press("Create label");
        assertThat(browser.text()).contains("steam", "Hot things");
    }

    private static void milestones(Chromium browser) {
        browser.go("/alice/kettle/milestones");
        browser.look("issues-milestones-empty");
        browser.follow("New milestone");
        browser.fill("Title", "The first pot");
        browser.fill("Description", "All that a pot *needs*.");
        browser.fill("Due", "2001-02-03");
        browser.look("issues-milestone-new");
        browser.press("Create milestone");
        assertThat(browser.text()).contains("The first pot", "due 3 Feb 2001");
    }

    private static void opened(Chromium browser, boolean scripts) {
        browser.go("/alice/kettle/issues");
        browser.follow("New issue");
        browser.look("issue-new");
        browser.walk();
        browser.fill("Title", "The spout drips");
        var text = browser.field("What is it about");
        text.fill("It drips **on the table**.\n\n- [x] seen\n- [ ] mended\n\n");
        if (scripts) {
            typed(browser, text);
            pasted(browser, text);
            browser.page.locator(".toolbar .look").click();
            assertThat(browser.page.locator(".prose.preview strong").innerText())
                    .isEqualTo("on the table");
            browser.page.locator(".toolbar .look").click();
        } else {
            browser.press("Preview");
            assertThat(browser.page.locator("section.preview strong").innerText())
                    .isEqualTo("on the table");
            assertThat(browser.field("What is it about").inputValue()).contains("It drips **on the table**.");
            browser.page.locator("input[type=file]").setInputFiles(new FilePayload("spout.png", "image/png", PICTURE));
        }
        browser.page.locator("input[name=label][value=bug]").check();
        browser.press("Open issue");
        assertThat(browser.page.url()).endsWith("/alice/kettle/issues/1");
        assertThat(browser.text()).contains("The spout drips", "1 of 2 tasks", "bug");
        var picture = browser.page.locator(".said img[src*='/attachments/']");
        picture.scrollIntoViewIfNeeded();
        assertThat(picture.evaluate("it => it.decode().then(() => it.naturalWidth)"))
                .isEqualTo(8);
    }

    private static void typed(Chromium browser, Locator text) {
        text.press("Control+End");
        text.pressSequentially("Ask @bo");
        browser.page.locator(".offers li").first().waitFor();
        browser.look("issue-completion");
        text.press("Enter");
        assertThat(text.inputValue()).endsWith("Ask @bob ");
        // A tab that was closed loses nothing.
        browser.page.reload();
        assertThat(browser.field("What is it about").inputValue()).endsWith("Ask @bob ");
        browser.fill("Title", "The spout drips");
    }

    private static void pasted(Chromium browser, Locator text) {
        text.evaluate("""
                (it, base64) => {
                  const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
                  const data = new DataTransfer();
                  data.items.add(new File([bytes], 'image.png', {type: 'image/png'}));
                  it.focus();
                  it.setSelectionRange(it.value.length, it.value.length);
                  it.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
                }""", Base64.getEncoder().encodeToString(PICTURE));
        assertThat(text.inputValue()).contains("![image.png](image.png)");
    }

    private static void talked(Chromium browser, boolean scripts) {
        browser.fill("Say something", "Which spout? See #1.");
        browser.press("Comment");
        assertThat(browser.page.url()).contains("/issues/1#c-");
        var comment = browser.page.locator(".said").last();
        assertThat(comment.innerText()).contains("Which spout?");
        comment.locator(".react summary").click();
        comment.locator(".react button").first().click();
        assertThat(browser.page.locator(".said").last().locator(".sign.mine").innerText())
                .contains("1");
        browser.page.locator(".said").last().locator("a[data-edit]").click();
        var edit = browser.page.locator("form.edit textarea");
        edit.fill("Which spout, *please*? See #1.");
        if (!scripts) browser.look("issue-edit");
        browser.page.locator("form.edit .row button").click();
        browser.page.locator(".said em").waitFor();
        assertThat(browser.page.locator(".said").last().innerText()).contains("please", "edited");
        browser.follow("edited");
        assertThat(browser.text()).contains("Which spout? See #1.");
        browser.look("issue-history");
        browser.follow("Back to the talk");
        browser.page.locator(".said").last().locator("a[data-answer]").click();
        PlaywrightAssertions.assertThat(browser.page.locator("#say textarea"))
                .hasValue(Pattern.compile("> Which spout, \\*please\\*\\?[\\s\\S]*"));
        browser.page.locator("#say textarea").fill("> Which spout?\n\nThe left one.");
        browser.press("Comment");
        assertThat(browser.page.locator(".said").last().innerText()).contains("answered", "The left one.");
        if (scripts) live(browser);
    }

    /// What somebody says in another window comes into this one by itself.
    private static void live(Chromium browser) {
        var there = browser.page.context().newPage();
        there.navigate(browser.page.url().replaceFirst("#.*", ""));
        there.locator("#say textarea").fill("From another window");
        there.locator("#say button", new Page.LocatorOptions().setHasText("Comment"))
                .click();
        there.locator(".said", new Page.LocatorOptions().setHasText("From another window"))
                .waitFor();
        there.close();
        browser.page.bringToFront();
        browser.page
                .locator(".said", new Page.LocatorOptions().setHasText("From another window"))
                .waitFor();
        browser.page.locator("h2").first().click();
        browser.page.keyboard().press("?");
        assertThat(browser.page.locator("dialog.keys").innerText()).contains("A new issue");
        browser.page.keyboard().press("Escape");
    }

    private static void sideOf(Chromium browser) {
        browser.go("/alice/kettle/issues/1");
        var side = browser.page.locator(".beside");
        side.locator("summary", new Locator.LocatorOptions().setHasText("labels"))
                .click();
        side.locator("input[value='help wanted']").check();
        browser.press("Save labels");
        side.locator("summary", new Locator.LocatorOptions().setHasText("whose task"))
                .click();
        side.locator("input[name=assignee][value=alice]").check();
        browser.fill("Somebody else", "nobody");
        browser.press("Save people");
        assertThat(browser.text()).contains("There is no account of the name nobody.");
        browser.look("issue-wrong");
        assertThat(side.locator("input[name=assignee][value=alice]").isChecked())
                .isTrue();
        browser.fill("Somebody else", "bob");
        browser.press("Save people");
        side.locator("summary", new Locator.LocatorOptions().setHasText("milestone"))
                .click();
        side.locator("select[name=milestone]").selectOption("The first pot");
        browser.press("Save milestone");
        post(browser, "/alice/kettle/issues", "title", "Another pot", "body", "Bigger than #1");
        browser.go("/alice/kettle/issues/1");
        side.locator("summary", new Locator.LocatorOptions().setHasText("what it waits for"))
                .click();
        browser.fill("Number of the other issue", "#2");
        browser.press("Add");
        browser.press("Pin above the list");
        assertThat(browser.text()).contains("pinned this", "said that this waits for");
        assertThat(browser.text()).contains("alice wrote of this in #2 Another pot");
        browser.look("issue");
        browser.walk();
    }

    private static void listOf(Chromium browser) {
        for (int i = 3; i <= 28; i++)
            post(
                    browser,
                    "/alice/kettle/issues",
                    "title",
                    "Cup number " + i + " has a chip in its rim",
                    "body",
                    "- [ ] glue",
                    "label",
                    i % 3 == 0 ? "bug" : "feature",
                    "assignee",
                    i % 4 == 0 ? "bob" : "alice");
        browser.go("/alice/kettle/issues");
        assertThat(browser.text()).contains("28 open", "Cup number 28");
        browser.look("issues");
        browser.walk();
        browser.page.locator("input[name=pick]").nth(0).check();
        browser.page.locator("input[name=pick]").nth(1).check();
        if (!browser.page.locator("select[name=do]").isVisible())
            summary(browser, "Change those ticked").click();
        browser.page.locator("select[name=do]").selectOption("label");
        browser.page.locator("select[name=label]").selectOption("steam");
        browser.look("issues-many");
        browser.press("Do it");
        assertThat(browser.page.locator(".told").innerText()).contains("Saved");
        browser.field("Search issues").fill("is:open label:steam");
        browser.press("Search");
        assertThat(browser.text()).contains("2 open", "Cup number 28").doesNotContain("Cup number 9");
        summary(browser, "Save this view").click();
        browser.fill("Name", "Hot");
        browser.press("Keep");
        assertThat(browser.page.locator(".views li").innerText()).contains("Hot");
        summary(browser, "Sort").click();
        browser.look("issues-found");
        browser.go("/alice/kettle/milestones");
        browser.look("issues-milestones");
        browser.follow("The first pot");
        assertThat(browser.text()).contains("The spout drips");
        browser.look("issues-milestone");
        browser.go("/");
        assertThat(browser.text()).contains("What waits for you", "Your tasks");
        browser.look("home-waiting");
        browser.go("/issues");
        browser.look("issues-mine");
    }

    private static void closed(Chromium browser) {
        browser.go("/alice/kettle/issues/1");
        browser.fill("Say something", "Mended.");
        browser.press("Close as solved");
        assertThat(browser.text()).contains("Mended.", "closed this as solved", "Solved");
        summary(browser, "Lock the talk").click();
        browser.press("Lock to members");
        browser.signOut();
        signIn(browser, "bob", "/alice/kettle/issues/1");
        assertThat(browser.text()).contains("The talk is locked");
        browser.look("issue-locked");
        browser.signOut();
        browser.go("/alice/kettle/issues/1");
        browser.look("issue-stranger");
        browser.go("/alice/kettle/issues?q=is%3Aclosed");
        assertThat(browser.text()).contains("The spout drips");
    }

    @Test
    void a_template_asks_field_by_field() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            var git = Git.init(folder.resolve("kettle"), 2);
            var templates = folder.resolve("kettle/.forgejo/ISSUE_TEMPLATE");
            java.nio.file.Files.createDirectories(templates);
            java.nio.file.Files.writeString(templates.resolve("bug.yml"), """
                    name: Something is broken
                    description: Tell us what does not work, and we will look at it together
                    title: "[bug] "
                    body:
                      - type: markdown
                        attributes: {value: "Thank you for **looking**. The [guide](README.md) may help."}
                      - type: input
                        id: version
                        attributes: {label: Version, description: As the lid says, placeholder: "1.0"}
                        validations: {required: true}
                      - type: textarea
                        id: log
                        attributes: {label: What it printed, render: text}
                      - type: dropdown
                        id: where
                        attributes: {label: Where, options: [Kitchen, Garden, Elsewhere]}
                      - type: checkboxes
                        id: sure
                        attributes: {label: Before you send it, options: [{label: I looked for it, required: true}, {label: I may help}]}
                    """);
            java.nio.file.Files.writeString(
                    templates.resolve("idea.md"),
                    "---\nname: An idea\nabout: What would be nice\n---\nIt would be nice if\n");
            java.nio.file.Files.writeString(
                    templates.resolve("config.yml"),
                    "contact_links:\n- {name: Chat, url: 'https://chat.example.org', about: For questions}\n");
            git.ok("add", ".");
            git.ok("commit", "-q", "-m", "Templates");
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "HEAD:main");
            signIn(browser, "alice", "/alice/kettle/issues");
            browser.follow("New issue");
            browser.look("issue-choose");
            browser.follow("Something is broken");
            browser.look("issue-form");
            browser.walk();
            browser.fill("Title", "[bug] Cold");
            browser.fill("Version", "2");
            browser.page.locator("#f-where").selectOption("Garden");
            browser.page.locator("input[value='I looked for it']").check();
            browser.press("Open issue");
            assertThat(browser.text()).contains("[bug] Cold", "Version", "Garden", "No response");
            browser.look("issue-from-form");
            browser.calm();
        }
    }
}
