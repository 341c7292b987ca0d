package dev.hob.web.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.web.Guest;
import dev.hob.web.Site;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with a release is told beside the field that it is about, in whatever language.
class ReleaseFormsTest {
    @TempDir
    Path data;

    @AutoClose
    private Site site;

    private Guest alice;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        var tea = site.repository(site.person("alice"), "tea", false, "");
        site.pushText(tea, "main", "Begin", Map.of("README.md", "# Tea\n"));
        alice = site.guest("alice");
        alice.post("/-/language", "language", "de", "next", "/");
    }

    private String refused(String tag, String target, String title) throws Exception {
        var answer = alice.post(
                "/alice/tea/releases", "tag", tag, "target", target, "title", title, "body", "", "act", "publish");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return answer.body();
    }

    @Test
    void each_field_hears_what_is_wrong_with_it() throws Exception {
        assertThat(refused("v 1", "main", "")).contains("id=\"e-tag\">Der Tag v 1: das ist kein möglicher Name.");
        assertThat(refused("v1", "nowhere", ""))
                .contains("id=\"e-target\">Einen Branch, Tag oder Commit nowhere gibt es nicht.");
        assertThat(refused("v1", "main", "x".repeat(256)))
                .contains("id=\"e-title\">Der Titel eines Releases hat höchstens 255 Zeichen.");
    }
}
