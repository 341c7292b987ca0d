package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Luke, with an account on one node, reads what a pull request on another changes, says something of its lines, and
/// reviews it, in a real browser; with scripts and without.
class ReviewElsewhereBrowserTest {
    private static final String PULL = "/repos/alice/tea/pulls/1";

    @TempDir
    Path folder;

    private static String found(Chromium browser, Served there) throws Exception {
        browser.signIn("luke", "/-/elsewhere/find?q=" + there.url + "/alice/tea/pulls/1");
        for (int i = 0; i < 200 && !browser.text().contains("What it changes"); i++) {
            Thread.sleep(100);
            browser.go("/-/elsewhere/find?q=" + there.url + "/alice/tea/pulls/1");
        }
        browser.follow("What it changes, and your review");
        return browser.page.url().replaceFirst("^https?://[^/]*", "");
    }

    private static Acting offered(Served there) throws Exception {
        var alice = Acting.of(there, "alice");
        alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
        alice.writes("steep.java", "class Steep {\n    int minutes = 5; // long\n}\n", "main", "fix");
        alice.does(
                "POST", "/repos/alice/tea/pulls", "{\"head\":\"fix\",\"base\":\"main\",\"title\":\"Steep it longer\"}");
        return alice;
    }

    private static Locator line(Chromium browser, int number) {
        return browser.page
                .getByRole(
                        AriaRole.LINK,
                        new GetByRoleOptions()
                                .setName("Speak of line " + number)
                                .setExact(true))
                .first();
    }

    private static Locator form(Chromium browser, String field) {
        return browser.page.locator("tr.spoken form.remark " + field);
    }

    private static void say(Chromium browser, int line, String words, String button) {
        line(browser, line).click();
        says(browser, words, button);
    }

    private static void says(Chromium browser, String words, String button) {
        form(browser, "textarea").fill(words);
        browser.press(button);
        browser.page.waitForURL("**#f1-R*");
    }

    private static JsonNode reviewed(Acting alice, String state, int remarks) throws Exception {
        var reviews =
                alice.awaits(PULL + "/reviews", it -> of(it, state, remarks).isPresent());
        return of(reviews, state, remarks).orElseThrow();
    }

    private static Optional<JsonNode> of(JsonNode reviews, String state, int remarks) {
        return StreamSupport.stream(reviews.spliterator(), false)
                .filter(it -> it.path("state").asText().equals(state))
                .filter(it -> it.path("comments_count").asInt() == remarks)
                .findFirst();
    }

    @Test
    void luke_reviews_lines_on_another_server() throws Exception {
        try (var there = Served.federated(folder.resolve("there"));
                var here = Served.federated(folder.resolve("here"));
                var browser = Chromium.open(here.url, true)) {
            here.account("luke");
            var alice = offered(there);
            String changes = found(browser, there);
            assertThat(browser.text()).contains("1 file changed", "steep.java", "int minutes = 5;");
            browser.look("elsewhere-changes");
            line(browser, 1).click();
            line(browser, 2).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
            assertThat(form(browser, "[name=from]").inputValue()).isEqualTo("1");
            assertThat(form(browser, "[name=to]").inputValue()).isEqualTo("2");
            browser.look("elsewhere-changes-lines");
            says(browser, "Why *five*?", "Add to the review");
            browser.page.getByText("Why five?").waitFor();
            assertThat(browser.text()).contains("Not sent yet", "steep.java, lines 1 to 2");
            browser.look("elsewhere-changes-remarked");
            browser.unfold("Change");
            browser.field("What you say of it").fill("Why **six**?");
            browser.press("Save");
            browser.page.getByText("Why six?").waitFor();
            assertThat(browser.text()).doesNotContain("Why five?");
            say(browser, 1, "At once.", "Say it now");
            var now = reviewed(alice, "COMMENT", 1);
            assertThat(now.path("user").path("login").asText()).startsWith("luke@");
            browser.go(changes + "&view=split");
            assertThat(browser.text()).contains("1 remark goes along with it.");
            browser.look("elsewhere-changes-split");
            browser.walk();
            browser.go(changes + "&view=unified");
            browser.choose("It must be changed first");
            browser.fill("Your review, in Markdown", "Nearly.");
            browser.press("Send review");
            browser.page.waitForURL("**/-/elsewhere/text*");
            var review = reviewed(alice, "REQUEST_CHANGES", 2);
            assertThat(review.path("body").asText()).isEqualTo("Nearly.");
            var remark = alice.does(
                            "GET", PULL + "/reviews/" + review.path("id").asText() + "/comments", "")
                    .get(1);
            assertThat(remark.path("path").asText()).isEqualTo("steep.java");
            assertThat(remark.path("start_line").asInt()).isEqualTo(1);
            assertThat(remark.path("position").asInt()).isEqualTo(2);
            assertThat(remark.path("body").asText()).isEqualTo("Why **six**?");
            browser.go(changes);
            assertThat(browser.text()).doesNotContain("Not sent yet");
            browser.go("/-/elsewhere/asked");
            assertThat(browser.text()).contains("Remark, steep.java, lines 1 to 2");
            browser.look("elsewhere-asked-remarks");
            browser.page
                    .locator("li", new Page.LocatorOptions().setHasText("lines 1 to 2"))
                    .getByText("Change or take back")
                    .click();
            browser.field("Your remark, in Markdown").fill("Why **seven**?");
            browser.look("elsewhere-remark-reworded");
            browser.press("Save");
            String comments = PULL + "/reviews/" + review.path("id").asText() + "/comments";
            alice.awaits(comments, it -> it.toString().contains("Why **seven**?"));
            browser.go("/-/elsewhere/asked");
            browser.page
                    .locator("li", new Page.LocatorOptions().setHasText("lines 1 to 2"))
                    .getByText("Change or take back")
                    .click();
            browser.press("Take it back");
            alice.awaits(comments, it -> it.size() == 1);
            browser.calm();
        }
    }

    @Test
    void what_was_kept_for_earlier_commits_goes_as_a_review_of_those() throws Exception {
        try (var there = Served.federated(folder.resolve("there"));
                var here = Served.federated(folder.resolve("here"));
                var browser = Chromium.open(here.url, false)) {
            here.account("luke");
            var alice = offered(there);
            String before = alice.does("GET", PULL, "").path("head").path("sha").asText();
            String changes = found(browser, there);
            line(browser, 2).click();
            form(browser, "[name=from]").fill("3");
            form(browser, "textarea").fill("Why five?");
            browser.press("Add to the review");
            assertThat(browser.text()).contains("Give the first and the last line");
            form(browser, "[name=from]").fill("1");
            says(browser, "Why five?", "Add to the review");
            assertThat(browser.text()).contains("steep.java, lines 1 to 2");
            alice.writes("cup.txt", "a large one\n", "fix", "");
            alice.awaits(PULL, it -> !it.path("head").path("sha").asText().equals(before));
            // The page does not know yet; what is said is of what was seen.
            say(browser, 1, "At once.", "Say it now");
            reviewed(alice, "COMMENT", 1);
            browser.go(changes);
            assertThat(browser.text())
                    .contains("cup.txt", "Of commits that others have taken the place of:", "Why five?");
            browser.choose("It is good");
            browser.press("Send review");
            assertThat(reviewed(alice, "COMMENT", 2).path("commit_id").asText()).isEqualTo(before);
            assertThat(reviewed(alice, "APPROVED", 0).path("commit_id").asText())
                    .isNotEqualTo(before);
            browser.calm();
        }
    }
}
