package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand people of fifty servers follow a repository, give it stars, write, change and take back what they wrote,
/// all at once; one activity of twenty is forged, and some come twice. The node is killed in the midst. Nothing is
/// lost, nothing is there twice, nothing forged is there.
///
/// `-Dhob.flood=100000` sends more, `-Dhob.flood.kills=10` kills more often, `-Dhob.seed=…` repeats one.
class FloodTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EACH = 100;
    private static final int ISSUES = 20;
    private static final int FORGED_EACH = 20;
    private static final int TWICE_EACH = 25;
    private static final int FORGERS = 250;
    private static final int LASTS = 10_000;
    private static final Map<String, String> OPEN = Map.of("HOB_FEDERATION_INBOX_REQUESTS", "10000000");
    private static final Duration DONE_WITHIN = Duration.ofHours(2);

    @TempDir
    Path folder;

    private final int activities = Integer.getInteger("hob.flood", 1_000);
    private final int people = Math.max(10, activities / EACH);
    private final int kills = Integer.getInteger("hob.flood.kills", 2);
    private final List<String> machine = activities > LASTS ? Served.LASTING : List.of();
    private final long seed = Long.getLong("hob.seed", System.nanoTime());

    /// What one person sends, in order.
    ///
    /// @param forged not signed by them
    private record Act(ObjectNode activity, boolean forged) {}

    /// What is there in the end: of each issue, what each comment says and who says it.
    private final Map<Integer, List<String>> expected = new TreeMap<>();

    private List<Act> script(Crowd crowd, int person, List<String> issues, String repository) {
        var acts = new ArrayList<Act>();
        int serial = 0;
        acts.add(new Act(crowd.activity(person, serial++, "Follow").put("object", repository), false));
        acts.add(new Act(crowd.activity(person, serial++, "Like").put("object", repository), false));
        for (int said = 0; acts.size() < EACH; said++) {
            int issue = (person + said) % issues.size();
            String text = "p" + person + " says " + said;
            var note = crowd.note(person, said, issues.get(issue), text);
            var create = crowd.activity(person, serial++, "Create");
            create.set("object", note);
            acts.add(new Act(create, false));
            if (said % 3 == 0) {
                text += " indeed";
                var update = crowd.activity(person, serial++, "Update");
                update.set("object", crowd.note(person, said, issues.get(issue), text));
                acts.add(new Act(update, false));
            }
            if (said % 10 == 9) {
                var delete = crowd.activity(person, serial++, "Delete");
                delete.put("object", note.get("id").asText());
                acts.add(new Act(delete, false));
            } else expected.computeIfAbsent(issue, _ -> new ArrayList<>()).add(crowd.handle(person) + ": " + text);
            if (acts.size() % FORGED_EACH < 3 && said > 0) {
                var forged = crowd.activity(person, serial++, "Create");
                forged.set("object", crowd.note(person, 10_000 + said, issues.get(issue), "forged"));
                acts.add(new Act(forged, true));
            }
        }
        return acts;
    }

    @Test
    void nothing_is_lost_and_nothing_is_there_twice() throws Exception {
        System.out.printf("flood: seed %d, %d people%n", seed, people);
        String where = "127.0.0.1:" + Radicle.freePort();
        var data = folder.resolve("here");
        var node = Served.federatedAt(data, where, OPEN, machine);
        try (var crowd = new Crowd()) {
            node.account("alice", "--admin");
            String alice = node.token("alice", "all");
            node.ask(alice, "POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            var issues = new ArrayList<String>();
            for (int i = 0; i < ISSUES; i++) {
                node.ask(alice, "POST", "/repos/alice/tea/issues", "{\"title\":\"Issue " + i + "\"}");
                issues.add(id(node, "/alice/tea/issues/" + (i + 1)));
            }
            String repository = id(node, "/alice/tea");
            long idle = page(node);

            var random = new SplittableRandom(seed);
            long began = System.nanoTime();
            List<Long> pages = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var sending = new ArrayList<Future<Boolean>>();
                for (int host = 0; host < Crowd.HOSTS; host++) {
                    var scripts = new LinkedHashMap<Integer, List<Act>>();
                    for (int person = host; person < people; person += Crowd.HOSTS)
                        scripts.put(person, script(crowd, person, issues, repository));
                    sending.add(threads.submit(sender(crowd, host, URI.create("http://" + where + "/inbox"), scripts)));
                }
                for (int kill = 0; kill < kills; kill++) {
                    Thread.sleep(random.nextInt(500, 5_000));
                    node.kill();
                    node = Served.federatedAt(data, where, OPEN, machine);
                }
                while (sending.stream().anyMatch(it -> !it.isDone())) {
                    pages.add(page(node));
                    Thread.sleep(200);
                }
                for (var one : sending) one.get();
            }
            long sent = System.nanoTime();
            settled(node, alice);
            long settled = System.nanoTime();
            System.out.printf(
                    "flood: sent in %.1f s, done %.1f s later; page idle %d ms, meanwhile %d ms at the middle; %s%n",
                    (sent - began) / 1e9, (settled - sent) / 1e9, idle, middle(pages), memory(node));
            assertThat(JSON.readTree(node.ask(alice, "GET", "/repos/alice/tea", ""))
                            .path("stars_count")
                            .asInt())
                    .isEqualTo(people);
            assertThat(document(node, repository + "/followers")
                            .path("totalItems")
                            .asInt())
                    .isEqualTo(people);
            for (var issue : expected.entrySet())
                assertThat(said(node, alice, issue.getKey() + 1))
                        .as("issue " + (issue.getKey() + 1) + ", seed " + seed)
                        .containsExactlyInAnyOrderElementsOf(issue.getValue());
            Wholeness.check(node);
        } finally {
            node.close();
        }
    }

    /// Sends what the people of one server say: each of them in order, all of them in turn.
    private static Callable<Boolean> sender(Crowd crowd, int host, URI inbox, Map<Integer, List<Act>> scripts) {
        return () -> {
            try (var client = Crowd.from(Crowd.host(host))) {
                for (int at = 0; at < EACH + 2; at++)
                    for (var script : scripts.entrySet())
                        if (at < script.getValue().size())
                            send(
                                    crowd,
                                    client,
                                    inbox,
                                    script.getKey(),
                                    script.getValue().get(at),
                                    at);
            }
            return true;
        };
    }

    private static void send(Crowd crowd, HttpClient client, URI inbox, int person, Act act, int at) throws Exception {
        String story = act.activity().toString();
        if (act.forged()) {
            // From places of their own: nobody else of that address would be heard for a while.
            try (var forger = Crowd.from("127.0." + (2 + person / FORGERS) + "." + (1 + person % FORGERS))) {
                assertThat(crowd.send(forger, inbox, person, act.activity(), true))
                        .as(story)
                        .isEqualTo(401);
            }
            return;
        }
        for (int times = at % TWICE_EACH == 1 ? 2 : 1; times > 0; times--)
            assertThat(crowd.send(client, inbox, person, act.activity(), false))
                    .as(story)
                    .isEqualTo(202);
    }

    private static JsonNode document(Served node, String url) throws IOException {
        var answer = Wire.ask(node.url, "GET", URI.create(url).getPath(), "Accept: application/activity+json");
        assertThat(answer.status()).as(url + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String id(Served node, String path) throws IOException {
        return document(node, node.url + path).path("id").asText();
    }

    private static long page(Served node) throws IOException {
        long began = System.nanoTime();
        assertThat(Wire.ask(node.url, "GET", "/alice/tea/issues").status()).isEqualTo(200);
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static long middle(List<Long> times) {
        return times.isEmpty()
                ? 0
                : times.stream().sorted().skip(times.size() / 2).findFirst().orElse(0L);
    }

    private static String memory(Served node) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(node.handle().pid()), "status"), UTF_8)
                .lines()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("memory unknown");
    }

    private static void settled(Served node, String token) throws Exception {
        long end = System.nanoTime() + DONE_WITHIN.toNanos();
        while (waiting(node, token) > 0) {
            assertThat(System.nanoTime()).as("it never ends").isLessThan(end);
            Thread.sleep(200);
        }
    }

    private static int waiting(Served node, String token) throws IOException {
        var answer = Wire.ask(node.url, "GET", "/api/hob/v1/federation/status", "Authorization: token " + token);
        return JSON.readTree(answer.body()).path("received").asInt();
    }

    private static List<String> said(Served node, String token, int issue) throws IOException {
        var said = new ArrayList<String>();
        for (int page = 1; ; page++) {
            String path = "/repos/alice/tea/issues/" + issue + "/comments?limit=50&page=" + page;
            var some = JSON.readTree(node.ask(token, "GET", path, ""));
            for (var comment : some)
                said.add(comment.path("user").path("login").asText() + ": "
                        + comment.path("body").asText());
            if (some.size() < 50) return said;
        }
    }
}
