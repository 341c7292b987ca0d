package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.OpenSshKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A private repository travels to a Hob on which somebody lives who may have it, and what is said there travels back;
/// to no other.
class PrivateAmongHobsTest {
    private static final String SCOPES = "write:repository,write:issue,write:user";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @AutoClose
    private final Land land = Land.here();

    private Served hearth(Place place) throws Exception {
        return Served.at(place, folder.resolve("home"));
    }

    @Test
    void it_comes_to_a_member_s_own_node_and_to_no_other() throws Exception {
        var key = folder.resolve("bob.key");
        var place = land.among();
        try (var harbour = Served.among(land.among(), folder.resolve("harbour"));
                var strange = Served.among(land.among(), folder.resolve("strange"))) {
            harbour.account("bob", "--admin");
            harbour.account("mallory");
            String bob = harbour.token("bob", SCOPES);
            String token;
            String rid;
            String path;
            var work = Git.init(folder.resolve("diary"), 2);
            try (var home = hearth(place)) {
                home.account("alice");
                home.account("bob");
                token = home.token("alice", SCOPES);
                harbour.hob("", "keys", "export", "bob", key.toString()).ok();
                home.device("bob", "my own node", OpenSshKey.read(Files.readString(key), Optional.empty()));
                home.ask(token, "POST", "/user/repos", "{\"name\":\"diary\",\"private\":true}");
                push(home, token, work, "monday.txt");
                rid = home.rid(token, "alice/diary");
                path = home.hob("", "user", "list").ok().replaceFirst("(?s).*?alice.*?did:key:(z6Mk\\w+).*", "$1")
                        + "/diary";
                String from = home.nid + "@" + home.dialled;

                // Before he is let in, without a word, and by the word of another.
                harbour.hob("", "seed", rid, "--from", from, "--as", "bob").failed();
                String letIn =
                        home.ask(token, "PUT", "/repos/alice/diary/collaborators/bob", "{\"permission\":\"write\"}");
                assertThat(letIn).isEmpty();
                harbour.hob("", "seed", rid, "--from", from, "--as", "mallory").failed();
                strange.hob("", "seed", rid, "--from", from).failed();
                assertThat(harbour.ask(bob, "GET", "/repos/" + path, "")).doesNotContain(rid);

                harbour.hob("", "seed", rid, "--from", from, "--as", "bob").ok();
                assertThat(harbour.ask(bob, "GET", "/repos/" + path, "")).contains(rid, "\"private\":true");
                harbour.hob("", "unseed", rid, "--forget").ok();
                assertThat(harbour.ask(bob, "GET", "/repos/" + path, "")).doesNotContain(rid);

                // The same by the API, which asks in the name of who calls it.
                String admin = harbour.token("bob", "write:admin");
                var asked = Wire.send(
                        harbour.url,
                        "PUT",
                        "/api/hob/v1/p2p/seeds/" + rid,
                        ("{\"in_my_name_at\":\"" + home.nid + "\"}").getBytes(UTF_8),
                        "Authorization: token " + admin,
                        "Content-Type: application/json");
                assertThat(asked.status()).as(asked.body()).isEqualTo(204);
                Soon.holds(
                        "it comes",
                        () -> harbour.ask(bob, "GET", "/repos/" + path, "").contains(rid),
                        home,
                        harbour);
                assertThat(harbour.hob("", "peer", "list").ok()).contains(home.nid, "\ttls\t");
                assertThat(harbour.ask(bob, "GET", "/repos/" + path, "")).contains(rid, "\"private\":true");
                assertThat(Wire.ask(harbour.url, "GET", "/" + path).status()).isEqualTo(404);
                Soon.holds("the code", () -> has(harbour, bob, path, "monday.txt"), home, harbour);

                // What happens there is here at once, and the other way round.
                push(home, token, work, "tuesday.txt");
                Soon.holds("a push", () -> has(harbour, bob, path, "tuesday.txt"), home, harbour);
                home.ask(token, "POST", "/repos/alice/diary/issues", "{\"title\":\"It rains\",\"body\":\"Still.\"}");
                Soon.holds("an issue", () -> issues(harbour, bob, path).contains("It rains"), home, harbour);
                says(harbour, bob, path, "Here too");
                Soon.holds("his issue", () -> issues(home, token, "alice/diary").contains("Here too"), home, harbour);

                // Those who have it give it to nobody else either.
                strange.hob("", "seed", rid, "--from", harbour.nid + "@" + harbour.dialled)
                        .failed();
            }
            says(harbour, bob, path, "While you were away");
            try (var home = hearth(place)) {
                Soon.holds(
                        "what was said meanwhile",
                        () -> issues(home, token, "alice/diary").contains("While you were away"),
                        home,
                        harbour);
                push(home, token, work, "wednesday.txt");
                Soon.holds("the next push", () -> has(harbour, bob, path, "wednesday.txt"), home, harbour);

                home.ask(token, "DELETE", "/repos/alice/diary/collaborators/bob", "");
                push(home, token, work, "thursday.txt");
                harbour.hob("", "sync", rid).failed();
                assertThat(has(harbour, bob, path, "wednesday.txt")).isTrue();
                assertThat(has(harbour, bob, path, "thursday.txt")).isFalse();
                assertThat(home.hob("", "doctor").ok()).contains("all is well");
                assertThat(strange.hob("", "doctor").ok()).contains("all is well: 0 repositories");
            }
        }
    }

    private static void push(Served hob, String token, Git work, String file) throws Exception {
        work.commit(file, "Rain.\n");
        work.ok("push", "-q", hob.remote("alice", token, "alice/diary"), "main");
    }

    private static boolean has(Served hob, String token, String path, String file) throws Exception {
        return hob.ask(token, "GET", "/repos/" + path + "/contents/" + file, "").contains("\"sha\"");
    }

    private static String issues(Served hob, String token, String path) throws Exception {
        return hob.ask(token, "GET", "/repos/" + path + "/issues?state=all", "");
    }

    private static void says(Served hob, String token, String path, String title) throws Exception {
        String said = hob.ask(
                token, "POST", "/repos/" + path + "/issues", "{\"title\":\"" + title + "\",\"body\":\"Dear.\"}");
        assertThat(said).contains(title);
    }
}
