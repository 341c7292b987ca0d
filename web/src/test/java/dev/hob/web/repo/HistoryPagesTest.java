package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The list of commits, narrowed by words, people and times, against what the git client says.
class HistoryPagesTest {
    private static final String COMMITS = "/alice/tea/commits/branch/main";

    @TempDir
    Path data;

    private RepoHouse house;
    private GitClient git;

    @BeforeEach
    void open() throws Exception {
        house = new RepoHouse(data.resolve("node"));
        git = new GitClient(data.resolve("work"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String asking(String path, String typed) {
        return path + "?q=" + URLEncoder.encode(typed, UTF_8);
    }

    /// All pages of a list.
    private List<String> all(String path, String typed) throws Exception {
        return HistoryReader.all(house, asking(path, typed));
    }

    private List<String> gits(String... words) throws Exception {
        var all = new ArrayList<>(List.of("log", "--format=%H"));
        all.addAll(List.of(words));
        return git.git(all.toArray(String[]::new)).lines().toList();
    }

    private void story() throws Exception {
        for (int i = 0; i < 70; i++)
            git.write(i % 3 == 0 ? "pot/lid.txt" : "kettle.txt", "" + i)
                    .commit(
                            i % 2 == 0 ? "Alice" : "Bob",
                            "Boil " + i + (i % 5 == 0 ? "\n\nIt whistles <loudly>." : ""));
        git.push(house, "alice/tea");
    }

    @Test
    void a_history_is_narrowed_over_all_its_pages_as_git_does_it() throws Exception {
        story();
        assertThat(all(COMMITS, "author:bob")).hasSize(35).isEqualTo(gits("--author=bob", "-i"));
        assertThat(all(COMMITS, "boil -author:bob")).isEqualTo(gits("--author=alice", "-i"));
        assertThat(all(COMMITS, "WHISTLES author:alice@")).isEqualTo(gits("--grep=whistles", "--author=alice"));
        assertThat(all(COMMITS, "after:2023-12 before:2024"))
                .isNotEmpty()
                .isEqualTo(gits("--since=2023-12-01T00:00:00Z", "--until=2023-12-31T23:59:59Z"));
        assertThat(all(COMMITS + "/pot", "author:bob")).isEqualTo(gits("--author=bob", "-i", "--", "pot"));
        assertThat(all(COMMITS + "/pot/lid.txt", "author:bob"))
                .isEqualTo(gits("--author=bob", "-i", "--", "pot/lid.txt"));
        assertThat(all(
                        "/alice/tea/commits/commit/"
                                + git.git("rev-parse", "HEAD~60").strip(),
                        "author:alice"))
                .isEqualTo(gits("--author=alice", "-i", "HEAD~60"));
    }

    @Test
    void the_page_says_what_was_found_and_why() throws Exception {
        story();
        String page = house.page("", asking(COMMITS, "whistles"));
        assertThat(page)
                .contains("14 commits fit this.", "It whistles &lt;loudly&gt;.", "value=\"whistles\"")
                .contains("href=\"" + asking(COMMITS, "author:\"Alice\"") + "\" rel=\"nofollow\">Alice</a>");
        assertThat(house.page("", asking(COMMITS, "author:carol"))).contains("No commit fits this.");
        assertThat(house.page("", asking(COMMITS, "<b>\"&")))
                .contains("No commit fits this.", "value=\"&lt;b>&#34;&amp;\"")
                .doesNotContain("<b>\"");
        assertThat(house.page("", asking(COMMITS, "after:yesterday")))
                .contains("Not understood, and left out: <code>after:yesterday</code>")
                .contains("Boil 69");
        assertThat(house.page("", asking(COMMITS, "x".repeat(3_000)))).contains("No commit fits this.");
    }

    @Test
    void what_is_filled_in_beside_the_box_is_typed_into_it() throws Exception {
        story();
        var answer = house.get("", COMMITS + "/pot?q=boil&author=Al%22ice+A&since=2023-12-01&until=2024-01-31&lines=");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .contains(
                        asking(COMMITS + "/pot", "boil author:\"Alice A\" after:\"2023-12-01\" until:\"2024-01-31\""));
        assertThat(house.get("", COMMITS + "?q=boil&author=&since=&until=").statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_not_there_stays_so_however_it_is_asked_for() throws Exception {
        story();
        String other = gits("--author=alice", "-i").getFirst();
        for (String path : List.of(COMMITS, COMMITS + "/pot", COMMITS + "/pot/lid.txt"))
            assertThat(house.get("", asking(path, "author:bob") + "&after=" + other)
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        assertThat(house.get("", asking(COMMITS + "/nothing", "")).statusCode()).isEqualTo(404);
        house.node.edits().setPrivate(house.tea, house.alice, true);
        house.person("bob");
        for (String who : List.of("", "bob"))
            assertThat(house.get(who, asking(COMMITS, "author:bob")).statusCode())
                    .isEqualTo(404);
        assertThat(HistoryReader.ids(house.page("alice", asking(COMMITS, "author:bob"))))
                .isNotEmpty();
    }

    @Test
    void days_begin_by_the_readers_clock() throws Exception {
        git.write("kettle.txt", "hot").commit("Alice", "Boil"); // 2023-11-15T23:13:20Z
        git.push(house, "alice/tea");

        assertThat(house.page("", COMMITS)).contains(">15 Nov 2023</time></h2>", "title=\"15 Nov 2023 23:13 UTC\"");
        assertThat(house.get("", COMMITS, "Cookie", "hob_zone=Asia/Tokyo").body())
                .contains(">16 Nov 2023</time></h2>", "title=\"16 Nov 2023 08:13 JST\"");
        for (String odd : List.of("Mars/Olympus", "+25:00", "%3Cb%3E", "x".repeat(5000)))
            assertThat(house.get("", COMMITS, "Cookie", "hob_zone=" + odd).body())
                    .as(odd)
                    .contains(">15 Nov 2023</time></h2>");
    }
}
