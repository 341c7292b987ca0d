package dev.hob.federation.vocab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdTest {
    @Test
    void an_id_is_a_web_address_with_a_host() {
        for (String text : List.of(
                "https://a.example/u/luke",
                "http://127.0.0.1:8080/x",
                "https://a.example/u/luke#main-key",
                "https://a.example/x?y=1",
                "https://[2001:db8::1]/x",
                "HTTPS://A.example/x")) assertThat(Id.of(text)).as(text).isPresent();
        for (String text : List.of(
                "",
                "x",
                "/u/luke",
                "//a.example/x",
                "ftp://a.example/x",
                "javascript:alert(1)",
                "https:///x",
                "https://",
                "https://user:secret@a.example/x",
                "https://a.example@evil.example/x",
                "https://a.example\\@evil.example/x",
                "https://a.example/ x",
                "https://a.example/\nx",
                "https://a.example:99999/x",
                "https://exämple.org/",
                "https://a.example/" + "x".repeat(3000)))
            assertThat(Id.of(text)).as(text).isEmpty();
        assertThatThrownBy(() -> new Id("mailto:a@b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_origin_is_scheme_host_and_port_however_they_are_written() {
        var plain = new Id("https://a.example/x");
        assertThat(plain.sameOrigin(new Id("HTTPS://A.Example:443/y#z"))).isTrue();
        for (String other : List.of("http://a.example/x", "https://a.example:8443/x", "https://b.a.example/x"))
            assertThat(plain.sameOrigin(new Id(other))).as(other).isFalse();
        assertThat(new Id("https://a.example:8443/x").authority()).isEqualTo("a.example:8443");
        assertThat(new Id("https://A.example:443/x").authority()).isEqualTo("a.example");
    }

    @Test
    void its_parts_stay_as_they_were_written() {
        var id = new Id("https://a.example/a%3Ab?c=%3D#d");
        assertThat(id.path()).isEqualTo("/a%3Ab");
        assertThat(id.query()).contains("c=%3D");
        assertThat(id.document()).hasToString("https://a.example/a%3Ab?c=%3D");
        assertThat(new Id("https://a.example").path()).isEqualTo("/");
    }
}
