package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.ServeCommand.Running;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator says of other servers, to a node that runs and to one that does not.
class InstanceCommandsTest {
    @TempDir
    Path data;

    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();

    private int hob(String... words) {
        out.clear();
        err.clear();
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return Main.run(all, new Written(out, err), Map.of());
    }

    @Test
    void servers_are_blocked_limited_allowed_and_forgotten() {
        assertThat(hob("instance", "list")).isZero();
        assertThat(out).isEmpty();
        assertThat(hob("instance", "block", "Spam.example", "--reason", "floods"))
                .isZero();
        assertThat(hob("instance", "limit", "loud.example")).isZero();
        assertThat(hob("instance", "limit", "gore.example", "--media")).isZero();
        assertThat(hob("instance", "allow", "good.spam.example")).isZero();
        assertThat(hob("instance", "list")).isZero();
        assertThat(out)
                .extracting(line -> line.replaceFirst("\t2[^\t]*Z\t", "\t"))
                .containsExactly(
                        "good.spam.example\tallowed\t",
                        "gore.example\tno media\t",
                        "loud.example\tlimited\t",
                        "spam.example\tblocked\tfloods");
        assertThat(hob("instance", "forget", "spam.example")).isZero();
        assertThat(hob("instance", "forget", "spam.example")).isEqualTo(1);
        assertThat(err).singleElement().asString().contains("nothing was decided about spam.example");
        assertThat(hob("instance", "block", "no host")).isEqualTo(1);
        assertThat(err).singleElement().asString().contains("not the name of a host");
    }

    @Test
    void a_node_may_meet_only_whom_it_lists() {
        assertThat(hob("instance", "only-listed", "on")).isZero();
        assertThat(hob("instance", "list")).isZero();
        assertThat(err).singleElement().asString().contains("only the servers listed");
        assertThat(hob("instance", "only-listed", "perhaps")).isEqualTo(1);
        assertThat(hob("instance", "only-listed", "off")).isZero();
        assertThat(hob("instance", "list")).isZero();
        assertThat(err).isEmpty();
    }

    @Test
    void a_node_that_runs_knows_it_and_counts_what_waits() throws Exception {
        try (var running = Running.start(
                data,
                Map.of(),
                Map.of(
                        Setting.HTTP_ADDRESS,
                        "127.0.0.1:0",
                        Setting.HTTP_URL,
                        "http://127.0.0.1:1",
                        Setting.FEDERATION_ALLOW_HTTP,
                        "true"))) {
            assertThat(Main.inside(
                            running.house(), List.of("instance", "block", "spam.example"), new Written(out, err)))
                    .isZero();
            var rules = running.federation().orElseThrow().rules();
            for (int i = 0; i < 100 && !rules.isBlocked("a.spam.example"); i++) Thread.sleep(50);
            assertThat(rules.isBlocked("a.spam.example")).isTrue();
            var metrics = URI.create(running.web().localUrl() + "/metrics");
            try (var client = HttpClient.newHttpClient()) {
                assertThat(client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                                .body())
                        .contains("hob_federation_deliveries_waiting 0.0")
                        .contains("hob_federation_deliveries_running 0.0")
                        .contains("hob_federation_hosts_failing 0.0")
                        .contains("hob_federation_hosts_parked 0.0");
            }
        }
    }
}
