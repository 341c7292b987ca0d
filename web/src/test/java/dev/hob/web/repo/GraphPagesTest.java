package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of commits with the lines between them.
class GraphPagesTest {
    private static final String GRAPH = "/alice/tea/graph";
    private static final Pattern COMMIT = Pattern.compile("class=\"name\" href=\"/alice/tea/commit/([0-9a-f]{40})\"");

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

    private static List<String> ids(String page) {
        return COMMIT.matcher(page).results().map(it -> it.group(1)).toList();
    }

    private List<String> gits(String... revisions) throws Exception {
        var words = new ArrayList<>(List.of("rev-list", "--topo-order"));
        words.addAll(List.of(revisions));
        return git.git(words.toArray(String[]::new)).lines().toList();
    }

    private void story() throws Exception {
        git.write("a.txt", "a").commit("Alice", "Begin");
        git.git("checkout", "-q", "-b", "topic/<b>");
        git.write("b.txt", "b").commit("Bob", "Side <i>way</i>");
        git.git("checkout", "-q", "main");
        git.write("a.txt", "b").commit("Alice", "Go on");
        git.merge("topic/<b>");
        git.git("checkout", "-q", "-b", "other", "main~1");
        git.write("c.txt", "c").commit("Carol", "Another way");
        git.git("checkout", "-q", "main");
        git.push(house, "alice/tea");
    }

    @Test
    void all_branches_are_drawn_in_gits_order_with_their_names() throws Exception {
        story();
        String page = house.page("", GRAPH);
        assertThat(ids(page)).isEqualTo(gits("--all"));
        assertThat(page)
                .contains("Side &lt;i&gt;way&lt;/i&gt;", "</span>topic/&lt;b&gt;</a>", "</span>main</a>")
                .contains("· merges <span class=\"mono\">"
                        + git.git("rev-parse", "main^2").substring(0, 7))
                .contains("after " + git.git("rev-parse", "main~2").substring(0, 7), "the first one")
                .contains("class=\"lane-1\"", "aria-hidden=\"true\"");
        assertThat(ids(house.page("", GRAPH + "/branch/other"))).isEqualTo(gits("other"));
        assertThat(ids(house.page("", GRAPH + "/branch/topic/%3cb%3e"))).isEqualTo(gits("topic/<b>"));
        assertThat(ids(house.page("", GRAPH + "/commit/" + git.head()))).isEqualTo(gits("main"));
        assertThat(house.page("", "/alice/tea/commits/branch/other")).contains(GRAPH + "/branch/other\"");
    }

    @Test
    void pages_follow_each_other() throws Exception {
        for (int i = 0; i < 70; i++) git.write("a.txt", "a" + i).commit("Alice", "Step " + i);
        git.push(house, "alice/tea");
        String first = house.page("", GRAPH);
        assertThat(ids(first)).hasSize(60);
        String next = GRAPH + "?after=" + ids(first).getLast();
        assertThat(first).contains("href=\"?after=" + ids(first).getLast() + "\" rel=\"next\"");
        assertThat(ids(house.page("", next))).isEqualTo(gits("main").subList(60, 70));
    }

    @Test
    void what_is_not_there_has_no_graph() throws Exception {
        assertThat(house.page("", GRAPH)).contains("Nothing was committed yet.");
        story();
        for (String path : List.of(
                "/branch/none",
                "/branch/main/a.txt",
                "/commit/" + "1".repeat(40),
                "?after=x",
                "?after=" + "1".repeat(40)))
            assertThat(house.get("", GRAPH + path).statusCode()).as(path).isEqualTo(404);
        house.node.edits().setPrivate(house.tea, house.alice, true);
        house.person("bob");
        for (String who : List.of("", "bob"))
            for (String path : List.of("", "/branch/main", "/commit/" + git.head()))
                assertThat(house.get(who, GRAPH + path).statusCode()).isEqualTo(404);
        assertThat(house.get("alice", GRAPH).statusCode()).isEqualTo(200);
    }
}
