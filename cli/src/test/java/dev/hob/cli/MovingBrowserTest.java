package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a real browser an owner lets somebody of another server work on her repository, and then moves it there.
class MovingBrowserTest {
    @TempDir
    Path folder;

    private static void send(Served node, String token, String path, String body, int status) throws Exception {
        var answer = Wire.send(
                node.url,
                "POST",
                path,
                body.getBytes(UTF_8),
                "Authorization: token " + token,
                "Content-Type: application/json");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
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
    void alice_lets_luke_in_and_moves_her_repository() throws Exception {
        try (var here = Served.federated(folder.resolve("here"));
                var there = Served.federated(folder.resolve("there"))) {
            here.account("alice");
            there.account("luke");
            String luke = there.token("luke", "all");
            String alice = here.token("alice", "all");
            String fresh = "{\"name\":\"%s\",\"auto_init\":true,\"private\":false}";
            send(here, alice, "/api/v1/user/repos", fresh.formatted("tea"), 201);
            send(here, alice, "/api/v1/repos/alice/tea/issues", "{\"title\":\"Tea is cold\"}", 201);
            send(there, luke, "/api/v1/user/repos", fresh.formatted("tea"), 201);
            // Keys are made when they are asked for; on a busy machine that takes longer than others wait.
            for (String path : java.util.List.of("/alice", "/alice/tea"))
                assertThat(Wire.ask(here.url, "GET", path, "Accept: application/activity+json")
                                .status())
                        .isEqualTo(200);
            String tea = "@alice.tea@" + here.url.getAuthority();
            try (var browser = Chromium.open(here.url, true)) {
                browser.signIn("alice", "/alice/tea/settings/people/elsewhere");
                browser.fill("Who", "@luke@" + there.url.getAuthority());
                browser.press("Invite");
                browser.page.waitForURL("**/settings/people/elsewhere");
                assertThat(browser.text()).contains("luke@" + there.url.getAuthority(), "invited");
                browser.look("people-elsewhere");
                browser.calm();
            }
            try (var browser = Chromium.open(there.url, true)) {
                browser.signIn("luke", "/-/elsewhere/work");
                awaits(browser, "/-/elsewhere/work", "you are invited");
                browser.press("Decline");
                awaits(browser, "/-/elsewhere/work", "you asked to");
                browser.go("/" + tea);
                browser.unfold("Work here");
                browser.look("elsewhere-ask-to-work");
                browser.press("Ask to work here");
                awaits(browser, "/-/elsewhere/work", "waits for its grant");
                browser.go("/" + tea);
                assertThat(browser.text()).contains("Asked to work here");
                browser.calm();
            }
            try (var browser = Chromium.open(here.url, true)) {
                browser.signIn("alice", "/alice/tea/settings/people/elsewhere");
                awaits(browser, "/alice/tea/settings/people/elsewhere", "asks to work here");
                browser.press("Let in");
                awaits(browser, "/alice/tea/settings/people/elsewhere", "works here");
            }
            try (var browser = Chromium.open(there.url, true)) {
                browser.signIn("luke", "/-/elsewhere/work");
                awaits(browser, "/-/elsewhere/work", "let in");
                browser.go("/-/elsewhere/text?it=" + here.url + "/alice/tea/issues/1");
                browser.look("text-let-in");
                browser.press("Close");
                awaits(browser, "/-/elsewhere/asked", "taken");
                browser.calm();
            }
            send(
                    there,
                    luke,
                    "/api/hob/v1/federation/moves/from",
                    "{\"target\":\"" + tea + "\",\"repository\":\"luke/tea\"}",
                    202);
            try (var browser = Chromium.open(here.url, true)) {
                browser.signIn("alice", "/alice/tea/issues/1");
                assertThat(browser.text()).contains("luke@" + there.url.getAuthority(), "closed");
                browser.look("closed-by-a-collaborator-elsewhere");
                browser.go("/settings/moving");
                browser.fill("On the other server", "@luke.tea@" + there.url.getAuthority());
                browser.page.getByText("It moves there").click();
                browser.press("Say so");
                browser.page.waitForURL("**/settings/moving");
                assertThat(browser.text()).contains("alice/tea", "is now");
                browser.look("settings-moving-repository");
                browser.go("/alice/tea");
                assertThat(browser.text()).contains("alice/tea has moved", there.url + "/luke/tea");
                browser.look("moved-repository");
                browser.calm();
            }
        }
    }
}
