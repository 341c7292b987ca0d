package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes that meet, as their people see it in a real browser.
class PeersBrowserTest {
    private static final String NOBODY = "z6MkrLMMsiPWUcNPHcRajuMi9mDfYckSoJyPwwnknocNYPm7";

    @TempDir
    Path folder;

    @Test
    void an_administrator_meets_a_peer_and_sees_who_has_what() throws Exception {
        try (var there = Served.among(folder.resolve("there"));
                var here = Served.among(folder.resolve("here"));
                var browser = Chromium.open(here.url, true)) {
            here.account("alice", "--admin");
            here.account("bob");
            browser.go("/-/peers");
            browser.look("peers-nobody");
            browser.signIn("alice", "/new");
            browser.fill("Name", "tea");
            browser.page.locator("input[value=public]").check();
            browser.unfold("Begin with some files");
            browser.page.locator("input[name=readme]").check();
            browser.press("Create repository");
            browser.page.waitForURL("**/alice/tea");
            String rid = browser.page.locator("#clone-rid").inputValue();
            browser.go("/-/peers");
            browser.fill("Peer", "bob");
            browser.press("Connect");
            browser.look("peers-wrong");
            browser.fill("Peer", there.nid + "@" + there.dialled);
            browser.press("Connect");
            browser.page.waitForURL("**/-/peers");
            assertThat(browser.text()).contains("Connected.", "proven");
            assertThat(Served.hob(there.data, "", "seed", rid).ok()).contains(rid);
            browser.fill("Node id", NOBODY);
            browser.fill("What to call them", "carol");
            browser.press("Follow");
            browser.fill("Repository", "rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");
            browser.page.locator(".card[action='/-/peers/seed'] button").click();
            browser.look("peers-met");
            browser.go("/alice/tea");
            for (int i = 0; i < 100 && !browser.text().contains("Also held by"); i++) {
                Thread.sleep(100);
                browser.go("/alice/tea");
            }
            assertThat(browser.text()).contains("Also held by 1 other node");
            browser.look("peers-repository");
            browser.follow("Also held by 1 other node");
            browser.look("peers-copies");
            browser.calm();
        }
    }
}
