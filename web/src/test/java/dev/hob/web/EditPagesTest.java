package dev.hob.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.protection.BranchRule;
import dev.hob.node.protection.Glob;
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
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files are written in a page: alice's, by her and by strangers, with all that can be in the way.
class EditPagesTest {
    private static final Pattern TEXT = Pattern.compile("name=\"content\"[^>]*>\\n(.*?)</textarea>", Pattern.DOTALL);

    @TempDir
    Path data;

    private Site site;
    private Person ada;
    private Repo tea;
    private Guest alice;
    private Guest bob;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        ada = site.person("alice");
        site.person("bob");
        tea = site.repository(ada, "tea", false, "");
        alice = site.guest("alice");
        bob = site.guest("bob");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private ObjectId begin() throws IOException {
        return site.pushText(tea, "main", "Begin", Map.of("README.md", "# Tea\n", "src/pot.c", "int pot;\n"));
    }

    private ObjectId tip(Repo repo, String branch) {
        return Optional.ofNullable(site.node.refs().view(repo).refs().get("refs/heads/" + branch))
                .orElseThrow();
    }

    private ObjectId tip() {
        return tip(tea, "main");
    }

    private RevCommit commit(Repo repo, ObjectId id) throws IOException {
        try (var git = site.node.storage().open(repo.rid());
                var walk = new RevWalk(git)) {
            return walk.parseCommit(id);
        }
    }

    /// The kind and the text of each file.
    private Map<String, String> files(Repo repo, String branch) throws IOException {
        var files = new TreeMap<String, String>();
        try (var git = site.node.storage().open(repo.rid());
                var walk = new TreeWalk(git)) {
            walk.addTree(commit(repo, tip(repo, branch)).getTree());
            walk.setRecursive(true);
            while (walk.next())
                files.put(
                        walk.getPathString(),
                        walk.getFileMode(0) + " "
                                + (walk.getFileMode(0).equals(FileMode.GITLINK)
                                        ? ""
                                        : new String(
                                                git.open(walk.getObjectId(0)).getBytes(), UTF_8)));
        }
        return files;
    }

    private HttpResponse<String> change(Guest who, String path, String... fields) throws Exception {
        return who.upload("/alice/tea/edit/main/" + path, List.of(), fields);
    }

    private static String location(HttpResponse<String> answer) {
        return Guest.location(answer).orElse("nowhere, " + answer.statusCode() + ": " + answer.body());
    }

    private static String text(HttpResponse<String> page) {
        var found = TEXT.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    @Test
    void a_file_is_made_changed_moved_and_deleted_by_who_may() throws Exception {
        var begun = begin();
        var form = alice.get("/alice/tea/new/main/src?name=cup.c");
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).contains("value=\"src/cup.c\"", "To <b class=\"mono\">main</b> directly");
        assertThat(form.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        var made = alice.upload(
                "/alice/tea/new/main/src",
                List.of(),
                "path",
                "src/cup.c",
                "content",
                "int cup;",
                "description",
                "A cup.");
        assertThat(location(made)).isEqualTo("/alice/tea/src/branch/main/src/cup.c");
        assertThat(alice.get(location(made)).body()).contains("Committed.", "/alice/tea/edit/main/src/cup.c");
        var commit = commit(tea, tip());
        assertThat(commit.getFullMessage()).isEqualTo("Add src/cup.c\n\nA cup.\n");
        assertThat(commit.getAuthorIdent().getEmailAddress()).isEqualTo("alice@example.org");
        assertThat(commit.getParent(0)).isEqualTo(begun);
        assertThat(files(tea, "main")).containsEntry("src/cup.c", "100644 int cup;\n");

        var seen = tip().name();
        assertThat(text(alice.get("/alice/tea/edit/main/src/cup.c"))).isEqualTo("int cup;\n");
        var moved = change(alice, "src/cup.c", "path", "mug.c", "content", "int mug;\r\n", "seen", seen);
        assertThat(location(moved)).isEqualTo("/alice/tea/src/branch/main/mug.c");
        assertThat(commit(tea, tip()).getShortMessage()).isEqualTo("Move src/cup.c to mug.c");
        assertThat(files(tea, "main"))
                .containsEntry("mug.c", "100644 int mug;\n")
                .doesNotContainKey("src/cup.c");

        assertThat(alice.get("/alice/tea/delete/main/src/pot.c").body()).contains("int pot;", "Delete a file");
        String blob = blob(tea, "src/pot.c");
        var gone = alice.post("/alice/tea/delete/main/src/pot.c", "seen", blob);
        // The folder is gone with it.
        assertThat(location(gone)).isEqualTo("/alice/tea/src/branch/main");
        assertThat(files(tea, "main")).containsOnlyKeys("README.md", "mug.c");
        assertThat(site.node.refs().examine(tea)).isEmpty();
    }

    private String blob(Repo repo, String path) throws IOException {
        try (var git = site.node.storage().open(repo.rid());
                var walk = TreeWalk.forPath(
                        git, path, commit(repo, tip(repo, "main")).getTree())) {
            return walk.getObjectId(0).name();
        }
    }

    @Test
    void an_empty_repository_is_begun_in_a_page() throws Exception {
        assertThat(alice.get("/alice/tea").body()).contains("/alice/tea/new/main?name=README.md");
        assertThat(bob.get("/alice/tea").body()).doesNotContain("/alice/tea/new/main");
        assertThat(bob.get("/alice/tea/new/main").statusCode()).isEqualTo(403);
        assertThat(alice.get("/alice/tea/new/other").statusCode()).isEqualTo(404);
        assertThat(alice.get("/alice/tea/new/main?name=README.md").body()).doesNotContain("name=\"way\"");
        var made = alice.upload("/alice/tea/new/main", List.of(), "path", "README.md", "content", "# Tea");
        assertThat(location(made)).isEqualTo("/alice/tea/src/branch/main/README.md");
        assertThat(commit(tea, tip()).getParentCount()).isZero();
    }

    @Test
    void several_files_are_uploaded_in_one_commit_and_replace_their_like() throws Exception {
        var begun = begin();
        assertThat(alice.get("/alice/tea/upload/main/src").body()).contains("value=\"src\"");
        var files = List.of(
                new Guest.File("pot.c", "long pot;\n".getBytes(UTF_8)),
                new Guest.File("pot.bin", new byte[] {0, 1, 2}),
                new Guest.File("empty", new byte[0]));
        var done = alice.upload("/alice/tea/upload/main/src", files, "folder", "src", "subject", "Pots");
        assertThat(location(done)).isEqualTo("/alice/tea/src/branch/main/src");
        assertThat(commit(tea, tip()).getParent(0)).isEqualTo(begun);
        assertThat(commit(tea, tip()).getFullMessage()).isEqualTo("Pots\n");
        assertThat(files(tea, "main"))
                .containsEntry("src/pot.c", "100644 long pot;\n")
                .containsEntry("src/empty", "100644 ")
                .containsKey("src/pot.bin");

        var before = tip();
        assertThat(refused(alice.upload("/alice/tea/upload/main", List.of(), "folder", "")))
                .contains("Choose the files");
        for (String name : List.of(".git", "..", "a\u202eb", ".GIT ", "x."))
            assertThat(refused(alice.upload(
                            "/alice/tea/upload/main", List.of(new Guest.File(name, new byte[1])), "folder", "")))
                    .as(name)
                    .contains("e-files");
        for (String folder : List.of("/etc", "a/../..", ".git", "README.md"))
            assertThat(refused(alice.upload(
                            "/alice/tea/upload/main", List.of(new Guest.File("x", new byte[1])), "folder", folder)))
                    .as(folder)
                    .contains("e-folder");
        var twice = List.of(new Guest.File("x", new byte[1]), new Guest.File("x", new byte[2]));
        assertThat(refused(alice.upload("/alice/tea/upload/main", twice, "folder", "")))
                .contains("Two of these");
        var many = new ArrayList<Guest.File>();
        for (int i = 0; i <= 50; i++) many.add(new Guest.File("f" + i, new byte[1]));
        assertThat(refused(alice.upload("/alice/tea/upload/main", many, "folder", "")))
                .contains("At most 50 files");
        assertThat(tip()).isEqualTo(before);
    }

    private static String refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return answer.body();
    }

    @Test
    void bad_names_and_texts_are_told_and_nothing_typed_is_lost() throws Exception {
        var begun = begin();
        for (String path : List.of(
                "",
                "/etc/passwd",
                "../x",
                "a/../b",
                ".git/config",
                "x/.GIT",
                "git~1",
                "x.",
                "a//b",
                "a/",
                "a\u202eb",
                "README.md",
                "README.md/x",
                "src")) {
            var answer = alice.upload("/alice/tea/new/main", List.of(), "path", path, "content", "<mine> &\n");
            assertThat(refused(answer)).as(path).contains("e-path").doesNotContain("<mine>");
            assertThat(text(answer)).isEqualTo("<mine> &\n");
        }
        var same = change(alice, "README.md", "path", "README.md", "content", "# Tea\r\n", "seen", begun.name());
        assertThat(refused(same)).contains("Nothing has changed yet");
        var huge = "x".repeat((1 << 20) + 1);
        assertThat(refused(change(alice, "README.md", "path", "README.md", "content", huge, "seen", begun.name())))
                .contains("at most 1048576 bytes");
        var zero = change(alice, "README.md", "path", "README.md", "content", "a\0b", "seen", begun.name());
        assertThat(refused(zero)).contains("no text has");
        var branch = change(
                alice,
                "README.md",
                "path",
                "README.md",
                "content",
                "x",
                "seen",
                begun.name(),
                "way",
                "aside",
                "branch",
                "a..b");
        assertThat(refused(branch)).contains("e-branch");
        assertThat(tip()).isEqualTo(begun);
        // As many lines as can be, each of which is sent as two characters.
        String large = "y" + "\r\n".repeat((1 << 20) - 1);
        assertThat(location(change(alice, "README.md", "path", "README.md", "content", large, "seen", begun.name())))
                .endsWith("/README.md");
    }

    @Test
    void line_endings_the_executable_bit_and_a_text_of_blank_lines_stay() throws Exception {
        put(Map.of(
                "crlf.txt", new Entry(FileMode.REGULAR_FILE, "one\r\ntwo\r\n"),
                "run.sh", new Entry(FileMode.EXECUTABLE_FILE, "#!/bin/sh\n"),
                "blank.txt", new Entry(FileMode.REGULAR_FILE, "\n\n<&>\n")));
        String seen = tip().name();
        assertThat(text(alice.get("/alice/tea/edit/main/blank.txt"))).isEqualTo("\n\n<&>\n");
        assertThat(alice.get("/alice/tea/edit/main/crlf.txt").body()).contains("data-ending=\"CRLF\"");
        change(alice, "crlf.txt", "path", "crlf.txt", "content", "one\r\n2\r\nthree", "seen", seen);
        change(alice, "run.sh", "path", "bin/run", "content", "#!/bin/sh\r\nexit\r\n", "seen", seen);
        change(alice, "blank.txt", "path", "blank.txt", "content", "\r\n\r\n\r\n", "seen", seen);
        assertThat(files(tea, "main"))
                .containsEntry("crlf.txt", "100644 one\r\n2\r\nthree\r\n")
                .containsEntry("bin/run", "100755 #!/bin/sh\nexit\n")
                .containsEntry("blank.txt", "100644 \n\n\n");
    }

    private record Entry(FileMode mode, String text) {}

    private void put(Map<String, Entry> files) throws IOException {
        put(files, "main");
    }

    private void put(Map<String, Entry> files, String branch) throws IOException {
        try (var git = site.node.storage().open(tea.rid());
                var inserter = git.newObjectInserter()) {
            var cache = DirCache.newInCore();
            var builder = cache.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(file.getValue().mode());
                entry.setObjectId(
                        file.getValue().mode().equals(FileMode.GITLINK)
                                ? ObjectId.fromString("1".repeat(40))
                                : inserter.insert(
                                        Constants.OBJ_BLOB,
                                        file.getValue().text().getBytes(ISO_8859_1)));
                builder.add(entry);
            }
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(cache.writeTree(inserter));
            commit.setMessage("Odd files");
            commit.setAuthor(new PersonIdent("Alice", "alice@example.org"));
            commit.setCommitter(commit.getAuthor());
            var id = inserter.insert(commit);
            inserter.flush();
            site.move(tea, new RefMove("refs/heads/" + branch, RefMove.ABSENT, id.name()));
        }
    }

    @Test
    void what_is_no_text_of_its_own_is_not_edited_and_says_why() throws Exception {
        put(Map.of(
                "link", new Entry(FileMode.SYMLINK, "README.md"),
                "module", new Entry(FileMode.GITLINK, ""),
                "old.txt", new Entry(FileMode.REGULAR_FILE, "K\u00e4nnchen\n"),
                "picture", new Entry(FileMode.REGULAR_FILE, "\0\0"),
                "large", new Entry(FileMode.REGULAR_FILE, "x".repeat((1 << 20) + 1)),
                "dir/x", new Entry(FileMode.REGULAR_FILE, "x\n")));
        assertThat(why("edit", "link")).contains("symbolic link");
        assertThat(why("delete", "link")).contains("symbolic link");
        assertThat(why("edit", "module")).contains("another repository");
        assertThat(why("edit", "old.txt")).contains("no text in UTF-8");
        assertThat(why("edit", "picture")).contains("no text in UTF-8");
        assertThat(why("edit", "large")).contains("larger than what is edited");
        for (String path : List.of("dir", "none", ""))
            assertThat(alice.get("/alice/tea/edit/main/" + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        assertThat(alice.get("/alice/tea/delete/main/picture").statusCode()).isEqualTo(200);
        assertThat(alice.get("/alice/tea/src/branch/main/picture").body())
                .contains("/delete/main/picture")
                .doesNotContain("/edit/main/picture");
        var before = tip();
        String seen = before.name();
        assertThat(change(alice, "link", "path", "link", "content", "x", "seen", seen)
                        .statusCode())
                .isEqualTo(409);
        assertThat(change(alice, "dir/x", "path", "link", "content", "x", "seen", seen)
                        .statusCode())
                .isEqualTo(422);
        var over = List.of(new Guest.File("link", new byte[1]));
        assertThat(alice.upload("/alice/tea/upload/main", over, "folder", "").statusCode())
                .isEqualTo(409);
        assertThat(tip()).isEqualTo(before);
    }

    private String why(String page, String path) throws Exception {
        var answer = alice.get("/alice/tea/" + page + "/main/" + path);
        assertThat(answer.statusCode()).isEqualTo(409);
        return answer.body();
    }

    @Test
    void others_who_wrote_meanwhile_are_heard_and_nothing_is_lost() throws Exception {
        var begun = site.pushText(tea, "main", "Begin", Map.of("a.txt", "1\n2\n3\n4\n5\n", "b.txt", "b\n"));
        String seen = begun.name();
        site.pushText(tea, "main", "Other file", Map.of("a.txt", "1\n2\n3\n4\n5\n", "b.txt", "other\n"));
        var fine = change(alice, "a.txt", "path", "a.txt", "content", "one\n2\n3\n4\n5\n", "seen", seen);
        assertThat(location(fine)).endsWith("/a.txt");
        assertThat(files(tea, "main")).containsEntry("b.txt", "100644 other\n");

        var both =
                change(alice, "a.txt", "path", "a.txt", "content", "1\n2\n3\n4\nfive\n", "seen", seen, "subject", "S");
        assertThat(both.statusCode()).isEqualTo(409);
        assertThat(both.body()).contains("in other lines than yours", "value=\"S\"", tip().name());
        assertThat(text(both)).isEqualTo("one\n2\n3\n4\nfive\n");

        var clash = change(alice, "a.txt", "path", "a.txt", "content", "ONE\n2\n3\n4\n5\n", "seen", seen);
        assertThat(clash.statusCode()).isEqualTo(409);
        assertThat(clash.body()).contains("in the same lines", "What others changed");
        assertThat(text(clash)).isEqualTo("ONE\n2\n3\n4\n5\n");
        var mine = change(alice, "a.txt", "path", "a.txt", "content", "ONE\n2\n3\n4\n5\n", "seen", tip().name());
        assertThat(location(mine)).endsWith("/a.txt");

        site.pushText(tea, "main", "Gone", Map.of("b.txt", "other\n"));
        var gone = change(alice, "a.txt", "path", "a.txt", "content", "mine\n", "seen", seen);
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(gone.body()).contains("deleted or moved in the meantime");
        var anew = change(alice, "a.txt", "path", "a.txt", "content", "mine\n", "seen", tip().name());
        assertThat(location(anew)).endsWith("/a.txt");

        var late = alice.post("/alice/tea/delete/main/b.txt", "seen", "1".repeat(40));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("in the meantime", blob(tea, "b.txt"));
        // A commit of somewhere else is no key to its files.
        var other = site.repository(ada, "other", true, "");
        var secret = site.pushText(other, "main", "Secret", Map.of("b.txt", "secret\n"));
        var peeked = change(bob, "b.txt", "path", "b.txt", "content", "x\n", "seen", secret.name());
        assertThat(peeked.body()).doesNotContain("secret");
    }

    @Test
    void a_text_for_a_branch_that_is_gone_comes_back_for_another() throws Exception {
        var begun = begin();
        site.pushText(tea, "topic/one", "Topic", Map.of("README.md", "# Topic\n", "own.md", "own\n"));
        String page = alice.get("/alice/tea/edit/topic/one/README.md").body();
        assertThat(page).contains("name=\"on\" value=\"topic/one\"", "name=\"door\" value=\"open\"");
        site.move(tea, new RefMove("refs/heads/topic/one", tip(tea, "topic/one").name(), RefMove.ABSENT));
        String[] fields = {"path", "README.md", "content", "# Mine & more\n", "on", "topic/one", "door", "open"};
        var told = alice.upload("/alice/tea/edit/topic/one/README.md", List.of(), fields);
        assertThat(told.statusCode()).isEqualTo(409);
        assertThat(told.body())
                .contains(
                        "The branch topic/one is gone.", "action=\"/alice/tea/edit/main/README.md\"", "alice-patch-1");
        assertThat(text(told)).isEqualTo("# Mine & more\n");
        assertThat(tip()).isEqualTo(begun);
        // What main has at that path is looked at before it is changed.
        fields[5] = "main";
        var looked = change(alice, "README.md", fields);
        assertThat(looked.statusCode()).isEqualTo(409);
        assertThat(text(looked)).isEqualTo("# Mine & more\n");

        fields[1] = "own.md";
        fields[5] = "topic/one";
        var made = alice.upload("/alice/tea/edit/topic/one/own.md", List.of(), fields);
        assertThat(made.body()).contains("is gone", "action=\"/alice/tea/new/main");
        // Where a shorter name leads to another branch, that is not meant.
        site.pushText(tea, "topic", "Other", Map.of("one/README.md", "other\n"));
        fields[1] = "README.md";
        var other = alice.upload("/alice/tea/edit/topic/one/README.md", List.of(), fields);
        assertThat(other.body()).contains("The branch topic/one is gone.");
        assertThat(files(tea, "topic")).containsEntry("one/README.md", "100644 other\n");
    }

    @Test
    void a_text_of_somebody_whose_right_has_ended_comes_back() throws Exception {
        var begun = begin();
        String[] fields = {
            "path", "README.md", "content", "# Mine\n", "seen", begun.name(), "on", "main", "door", "open"
        };
        // Protected meanwhile.
        site.node.protection().rules().set(tea, ada, BranchRule.usual(Glob.of("main")), Optional.empty());
        var guarded = change(alice, "README.md", fields);
        assertThat(guarded.statusCode()).isEqualTo(409);
        assertThat(guarded.body()).contains("main is protected by now: nobody pushes to it.", "value=\"guarded\"");
        assertThat(text(guarded)).isEqualTo("# Mine\n");
        // Not theirs any more: no fork is made before they have seen that.
        var guest = change(bob, "README.md", fields);
        assertThat(guest.statusCode()).isEqualTo(409);
        assertThat(guest.body()).contains("You may not write to alice/tea any more.", "value=\"fork\"");
        assertThat(text(guest)).isEqualTo("# Mine\n");
        assertThat(site.node.repos().find("bob", "tea")).isEmpty();
        fields[9] = "fork";
        assertThat(location(change(bob, "README.md", concat(fields, "branch", "mine"))))
                .contains("bob:mine");
        // Nothing they may see: it is for them to copy, and tells nothing.
        var secret = site.repository(ada, "secret", true, "");
        site.pushText(secret, "main", "Secret", Map.of("README.md", "# Secret\n"));
        var gone = bob.upload("/alice/secret/edit/main/README.md", List.of(), fields);
        var none = bob.upload("/alice/none/edit/main/README.md", List.of(), fields);
        for (var answer : List.of(gone, none)) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body())
                    .contains("There is nothing here, or nothing that you may see.", "# Mine\n</textarea>")
                    .doesNotContain("Secret", "secret");
        }
        // A link took its place.
        put(Map.of("README.md", new Entry(FileMode.SYMLINK, "x")), "links");
        fields[7] = "links";
        fields[9] = "open";
        var link = alice.upload("/alice/tea/edit/links/README.md", List.of(), fields);
        assertThat(link.statusCode()).isEqualTo(409);
        assertThat(link.body()).contains("symbolic link", "# Mine\n</textarea>");
        assertThat(tip()).isEqualTo(begun);
    }

    private static String[] concat(String[] fields, String... more) {
        return Stream.of(fields, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void a_preview_shows_what_would_be_and_writes_nothing() throws Exception {
        var begun = begin();
        var prose = change(
                alice,
                "README.md",
                "path",
                "README.md",
                "content",
                "# *Tea* <script>x</script>\n",
                "seen",
                begun.name(),
                "preview",
                "yes");
        assertThat(prose.statusCode()).isEqualTo(200);
        assertThat(prose.body()).contains("<em>Tea</em>", "What changes").doesNotContain("<script>x");
        var code = alice.upload(
                "/alice/tea/new/main", List.of(), "path", "x.c", "content", "int <x>;\n", "preview", "yes");
        assertThat(code.body()).contains("int &lt;x&gt;;").doesNotContain("How it reads");
        assertThat(tip()).isEqualTo(begun);

        String bad = "name: Bug\nbody:\n  - type: input\n   id: [\n";
        String path = ".github/ISSUE_TEMPLATE/bug.yml";
        var form = alice.upload("/alice/tea/new/main", List.of(), "path", path, "content", bad, "preview", "yes");
        assertThat(form.body()).contains("As a template this cannot be used: it is no YAML: in line 4");
        var done = alice.upload("/alice/tea/new/main", List.of(), "path", path, "content", bad);
        assertThat(alice.get(location(done)).body()).contains("cannot be read as what it is here");
        var good = "name: Bug\nbody:\n  - type: input\n    attributes:\n      label: What\n";
        var fine = change(alice, path, "path", path, "content", good, "seen", tip().name(), "preview", "yes");
        assertThat(fine.body()).doesNotContain("cannot be used");
    }

    @Test
    void a_change_can_go_to_a_branch_of_its_own_and_be_asked_for() throws Exception {
        var begun = begin();
        assertThat(alice.get("/alice/tea/edit/main/README.md").body()).contains("value=\"alice-patch-1\"");
        var aside = change(
                alice,
                "README.md",
                "path",
                "README.md",
                "content",
                "# Pot\n",
                "seen",
                begun.name(),
                "way",
                "aside",
                "branch",
                "alice-patch-1");
        assertThat(location(aside)).isEqualTo("/alice/tea/compare/main...alice-patch-1");
        assertThat(alice.get(location(aside)).body()).contains("Update README.md", "Open pull request");
        assertThat(tip()).isEqualTo(begun);
        assertThat(files(tea, "alice-patch-1")).containsEntry("README.md", "100644 # Pot\n");
        assertThat(alice.get("/alice/tea/edit/main/README.md").body()).contains("value=\"alice-patch-2\"");
        var again = change(
                alice,
                "README.md",
                "path",
                "README.md",
                "content",
                "# Cup\n",
                "seen",
                begun.name(),
                "way",
                "aside",
                "branch",
                "alice-patch-1");
        assertThat(refused(again)).contains("There is a branch of this name already");
    }

    @Test
    void into_a_protected_branch_only_a_pull_request_leads() throws Exception {
        var begun = begin();
        var rule = BranchRule.usual(Glob.of("main"));
        site.node.protection().rules().set(tea, ada, rule, Optional.empty());
        var page = alice.get("/alice/tea/edit/main/README.md").body();
        assertThat(page)
                .contains("main is protected: nobody pushes to it", "Commit, and open a pull request")
                .doesNotContain("name=\"way\"");
        var aside = change(
                alice,
                "README.md",
                "path",
                "README.md",
                "content",
                "# Pot\n",
                "seen",
                begun.name(),
                "way",
                "here",
                "branch",
                "topic");
        assertThat(location(aside)).isEqualTo("/alice/tea/compare/main...topic");
        assertThat(tip()).isEqualTo(begun);
        var gone = alice.post("/alice/tea/delete/main/README.md", "seen", blob(tea, "README.md"), "branch", "topic-2");
        assertThat(location(gone)).isEqualTo("/alice/tea/compare/main...topic-2");
    }

    @Test
    void a_stranger_writes_into_a_fork_that_is_made_on_the_way() throws Exception {
        var begun = begin();
        assertThat(bob.get("/alice/tea").body()).contains("/alice/tea/new/main");
        var page = bob.get("/alice/tea/edit/main/README.md").body();
        assertThat(page).contains("You may not write to alice/tea", "which is made on the way", "bob-patch-1");
        var sent = change(
                bob,
                "README.md",
                "path",
                "README.md",
                "content",
                "# Pot\n",
                "seen",
                begun.name(),
                "branch",
                "bob-patch-1");
        assertThat(location(sent)).isEqualTo("/alice/tea/compare/main...bob:bob-patch-1");
        assertThat(tip()).isEqualTo(begun);
        assertThat(bob.get(location(sent)).body()).contains("Open pull request");
        var fork = site.node.repos().find("bob", "tea").orElseThrow().repo();
        assertThat(files(fork, "bob-patch-1")).containsEntry("README.md", "100644 # Pot\n");
        assertThat(commit(fork, tip(fork, "bob-patch-1")).getParent(0)).isEqualTo(begun);

        // The fork that there is is used, from where the branch is now.
        var now = site.pushText(tea, "main", "More", Map.of("README.md", "# Tea\n", "more", "x\n"));
        assertThat(bob.get("/alice/tea/upload/main").body()).contains("your fork bob/tea", "bob-patch-2");
        var more = bob.upload(
                "/alice/tea/upload/main",
                List.of(new Guest.File("f", new byte[] {'f'})),
                "folder",
                "",
                "branch",
                "bob-patch-2");
        assertThat(location(more)).isEqualTo("/alice/tea/compare/main...bob:bob-patch-2");
        assertThat(commit(fork, tip(fork, "bob-patch-2")).getParent(0)).isEqualTo(now);

        // What cannot be leaves no branch behind.
        var bad = bob.upload(
                "/alice/tea/new/main", List.of(), "path", "README.md", "content", "x", "branch", "bob-patch-3");
        assertThat(refused(bad)).contains("e-path");
        assertThat(site.node.refs().view(fork).refs()).doesNotContainKey("refs/heads/bob-patch-3");
        assertThat(site.node.refs().examine(tea)).isEmpty();
    }

    @Test
    void strangers_and_readers_get_no_further_than_they_may() throws Exception {
        begin();
        var secret = site.repository(ada, "secret", true, "");
        site.pushText(secret, "main", "Begin", Map.of("README.md", "# Secret\n"));
        var nobody = site.guest();
        for (String page : List.of("new/main", "edit/main/README.md", "delete/main/README.md", "upload/main")) {
            assertThat(nobody.get("/alice/secret/" + page).statusCode()).isEqualTo(404);
            assertThat(bob.get("/alice/secret/" + page).statusCode()).isEqualTo(404);
            assertThat(bob.post("/alice/secret/" + page, "path", "x", "content", "x")
                            .statusCode())
                    .isEqualTo(404);
            var sent = nobody.get("/alice/tea/" + page);
            assertThat(location(sent)).startsWith("/login?next=%2Falice%2Ftea%2F");
            assertThat(nobody.post("/alice/tea/" + page, "path", "x").statusCode())
                    .isEqualTo(401);
            assertThat(alice.forged("forged", "/alice/tea/" + page, "path", "x").statusCode())
                    .isEqualTo(403);
            assertThat(alice.get("/alice/tea/" + page.replace("main", "none")).statusCode())
                    .isEqualTo(404);
        }
        assertThat(nobody.get("/alice/tea").body()).doesNotContain("/alice/tea/new/main");
        assertThat(nobody.get("/alice/tea/src/branch/main/README.md").body()).doesNotContain("/alice/tea/edit");
        String id = tip().name();
        assertThat(alice.get("/alice/tea/src/commit/" + id + "/README.md").body())
                .doesNotContain("/alice/tea/edit");
        assertThat(tip().name()).isEqualTo(id);
    }
}
