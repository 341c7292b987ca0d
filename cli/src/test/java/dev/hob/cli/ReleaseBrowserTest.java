package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Releases in a real browser, with and without scripts: a draft with files, published, changed and taken back.
class ReleaseBrowserTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_release_from_its_draft_to_its_end(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            var git = Git.init(folder.resolve("kettle"), 2);
            git.commit("pot.txt", "pot\n");
            git.ok("tag", "v0.9");
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.page.locator("input[name=visibility][value=public]").check();
            browser.press("Create repository");
            String token = node.token("alice", "all");
            git.ok("push", "-q", node.remote("alice", token, "alice/kettle"), "--all");
            git.ok("push", "-q", node.remote("alice", token, "alice/kettle"), "--tags");

            browser.go("/alice/kettle/releases");
            assertThat(browser.text()).contains("Nothing has been released yet.");
            browser.look("releases-none");
            browser.follow("New release");
            browser.look("release-new");
            browser.walk();
            browser.fill("Tag", "v0..9");
            browser.fill("Notes", "Kept *words*.");
            browser.press("Publish release");
            assertThat(browser.text()).contains("that is no name for a ref");
            assertThat(browser.field("Notes").inputValue()).isEqualTo("Kept *words*.");
            browser.look("release-wrong");
            browser.fill("Tag", "v0.9");
            browser.fill("Title", "The first kettle");
            browser.press("Publish release");
            assertThat(browser.text()).contains("The first kettle", "latest", "Kept words.", "Source code (zip)");

            git.commit("lid.txt", "lid\n");
            git.ok("push", "-q", node.remote("alice", token, "alice/kettle"), "--all");
            browser.go("/alice/kettle/releases/new");
            browser.fill("Tag", "v1.0");
            browser.press("Generate notes");
            assertThat(browser.field("Notes").inputValue())
                    .contains("## What has changed", "lid.txt", "/alice/kettle/compare/v0.9...v1.0");
            browser.look("release-notes");
            browser.fill("Title", "The kettle, at last");
            browser.page.locator("#f-files").setInputFiles(new FilePayload[] {
                new FilePayload(
                        "kettle-1.0.tar.gz",
                        "application/gzip",
                        "pot".repeat(50_000).getBytes(UTF_8)),
                new FilePayload(
                        "kettle-1.0-a-name-that-is-really-quite-long-for-a-small-screen.deb",
                        "",
                        "deb\n".getBytes(UTF_8))
            });
            browser.press("Save as draft");
            assertThat(browser.text()).contains("draft", "its tag is made when it is published", "kettle-1.0.tar.gz");
            browser.look("release-draft");
            browser.signOut();
            browser.go("/alice/kettle/releases");
            assertThat(browser.text()).contains("The first kettle").doesNotContain("at last");
            assertThat(browser.go("/alice/kettle/releases/tag/v1.0")).isEqualTo(404);

            browser.signIn("alice", "/alice/kettle/releases/tag/v1.0");
            browser.follow("Edit");
            browser.page.locator("input[value='kettle-1.0.tar.gz']").fill("kettle-1.0.tgz");
            browser.look("release-edit");
            browser.walk();
            browser.press("Publish release");
            assertThat(browser.text()).contains("kettle-1.0.tgz", "latest", "published this");
            browser.look("release");
            assertThat(browser.go("/alice/kettle/compare/v0.9...v1.0")).isEqualTo(200);
            assertThat(browser.text()).contains("1 commit", "lid.txt", "Compare the two directly");
            browser.look("compared");
            browser.walk();
            browser.go("/alice/kettle/releases");
            browser.look("releases");
            browser.walk();
            browser.go("/alice/kettle");
            assertThat(browser.text()).contains("Latest release The kettle, at last");
            browser.look("repository-released");
            browser.go("/alice/kettle/activity");
            assertThat(browser.text()).contains("alice published v1.0 of alice/kettle");
            browser.go("/alice/kettle/releases/latest");
            assertThat(browser.page.url()).endsWith("/alice/kettle/releases/tag/v1.0");

            var got = fetch(node.url + "/alice/kettle/releases/latest/download/kettle-1.0.tgz");
            assertThat(got.headers().firstValue("Location"))
                    .contains("/alice/kettle/releases/download/v1.0/kettle-1.0.tgz");
            var file = fetch(node.url + "/alice/kettle/releases/download/v1.0/kettle-1.0.tgz");
            assertThat(file.body()).hasSize(150_000);
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename*=UTF-8''kettle-1.0.tgz");
            assertThat(new String(
                            fetch(node.url + "/alice/kettle/releases.atom").body(), UTF_8))
                    .contains("The kettle, at last", "SHA-256", "<feed");

            browser.go("/alice/kettle/tags");
            browser.page.locator("summary[aria-label='Delete the tag v1.0']").click();
            browser.press("Delete v1.0");
            assertThat(browser.text()).contains("A release stands on the tag v1.0: delete the release first.");
            browser.go("/alice/kettle/releases/tag/v1.0");
            browser.unfold("Delete");
            browser.press("Delete this release");
            assertThat(browser.text())
                    .contains("The release is deleted. Its tag stays.")
                    .doesNotContain("at last");
            Wholeness.check(node);
        }
    }

    private static java.net.http.HttpResponse<byte[]> fetch(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    }
}
