package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.web.html.Urls;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding a file by a few letters, without any script.
class FinderPagesTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>\"'";

    @TempDir
    Path data;

    private RepoHouse house;

    @BeforeEach
    void open() {
        house = new RepoHouse(data);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void the_best_come_first_and_lead_to_their_files() throws Exception {
        var commit = house.pushText(
                "main",
                "Begin",
                Map.of("src/Kettle.java", "k\n", "docs/kettle.md", "k\n", "k/e/t.txt", "k\n", EVIL, "e\n"));
        String page = house.page("", "/alice/tea/find/branch/main?q=kettle");
        assertThat(page.indexOf("/src/branch/main/docs/kettle.md\"")).isPositive();
        assertThat(page)
                .contains("src/<mark>Kettle</mark>.java", "value=\"kettle\"")
                .doesNotContain("k/e/t.txt");
        assertThat(house.page("", "/alice/tea/find/commit/" + commit.name() + "?q=kj"))
                .contains("href=\"/alice/tea/src/commit/" + commit.name() + "/src/Kettle.java\"");
        assertThat(house.page("", "/alice/tea/find/branch/main")).contains("k/e/t.txt", "docs/kettle.md");
        assertThat(house.page("", "/alice/tea/find/branch/main?q=zzz")).contains("No file has these letters");
        assertThat(house.page("", "/alice/tea/find/branch/main?q=" + Urls.path(EVIL)))
                .doesNotContain("<img src=x")
                .contains("&lt;");
        assertThat(house.page("", "/alice/tea")).contains("href=\"/alice/tea/find/branch/main\"");
    }

    @Test
    void a_large_tree_is_answered_with_some_and_says_how_many_there_are() throws Exception {
        var files = new HashMap<String, String>();
        for (int i = 0; i < 3_000; i++) files.put("folder-" + i % 50 + "/file-" + i + ".txt", "x\n");
        house.pushText("main", "Begin", files);
        String page = house.page("", "/alice/tea/find/branch/main?q=file");
        assertThat(page.split("<li>", -1)).hasSizeBetween(51, 61);
        assertThat(page).contains("2,950 more");
        assertThat(house.page("", "/alice/tea/find/branch/main?q=" + "f".repeat(5_000)))
                .contains("No file has these letters");
    }

    @Test
    void a_page_that_is_the_same_is_not_sent_again_and_a_stranger_finds_nothing_private() throws Exception {
        house.pushText("main", "Begin", Map.of("a.txt", "leaf\n"));
        String path = "/alice/tea/find/branch/main?q=a";
        String tag = house.get("", path).headers().firstValue("ETag").orElse("");
        assertThat(house.get("", path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        house.pushText("main", "Go on", Map.of("a.txt", "leaf\n", "b/a.txt", "leaf\n"));
        assertThat(house.get("", path, "If-None-Match", tag).body()).contains("/main/b/a.txt\"");
        for (String nowhere : List.of("branch/main/a.txt", "branch/none", "commit/" + "1".repeat(40), "tag/main"))
            assertThat(house.get("", "/alice/tea/find/" + nowhere).statusCode())
                    .as(nowhere)
                    .isEqualTo(404);
        house.node.edits().setPrivate(house.tea, house.alice, true);
        assertThat(house.get("", path).statusCode()).isEqualTo(404);
        assertThat(house.get("alice", path).statusCode()).isEqualTo(200);
    }
}
