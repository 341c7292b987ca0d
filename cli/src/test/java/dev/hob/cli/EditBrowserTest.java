package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files written in a real browser, with the editor and without any script.
class EditBrowserTest {
    @TempDir
    Path folder;

    private static void make(Chromium browser) {
        browser.fill("Name", "kettle");
        browser.page.locator("input[name=visibility][value=public]").check();
        browser.press("Create repository");
    }

    private static Locator editor(Chromium browser) {
        return browser.page.locator(".cm-content");
    }

    /// Types a text in the place of what is there.
    private static void write(Chromium browser, boolean scripts, String text) {
        if (!scripts) {
            browser.fill("Text", text);
            return;
        }
        editor(browser).click();
        browser.page.keyboard().press("Control+A");
        browser.page.keyboard().insertText(text);
    }

    private static String written(Chromium browser, boolean scripts) {
        return scripts
                ? editor(browser).innerText()
                : browser.page.locator("textarea[name=content]").inputValue();
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void files_are_made_changed_uploaded_and_deleted(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            node.account("bob");
            browser.signIn("alice", "/new");
            make(browser);
            browser.look("edit-empty");
            browser.follow("a README");
            write(browser, scripts, "# Kettle\n\nIt **boils**.\n");
            browser.look("edit-new");
            browser.press("Preview");
            assertThat(browser.text()).contains("How it reads", "It boils.", "What changes");
            browser.look("edit-preview");
            assertThat(written(browser, scripts)).contains("It **boils**.");
            browser.press("Commit");
            assertThat(browser.page.url()).endsWith("/alice/kettle/src/branch/main/README.md");
            assertThat(browser.text()).contains("Committed.", "It boils.");
            browser.look("edit-file");

            browser.go("/alice/kettle");
            browser.unfold("Add a file");
            browser.look("edit-menu");
            browser.follow("Upload files");
            browser.page.locator("#f-files").setInputFiles(new FilePayload[] {
                new FilePayload("pot.c", "text/plain", "int main(void) {\n\treturn 0;\n}\n".getBytes(UTF_8)),
                new FilePayload("lid.c", "text/plain", "int lid;\n".getBytes(UTF_8))
            });
            browser.fill("Folder", "src");
            browser.look("edit-upload");
            browser.press("Upload");
            assertThat(browser.text()).contains("pot.c", "lid.c", "Upload 2 files");

            browser.go("/alice/kettle/edit/main/src/pot.c");
            write(browser, scripts, "int main(void) {\n\treturn 1;\n}\n");
            browser.fill("Path", "src/kettle.c");
            browser.page.locator("input[name=way][value=aside]").check();
            browser.look("edit-edit");
            browser.press("Commit");
            assertThat(browser.text()).contains("New pull request", "Move src/pot.c to src/kettle.c");
            assertThat(browser.page.url()).endsWith("/compare/main...alice-patch-1");

            browser.go("/alice/kettle/delete/main/src/lid.c");
            browser.look("edit-delete");
            browser.walk();
            browser.press("Delete");
            assertThat(browser.text()).contains("The file is deleted.");
            browser.go("/alice/kettle/src/branch/main/src");
            browser.follow("Delete");
            browser.look("edit-folder");
            browser.press("Delete");
            assertThat(browser.text()).contains("The folder is deleted.");

            browser.signOut();
            browser.signIn("bob", "/alice/kettle/edit/main/README.md");
            write(browser, scripts, "# Kettle\n\nIt sings.\n");
            browser.look("edit-stranger");
            browser.press("Commit");
            assertThat(browser.page.url()).endsWith("/alice/kettle/compare/main...bob:bob-patch-1");
            assertThat(browser.text()).contains("It sings.");
            Wholeness.check(node);
            browser.calm();
        }
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void several_files_wait_and_are_committed_together(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            browser.signIn("alice", "/new");
            make(browser);
            for (String name : new String[] {"pot.c", "lid.c"}) {
                browser.go("/alice/kettle/new/main?name=" + name);
                write(browser, scripts, "int first;\n");
                browser.press("Commit");
            }
            browser.go("/alice/kettle/edit/main/pot.c");
            write(browser, scripts, "int second;\n");
            browser.press("Add to pending changes");
            assertThat(browser.text()).contains("Added to what you have not committed yet.", "int second;");
            browser.go("/alice/kettle/new/main?name=cup.c");
            write(browser, scripts, "int cup;\n");
            browser.press("Add to pending changes");
            browser.go("/alice/kettle/delete/main/lid.c");
            browser.press("Add to pending changes");
            browser.look("pending");
            browser.walk();
            browser.follow("Edit again cup.c");
            assertThat(written(browser, scripts)).contains("int cup;");
            browser.look("pending-again");
            write(browser, scripts, "int cups;\n");
            browser.press("Add to pending changes");
            browser.go("/alice/kettle");
            assertThat(browser.text()).contains("3 files that you changed here wait to be committed");
            browser.look("pending-folder");
            browser.follow("pending changes");
            browser.press("Take out lid.c");
            browser.fill("What this changes", "Pots and cups");
            browser.page.keyboard().press("Enter");
            browser.page.waitForURL(node.url + "/alice/kettle/src/branch/main");
            assertThat(browser.text()).contains("Committed.", "Pots and cups", "cup.c", "lid.c");
            browser.go("/alice/kettle/src/branch/main/cup.c");
            assertThat(browser.text()).contains("int cups;");
            Wholeness.check(node);
            browser.calm();
        }
    }

    @Test
    void the_editor_colours_finds_keeps_and_lets_the_keyboard_go() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            browser.signIn("alice", "/new");
            make(browser);
            browser.go("/alice/kettle/new/main?name=pot.py");
            write(browser, true, "def pot():\n    return 'hot'\n");
            PlaywrightAssertions.assertThat(
                            browser.page.locator(".cm-line span").first())
                    .hasText("def");
            // Indented as the file is; Escape, then Tab goes on.
            browser.page.keyboard().press("Tab");
            assertThat(editor(browser).innerText()).contains("return 'hot'\n    ");
            browser.page.keyboard().press("Escape");
            browser.page.keyboard().press("Tab");
            PlaywrightAssertions.assertThat(browser.page.locator("#f-subject")).isFocused();
            editor(browser).click();
            browser.page.keyboard().press("Control+F");
            PlaywrightAssertions.assertThat(browser.page.locator(".cm-search")).isVisible();
            browser.look("edit-find");
            browser.page.keyboard().press("Escape");
            editor(browser).click();
            browser.page.keyboard().press("Control+S");
            PlaywrightAssertions.assertThat(browser.page.locator("#f-subject")).isFocused();

            // Whoever goes away is asked, and finds what they wrote.
            browser.page.waitForCondition(() -> browser.page
                    .evaluate("Object.keys(localStorage).join()")
                    .toString()
                    .contains("/new/main"));
            var asked = new AtomicInteger();
            browser.page.onDialog(dialog -> {
                asked.incrementAndGet();
                dialog.accept();
            });
            browser.go("/alice/kettle");
            assertThat(asked).hasValue(1);
            browser.go("/alice/kettle/new/main?name=pot.py");
            browser.look("edit-draft");
            browser.press("Bring it back");
            assertThat(editor(browser).innerText()).contains("return 'hot'");
            browser.press("Commit");
            assertThat(browser.text()).contains("Committed.", "return 'hot'");
            assertThat(browser.page.evaluate("Object.keys(localStorage).join()").toString())
                    .doesNotContain("/new/main");
            assertThat(asked).hasValue(1);
            browser.calm();
        }
    }
}
