package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history of a file under all its names, and of some of its lines, page by page, against what the git client
/// says.
class FileHistoryPagesTest {
    private static final String COMMITS = "/alice/tea/commits/branch/main/";

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

    private List<String> gits(String... words) throws Exception {
        var all = new ArrayList<>(List.of("log", "--format=%H"));
        all.addAll(List.of(words));
        return git.git(all.toArray(String[]::new))
                .lines()
                .filter(line -> line.matches("[0-9a-f]{40}"))
                .toList();
    }

    private static String text(int changed, String word) {
        return String.join(
                "",
                IntStream.range(0, 30)
                        .mapToObj(it -> (it == changed ? word : "line " + it) + "\n")
                        .toList());
    }

    @Test
    void a_history_goes_on_with_the_old_name_over_all_its_pages() throws Exception {
        for (int i = 0; i < 30; i++)
            git.write("old/na<b>me.txt", text(i, "old " + i)).commit("Alice", "Old " + i);
        git.git("mv", "old/na<b>me.txt", "new.txt");
        String renamed = git.commit("Bob", "Call it new");
        for (int i = 0; i < 30; i++) git.write("new.txt", text(i, "new " + i)).commit("Alice", "New " + i);
        git.write("other.txt", "other\n").commit("Bob", "Something else");
        git.push(house, "alice/tea");
        assertThat(HistoryReader.all(house, COMMITS + "new.txt"))
                .hasSize(61)
                .isEqualTo(gits("--follow", "--", "new.txt"));
        String second = house.page(
                "",
                COMMITS + "new.txt?after=" + gits("--follow", "--", "new.txt").get(25));
        assertThat(second)
                .contains("renamed from <code>old/na&lt;b&gt;me.txt</code>")
                .contains("href=\"/alice/tea/src/commit/" + renamed + "/new.txt\"")
                .contains("href=\"/alice/tea/src/commit/"
                        + git.git("rev-parse", renamed + "^").strip() + "/old/na%3cb%3eme.txt\"");
        assertThat(house.get("", COMMITS + "new.txt?after=" + gits("-1").getFirst())
                        .statusCode())
                .as("no commit of this file")
                .isEqualTo(404);
        assertThat(HistoryReader.ids(house.page("", COMMITS + "old")))
                .as("a folder that is gone")
                .hasSize(31);
    }

    @Test
    void some_lines_have_a_history_of_their_own() throws Exception {
        git.write("a.txt", text(-1, "")).commit("Alice", "Begin");
        for (int i : new int[] {3, 12, 14, 25})
            git.write("a.txt", text(i, "once " + i)).commit("Bob", "Line " + i);
        git.push(house, "alice/tea");
        String page = house.page("", COMMITS + "a.txt?lines=12-16");
        assertThat(HistoryReader.ids(page)).isEqualTo(gits("-s", "-L12,16:a.txt"));
        assertThat(page).contains("lines 12 to 16", "/src/branch/main/a.txt#L12-L16");
        assertThat(HistoryReader.ids(house.page("", COMMITS + "a.txt?lines=26")))
                .isEqualTo(gits("-s", "-L26,26:a.txt"));
        for (String wrong : List.of("0-3", "5-4", "x", "", "1-2-3", "99999999999", "-1", "20-31"))
            assertThat(house.get("", COMMITS + "a.txt?lines=" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(404);
        assertThat(house.get("", "/alice/tea/commits/branch/main?lines=1").statusCode())
                .isEqualTo(404);
        house.node.edits().setPrivate(house.tea, house.alice, true);
        assertThat(house.get("", COMMITS + "a.txt?lines=12-16").statusCode()).isEqualTo(404);
    }
}
