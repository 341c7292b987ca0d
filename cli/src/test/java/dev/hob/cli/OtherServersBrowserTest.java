package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An owner, who administers her node too, meets a stranger of another one in a real browser: she wants to see first
/// words first, lets him in, complains of what he says, and decides about his server.
class OtherServersBrowserTest {
    @TempDir
    Path folder;

    private static String send(Served node, String token, String path, String body, int status) throws Exception {
        var answer = Wire.send(
                node.url,
                "POST",
                path,
                body.getBytes(UTF_8),
                "Authorization: token " + token,
                "Content-Type: application/json");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    private static void awaits(Chromium browser, String path, String text) throws Exception {
        browser.go(path);
        for (int i = 0; i < 200 && !browser.text().contains(text); i++) {
            Thread.sleep(100);
            browser.go(path);
        }
        assertThat(browser.text()).contains(text);
    }

    @Test
    void alice_lets_a_stranger_in_complains_and_decides_about_his_server() throws Exception {
        try (var here = Served.federated(folder.resolve("here"));
                var there = Served.federated(folder.resolve("there"));
                var browser = Chromium.open(here.url, true)) {
            here.account("alice", "--admin");
            there.account("luke");
            String luke = there.token("luke", "all");
            send(
                    here,
                    here.token("alice", "all"),
                    "/api/v1/user/repos",
                    "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}",
                    201);

            browser.signIn("alice", "/alice/tea/settings/guests");
            browser.page
                    .getByText("Whoever writes for the first time waits until you let them in")
                    .click();
            browser.press("Save");
            browser.page.waitForURL("**/settings/guests");
            String tea = "@alice.tea@" + here.url.getAuthority();
            send(
                    there,
                    luke,
                    "/api/hob/v1/federation/issues",
                    "{\"target\":\"" + tea + "\",\"title\":\"Tea is cold\",\"body\":\"It *is*.\"}",
                    202);
            awaits(browser, "/alice/tea/settings/guests", "Tea is cold");
            browser.look("guests");
            browser.go("/-/federation/held");
            assertThat(browser.text()).contains("Tea is cold");
            browser.look("federation-held");
            browser.press("Let in");
            awaits(browser, "/alice/tea/issues", "Tea is cold");

            browser.go("/alice/tea/issues/1");
            assertThat(browser.text()).contains("luke@" + there.url.getAuthority());
            browser.look("issue-of-a-stranger");
            browser.page
                    .getByText("Report", new com.microsoft.playwright.Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            browser.fill("What is wrong with it", "He says nothing but that.");
            browser.look("report");
            browser.press("Send");
            browser.go("/-/federation/reports");
            assertThat(browser.text()).contains("He says nothing but that.");
            browser.look("federation-reports");
            browser.press("Settled");
            browser.page.waitForURL("**/-/federation/reports");
            assertThat(browser.text()).contains("Nobody complains.");

            browser.go("/-/federation");
            assertThat(browser.text()).contains("1 received");
            browser.look("federation-instances");
            browser.go("/-/federation/inbox");
            browser.look("federation-inbox");
            browser.go("/-/federation/instance?host=" + there.url.getHost());
            browser.look("federation-instance");
            browser.go("/-/federation/blocked");
            browser.fill("Who", "@luke@" + there.url.getAuthority());
            browser.press("Block");
            browser.page.waitForURL("**/-/federation/blocked");
            assertThat(browser.text()).contains("luke@" + there.url.getAuthority());
            browser.look("federation-blocked");
            browser.go("/settings/blocked");
            browser.look("settings-blocked");
            browser.go("/settings/moving");
            browser.look("settings-moving");
            browser.calm();
        }
    }
}
