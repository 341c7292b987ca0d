package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import dev.hob.web.html.Urls;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a repository's pages show, what they never run, and when they are asked for again.
class RepoPagesTest {
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

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /// No element and no attribute of a stranger's making.
    private static void tame(String page) {
        assertThat(page.replace("<script type=\"module\" src=\"/-/hob.js\"></script>", ""))
                .doesNotContain("<img src=x", "<script", "onerror=alert(1)>\"'<", "=\"javascript:", "=\"data:");
        String tags = page.replaceAll("=\"[^\"]*\"", "");
        assertThat(Pattern.compile("<[^>]*\\sonerror\\s*=").matcher(tags).find())
                .as("a handler in a tag")
                .isFalse();
    }

    @Test
    void whatever_people_call_things_stays_text() throws Exception {
        String branch = "x/<b>\"'";
        var readme = "# " + EVIL + "\n\n[a](javascript:alert(1)) <script>alert(1)</script> ![p](data:text/html,x)\n";
        var first = house.pushText(
                "main", EVIL + "\n\n" + EVIL, Map.of(EVIL, "text\n", "README.md", readme, "d/" + EVIL, EVIL));
        house.pushText(branch, EVIL, Map.of(EVIL, "text\n", "e.html", EVIL, "README.txt", EVIL));
        house.tag("v<b>\"'", first, EVIL + "\n\n" + EVIL);
        house.node.edits().describe(house.tea, house.alice, EVIL);
        for (String path : List.of(
                "",
                "/src/branch/" + Urls.path(branch),
                "/src/branch/main/" + Urls.path(EVIL),
                "/src/branch/main/d",
                "/src/branch/main/d/" + Urls.path(EVIL),
                "/src/branch/" + Urls.path(branch) + "/e.html",
                "/src/branch/main/README.md",
                "/src/branch/main/README.md?source",
                "/commits/branch/main",
                "/commits/branch/" + Urls.path(branch),
                "/commit/" + first.name(),
                "/branches",
                "/branches?q=" + Urls.path(EVIL),
                "/tags")) tame(house.page("alice", "/alice/tea" + path));
        tame(house.page("alice", "/alice/tea/settings"));
        var refused = house.post("alice", "/alice/tea/branches", "name", EVIL, "from", EVIL);
        assertThat(refused.statusCode()).isEqualTo(422);
        tame(refused.body());
        assertThat(house.page("", "/alice/tea/tags")).contains("&lt;img src=x onerror=alert(1)&gt;");
    }

    @Test
    void what_is_raw_is_never_a_page() throws Exception {
        var files = new HashMap<String, byte[]>();
        for (String name : List.of("a.html", "a.htm", "a.xhtml", "a.js", "a.xml", "a.pdf", "a.txt", "noname", "a.svg"))
            files.put(name, "<html><script>alert(1)</script></html>".getBytes(UTF_8));
        files.put("zeros.html", new byte[] {0, 1, 2});
        files.put("picture.png", "<html><script>alert(1)</script>".getBytes(UTF_8));
        house.push("main", "Begin", files);
        for (String name : files.keySet()) {
            var answer = house.get("", "/alice/tea/raw/branch/main/" + name);
            assertThat(answer.statusCode()).as(name).isEqualTo(200);
            assertThat(header(answer, "X-Content-Type-Options")).as(name).isEqualTo("nosniff");
            assertThat(header(answer, "Content-Security-Policy"))
                    .as(name)
                    .contains("default-src 'none'", "sandbox")
                    .doesNotContain("allow-scripts");
            assertThat(header(answer, "Content-Type"))
                    .as(name)
                    .matches("text/plain.*|image/.*|application/octet-stream");
            assertThat(answer.headers().allValues("Set-Cookie")).as(name).isEmpty();
        }
        var binary = house.get("", "/alice/tea/raw/branch/main/zeros.html");
        assertThat(header(binary, "Content-Disposition")).startsWith("attachment");
        var kept = house.get("", "/alice/tea/raw/branch/main/a.txt?download");
        assertThat(header(kept, "Content-Disposition")).isEqualTo("attachment; filename*=UTF-8''a.txt");
    }

    @Test
    void a_file_by_its_commit_is_kept_for_ever_and_a_private_one_by_nobody_else() throws Exception {
        var commit = house.pushText("main", "Begin", Map.of("a.txt", "leaf\n"));
        String byCommit = "/alice/tea/raw/commit/" + commit.name() + "/a.txt";
        assertThat(header(house.get("", byCommit), "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(house.get("", "/alice/tea/raw/branch/main/a.txt"), "Cache-Control"))
                .isEqualTo("public, no-cache");
        house.node.edits().setPrivate(house.tea, house.alice, true);
        assertThat(header(house.get("alice", byCommit), "Cache-Control"))
                .isEqualTo("private, max-age=31536000, immutable");
        assertThat(house.get("", byCommit).statusCode()).isEqualTo(404);
    }

    @Test
    void a_page_that_did_not_change_is_not_sent_again() throws Exception {
        var commit = house.pushText("main", "Begin", Map.of("a.txt", "leaf\n", "README.md", "# Tea\n"));
        for (String path : List.of(
                "",
                "/src/branch/main/a.txt",
                "/src/commit/" + commit.name() + "/a.txt",
                "/commits/branch/main",
                "/commit/" + commit.name())) {
            house.get("", "/alice/tea" + path); // The index may come between the first and the second.
            var first = house.get("", "/alice/tea" + path);
            String tag = header(first, "ETag");
            assertThat(tag).as(path).isNotEmpty();
            assertThat(header(first, "Cache-Control")).as(path).isEqualTo("private, no-cache");
            var again = house.get("", "/alice/tea" + path, "If-None-Match", tag);
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(house.get("alice", "/alice/tea" + path, "If-None-Match", tag)
                            .statusCode())
                    .as("another reader's page is another")
                    .isEqualTo(200);
        }
    }

    @Test
    void a_push_a_rename_and_a_new_branch_change_the_page() throws Exception {
        house.pushText("main", "Begin", Map.of("a.txt", "leaf\n"));
        house.get("", "/alice/tea");
        String before = header(house.get("", "/alice/tea"), "ETag");
        house.pushText("topic", "Go on", Map.of("a.txt", "leaves\n"));
        String withBranch = header(house.get("", "/alice/tea"), "ETag");
        house.pushText("main", "Go on", Map.of("a.txt", "more\n"));
        house.get("", "/alice/tea");
        String withPush = header(house.get("", "/alice/tea"), "ETag");
        house.node.edits().describe(house.tea, house.alice, "Leaves");
        String described = header(house.get("", "/alice/tea"), "ETag");
        assertThat(List.of(before, withBranch, withPush, described)).doesNotHaveDuplicates();
        assertThat(house.get("", "/alice/tea", "If-None-Match", before).body()).contains("Go on", "Leaves");
    }

    @Test
    void an_error_is_never_kept_as_the_page() throws Exception {
        house.pushText("main", "Begin", Map.of("a.txt", "leaf\n"));
        for (String path :
                List.of("/src/branch/main/nothing", "/src/branch/main/a.txt/x", "/commit/" + "1".repeat(40))) {
            var answer = house.get("", "/alice/tea" + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(header(answer, "ETag")).as(path).isEmpty();
            assertThat(header(answer, "Cache-Control")).as(path).isEqualTo("no-store");
        }
    }

    @Test
    void links_in_a_readme_stay_in_its_repository() throws Exception {
        house.pushText(
                "main",
                "Begin",
                Map.of(
                        "docs/README.md", """
                        [up](../a.txt) [down](deep/b.md#part) [root](/a.txt) [away](../../../../../../login)
                        ![near](c.png) ![rooted](/c.png) [space](a%20b.txt)
                        """,
                        "a.txt", "leaf\n",
                        "docs/deep/b.md", "# Part\n"));
        assertThat(house.page("", "/alice/tea/src/branch/main/docs"))
                .contains("href=\"/alice/tea/src/branch/main/a.txt\" rel=\"nofollow\">up")
                .contains("href=\"/alice/tea/src/branch/main/docs/deep/b.md#part\"")
                .contains("href=\"/alice/tea/src/branch/main/a.txt\" rel=\"nofollow\">root")
                .contains("href=\"#\" rel=\"nofollow\">away")
                .contains("src=\"/alice/tea/raw/branch/main/docs/c.png\"")
                .contains("src=\"/alice/tea/raw/branch/main/c.png\"")
                .contains("href=\"/alice/tea/src/branch/main/docs/a%20b.txt\"");
    }

    @Test
    void a_plain_readme_is_shown_as_it_is() throws Exception {
        house.pushText("main", "Begin", Map.of("sub/README.txt", "Hot <water>\n  * not a list\n", "README", "Plain\n"));
        assertThat(house.page("", "/alice/tea/src/branch/main/sub"))
                .contains("<pre tabindex=\"0\">Hot &lt;water&gt;\n  * not a list\n</pre>");
        assertThat(house.page("", "/alice/tea")).contains("<pre tabindex=\"0\">Plain\n</pre>");
    }

    @Test
    void a_folder_of_any_branch_tag_or_commit_shows_the_last_commit_of_each_entry() throws Exception {
        var first = house.pushText("main", "Pluck", Map.of("a.txt", "leaf\n", "d/b.txt", "b\n"));
        house.pushText("main", "Dry", Map.of("a.txt", "dry leaf\n", "d/b.txt", "b\n"));
        house.pushText("topic", "Roll", Map.of("a.txt", "rolled\n", "d/b.txt", "b\n"));
        house.tag("v1", first, "The first");
        assertThat(said("/src/branch/main")).containsExactly("Pluck", "Dry");
        assertThat(said("/src/branch/topic")).containsExactly("Pluck", "Roll");
        assertThat(said("/src/tag/v1")).containsExactly("Pluck", "Pluck");
        assertThat(said("/src/commit/" + first.name() + "/d")).containsExactly("Pluck");
        assertThat(house.page("", "/alice/tea/src/branch/main/d"))
                .as("what last changed the folder, not the branch")
                .contains(">Pluck</a>")
                .doesNotContain(">Dry</a>");
        assertThat(house.page("", "/alice/tea/src/branch/main/a.txt")).contains(">Dry</a>", "1 line · 9 bytes");
        assertThat(house.page("", "/alice/tea")).contains("2 commits");
    }

    private List<String> said(String path) throws Exception {
        return Pattern.compile("<td class=\"said\"><a [^>]*>([^<]*)</a>")
                .matcher(house.page("", "/alice/tea" + path))
                .results()
                .map(it -> it.group(1))
                .toList();
    }

    @Test
    void a_commit_tells_what_came_went_and_moved() throws Exception {
        String long1 = "line\n".repeat(30);
        house.push(
                "main",
                "Begin",
                Map.of(
                        "old.txt", long1.getBytes(UTF_8),
                        "gone.txt", "bye\n".getBytes(UTF_8),
                        "pic.bin", new byte[] {0, 1, 2, 3}));
        var second = house.push(
                "main",
                "Move",
                Map.of(
                        "new.txt", (long1 + "more\n").getBytes(UTF_8),
                        "fresh.txt", "hello\nagain\n".getBytes(UTF_8),
                        "pic.bin", new byte[] {0, 1, 2, 4}));
        String page = house.page("", "/alice/tea/commit/" + second.name());
        assertThat(page)
                .contains("4 files changed", "old.txt → ", "href=\"#file-1\"", "renamed</span>", "binary</span>");
        assertThat(page).contains("<span class=\"plus\">+2</span> <span class=\"minus\">−0</span>");
        assertThat(page).contains("deleted</span>", "A binary file");
        assertThat(page).contains("<td class=\"sign\">+</td><td>more</td>", "<td class=\"sign\">−</td><td>bye</td>");
    }

    @Test
    void a_long_change_is_folded() throws Exception {
        house.pushText("main", "Begin", Map.of("a.txt", "x\n"));
        var second = house.pushText("main", "Grow", Map.of("a.txt", "line\n".repeat(900)));
        assertThat(house.page("", "/alice/tea/commit/" + second.name()))
                .contains("<details class=\"fold\"><summary>Show 902 lines</summary>");
        var third = house.pushText("main", "Grow more", Map.of("a.txt", "other\n".repeat(9_000)));
        assertThat(house.page("", "/alice/tea/commit/" + third.name())).contains("too long to show");
    }

    @Test
    void commits_are_listed_by_day_and_page_by_page() throws Exception {
        ObjectId last = ObjectId.zeroId();
        for (int i = 0; i < 120; i++) last = house.pushText("main", "Step " + i, Map.of("a.txt", "step " + i));
        String first = house.page("", "/alice/tea/commits/branch/main");
        assertThat(first).contains("Step 119", "Step 70").doesNotContain("Step 69<");
        assertThat(first).contains("<h2 class=\"day\"><time datetime=\"2023-11-");
        var next = Pattern.compile("href=\"\\?after=([0-9a-f]{40})\"").matcher(first);
        assertThat(next.find()).isTrue();
        assertThat(house.page("", "/alice/tea/commits/branch/main?after=" + next.group(1)))
                .contains("Step 69", "Newest")
                .doesNotContain("Step 70<");
        assertThat(house.get("", "/alice/tea/commits/branch/main?after=" + "1".repeat(40))
                        .statusCode())
                .isEqualTo(404);
        assertThat(house.get("", "/alice/tea/commits/branch/main?after=x").statusCode())
                .isEqualTo(404);
        assertThat(last).isNotEqualTo(ObjectId.zeroId());
    }

    @Test
    void every_branch_is_found_however_many() throws Exception {
        var tip = house.pushText("main", "Begin", Map.of("a.txt", "x\n"));
        for (int i = 0; i < 130; i++)
            house.move(new RefMove("refs/heads/a-%03d".formatted(i), "0".repeat(40), tip.name()));
        assertThat(house.page("", "/alice/tea")).contains("All 131 branches", "aria-current=\"true\">main</a>");
        String first = house.page("", "/alice/tea/branches");
        assertThat(first).contains(">main</a>", ">a-098</a>").doesNotContain(">a-099</a>");
        assertThat(house.page("", "/alice/tea/branches?after=a-098"))
                .contains(">a-099</a>", ">a-129</a>")
                .doesNotContain(">main</a>");
        assertThat(house.page("", "/alice/tea/branches?q=A-12"))
                .contains(">a-120</a>", ">a-129</a>")
                .doesNotContain(">a-012</a>", ">main</a>");
        assertThat(house.page("", "/alice/tea/branches?q=zzz")).contains("No branch has that in its name.");
    }

    @Test
    void tags_come_by_version_with_the_newest_first() throws Exception {
        var tip = house.pushText("main", "Begin", Map.of("a.txt", "x\n"));
        for (String tag : List.of("v1.9", "v1.10", "v1.10-rc1", "v2", "v10", "v1.09"))
            house.move(new RefMove("refs/tags/" + tag, "0".repeat(40), tip.name()));
        var shown = Pattern.compile("<a class=\"name\"[^>]*>([^<]*)</a>")
                .matcher(house.page("", "/alice/tea/tags"))
                .results()
                .map(it -> it.group(1))
                .toList();
        assertThat(shown).containsExactly("v10", "v2", "v1.10-rc1", "v1.10", "v1.9", "v1.09");
    }

    @Test
    void a_commit_is_there_as_long_as_something_leads_to_it() throws Exception {
        var first = house.pushText("main", "Begin", Map.of("a.txt", "x\n"));
        var lost = house.pushText("topic", "Try", Map.of("a.txt", "y\n"));
        house.page("", "/alice/tea/commits/branch/topic");
        for (int i = 0; i < 30; i++) {
            house.pushText("main", "Step " + i, Map.of("a.txt", "step " + i));
            house.page("", "/alice/tea/commits/branch/main");
        }
        assertThat(house.get("", "/alice/tea/commit/" + first.name()).statusCode())
                .isEqualTo(200);
        assertThat(house.get("", "/alice/tea/commit/" + lost.name()).statusCode())
                .isEqualTo(200);
        house.move(new RefMove("refs/heads/topic", lost.name(), "0".repeat(40)));
        assertThat(house.get("", "/alice/tea/commit/" + lost.name()).statusCode())
                .isEqualTo(404);
        assertThat(house.get("", "/alice/tea/commit/" + first.name()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_tag_says_what_it_is_for() throws Exception {
        var tip = house.pushText("main", "Begin", Map.of("a.txt", "x\n"));
        house.tag(
                "v1",
                tip,
                "The first pot\n\nIt whistles.\n-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n");
        assertThat(house.page("", "/alice/tea/tags"))
                .contains("The first pot\n\nIt whistles.")
                .doesNotContain("SIGNATURE");
    }

    @Test
    void a_file_and_a_folder_have_a_history_of_their_own() throws Exception {
        for (int i = 0; i < 60; i++)
            house.pushText("main", "Step " + i, Map.of("a.txt", "" + i, "d/b.txt", "" + i / 20, "d/c.txt", "c"));
        assertThat(house.page("", "/alice/tea/src/branch/main/d/b.txt"))
                .contains("href=\"/alice/tea/commits/branch/main/d/b.txt\">History");
        for (String path : List.of("d/b.txt", "d"))
            assertThat(house.page("", "/alice/tea/commits/branch/main/" + path))
                    .contains(">Step 0<", ">Step 20<", ">Step 40<")
                    .doesNotContain(">Step 1<", ">Step 59<", "Older")
                    .contains("/" + path + "\" aria-label=\"" + path + " at ");
        String first = house.page("", "/alice/tea/commits/branch/main/a.txt");
        assertThat(first).contains(">Step 59<", ">Step 10<").doesNotContain(">Step 9<");
        var next = Pattern.compile("href=\"\\?after=([0-9a-f]{40})\"").matcher(first);
        assertThat(next.find()).isTrue();
        assertThat(house.page("", "/alice/tea/commits/branch/main/a.txt?after=" + next.group(1)))
                .contains(">Step 9<", ">Step 0<", "href=\"/alice/tea/commits/branch/main/a.txt\">Newest")
                .doesNotContain(">Step 10<", "Older");
        for (String nowhere : List.of("nothing", "d/nothing", "a.txt?after=" + "1".repeat(40), "a%2F..%2Fb"))
            assertThat(house.get("", "/alice/tea/commits/branch/main/" + nowhere)
                            .statusCode())
                    .as(nowhere)
                    .isEqualTo(404);
    }

    @Test
    void branches_say_how_far_they_are_from_the_default_one() throws Exception {
        house.pushText("main", "Begin", Map.of("a.txt", "x\n"));
        house.pushText("side", "Aside", Map.of("a.txt", "y\n"));
        house.pushText("main", "Go on", Map.of("a.txt", "z\n"));
        house.pushText("ahead", "Farther", Map.of("a.txt", "w\n"));
        var main = house.node.refs().view(house.tea).headId().orElseThrow();
        house.move(new RefMove("refs/heads/even", "0".repeat(40), main.name()));
        assertThat(house.page("", "/alice/tea/branches"))
                .contains(">1 ahead, 1 behind</span>", ">1 ahead</span>", ">even</span>");
        assertThat(house.page("", "/alice/tea/branches").split("Compared with main", -1))
                .as("the default branch is not compared with itself")
                .hasSize(4);
    }

    @Test
    void a_cut_id_leads_to_the_whole_one() throws Exception {
        var commit = house.pushText("main", "Begin", Map.of("a.txt", "x\n"));
        var cut = house.get("", "/alice/tea/commit/" + commit.name().substring(0, 10));
        assertThat(cut.statusCode()).isEqualTo(303);
        assertThat(header(cut, "Location")).isEqualTo("/alice/tea/commit/" + commit.name());
        assertThat(house.page("", "/alice/tea/src/commit/" + commit.name().substring(0, 7) + "/a.txt"))
                .contains("/alice/tea/raw/commit/" + commit.name() + "/a.txt");
        assertThat(house.get("", "/alice/tea/commit/" + commit.name().substring(0, 6))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void everything_can_be_taken_home_in_one_file() throws Exception {
        var commit = house.pushText("x/y", "Begin", Map.of("a.txt", "x\n"));
        house.pushText("main", "Go on", Map.of("a.txt", "y\n"));
        assertThat(house.page("", "/alice/tea/src/branch/x/y"))
                .contains("href=\"/alice/tea/archive/x/y.zip\"", "href=\"/alice/tea/archive/x/y.tar.gz\"");
        for (String name : List.of("x/y.zip", "x/y.tar.gz", commit.name() + ".zip", "main.bundle")) {
            var answer = house.get("", "/alice/tea/archive/" + name);
            assertThat(answer.statusCode()).as(name).isEqualTo(200);
            assertThat(header(answer, "Content-Disposition")).startsWith("attachment; filename=\"tea-");
            assertThat(header(answer, "Content-Type")).startsWith("application/");
            assertThat(house.get("", "/alice/tea/archive/" + name, "If-None-Match", header(answer, "ETag"))
                            .statusCode())
                    .isEqualTo(304);
        }
        for (String name : List.of("main", "nowhere.zip", ".zip"))
            assertThat(house.get("", "/alice/tea/archive/" + name).statusCode())
                    .as(name)
                    .isEqualTo(404);
        house.node.edits().setPrivate(house.tea, house.alice, true);
        assertThat(house.get("", "/alice/tea/archive/main.zip").statusCode()).isEqualTo(404);
    }

    @Test
    void the_first_page_tells_in_what_it_is_written_and_by_which_words_it_is_found() throws Exception {
        house.pushText(
                "main", "Begin", Map.of("A.java", "x".repeat(300), "b.py", "x".repeat(100), "src/c.txt", "prose"));
        house.node.topics().add(house.tea, "green");
        assertThat(house.page("", "/alice/tea"))
                .contains("Java <span class=\"soft\">75.0 %</span>", "Python <span class=\"soft\">25.0 %</span>")
                .contains("href=\"/explore?q=green\">green</a>");
        assertThat(house.page("", "/explore?q=green")).contains("href=\"/alice/tea\"");
        assertThat(house.page("", "/alice/tea/src/branch/main/src")).doesNotContain("Java", ">green<");
    }

    @Test
    void code_in_a_text_is_coloured_and_stays_text() throws Exception {
        var readme = """
                ```java
                int a = 1; // <b>"x"</b>
                ```

                ```nothing-known
                <script>alert(1)</script>
                ```

                ~~~
                plain
                ~~~
                """;
        house.pushText("main", "Begin", Map.of("README.md", readme));
        String page = house.page("", "/alice/tea");
        tame(page);
        assertThat(page)
                .contains("<span class=\"t\">int</span>", "<span class=\"c\">// &lt;b&gt;")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "plain\n</code></pre>");
    }

    @Test
    void what_moved_leads_on_with_all_that_was_asked() throws Exception {
        house.pushText("main", "Begin", Map.of("README.md", "# Tea\n"));
        house.node.edits().rename(house.tea, house.alice, "chai");
        assertThat(header(house.get("", "/alice/tea/src/branch/main/README.md?source"), "Location"))
                .endsWith("/alice/chai/src/branch/main/README.md?source");
    }
}
