package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.keys.DeviceLink;
import dev.hob.keys.OpenSshKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Seeds;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A repository of a real radicle-node that this node keeps for others: its pages, the API's answers, and what
/// clients of `radicle-httpd` read.
class SeedPagesTest {
    private static final String RID = "rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5";
    private static final String ALICE = "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX";
    private static final String BOB = "z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH";
    private static final String HOME = "/" + ALICE + "/acme";
    private static final String ISSUE = "f31be653b1d9032048d21901e5697a5f45e7e72f";
    private static final String PATCH = "27b782e4b735350c140649e8949222bc6d0851c8";
    private static final String HEAD = "45d600dc8a8134009e382756b8de92778e02cf45";

    @TempDir
    Path data;

    private Site site;
    private Guest carol;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        site.person("carol");
        carol = site.guest("carol");
        unpack(data.resolve("storage"));
        assertThat(site.node.seeds().adopt(new RepoId(RID))).isInstanceOf(Seeds.Adoption.Adopted.class);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static void unpack(Path storage) throws IOException, InterruptedException {
        var file = storage.resolve("acme.tar.gz");
        try (var bytes =
                Objects.requireNonNull(SeedPagesTest.class.getResourceAsStream("/radicle/storage-acme.tar.gz"))) {
            Files.copy(bytes, file);
        }
        var tar = new ProcessBuilder("tar", "-xzf", file.toString(), "-C", storage.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        Files.delete(file);
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode json(String path) throws Exception {
        var answer = site.guest().get(path);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                .as(path)
                .contains("*");
        return new ObjectMapper().readTree(ok(answer));
    }

    @Test
    void everybody_browses_it_and_sees_whose_it_is() throws Exception {
        var guest = site.guest();
        assertThat(ok(guest.get(HOME)))
                .contains(
                        "Seeded from the Radicle network",
                        RID,
                        "rad clone " + RID,
                        "alice z6Mkon3N…LfLX",
                        "bob z6Mko9hT…BiyH",
                        "1 of 2 must agree",
                        HOME + ".git")
                .doesNotContain("/settings\"", "stays where it was");
        assertThat(ok(guest.get(HOME + "/commits/branch/main"))).contains(HEAD);
        assertThat(ok(guest.get("/explore"))).contains("href=\"" + HOME + "\"");
        assertThat(ok(guest.get("/" + ALICE))).contains("did:key:" + ALICE, "href=\"" + HOME + "\"");
        assertThat(guest.get("/" + BOB).statusCode()).isEqualTo(404);
        assertThat(ok(guest.get("/explore/people"))).contains("carol").doesNotContain(ALICE);
        assertThat(ok(guest.get(HOME + "/activity"))).contains("brought");
        for (String page :
                new String[] {"/branches", "/tags", "/releases", "/stars", "/forks", "/milestones", "/labels"})
            ok(guest.get(HOME + page));
    }

    @Test
    void its_issues_go_by_their_ids() throws Exception {
        var guest = site.guest();
        assertThat(ok(guest.get(HOME + "/issues?q=is:closed")))
                .contains("f31be65 opened", "href=\"" + HOME + "/issues/" + ISSUE + "\"", "alice z6Mkon3N…LfLX")
                .doesNotContain("#10000000");
        assertThat(ok(guest.get(HOME + "/issues/" + ISSUE))).contains("f31be65", "bob z6Mko9hT…BiyH");
        assertThat(Guest.location(guest.get(HOME + "/issues/f31be65"))).contains(HOME + "/issues/" + ISSUE);
        assertThat(ok(guest.get(HOME + "/pulls/" + PATCH))).contains("27b782e", "Merged");
        for (String tab : new String[] {"/commits", "/files", "/revisions"})
            assertThat(ok(guest.get(HOME + "/pulls/" + PATCH + tab))).contains("27b782e");
    }

    @Test
    void somebody_here_does_what_their_own_key_may_and_is_offered_no_more() throws Exception {
        String issue = HOME + "/issues/" + ISSUE;
        assertThat(ok(carol.get(issue)))
                .contains("action=\"" + issue + "/comment\"")
                .doesNotContain("action=\"" + issue + "/labels\"", "action=\"" + issue + "/title\"", issue + "/lock");
        assertThat(carol.post(issue + "/comment", "body", "Me too").statusCode())
                .isIn(302, 303);
        assertThat(ok(carol.get(issue))).contains("Me too");
        assertThat(carol.post(issue + "/labels", "label", "bug").statusCode()).isEqualTo(403);
        var opened = carol.post(HOME + "/issues", "title", "It leaks", "body", "All over");
        String own = Guest.location(opened).orElseThrow();
        assertThat(own).matches(Pattern.quote(HOME) + "/issues/[0-9a-f]{40}");
        assertThat(ok(carol.get(own))).contains("action=\"" + own + "/title\"", "It leaks");
        assertThat(carol.post(HOME + "/fork", "name", "acme", "visibility", "public", "branches", "all")
                        .statusCode())
                .isIn(302, 303);
        assertThat(ok(carol.get("/carol/acme"))).contains("forked from");
        assertThat(carol.get(HOME + "/settings").statusCode()).isEqualTo(403);
    }

    @Test
    void the_api_has_numbers_and_says_why_not() throws Exception {
        var guest = site.guest();
        String api = "/api/v1/repos" + HOME;
        var repository = new ObjectMapper().readTree(ok(guest.get(api)));
        assertThat(repository.path("owner").path("login").asText()).isEqualTo(ALICE);
        assertThat(repository.path("rid").asText()).isEqualTo(RID);
        var issues = new ObjectMapper().readTree(ok(guest.get(api + "/issues?state=closed&type=issues")));
        long number = issues.get(0).path("number").asLong();
        assertThat(number).isGreaterThan(9_999_999_999L);
        assertThat(ok(guest.get(api + "/issues/" + number))).contains("alice");
        assertThat(ok(guest.get("/api/v1/repos/search?q=acme"))).contains("\"ok\":true", RID);
    }

    @Test
    void a_key_held_elsewhere_is_linked_by_what_ssh_keygen_prints(@TempDir Path work) throws Exception {
        byte[] seed = new byte[32];
        java.util.Arrays.fill(seed, (byte) 2);
        var bob = SigningKey.ofSeed(seed);
        assertThat(bob.publicKey().nid()).isEqualTo(BOB);
        assertThat(ok(carol.get("/settings/keys"))).contains("action=\"/settings/keys/ask\"");
        assertThat(carol.post("/settings/keys/ask", "did", "nonsense", "name", "laptop")
                        .statusCode())
                .isEqualTo(422);
        String asked = ok(carol.post("/settings/keys/ask", "did", "did:key:" + BOB, "name", "laptop"));
        var nonce = Pattern.compile("name=\"nonce\" value=\"([^\"]+)\"").matcher(asked);
        assertThat(nonce.find()).isTrue();
        var word = new DeviceLink(site.web.url().toString(), "carol", bob.publicKey(), nonce.group(1));
        assertThat(asked).contains("account carol", "nonce " + nonce.group(1));

        var key = work.resolve("radicle");
        Files.writeString(key, OpenSshKey.write(bob, "bob", Optional.empty()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var text = work.resolve("word");
        Files.writeString(text, word.text());
        var signing = new ProcessBuilder(
                        "ssh-keygen", "-Y", "sign", "-n", "dev.hob.link", "-f", key.toString(), text.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(signing.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(signing.waitFor()).as(said).isZero();
        String signature = Files.readString(work.resolve("word.sig"));

        String[] fields = {"did", "did:key:" + BOB, "name", "laptop", "nonce", nonce.group(1), "signature", "junk"};
        var wrong = carol.post("/settings/keys/link", fields);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("has not signed that", nonce.group(1));
        fields[7] = signature;
        assertThat(carol.post("/settings/keys/link", fields).statusCode()).isIn(302, 303);
        assertThat(ok(carol.get("/settings/keys"))).contains("laptop", "did:key:" + BOB);
        // What that key has said is shown as hers, and still only her account's key changes things.
        assertThat(ok(carol.get(HOME + "/issues/" + ISSUE)))
                .contains("href=\"/carol\"")
                .doesNotContain("bob z6Mko9hT…BiyH");
    }

    @Test
    void clients_of_radicle_httpd_read_it() throws Exception {
        String api = "/api/v1/repos/" + RID;
        var info = json(api);
        var project = info.path("payloads").path("xyz.radicle.project");
        assertThat(project.path("data").path("name").asText()).isEqualTo("acme");
        assertThat(project.path("meta").path("head").asText()).isEqualTo(HEAD);
        assertThat(project.path("meta").path("patches").path("merged").asInt()).isEqualTo(1);
        assertThat(info.path("delegates").get(0).path("id").asText()).isEqualTo("did:key:" + ALICE);
        assertThat(info.path("delegates").get(0).path("alias").asText()).isEqualTo("alice");
        assertThat(info.path("rid").asText()).isEqualTo(RID);
        assertThat(info.path("visibility").path("type").asText()).isEqualTo("public");
        assertThat(json("/api/v1/repos?show=all").get(0)).isEqualTo(info);
        assertThat(json("/api/v1/delegates/did:key:" + BOB + "/repos?show=all").get(0))
                .isEqualTo(info);
        assertThat(json("/api/v1/repos/search?q=acm&perPage=5")
                        .get(0)
                        .path("payloads")
                        .path("xyz.radicle.project"))
                .isEqualTo(project.path("data"));

        var commits = json(api + "/commits?page=0&perPage=2");
        assertThat(commits.get(0).path("id").asText()).isEqualTo(HEAD);
        assertThat(commits.get(0).path("committer").path("time").isIntegralNumber())
                .isTrue();
        var commit = json(api + "/commits/" + HEAD);
        assertThat(commit.path("diff").path("stats").path("filesChanged").asInt())
                .isPositive();
        assertThat(commit.path("branches").get(0).asText()).isEqualTo("refs/heads/main");
        var file = commit.path("diff").path("files").get(0);
        assertThat(file.path("diff").path("hunks").get(0).path("header").asText())
                .startsWith("@@ -")
                .endsWith("\n");
        String parent = commit.path("commit").path("parents").get(0).asText();
        assertThat(json(api + "/diff/" + parent + "/" + HEAD).path("diff")).isEqualTo(commit.path("diff"));
        assertThat(json(api + "/diff/" + parent + "/" + HEAD + "/stats"))
                .isEqualTo(commit.path("diff").path("stats"));
        var tree = json(api + "/tree/" + HEAD + "/");
        String name = tree.path("entries")
                .get(tree.path("entries").size() - 1)
                .path("name")
                .asText();
        assertThat(json(api + "/blob/" + HEAD + "/" + name).path("content").isTextual())
                .isTrue();
        assertThat(site.guest().get("/raw/" + RID + "/head/" + name).statusCode())
                .isEqualTo(200);
        assertThat(site.guest().get("/raw/" + RID + "/" + HEAD + "/" + name).statusCode())
                .isEqualTo(200);
        assertThat(json(api + "/stats/tree/" + HEAD).path("commits").asInt()).isPositive();
        assertThat(json(api + "/stats/commits/" + HEAD).path("commits").asInt()).isPositive();
        assertThat(json(api + "/activity").path("activity").isArray()).isTrue();
        assertThat(json(api + "/jobs/" + HEAD)).isEmpty();
        var remotes = json(api + "/remotes");
        assertThat(remotes).hasSize(2);
        assertThat(json(api + "/remotes/" + ALICE).path("heads").path("main").asText())
                .isEqualTo(HEAD);

        var issue = json(api + "/issues/" + ISSUE);
        assertThat(issue.path("state").path("reason").asText()).isEqualTo("solved");
        assertThat(issue.path("discussion").get(0).path("id").asText()).isEqualTo(ISSUE);
        assertThat(json(api + "/issues?status=closed").findValuesAsText("id")).contains(ISSUE);
        var patch = json(api + "/patches/" + PATCH);
        assertThat(patch.path("state").path("status").asText()).isEqualTo("merged");
        assertThat(patch.path("target").asText()).isEqualTo("delegates");
        assertThat(patch.path("revisions")).hasSizeGreaterThan(1);
        assertThat(patch.path("merges").get(0).path("commit").asText()).isEqualTo(HEAD);
        assertThat(patch.findValuesAsText("verdict")).contains("accept", "reject");
        assertThat(json(api + "/patches?status=merged").get(0)).isEqualTo(patch);

        assertThat(json("/api/v1/node").path("id").asText()).startsWith("z6Mk");
        assertThat(json("/api/v1/info").path("node").path("state").asText()).isEqualTo("running");
        assertThat(json("/api/v1/nodes/" + ALICE).path("ssh").path("hash").asText())
                .startsWith("SHA256:");
        assertThat(json("/api/v1/stats").path("repos").path("total").asInt()).isEqualTo(1);
        assertThat(json("/api/v1/node/policies/repos/" + RID).path("policy").asText())
                .isEqualTo("allow");
    }

    @Test
    void what_is_private_or_missing_is_not_there_for_them() throws Exception {
        var secret = site.repository(site.person("dave"), "secret", true, "");
        for (String rid : new String[] {secret.rid().value(), "rad:z2u2CP3ZJzB7ZqE8jHrau19yjcfCQ"}) {
            var answer = carol.get("/api/v1/repos/" + rid + "/issues");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(new ObjectMapper().readTree(answer.body()).path("code").asInt())
                    .isEqualTo(404);
            assertThat(json("/api/v1/node/policies/repos/" + rid).path("policy").asText())
                    .isEqualTo("block");
        }
        assertThat(json("/api/v1/repos?show=all")).hasSize(1);
        assertThat(carol.get("/api/v1/repos/" + RID + "/commits/" + "f".repeat(40))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void git_fetches_it_by_its_id(@TempDir Path work) throws Exception {
        String url = site.web.url() + "/" + RID.substring("rad:".length()) + ".git";
        var git = new ProcessBuilder(
                        "git", "clone", "-q", url, work.resolve("acme").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
    }
}
