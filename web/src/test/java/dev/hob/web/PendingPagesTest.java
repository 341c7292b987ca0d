package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.PendingChanges;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several files are changed one after the other, and committed together.
class PendingPagesTest {
    private static final String PAGE = "/alice/tea/pending/main";
    private static final Pattern TEXT = Pattern.compile("name=\"content\"[^>]*>\\n(.*?)</textarea>", Pattern.DOTALL);
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]*)\"");

    @TempDir
    Path data;

    private Site site;
    private Person ada;
    private Repo tea;
    private Guest alice;
    private Guest bob;
    private ObjectId begun;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        ada = site.person("alice");
        site.person("bob");
        tea = site.repository(ada, "tea", false, "");
        begun = site.pushText(tea, "main", "Begin", Map.of("a", "1\n2\n3\n4\n5\n", "b", "b\n", "dir/c", "c\n"));
        alice = site.guest("alice");
        bob = site.guest("bob");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private ObjectId tip() {
        return Optional.ofNullable(site.node.refs().view(tea).refs().get("refs/heads/main"))
                .orElseThrow();
    }

    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var git = site.node.storage().open(tea.rid());
                var walk = new TreeWalk(git)) {
            walk.addTree(commit().getTree());
            walk.setRecursive(true);
            while (walk.next())
                files.put(
                        walk.getPathString(),
                        new String(git.open(walk.getObjectId(0)).getBytes(), UTF_8));
        }
        return files;
    }

    private RevCommit commit() throws IOException {
        try (var git = site.node.storage().open(tea.rid());
                var walk = new RevWalk(git)) {
            return walk.parseCommit(tip());
        }
    }

    private String blob(String path) throws IOException {
        try (var git = site.node.storage().open(tea.rid());
                var walk = TreeWalk.forPath(git, path, commit().getTree())) {
            return walk.getObjectId(0).name();
        }
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static void added(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(Guest.location(answer)).contains(PAGE);
    }

    private HttpResponse<String> edit(Guest who, String file, String path, String text, String... more)
            throws Exception {
        var fields = new ArrayList<>(List.of("path", path, "content", text, "seen", tip().name(), "add", "yes"));
        fields.addAll(List.of(more));
        return who.upload("/alice/tea/edit/main/" + file, List.of(), fields.toArray(String[]::new));
    }

    private HttpResponse<String> make(Guest who, String path, String text, String... more) throws Exception {
        var fields = new ArrayList<>(List.of("path", path, "content", text, "add", "yes"));
        fields.addAll(List.of(more));
        return who.upload("/alice/tea/new/main", List.of(), fields.toArray(String[]::new));
    }

    private static HttpResponse<String> commitAll(Guest who, String... more) throws Exception {
        var fields = new ArrayList<String>();
        SEEN.matcher(ok(who.get(PAGE)))
                .results()
                .forEach(it -> fields.addAll(List.of(
                        "seen",
                        it.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))));
        fields.addAll(List.of(more));
        return who.post(PAGE, fields.toArray(String[]::new));
    }

    private static String text(HttpResponse<String> page) {
        var found = TEXT.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    @Test
    void what_was_written_for_a_branch_that_is_gone_is_brought_to_another() throws Exception {
        site.move(tea, new RefMove("refs/heads/side", RefMove.ABSENT, begun.name()));
        var fields = List.of("path", "a", "content", "9\n", "seen", begun.name(), "add", "yes");
        alice.upload("/alice/tea/edit/side/a", List.of(), fields.toArray(String[]::new));
        assertThat(ok(alice.get("/alice/tea"))).doesNotContain("which is gone");
        site.move(tea, new RefMove("refs/heads/side", begun.name(), RefMove.ABSENT));
        assertThat(ok(alice.get("/alice/tea"))).contains("<b>side</b>, which is gone", "Bring them to main");
        assertThat(ok(bob.get("/alice/tea"))).doesNotContain("which is gone");

        added(make(alice, "fresh", "f\n"));
        var full = alice.post(PAGE, "from", "side");
        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(full.body()).contains("First commit what waits here");
        assertThat(ok(alice.get("/alice/tea"))).contains("Bring them to main");
        commitAll(alice, "subject", "Fresh");
        added(alice.post(PAGE, "from", "side"));
        assertThat(ok(alice.get("/alice/tea"))).doesNotContain("which is gone").contains("One file that you changed");
        commitAll(alice, "subject", "Nine");
        assertThat(files()).containsEntry("a", "9\n").containsEntry("fresh", "f\n");
        // A branch that is there keeps what waits for it.
        site.move(tea, new RefMove("refs/heads/side", RefMove.ABSENT, begun.name()));
        alice.upload("/alice/tea/edit/side/a", List.of(), fields.toArray(String[]::new));
        alice.post(PAGE, "from", "side");
        assertThat(ok(alice.get("/alice/tea/pending/side"))).contains("value=\"a\"");
    }

    @Test
    void files_changed_one_after_the_other_are_one_commit() throws Exception {
        assertThat(ok(alice.get(PAGE))).contains("Nothing waits to be committed.");
        added(edit(alice, "a", "a", "one\n2\n3\n4\n5\n"));
        added(make(alice, "new/<d>", "d\n"));
        added(alice.post("/alice/tea/delete/main/b", "seen", blob("b"), "add", "yes"));
        added(edit(alice, "dir/c", "c", "moved\n"));
        added(alice.upload(
                "/alice/tea/upload/main",
                List.of(new Guest.File("e", "e\n".getBytes(UTF_8))),
                "folder",
                "",
                "add",
                "yes"));
        assertThat(tip()).isEqualTo(begun);
        String page = ok(alice.get(PAGE));
        assertThat(page)
                .contains("dir/c → c", "new/&lt;d&gt;", "Edit again", "Take out", "<td>one</td>")
                .contains("To <b class=\"mono\">main</b> directly")
                .doesNotContain("The branch has gone on");
        assertThat(ok(alice.get("/alice/tea"))).contains("5 files that you changed", PAGE);
        assertThat(ok(bob.get("/alice/tea"))).doesNotContain("that you changed");
        assertThat(ok(bob.get(PAGE))).contains("Nothing waits");
        var done = commitAll(alice, "subject", "All at once");
        assertThat(Guest.location(done)).contains("/alice/tea/src/branch/main");
        assertThat(commit().getFullMessage()).isEqualTo("All at once\n");
        assertThat(List.of(commit().getParents())).extracting(ObjectId::name).containsExactly(begun.name());
        assertThat(files())
                .containsOnly(
                        Map.entry("a", "one\n2\n3\n4\n5\n"),
                        Map.entry("c", "moved\n"),
                        Map.entry("e", "e\n"),
                        Map.entry("new/<d>", "d\n"));
        assertThat(ok(alice.get(PAGE))).contains("Nothing waits");
    }

    @Test
    void each_is_written_on_or_taken_out() throws Exception {
        added(edit(alice, "a", "a", "one\n"));
        var again = alice.get("/alice/tea/edit/main/a");
        assertThat(text(again)).isEqualTo("one\n");
        assertThat(again.body()).contains("name=\"pending\" value=\"a\"", "waits to be committed");
        added(edit(alice, "a", "aa", "two\n", "pending", "a"));
        added(make(alice, "n", "n\n"));
        var on = alice.get("/alice/tea/new/main?pending=n");
        assertThat(text(on)).isEqualTo("n\n");
        added(make(alice, "nn", "nn\n", "pending", "n"));
        assertThat(site.node.pending().of(tea, "main", ada))
                .extracting(it -> it.change().path().value())
                .containsExactlyInAnyOrder("aa", "nn");
        // The place of what moves is free, that of another is not.
        added(make(alice, "a", "another\n"));
        assertThat(make(alice, "aa", "x\n").statusCode()).isEqualTo(409);
        assertThat(make(alice, "b", "x\n").statusCode()).isEqualTo(422);
        alice.post(PAGE, "out", "nn");
        alice.post(PAGE, "out", "none");
        assertThat(Guest.location(commitAll(alice))).isPresent();
        assertThat(files())
                .containsEntry("a", "another\n")
                .containsEntry("aa", "two\n")
                .doesNotContainKey("nn");
        // What goes and comes is changed; what was new and goes was never there.
        added(alice.post("/alice/tea/delete/main/b", "seen", blob("b"), "add", "yes"));
        added(make(alice, "b", "back\n"));
        assertThat(ok(alice.get(PAGE))).contains("<td>back</td>", "<td>b</td>");
        // Committed alone, it waits no more.
        var alone = alice.upload(
                "/alice/tea/edit/main/b",
                List.of(),
                "path",
                "b",
                "content",
                "alone\n",
                "seen",
                tip().name(),
                "pending",
                "b");
        assertThat(alone.statusCode()).isEqualTo(303);
        assertThat(site.node.pending().of(tea, "main", ada)).isEmpty();
    }

    @Test
    void what_the_branch_contradicts_is_told_by_file() throws Exception {
        added(edit(alice, "a", "a", "1\n2\n3\n4\nfive\n"));
        added(edit(alice, "b", "b", "mine\n"));
        added(make(alice, "n", "n\n"));
        var theirs = site.pushText(tea, "main", "Theirs", Map.of("a", "one\n2\n3\n4\n5\n", "n", "theirs\n"));
        assertThat(ok(alice.get(PAGE)))
                .contains("changed in the meantime", "deleted or moved in the meantime", "by now there is a file");
        var refused = commitAll(alice);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("The branch has changed: look at");
        assertThat(tip()).isEqualTo(theirs);
        var both = alice.get("/alice/tea/edit/main/a");
        assertThat(both.body()).contains("in other lines than yours");
        assertThat(text(both)).isEqualTo("one\n2\n3\n4\nfive\n");
        added(edit(alice, "a", "a", "one\n2\n3\n4\nfive\n", "pending", "a"));
        alice.post(PAGE, "out", "b");
        alice.post(PAGE, "out", "n");
        assertThat(commitAll(alice).statusCode()).isEqualTo(303);
        assertThat(files()).containsOnly(Map.entry("a", "one\n2\n3\n4\nfive\n"), Map.entry("n", "theirs\n"));
        // What was added in another window was not looked at.
        added(make(alice, "x", "x\n"));
        assertThat(alice.post(PAGE, "seen", "y").statusCode()).isEqualTo(409);
        // A deletion shows no blob but the file's own.
        assertThat(alice.post("/alice/tea/delete/main/n", "seen", "1".repeat(40), "add", "yes")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void it_goes_where_a_single_file_goes() throws Exception {
        added(edit(bob, "a", "a", "bob\n"));
        added(make(bob, "n", "n\n"));
        assertThat(ok(bob.get(PAGE))).contains("your fork", "bob-patch-1");
        assertThat(ok(alice.get(PAGE))).contains("Nothing waits");
        assertThat(Guest.location(commitAll(bob, "branch", "mine"))).contains("/alice/tea/compare/main...bob:mine");
        assertThat(ok(bob.get(PAGE))).contains("Nothing waits");
        added(make(alice, "n", "n\n"));
        assertThat(commitAll(alice, "way", "aside", "branch", "..").statusCode())
                .isEqualTo(422);
        assertThat(Guest.location(commitAll(alice, "way", "aside", "branch", "side")))
                .contains("/alice/tea/compare/main...side");
        assertThat(tip()).isEqualTo(begun);
    }

    @Test
    void it_is_bounded_and_nobody_elses() throws Exception {
        for (int i = 0; i < 2; i++) {
            int from = 50 * i;
            var many = IntStream.range(from, from + 50)
                    .mapToObj(it -> new Guest.File("f" + it, new byte[10]))
                    .toList();
            added(alice.upload("/alice/tea/upload/main", many, "folder", "", "add", "yes"));
        }
        var more = make(alice, "more", "x\n");
        assertThat(more.statusCode()).isEqualTo(409);
        assertThat(more.body()).contains("At most " + PendingChanges.CHANGES_MAX + " files");
        assertThat(text(more)).isEqualTo("x\n");
        // All that somebody has is counted together.
        site.move(tea, new RefMove("refs/heads/other", RefMove.ABSENT, begun.name()));
        var large = List.of(new Guest.File("large", new byte[(int) PendingChanges.BYTES_MAX]));
        assertThat(alice.upload("/alice/tea/upload/other", large, "folder", "", "add", "yes")
                        .body())
                .contains("All that you have not committed yet is at most 16 MiB.");
        assertThat(site.node.pending().count(tea, "main", ada)).isEqualTo(100);
        assertThat(site.guest().get(PAGE).statusCode()).isEqualTo(303);
        for (String path : List.of("/alice/tea/pending/none", PAGE + "/a", "/alice/none/pending/main"))
            assertThat(alice.get(path).statusCode()).as(path).isEqualTo(404);
        assertThat(ok(alice.get("/alice/tea/pending/other"))).contains("Nothing waits");
    }
}
