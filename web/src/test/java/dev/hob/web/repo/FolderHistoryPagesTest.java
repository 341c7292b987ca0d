package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history of a folder under all its names, page by page, against what the git client says of each name.
class FolderHistoryPagesTest {
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
        return git.git(all.toArray(String[]::new)).lines().toList();
    }

    private void files(String folder, int count) throws Exception {
        for (int i = 0; i < count; i++) git.write(folder + "/file-" + i + ".txt", "text " + i + "\n");
    }

    private String moved(String from, String to) throws Exception {
        git.git("mv", from, to);
        return git.commit("Bob", "Call it " + to);
    }

    @Test
    void it_goes_on_under_the_old_names_and_says_where() throws Exception {
        files("ol<d", 4);
        git.commit("Alice", "Begin");
        for (int i = 0; i < 30; i++)
            git.write("ol<d/file-0.txt", "old " + i + "\n").commit("Alice", "Old " + i);
        git.write("elsewhere", "x\n").commit("Alice", "Not here");
        String first = moved("ol<d", "middle");
        for (int i = 0; i < 30; i++)
            git.write("middle/file-1.txt", "middle " + i + "\n").commit("Bob", "Middle " + i);
        git.write("new/keep", "\n").commit("Bob", "Room");
        git.git("mv", "middle", "new/place");
        git.write("new/place/file-2.txt", "changed as it went\n");
        String second = git.commit("Bob", "Call it new");
        for (int i = 0; i < 5; i++)
            git.write("new/place/file-1.txt", "new " + i + "\n").commit("Carol", "New " + i);
        git.push(house, "alice/tea");

        assertThat(HistoryReader.all(house, COMMITS + "new/place"))
                .isEqualTo(gits("--", "new/place", "middle", "ol<d"));
        assertThat(HistoryReader.all(house, COMMITS + "new/place")).hasSize(68);
        String before = git.git("rev-parse", first + "^^").strip();
        assertThat(house.page("", COMMITS + "new/place"))
                .contains("renamed from <code>middle</code>", "renamed from <code>ol&lt;d</code>")
                .contains("/src/commit/" + second + "/new/place\"", "/src/commit/" + first + "/middle\"")
                .contains("/src/commit/" + before + "/ol%3cd\"");
        assertThat(house.page("", COMMITS + "new/place?after=" + second))
                .contains("renamed from <code>ol&lt;d</code>")
                .doesNotContain("renamed from <code>middle", ">Call it new<");
        assertThat(house.page("", COMMITS + "new/place?q=author:Alice")).contains("31 commits fit this");
        assertThat(HistoryReader.all(house, COMMITS + "new/place?q=Middle")).hasSize(31);
        assertThat(house.page("", COMMITS + "new/place?q=Middle").split("renamed from", -1))
                .as("only the commit that renamed it says so")
                .hasSize(2);
        assertThat(house.get("", COMMITS + "new/place?after=" + "1".repeat(40)).statusCode())
                .isEqualTo(404);
        assertThat(HistoryReader.all(house, COMMITS + "middle"))
                .as("a folder that is gone")
                .isEqualTo(gits("--", "middle", "ol<d"));
    }

    @Test
    void a_folder_that_only_took_some_files_is_new() throws Exception {
        files("a", 6);
        git.commit("Alice", "Begin");
        git.write("part/keep", "\n");
        for (int i = 0; i < 3; i++) git.git("mv", "a/file-" + i + ".txt", "part/file-" + i + ".txt");
        git.commit("Bob", "Half of it");
        git.write("copy/file-3.txt", "text 3\n")
                .write("copy/file-4.txt", "text 4\n")
                .write("copy/file-5.txt", "text 5\n");
        git.commit("Bob", "A copy");
        git.write("many/own-0", "0\n")
                .write("many/own-1", "1\n")
                .write("many/own-2", "2\n")
                .write("many/own-3", "3\n");
        for (int i = 3; i < 6; i++) git.git("mv", "a/file-" + i + ".txt", "many/file-" + i + ".txt");
        git.commit("Bob", "Much else");
        git.push(house, "alice/tea");
        for (String folder : List.of("part", "copy", "many"))
            assertThat(house.page("", COMMITS + folder)).as(folder).doesNotContain("renamed from");
    }

    @Test
    void a_folder_that_went_and_came_back_has_all_its_lives() throws Exception {
        files("a", 3);
        git.commit("Alice", "Begin");
        git.git("mv", "a", "b");
        git.commit("Alice", "There");
        git.write("b/file-0.txt", "changed\n").commit("Alice", "Change");
        git.git("mv", "b", "a");
        git.commit("Alice", "And back");
        git.write("a/file-1.txt", "changed\n").commit("Alice", "Change again");
        git.push(house, "alice/tea");
        assertThat(HistoryReader.all(house, COMMITS + "a")).isEqualTo(gits("--", "a", "b"));
    }

    @Test
    void what_moved_into_a_folder_within_itself_or_on_a_branch_is_followed() throws Exception {
        files("src", 3);
        git.commit("Alice", "Begin");
        git.git("checkout", "-q", "-b", "topic");
        git.git("mv", "src", "tmp");
        git.write("src/keep", "\n");
        git.git("mv", "tmp", "src/main");
        Files.delete(git.folder.resolve("src/keep"));
        String renamed = git.commit("Bob", "Into main");
        git.git("checkout", "-q", "main");
        git.write("other", "x\n").commit("Alice", "Meanwhile");
        git.merge("topic");
        git.push(house, "alice/tea");
        assertThat(HistoryReader.all(house, COMMITS + "src/main"))
                .containsExactly(renamed, gits("--reverse").getFirst());
        house.node.edits().setPrivate(house.tea, house.alice, true);
        assertThat(house.get("", COMMITS + "src/main").statusCode()).isEqualTo(404);
    }
}
