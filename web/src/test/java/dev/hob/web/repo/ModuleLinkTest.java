package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleLinkTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org/a/lib.git, https://example.org/a/lib",
        "https://user:secret@example.org:8443/a/lib, https://example.org:8443/a/lib",
        "git@example.org:a/lib.git, https://example.org/a/lib",
        "ssh://git@example.org:2222/a/lib.git, https://example.org/a/lib",
        "git://example.org/a/lib.git, https://example.org/a/lib",
        "../lib.git, /alice/lib/src/commit/abc",
        "../lib/, /alice/lib/src/commit/abc",
        "../../bob/lib.git, /bob/lib/src/commit/abc",
        "../sp ace.git, /alice/sp%20ace/src/commit/abc"
    })
    void leads_to_its_page(String url, String page) {
        assertThat(ModuleLink.of(url, "alice/tea", "abc")).hasValue(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "/srv/git/lib.git",
                "--upload-pack=evil",
                "ext::sh -c x",
                "../../../x/lib.git",
                "../../lib.git",
                "../..",
                "./lib.git",
                "C:\\lib",
                ""
            })
    void leads_nowhere_else(String url) {
        assertThat(ModuleLink.of(url, "alice/tea", "abc")).isEmpty();
    }
}
