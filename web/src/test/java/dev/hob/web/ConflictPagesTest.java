package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.Person;
import dev.hob.node.protection.BranchRule;
import dev.hob.node.protection.Glob;
import dev.hob.node.refs.Forking;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bob's pull request to alice, which contradicts her branch, is decided in a page.
class ConflictPagesTest {
    private static final String PAGE = "/alice/tea/pulls/1/conflicts";
    private static final Pattern HIDDEN =
            Pattern.compile("type=\"hidden\" name=\"((?:head|onto|path-\\d|was-\\d))\" value=\"([^\"]*)\"");
    private static final Pattern TEXT = Pattern.compile("name=\"(text-\\d)\"[^>]*>\\n(.*?)</textarea>", Pattern.DOTALL);
    private static final Pattern TAKE = Pattern.compile("name=\"(take-\\d-[0-9a-f.]+)\" value=\"ours\"");

    @TempDir
    Path data;

    private Site site;
    private Person ada;
    private Person bob;
    private Repo tea;
    private Guest alices;
    private Guest bobs;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        ada = site.person("alice");
        bob = site.person("bob");
        site.person("carol");
        tea = site.repository(ada, "tea", false, "");
        site.pushText(tea, "main", "Begin", Map.of("pot", "one\ntwo\nthree\nfour\nfive\n", "lid", "lid\n"));
        alices = site.guest("alice");
        bobs = site.guest("bob");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private ObjectId tip(Repo repo, String branch) {
        return Optional.ofNullable(site.node.refs().view(repo).refs().get("refs/heads/" + branch))
                .orElseThrow();
    }

    private void opened(Repo from, String branch) {
        var opening =
                Patches.Opening.of("Count", "", "main", tip(from, branch), Optional.of(new Source(from.id(), branch)));
        assertThat(site.node.pulls().open(tea, ada, opening, from)).isInstanceOf(Answer.Done.class);
    }

    /// A pull request of a branch beside main, each with its own second line.
    private void contradiction() throws IOException {
        site.pushText(tea, "count", "Count", Map.of("pot", "one\n2\nthree\nfour\nfive\n", "lid", "lid\n"));
        opened(tea, "count");
        site.pushText(tea, "main", "Zwei", Map.of("pot", "one\nzwei\nthree\nfour\nfive\n", "lid", "lid\n"));
    }

    private Map<String, String> files(ObjectId commit) throws IOException {
        var files = new TreeMap<String, String>();
        try (var git = site.node.storage().open(tea.rid());
                var walk = new TreeWalk(git);
                var commits = new RevWalk(git)) {
            walk.addTree(commits.parseCommit(commit).getTree());
            walk.setRecursive(true);
            while (walk.next())
                files.put(
                        walk.getPathString(),
                        new String(git.open(walk.getObjectId(0)).getBytes(), UTF_8));
        }
        return files;
    }

    private RevCommit commit(ObjectId id) throws IOException {
        try (var git = site.node.storage().open(tea.rid());
                var walk = new RevWalk(git)) {
            return walk.parseCommit(id);
        }
    }

    /// The form of a page, as a browser would send it.
    private static Map<String, String> form(String page) {
        var form = new LinkedHashMap<String, String>();
        var hidden = HIDDEN.matcher(page);
        while (hidden.find()) form.put(hidden.group(1), hidden.group(2));
        var text = TEXT.matcher(page);
        while (text.find())
            form.put(
                    text.group(1),
                    text.group(2).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        assertThat(form).as(page).containsKeys("head", "onto", "text-0");
        return form;
    }

    private static List<String> takes(String page) {
        return TAKE.matcher(page).results().map(it -> it.group(1)).toList();
    }

    private static HttpResponse<String> send(Guest who, Map<String, String> form, String... more) throws Exception {
        var fields = new ArrayList<String>();
        form.forEach((name, value) -> fields.addAll(List.of(name, value)));
        fields.addAll(List.of(more));
        return who.upload(PAGE, List.of(), fields.toArray(String[]::new));
    }

    private void resolved(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(Guest.location(answer)).contains("/alice/tea/pulls/1#merging");
    }

    @Test
    void a_side_is_chosen_and_one_merge_commit_is_made() throws Exception {
        contradiction();
        var head = tip(tea, "count");
        var onto = tip(tea, "main");
        assertThat(ok(alices.get("/alice/tea/pulls/1"))).contains("Resolve conflicts", "href=\"" + PAGE + "\"");
        String page = ok(alices.get(PAGE));
        assertThat(page)
                .contains("1 place to decide", "<td>2</td>", "<td>zwei</td>", "Take <b class=\"mono\">count</b>");
        var form = form(page);
        assertThat(form.get("text-0"))
                .isEqualTo("one\n<<<<<<< count\n2\n=======\nzwei\n>>>>>>> main\nthree\nfour\nfive\n");
        String take = takes(page).getFirst();
        String shown = ok(send(alices, form, take, "theirs_first", "preview", "yes"));
        assertThat(shown).contains("decided", "What the merge changes").doesNotContain("to decide<");
        assertThat(form(shown).get("text-0")).isEqualTo("one\nzwei\n2\nthree\nfour\nfive\n");
        assertThat(tip(tea, "count")).isEqualTo(head);
        assertThat(form(ok(send(alices, form(shown), "anew", "0"))).get("text-0"))
                .contains("<<<<<<<");
        resolved(send(alices, form, take, "theirs"));
        var made = commit(tip(tea, "count"));
        assertThat(List.of(made.getParents())).containsExactly(commit(head), commit(onto));
        assertThat(made.getFullMessage()).isEqualTo("Merge branch 'main' into count\n");
        assertThat(made.getAuthorIdent().getEmailAddress()).isEqualTo("alice@example.org");
        assertThat(files(made))
                .containsEntry("pot", "one\nzwei\nthree\nfour\nfive\n")
                .containsEntry("lid", "lid\n");
        assertThat(ok(alices.get("/alice/tea/pulls/1"))).contains("Resolved:", "This can be merged");
        assertThat(site.node.tracking().cache().examine(tea)).isEmpty();
        // Once more there is nothing to decide.
        resolved(alices.get(PAGE));
    }

    @Test
    void a_text_is_written_and_no_mark_may_be_left() throws Exception {
        contradiction();
        var head = tip(tea, "count");
        var form = form(ok(alices.get(PAGE)));
        var untouched = send(alices, form);
        assertThat(untouched.statusCode()).isEqualTo(422);
        assertThat(untouched.body()).contains("There is still a mark in it, in line 2.");
        for (String left : List.of("one\n=======\n", "a\n>>>>>>> main\n", "<<<<<<<\n", "x\n<<<<<<< else\ny\n")) {
            form.put("text-0", left);
            var answer = send(alices, form, "subject", "Mine");
            assertThat(answer.statusCode()).as(left).isEqualTo(422);
            assertThat(answer.body()).contains("still a mark", "value=\"Mine\"");
            assertThat(form(answer.body())).containsEntry("text-0", left);
        }
        form.put("text-0", "nul\0\n");
        assertThat(send(alices, form).statusCode()).isEqualTo(422);
        var less = new LinkedHashMap<>(form);
        less.remove("text-0");
        assertThat(send(alices, less).body()).contains("Nobody has decided about it yet.");
        form.put("text-0", "x\n".repeat(600_000));
        assertThat(send(alices, form).body()).contains("larger than what is written in a page");
        assertThat(tip(tea, "count")).isEqualTo(head);
        form.put("text-0", "one\r\ntwo and zwei\r\n");
        resolved(send(alices, form, "subject", "Count both ways", "description", "As we said."));
        var made = commit(tip(tea, "count"));
        assertThat(made.getFullMessage()).isEqualTo("Count both ways\n\nAs we said.\n");
        assertThat(files(made)).containsEntry("pot", "one\ntwo and zwei\n");
    }

    @Test
    void lines_that_look_like_marks_are_no_marks() throws Exception {
        site.pushText(tea, "main", "Title", Map.of("a.rst", "Title\n=======\n\nx\n", "b", "b\n"));
        site.pushText(tea, "count", "Ours", Map.of("a.rst", "Our\n=======\n\ny\n", "b", "ours\n"));
        opened(tea, "count");
        site.pushText(tea, "main", "Theirs", Map.of("a.rst", "Their\n=======\n\nz\n", "b", "theirs\n"));
        String page = ok(alices.get(PAGE));
        var form = form(page);
        assertThat(form.get("text-0")).contains("<<<<<<<< count\n", "\n========\n");
        var takes = takes(page);
        assertThat(takes).hasSize(2);
        resolved(send(alices, form, takes.get(0), "ours", takes.get(1), "ours_first"));
        assertThat(files(tip(tea, "count")))
                .containsEntry("a.rst", "Our\n=======\n\ny\n")
                .containsEntry("b", "ours\ntheirs\n");
    }

    @Test
    void who_may_not_push_there_is_told_why() throws Exception {
        contradiction();
        var form = form(ok(alices.get(PAGE)));
        assertThat(ok(bobs.get("/alice/tea/pulls/1")))
                .contains("There are conflicts")
                .doesNotContain("/conflicts\"");
        assertThat(bobs.get(PAGE).statusCode()).isEqualTo(409);
        var head = tip(tea, "count");
        form.put("text-0", "mine\n");
        var refused = send(bobs, form);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Only those who may push to count", "What you wrote", "mine\n</textarea>");
        assertThat(site.guest().get(PAGE).statusCode()).isEqualTo(303);
        assertThat(tip(tea, "count")).isEqualTo(head);

        var hidden = site.repository(ada, "hidden", true, "");
        assertThat(hidden.isPrivate()).isTrue();
        assertThat(bobs.get("/alice/hidden/pulls/1/conflicts").statusCode()).isEqualTo(404);
        for (String no : List.of("2", "0", "x", "%00"))
            assertThat(alices.get("/alice/tea/pulls/" + no + "/conflicts").statusCode())
                    .as(no)
                    .isIn(400, 404);
        site.node.protection().rules().set(tea, ada, BranchRule.usual(Glob.of("count")), Optional.empty());
        assertThat(ok(alices.get("/alice/tea/pulls/1")))
                .contains("Not in the browser: count is protected: nobody pushes to it.");
        var guarded = send(alices, form);
        assertThat(guarded.statusCode()).isEqualTo(409);
        assertThat(guarded.body()).contains("count is protected", "mine\n</textarea>");
        assertThat(tip(tea, "count")).isEqualTo(head);
    }

    @Test
    void a_branch_that_moved_meanwhile_is_heard_and_the_text_comes_back() throws Exception {
        contradiction();
        var form = form(ok(alices.get(PAGE)));
        form.put("text-0", "one\nmine\nthree\nfour\nfive\n");
        // The target goes on: what was seen is a part of it.
        site.pushText(tea, "main", "More", Map.of("pot", "one\nzwei\nthree\nfour\nfive\n", "lid", "other lid\n"));
        // The branch goes on in another file: the text is as good as before.
        var moved = site.pushText(
                tea, "count", "Cup", Map.of("pot", "one\n2\nthree\nfour\nfive\n", "lid", "lid\n", "cup", "cup\n"));
        var told = send(alices, form);
        assertThat(told.statusCode()).isEqualTo(409);
        assertThat(told.body()).contains("has other commits by now");
        assertThat(form(told.body()))
                .containsEntry("text-0", form.get("text-0"))
                .containsEntry("head", moved.name());
        // It goes on in the same lines: the text comes back beside what is to be decided now.
        site.pushText(
                tea, "count", "Deux", Map.of("pot", "one\ndeux\nthree\nfour\nfive\n", "lid", "lid\n", "cup", "cup\n"));
        var again = send(alices, form(told.body()));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("It has to be decided anew", "one\nmine\nthree", "deux");
        var last = form(again.body());
        assertThat(last.get("text-0")).contains("<<<<<<<", "deux");
        last.put("text-0", "one\nlast\n");
        site.pushText(tea, "main", "Yet more", Map.of("pot", "one\nzwei\nthree\nfour\nfive\n", "lid", "newest\n"));
        resolved(send(alices, last));
        assertThat(files(tip(tea, "count"))).containsEntry("pot", "one\nlast\n").containsEntry("lid", "other lid\n");
        assertThat(ok(alices.get("/alice/tea/pulls/1"))).contains("This can be merged");
        // And what the target never had is not brought in.
        for (String id : List.of("0".repeat(40), tip(tea, "count").name(), blob("pot"))) {
            last.put("onto", id);
            assertThat(send(alices, last).statusCode()).isEqualTo(409);
        }
        last.put("onto", "main");
        assertThat(send(alices, last).statusCode()).isEqualTo(422);
    }

    private String blob(String path) throws IOException {
        try (var git = site.node.storage().open(tea.rid());
                var walk = TreeWalk.forPath(git, path, commit(tip(tea, "main")).getTree())) {
            return walk.getObjectId(0).name();
        }
    }

    @Test
    void what_no_page_decides_is_named_with_what_to_type() throws Exception {
        site.push(
                tea,
                "main",
                "Begin",
                Map.of(
                        "gone",
                        text("1\n2\n3\n"),
                        "pot",
                        text("pot\n"),
                        "picture",
                        text("\0a"),
                        "old.txt",
                        text("a\n")));
        site.push(tea, "count", "Ours", Map.of("pot", text("ours\n"), "picture", text("\0b"), "old.txt", new byte[] {
            (byte) 0xe4, '\n'
        }));
        opened(tea, "count");
        site.push(
                tea,
                "main",
                "Theirs",
                Map.of(
                        "gone", text("1\n2\n4\n"),
                        "pot", text("theirs\n"),
                        "picture", text("\0c"),
                        "old.txt", text("b\n")));
        String page = ok(alices.get(PAGE));
        assertThat(page)
                .contains("3 files of it are not decided in a page", "one changed it, the other deleted it")
                .contains("both changed it, and it has no lines", "no text in UTF-8")
                .contains("<code>pot</code>", "git switch count", "git merge origin/main")
                .doesNotContain("<textarea", "Commit the merge");
        var head = tip(tea, "count");
        var tried = alices.upload(
                PAGE,
                List.of(),
                "head",
                head.name(),
                "onto",
                tip(tea, "main").name(),
                "path-0",
                "pot",
                "was-0",
                "",
                "text-0",
                "x\n");
        assertThat(tried.statusCode()).isEqualTo(409);
        assertThat(tip(tea, "count")).isEqualTo(head);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void a_fork_is_resolved_by_who_may_push_there_and_gets_what_it_lacks() throws Exception {
        var made = site.node.refs().forking().fork(tea, bob, new Forking.Wish("tea", "", false, true));
        var fork = ((Repos.Creation.Created) made).repo();
        site.pushText(fork, "count", "Count", Map.of("pot", "one\n2\nthree\nfour\nfive\n", "lid", "lid\n"));
        var opening = Patches.Opening.of(
                "Count", "", "main", tip(fork, "count"), Optional.of(new Source(fork.id(), "count")));
        assertThat(site.node.pulls().open(tea, bob, opening, fork)).isInstanceOf(Answer.Done.class);
        site.pushText(tea, "main", "Zwei", Map.of("pot", "one\nzwei\nthree\nfour\nfive\n", "lid", "lid\n"));
        assertThat(ok(alices.get("/alice/tea/pulls/1")))
                .contains("Not in the browser: Only those who may push to count add to it.")
                .contains("# in a clone of bob/tea", "git pull --no-rebase http", "/alice/tea.git main");
        String page = ok(bobs.get(PAGE));
        assertThat(page).contains("bob:count");
        resolved(send(bobs, form(page), takes(page).getFirst(), "ours"));
        assertThat(files(tip(fork, "count"))).containsEntry("pot", "one\n2\nthree\nfour\nfive\n");
        assertThat(commit(tip(fork, "count")).getFullMessage()).isEqualTo("Merge branch 'main' into count\n");
        assertThat(ok(bobs.get("/alice/tea/pulls/1"))).contains("This can be merged");
    }
}
