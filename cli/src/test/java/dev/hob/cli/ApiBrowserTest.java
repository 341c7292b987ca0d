package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page that tells of the API, in a real browser, by day and by night, with scripts and without.
class ApiBrowserTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void somebody_reads_what_programs_may_ask_for(boolean scripts) throws Exception {
        try (var served = Served.start(folder.resolve("data"));
                var browser = Chromium.open(served.url, scripts)) {
            browser.go("/login");
            browser.page.locator("footer").getByText("API").click();
            assertThat(browser.page.url()).endsWith("/api/swagger");
            browser.look("api");
            browser.page.locator("#repoGetAllCommits summary").click();
            browser.page.locator("#shape-Commit summary").click();
            assertThat(browser.text())
                    .contains("A token needs the scope read:repository.", "list of Commit", "html_url");
            browser.look("api-open");
            browser.calm();
        }
    }
}
