package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who did what and when, of a project with some years behind it.
class HistoryBrowserTest {
    private static final String KETTLE = "/alice/kettle";
    private static final int COMMITS = 160;
    private static final String[] PEOPLE = {"Alice", "Bob Brewer", "Carol", "Dan", "renovate[bot]"};
    private static final String[] SAYS = {
        "Warm the pot", "Let it whistle when it boils", "Say how long each tea wants", "Update the lid to 2.1"
    };

    @TempDir
    Path folder;

    private void push(Served node, Path work) throws Exception {
        node.account("alice");
        var git = Git.init(work, 2);
        git.grow(HistoryBrowserTest::story);
        git.ok("tag", "v1.0", "main~40");
        git.ok(
                "push",
                "-q",
                node.remote("alice", node.token("alice", "all"), "alice/kettle"),
                "--all",
                "--follow-tags");
        git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "--tags");
    }

    /// Two years and more, by several people, with topics that are merged and one that never is.
    private static void story(Git.Story story) throws IOException {
        var begin = Instant.now().minus(Duration.ofDays(900));
        int main = 0;
        int topic = 0;
        int pots = 0;
        for (int i = 1; i <= COMMITS; i++) {
            int step = i % 20;
            boolean merges = step == 18;
            boolean aside = i > 17 && i % 17 == 5 && !merges;
            boolean onTopic = !aside && step >= 8 && step < 18 && step % 2 == 0;
            String who = PEOPLE[i % 7 == 0 ? 4 : i % 5 == 0 ? 1 : i % 11 == 0 ? 2 : i % 13 == 0 ? 3 : 0];
            long at = begin.plus(Duration.ofHours(i * 134L + i % 3)).getEpochSecond();
            String branch = aside ? "pots" : onTopic ? "topic-" + i / 20 : "main";
            int from = aside && pots > 0 ? pots : onTopic && topic > 0 ? topic : main;
            story.say("commit refs/heads/" + branch + "\nmark :" + i + "\n");
            story.say("author %s <%s@example.org> %d +0000\n".formatted(who, who.charAt(0), at));
            story.say("committer %s <%s@example.org> %d +0000\n".formatted(who, who.charAt(0), at));
            data(
                    story,
                    merges
                            ? "Merge topic-" + i / 20
                            : SAYS[i % SAYS.length] + " (" + i + ")\n\nThe kettle was asked " + i + " times.");
            if (from > 0) story.say("from :" + from + "\n");
            if (merges) story.say("merge :" + topic + "\n");
            story.say("M 100644 inline " + branch + ".txt\n");
            data(story, "as of " + i + "\n");
            if (aside) pots = i;
            else if (onTopic) topic = i;
            else main = i;
            if (merges) topic = 0;
        }
    }

    private static void data(Git.Story story, String text) throws IOException {
        story.say("data " + text.getBytes(UTF_8).length + "\n" + text + "\n");
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void commits_are_found_and_their_authors_told(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE + "/commits/branch/main");
            browser.look("commits-box");
            browser.walk();

            browser.fill("Search these commits", "whistle author:bob");
            browser.press("Search");
            assertThat(browser.text())
                    .contains("commits fit this.", "Let it whistle")
                    .doesNotContain("Warm the pot");
            browser.look("commits-found");
            browser.unfold("Narrow");
            browser.fill(
                    "From this day on",
                    Instant.now().minus(Duration.ofDays(400)).toString().substring(0, 10));
            browser.look("commits-narrow");
            browser.page.locator(".menu.form button").click();
            assertThat(browser.field("Search these commits").inputValue()).startsWith("whistle author:bob after:\"20");
            browser.fill("Search these commits", "asked 33 times is:green");
            browser.press("Search");
            assertThat(browser.text()).contains("Not understood, and left out", "The kettle was asked 33 times.");
            browser.look("commits-strange");
            browser.fill("Search these commits", "teapot");
            browser.press("Search");
            assertThat(browser.text()).contains("No commit fits this.");
            browser.look("commits-none");

            browser.go(KETTLE + "/commits/branch/main");
            browser.follow("Graph");
            PlaywrightAssertions.assertThat(browser.page.locator(".graph > li")).hasCount(60);
            assertThat(browser.text()).contains("merges");
            browser.look("graph-branch");
            browser.follow("All branches and tags");
            browser.look("graph-all");
            browser.walk();
            browser.follow("Older");
            assertThat(browser.text()).contains("Newest");
            browser.look("graph-older");

            browser.go(KETTLE + "/activity");
            browser.look("activity-parts");
            browser.follow("Contributors");
            assertThat(browser.text()).contains("in the last year; merges are not counted", "Bob Brewer");
            browser.look("contributors-year");
            browser.walk();
            browser.follow("All times");
            browser.unfold("The same as a table");
            browser.look("contributors-all");
            browser.page.locator(".contributors .count a").nth(1).click();
            assertThat(browser.text()).contains("commits fit this.");
            browser.go(KETTLE);
            assertThat(browser.text()).contains("commits in the last year");
            browser.look("about-lately");
            browser.calm();
        }
    }
}
