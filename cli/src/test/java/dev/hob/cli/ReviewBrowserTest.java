package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people and a pull request that is reviewed line by line in a real browser; git says what came of it.
class ReviewBrowserTest {
    private static final String LID = """
            /** A lid. */
            class Lid {
                int holes = 1;
                String knob = "small";

                int steam() {
                    return holes * 2;
                }
            }
            """;
    private static final String FILES = "/alice/kettle/pulls/1/files";

    @TempDir
    Path folder;

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(it -> "row " + it + "\n")
                .collect(Collectors.joining());
    }

    private static void write(Path tree, String path, String text) throws Exception {
        Files.createDirectories(tree.resolve(path).getParent());
        Files.writeString(tree.resolve(path), text);
    }

    /// Every kind of change that a page may have to show.
    private static Git kettle(Path tree) throws Exception {
        var git = Git.init(tree, 2);
        write(tree, "src/Lid.java", LID);
        write(tree, "src/old/spout.txt", rows(1, 40));
        write(tree, "docs/long.txt", rows(1, 900));
        write(tree, "yarn.lock", rows(1, 30));
        write(tree, "run.sh", "#!/bin/sh\n");
        Files.write(tree.resolve("pot.bin"), new byte[] {0, 1, 2, 3});
        write(tree, "wide.txt", "narrow\n");
        git.ok("add", "--all");
        git.ok("commit", "-q", "-m", "Begin");
        git.ok("switch", "-q", "-c", "better-lid");
        write(tree, "src/Lid.java", LID.replace("holes = 1", "holes = 3").replace("\"small\"", "\"a larger one\""));
        git.ok("commit", "-q", "-a", "-m", "More holes");
        git.ok("mv", "src/old/spout.txt", "src/spout.txt");
        write(tree, "src/spout.txt", rows(1, 20) + "a longer row\n" + rows(22, 40));
        write(tree, "docs/long.txt", rows(1, 900).replace("0\n", "zero\n"));
        write(tree, "yarn.lock", rows(3, 33));
        Files.write(tree.resolve("pot.bin"), new byte[] {0, 4, 5, 6});
        write(tree, "wide.txt", "wide ".repeat(2_000) + "\n");
        write(tree, "empty.txt", "no end".strip());
        git.ok("add", "--all");
        git.ok("update-index", "--chmod=+x", "run.sh");
        git.ok("commit", "-q", "-m", "The rest of it");
        return git;
    }

    @Test
    void a_change_is_reviewed_line_by_line_and_what_was_suggested_is_taken() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            node.account("bob");
            var git = kettle(folder.resolve("kettle"));
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.page.locator("input[name=visibility][value=public]").check();
            browser.press("Create repository");
            String remote = node.remote("alice", node.token("alice", "all"), "alice/kettle");
            git.ok("push", "-q", remote, "--all");
            browser.go("/alice/kettle/compare/main...better-lid");
            browser.press("Open pull request");
            String before = git.ok("rev-parse", "better-lid").strip();
            reviewed(browser);
            taken(browser);
            git.ok("fetch", "-q", remote, "better-lid:taken", "pull/1/head:offered");
            assertThat(git.ok("log", "-1", "--format=%an|%s|%(trailers:key=Co-authored-by)", "taken"))
                    .startsWith("alice|Take a suggestion for src/Lid.java|Co-authored-by: bob <bob@");
            assertThat(git.ok("rev-parse", "offered", "taken^"))
                    .isEqualTo(git.ok("rev-parse", "taken").strip() + "\n" + before);
            assertThat(git.ok("diff", "-U0", "taken^", "taken").lines().filter(it -> it.matches("[-+] .*")))
                    .containsExactly(
                            "-    int holes = 3;",
                            "-    String knob = \"a larger one\";",
                            "+    int holes = 2;",
                            "+    String knob = \"middling\";");
            compared(browser, git);
            approved(browser);
            browser.calm();
            Wholeness.check(node);
        }
    }

    private static Locator number(Chromium browser, int file, int line) {
        return browser.page.locator("#file-" + file + " a[aria-label='Speak of line " + line + "']");
    }

    private static int file(Chromium browser, String path) {
        return Integer.parseInt(
                browser.page.locator("[data-file][aria-label='" + path + "']").getAttribute("data-file"));
    }

    private static void reviewed(Chromium browser) {
        browser.signOut();
        browser.signIn("bob", FILES);
        browser.look("review-files");
        browser.walk();
        int lid = file(browser, "src/Lid.java");
        number(browser, lid, 3).click();
        PlaywrightAssertions.assertThat(browser.field("From line")).hasValue("3");
        number(browser, lid, 4)
                .click(new Locator.ClickOptions()
                        .setModifiers(java.util.List.of(com.microsoft.playwright.options.KeyboardModifier.SHIFT)));
        PlaywrightAssertions.assertThat(browser.field("to line")).hasValue("4");
        browser.press("Suggest other lines");
        var text = browser.page.locator("form.remark textarea");
        PlaywrightAssertions.assertThat(text)
                .hasValue("```suggestion\n    int holes = 3;\n    String knob = \"a larger one\";\n```\n");
        browser.look("review-suggesting");
        text.fill("Two will do:\n\n```suggestion\n    int holes = 2;\n    String knob = \"middling\";\n```\n");
        browser.press("Begin a review");
        browser.page.locator(".box.pending").first().waitFor();
        assertThat(browser.text()).contains("One remark is not sent yet");
        keys(browser);
        browser.look("review-pending");
        browser.go(FILES);
        assertThat(browser.text()).as("still there").contains("2 remarks are not sent yet", "Why this?");
        browser.fill("What you think of it", "Nearly.");
        browser.choose("Ask for changes");
        browser.press("Send review");
        assertThat(browser.text()).contains("asked for changes", "Nearly.", "Suggestion", "Why this?");
        browser.look("review-talk");
    }

    /// Files, talks and lines by letters; a file is seen, and looked at side by side.
    private static void keys(Chromium browser) {
        var keys = browser.page.keyboard();
        browser.go(FILES);
        keys.press("j");
        keys.press("j");
        String second = browser.page.locator("[data-file].current").getAttribute("data-file");
        assertThat(second).isEqualTo("2");
        keys.press("k");
        keys.press("v");
        PlaywrightAssertions.assertThat(browser.page.locator("#file-1 button.seen"))
                .hasAttribute("aria-pressed", "true");
        PlaywrightAssertions.assertThat(browser.page.locator("#seen-count")).containsText("1 of");
        keys.press("n");
        assertThat(browser.page.evaluate("document.activeElement.classList.contains('pending')"))
                .isEqualTo(true);
        int spout = file(browser, "src/spout.txt");
        number(browser, spout, 21).focus();
        keys.press("c");
        PlaywrightAssertions.assertThat(browser.page.locator("form.remark textarea"))
                .isFocused();
        keys.type("Why this?");
        keys.press("Escape");
        browser.press("Add to the review");
        browser.page.locator("#file-" + spout + " .box.pending").waitFor();
        browser.page.locator("#file-" + spout + " a[data-part]").first().click();
        browser.page.locator("#f" + spout + "-R1").waitFor();
        browser.follow("Side by side");
        browser.look("review-split");
        browser.follow("Unified");
        browser.page.locator("h3").first().click();
        keys.press("?");
        assertThat(browser.page.locator("dialog.keys").innerText()).contains("Mark the file as seen");
        keys.press("Escape");
    }

    private static void taken(Chromium browser) {
        browser.signOut();
        browser.signIn("alice", "/alice/kettle/pulls/1");
        browser.look("review-suggested");
        browser.press("Apply");
        assertThat(browser.text()).contains("Taken: the branch has it as a new commit.", "revision 2", "resolved");
    }

    private static void compared(Chromium browser, Git git) {
        browser.signOut();
        browser.signIn("bob", "/alice/kettle/pulls/1");
        browser.follow("Changes since your last review");
        browser.look("review-revisions");
        String signs = git.ok("range-diff", "--no-color", "-s", "main..better-lid", "main..taken")
                .lines()
                .map(it -> it.trim().split("\\s+")[2])
                .map(it -> it.equals("<") ? "−" : it.equals(">") ? "+" : it)
                .collect(Collectors.joining());
        assertThat(browser.page.locator(".range > li > .outer").allInnerTexts().stream()
                        .collect(Collectors.joining()))
                .isEqualTo(signs)
                .isEqualTo("==+");
        browser.follow("The same file by file");
        assertThat(browser.text()).contains("1 file changed since revision 1", "middling");
    }

    private static void approved(Chromium browser) {
        browser.go(FILES);
        assertThat(browser.text()).contains("You have reviewed revision 1.");
        browser.look("review-again");
        browser.choose("Approve");
        browser.press("Send review");
        assertThat(browser.text()).contains("approved this");
    }
}
