package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page that says from which commit each line of a file is, of a repository that the git client made, against
/// what that says.
class BlamePagesTest {
    private static final String TEA = "/alice/tea";
    private static final Pattern ROW = Pattern.compile(
            "<tr id=\"L(\\d+)\">(?:<td class=\"by\".*?href=\"/alice/tea/commit/([0-9a-f]{40})\")?", Pattern.DOTALL);

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
        var all = new ArrayList<>(List.of("blame", "--line-porcelain"));
        all.addAll(List.of(words));
        return git.git(all.toArray(String[]::new))
                .lines()
                .filter(line -> line.matches("[0-9a-f]{40} [0-9]+ [0-9]+.*"))
                .map(line -> line.substring(0, 40))
                .toList();
    }

    /// The commit of each line, and that the lines have their anchors.
    private static List<String> shown(String page) {
        var ids = new ArrayList<String>();
        var rows = ROW.matcher(page);
        while (rows.find()) {
            assertThat(rows.group(1)).isEqualTo(String.valueOf(ids.size() + 1));
            ids.add(rows.group(2) == null ? ids.getLast() : rows.group(2));
        }
        return ids;
    }

    private static String numbered(String word, int from, int to) {
        return String.join(
                "",
                IntStream.range(from, to).mapToObj(it -> word + " " + it + "\n").toList());
    }

    @Test
    void each_line_stands_beside_the_commit_that_git_names() throws Exception {
        git.write("src/kettle.py", numbered("# boil", 0, 30)).commit("Alice", "Begin");
        git.write("src/kettle.py", numbered("# boil", 0, 10) + "whistle = True\n" + numbered("# boil", 10, 30))
                .commit("Bob", "Whistle <b>when</b> done");
        git.git("mv", "src/kettle.py", "src/pot.py");
        git.commit("Carol", "Call it a pot");
        git.git("checkout", "-q", "-b", "topic");
        git.write(
                        "src/pot.py",
                        "import steam\n" + numbered("# boil", 0, 10) + "whistle = True\n" + numbered("# boil", 10, 30))
                .commit("Bob", "Steam");
        git.git("checkout", "-q", "main");
        git.write(
                        "src/pot.py",
                        numbered("# boil", 0, 10) + "whistle = True\n" + numbered("# boil", 10, 29) + "the end\n")
                .commit("Alice", "End it");
        git.merge("topic");
        git.push(house, "alice/tea");
        String page = house.page("", TEA + "/blame/branch/main/src/pot.py");
        assertThat(shown(page)).hasSize(32).isEqualTo(gits("main", "--", "src/pot.py"));
        assertThat(page)
                .contains("Whistle &lt;b&gt;when&lt;/b&gt; done", ">Bob</span>", "class=\"age-0\"", "class=\"age-5\"");
        String whistled = git.git("rev-parse", "main~2^").strip();
        assertThat(house.page("", TEA + "/blame/commit/" + whistled + "/src/kettle.py"))
                .contains("href=\"/alice/tea/blame/commit/"
                        + git.git("rev-parse", whistled + "^").strip() + "/src/kettle.py#L11\"");
        assertThat(shown(house.page("", TEA + "/blame/commit/" + whistled + "/src/kettle.py")))
                .isEqualTo(gits(whistled, "--", "src/kettle.py"));
    }

    @Test
    void commits_that_the_project_names_are_passed_over_unless_somebody_wants_to_see_them() throws Exception {
        git.write("a.c", "int main(void) {\nreturn alpha(one, two);\n}\n").commit("Alice", "Begin");
        git.write("a.c", "int main(void) {\nreturn beta(one, two);\n}\n").commit("Bob", "Change");
        String form = git.write("a.c", "/* Licence. */\nint main(void)\n{\n    return beta( one, two );\n}\n")
                .commit("Carol", "Only its form");
        git.push(house, "alice/tea");
        assertThat(house.page("", TEA + "/blame/branch/main/a.c")).doesNotContain("passed over");
        git.write(".git-blame-ignore-revs", "# formatted\n" + form + " # here\nnonsense\n")
                .commit("Carol", "Pass it over");
        git.push(house, "alice/tea");
        String page = house.page("", TEA + "/blame/branch/main/a.c");
        assertThat(page).contains("passed over", "?ignore=no\">See it without that");
        assertThat(shown(page))
                .isEqualTo(gits("--ignore-rev", form, "main", "--", "a.c"))
                .contains(form);
        String whole = house.page("", TEA + "/blame/branch/main/a.c?ignore=no");
        assertThat(shown(whole)).isEqualTo(gits("main", "--", "a.c"));
        assertThat(whole).contains("Pass them over").contains("/a.c?ignore=no#L");
    }

    @Test
    void files_of_every_kind_have_a_page_or_words() throws Exception {
        git.write("empty", "")
                .write("binary", "a\0b")
                .write("crlf.txt", "one\r\ntwo\r\n")
                .write("unended.txt", "one\ntwo")
                .write("returns", "one\rtwo\nthree\n")
                .write("large", "x".repeat(1024 * 1024 + 1))
                .write("d/in.txt", "x\n")
                .commit("Alice", "Begin");
        git.write("crlf.txt", "one\r\n2\r\n").write("unended.txt", "one\ntwo\n").commit("Bob", "Go on");
        git.push(house, "alice/tea");
        String at = TEA + "/blame/branch/main/";
        assertThat(house.page("", at + "empty")).contains("An empty file.");
        assertThat(house.page("", at + "binary")).contains("it is no text");
        assertThat(house.page("", at + "returns"))
                .as("other ends of lines than git's")
                .contains("it is no text");
        assertThat(house.page("", at + "large")).contains("it has more than 1048576 bytes");
        for (String name : List.of("crlf.txt", "unended.txt"))
            assertThat(shown(house.page("", at + name))).as(name).isEqualTo(gits("main", "--", name));
        for (String nowhere :
                List.of("nothing", "d", "", "../x", "%2e%2e/x", "d/%2E%2E/in.txt", "d//in.txt", "a%00b", "%0a"))
            assertThat(house.get("", at + nowhere).statusCode()).as(nowhere).isIn(400, 404);
        assertThat(house.get("", TEA + "/blame/commit/" + "1".repeat(40) + "/empty")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_page_that_is_the_same_is_not_sent_again_and_a_stranger_sees_no_private_one() throws Exception {
        String id = git.write("a.txt", "leaf\n").commit("Alice", "Begin");
        git.push(house, "alice/tea");
        String path = TEA + "/blame/branch/main/a.txt";
        var first = house.get("", path);
        String tag = first.headers().firstValue("ETag").orElse("");
        assertThat(house.get("", path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(house.get("", path + "?ignore=no", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
        assertThat(house.page("", TEA + "/src/branch/main/a.txt"))
                .contains("href=\"" + path + "\" data-key=\"b\">Blame");
        house.node.edits().setPrivate(house.tea, house.alice, true);
        for (String hidden : List.of(path, TEA + "/blame/commit/" + id + "/a.txt"))
            assertThat(house.get("", hidden).statusCode()).isEqualTo(404);
        assertThat(house.get("alice", path).statusCode()).isEqualTo(200);
    }
}
