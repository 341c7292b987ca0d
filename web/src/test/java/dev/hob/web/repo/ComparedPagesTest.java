package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any two commits beside each other, by whatever names.
class ComparedPagesTest {
    private static final String COMPARE = "/alice/tea/compare/";

    @TempDir
    Path data;

    private RepoHouse house;
    private ObjectId first = ObjectId.zeroId();
    private ObjectId second = ObjectId.zeroId();

    @BeforeEach
    void open() throws Exception {
        house = new RepoHouse(data);
        first = house.pushText("main", "Boil water", Map.of("a.txt", "one\n"));
        house.tag("v1.0", first, "The first");
        house.move(new RefMove("refs/heads/side", RefMove.ABSENT, first.name()));
        second = house.pushText("main", "Add leaves", Map.of("a.txt", "one\ntwo\n"));
        var third = house.pushText("main", "Pour it", Map.of("a.txt", "one\ntwo\nthree\n"));
        house.tag("v1.1", third, "The second");
        house.pushText("side", "Sugar", Map.of("a.txt", "one\n", "sugar.txt", "sweet\n"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void tags_and_ids_are_compared_like_branches() throws Exception {
        assertThat(house.page("", COMPARE + "v1.0...v1.1"))
                .contains("2 commits", "Add leaves", "Pour it", "1 file changed", "value=\"v1.0\"", "value=\"v1.1\"")
                .doesNotContain("Open pull request");
        assertThat(house.page("", COMPARE + first.name() + "..." + second.name().substring(0, 9)))
                .contains("1 commit<", "Add leaves")
                .doesNotContain("Pour it");
        assertThat(house.page("", COMPARE + "v1.1...v1.0")).contains("v1.1 has everything that v1.0 has.");
        assertThat(house.page("", COMPARE + "v1.1...main")).contains("Both are the same commit.");
        assertThat(house.page("alice", COMPARE + "main...side")).contains("Open pull request");
    }

    @Test
    void two_dots_compare_the_files_themselves() throws Exception {
        assertThat(house.page("", COMPARE + "v1.1...side"))
                .contains("Sugar", "1 file changed", "sugar.txt", "href=\"/alice/tea/compare/v1.1..side\"");
        assertThat(house.page("", COMPARE + "v1.1..side"))
                .contains("2 files changed", "a.txt", "href=\"/alice/tea/compare/v1.1...side\"")
                .contains("href=\"/alice/tea/compare/side..v1.1\"");
        assertThat(house.page("", COMPARE + "main..side"))
                .contains("2 files changed")
                .doesNotContain("Open pull request");
        assertThat(house.page("", COMPARE + "v1.0..v1.1.diff"))
                .startsWith("diff --git a/a.txt")
                .contains("+three");
        assertThat(house.page("", COMPARE + "v1.0...v1.1.patch")).contains("Subject: [PATCH 1/2] Add leaves");
    }

    @Test
    void the_page_where_both_are_named_offers_what_there_is() throws Exception {
        String page = house.page("", "/alice/tea/compare?any=yes");
        assertThat(page).contains("<option value=\"side\">", "<option value=\"v1.1\">");
        assertThat(page.indexOf("\"v1.1\"")).isLessThan(page.indexOf("\"v1.0\""));
        assertThat(house.get("", "/alice/tea/compare?any=yes&base=+v1.0&head=" + second.name())
                        .headers()
                        .firstValue("Location"))
                .contains(COMPARE + "v1.0..." + second.name());
        assertThat(house.page("", "/alice/tea/compare")).contains("compare any two");
    }

    @Test
    void what_is_not_there_or_not_for_the_reader_is_not_found() throws Exception {
        for (String wrong : List.of(
                "v1.0...v9",
                "v9...v1.0",
                "v1.0..v9.diff",
                "v1.0...",
                "main..v1.0..",
                "v1.0..."
                        + ObjectId.fromString("1234567890123456789012345678901234567890")
                                .name(),
                "v1.0...bob:main",
                "v1.0...alice/none:main"))
            assertThat(house.get("", COMPARE + wrong).statusCode()).as(wrong).isEqualTo(404);
        house.repository("secret", true);
        assertThat(house.get("", "/alice/secret/compare/v1...v2").statusCode()).isEqualTo(404);
        assertThat(house.get("", "/alice/tea/compare/v1.0...alice/secret:main").statusCode())
                .isEqualTo(404);
    }
}
