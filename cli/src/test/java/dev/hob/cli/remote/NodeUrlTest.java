package dev.hob.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeUrlTest {
    private static NodeUrl url(String text) {
        return NodeUrl.of(text).orElseThrow();
    }

    @Test
    void one_node_has_one_address_however_it_is_typed() {
        for (String text :
                List.of("hob.example", "https://HOB.example/", "HTTPS://hob.example:443", " https://hob.example// "))
            assertThat(url(text)).as(text).hasToString("https://hob.example");
        assertThat(url("http://localhost:7171/")).hasToString("http://localhost:7171");
        assertThat(url("https://example.org/forge/")).hasToString("https://example.org/forge");
        assertThat(url("https://alice:secret@hob.example")).hasToString("https://hob.example");
    }

    @Test
    void what_is_no_address_is_none() {
        for (String text : List.of(
                "",
                "ftp://x",
                "file:///etc",
                "https://",
                "https://x?y",
                "https://x#y",
                "a b",
                "https://" + "x".repeat(3_000)))
            assertThat(NodeUrl.of(text)).as(text).isEmpty();
    }

    @Test
    void only_loopback_by_its_own_names_is_safe_without_tls() {
        for (String text : List.of(
                "http://localhost", "http://127.0.0.1:80", "http://127.8.8.8", "http://[::1]:7171", "https://x"))
            assertThat(url(text).isSafe()).as(text).isTrue();
        for (String text : List.of(
                "http://hob.example", "http://127.0.0.1.example", "http://localhost.example", "http://10.0.0.1"))
            assertThat(url(text).isSafe()).as(text).isFalse();
    }

    @Test
    void secrets_stay_with_scheme_host_and_port() {
        var node = url("https://hob.example/forge");
        assertThat(node.sameOrigin(URI.create("https://HOB.example:443/elsewhere")))
                .isTrue();
        for (String other : List.of(
                "http://hob.example",
                "https://hob.example:444",
                "https://hob.example.org",
                "https://x@evil.example",
                "mailto:x"))
            assertThat(node.sameOrigin(URI.create(other))).as(other).isFalse();
    }
}
