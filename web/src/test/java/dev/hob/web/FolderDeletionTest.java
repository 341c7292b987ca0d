package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder is deleted in a page with all that is in it, and only that.
class FolderDeletionTest {
    @TempDir
    Path data;

    private Site site;
    private Repo tea;
    private Guest alice;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        Person ada = site.person("alice");
        tea = site.repository(ada, "tea", false, "");
        alice = site.guest("alice");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static final String LINK = "-> ";
    private static final String MODULE = "module";

    /// The branch has these files and no others from now on.
    private void put(Map<String, String> files) throws IOException {
        try (var git = site.node.storage().open(tea.rid());
                var inserter = git.newObjectInserter()) {
            var index = DirCache.newInCore();
            var builder = index.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                String text = file.getValue();
                if (text.equals(MODULE)) {
                    entry.setFileMode(FileMode.GITLINK);
                    entry.setObjectId(ObjectId.fromString("1".repeat(40)));
                } else {
                    entry.setFileMode(text.startsWith(LINK) ? FileMode.SYMLINK : FileMode.REGULAR_FILE);
                    entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, Constants.encode(text)));
                }
                builder.add(entry);
            }
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            commit.setMessage("Now");
            commit.setAuthor(new PersonIdent("Alice", "alice@example.org"));
            commit.setCommitter(commit.getAuthor());
            var before = site.node.refs().view(tea).refs().get("refs/heads/main");
            if (before != null) commit.setParentId(before);
            var id = inserter.insert(commit);
            inserter.flush();
            site.move(tea, new RefMove("refs/heads/main", before == null ? RefMove.ABSENT : before.name(), id.name()));
        }
    }

    private TreeSet<String> files() throws IOException {
        var files = new TreeSet<String>();
        try (var git = site.node.storage().open(tea.rid());
                var commits = new RevWalk(git);
                var walk = new TreeWalk(git)) {
            walk.addTree(commits.parseCommit(site.node.refs().view(tea).refs().get("refs/heads/main"))
                    .getTree());
            walk.setRecursive(true);
            while (walk.next()) files.add(walk.getPathString());
        }
        return files;
    }

    private static String seen(String page) {
        return page.replaceAll("(?s).*name=\"seen\" value=\"([0-9a-f]{40})\".*", "$1");
    }

    @Test
    void a_folder_goes_with_all_that_is_in_it() throws Exception {
        put(Map.of(
                "README.md", "# Tea\n",
                "src/pot.c", "int pot;\n",
                "src/lid/lid.c", "int lid;\n",
                "src/link", LINK + "pot.c",
                "srcs/other.c", "int other;\n"));
        assertThat(alice.get("/alice/tea/src/branch/main/src").body()).contains("/alice/tea/delete/main/src");
        String page = alice.get("/alice/tea/delete/main/src").body();
        assertThat(page)
                .contains("Delete a folder", "3 files", "<li>pot.c</li>", "<li>lid/lid.c</li>", "<li>link</li>")
                .doesNotContain("other.c");
        var gone = alice.post("/alice/tea/delete/main/src", "seen", seen(page));
        assertThat(Guest.location(gone)).hasValue("/alice/tea/src/branch/main");
        assertThat(alice.get("/alice/tea").body()).contains("The folder is deleted.", "Delete src");
        assertThat(files()).containsExactly("README.md", "srcs/other.c");
    }

    @Test
    void what_is_left_of_it_is_shown_where_there_is_some() throws Exception {
        put(Map.of("a/b/c/deep.txt", "x\n", "a/top.txt", "y\n"));
        String page = alice.get("/alice/tea/delete/main/a/b").body();
        var gone = alice.post("/alice/tea/delete/main/a/b", "seen", seen(page));
        assertThat(Guest.location(gone)).hasValue("/alice/tea/src/branch/main/a");
        assertThat(files()).containsExactly("a/top.txt");
    }

    @Test
    void a_folder_that_somebody_changed_is_shown_again() throws Exception {
        put(Map.of("src/a.c", "a\n", "x", "x\n"));
        String page = alice.get("/alice/tea/delete/main/src").body();
        put(Map.of("src/a.c", "a\n", "src/new.c", "new\n", "x", "x\n"));
        var late = alice.post("/alice/tea/delete/main/src", "seen", seen(page));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Somebody changed the folder in the meantime.", "<li>new.c</li>");
        assertThat(files()).contains("src/a.c", "src/new.c");
        var gone = alice.post("/alice/tea/delete/main/src", "seen", seen(late.body()));
        assertThat(gone.statusCode()).isEqualTo(303);
        assertThat(files()).containsExactly("x");
    }

    @Test
    void another_repository_and_too_many_files_are_left_to_git() throws Exception {
        var many = new HashMap<String, String>();
        for (int i = 0; i < 5001; i++) many.put("many/" + i, "x\n");
        many.put("it's/module", MODULE);
        many.put("it's/a", "x\n");
        put(many);
        var module = alice.get("/alice/tea/delete/main/it's");
        assertThat(module.body())
                .contains("It holds another repository, module.", "git rm -r -- 'it'\\''s'", "git push origin main")
                .doesNotContain("name=\"seen\"");
        assertThat(alice.get("/alice/tea/delete/main/many").body()).contains("more than 5,000 files");
        for (String folder : List.of("many", "it's")) {
            ObjectId tree;
            try (var git = site.node.storage().open(tea.rid());
                    var commits = new RevWalk(git);
                    var found = TreeWalk.forPath(
                            git,
                            folder,
                            commits.parseCommit(
                                            site.node.refs().view(tea).refs().get("refs/heads/main"))
                                    .getTree())) {
                tree = found.getObjectId(0);
            }
            var forced = alice.post("/alice/tea/delete/main/" + folder, "seen", tree.name());
            assertThat(forced.statusCode()).isEqualTo(422);
        }
        assertThat(files()).hasSize(5003);
    }

    @Test
    void the_root_a_bad_form_and_strangers_delete_nothing() throws Exception {
        put(Map.of("src/a.c", "a\n", "x", "x\n"));
        site.person("bob");
        assertThat(alice.get("/alice/tea/delete/main").statusCode()).isEqualTo(404);
        assertThat(alice.post("/alice/tea/delete/main/src", "seen", "nonsense").statusCode())
                .isEqualTo(422);
        assertThat(site.guest().get("/alice/tea/delete/main/src").statusCode()).isNotEqualTo(200);
        String page = site.guest("bob").get("/alice/tea/delete/main/src").body();
        assertThat(page).contains("You may not write to alice/tea.");
        assertThat(files()).hasSize(2);
    }

    @Test
    void a_small_folder_waits_among_pending_changes() throws Exception {
        put(Map.of("src/a.c", "a\n", "src/b.c", "b\n", "x", "x\n"));
        String page = alice.get("/alice/tea/delete/main/src").body();
        var added = alice.post("/alice/tea/delete/main/src", "seen", seen(page), "add", "yes");
        assertThat(Guest.location(added)).hasValue("/alice/tea/pending/main");
        assertThat(alice.get("/alice/tea/pending/main").body()).contains("src/a.c", "src/b.c");
        assertThat(files()).hasSize(3);
    }
}
