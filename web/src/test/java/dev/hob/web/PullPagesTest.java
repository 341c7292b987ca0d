package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Label;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.Person;
import dev.hob.node.protection.StatusState;
import dev.hob.node.protection.Statuses;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pull requests as people meet them in pages, by forms alone.
class PullPagesTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>\"'<script>alert(1)</script>";

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Person bob;
    private Person carol;
    private Repo tea;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(data);
        alice = site.person("alice");
        bob = site.person("bob");
        carol = site.person("carol");
        tea = site.repository(alice, "tea", false, "Leaves");
        assertThat(site.node.edits().addCollaborator(tea, alice, bob, Right.WRITE))
                .isEmpty();
        site.pushText(tea, "main", "Begin", Map.of("pot", "one\ntwo\nthree\nfour\nfive\n"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String gone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(303);
        return Guest.location(answer).orElseThrow();
    }

    private static String refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(422);
        return answer.body();
    }

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    private Repo now() {
        return site.node.repos().byId(tea.id()).orElseThrow();
    }

    private Optional<ObjectId> tip(String branch) {
        return Optional.ofNullable(site.node.refs().view(now()).refs().get("refs/heads/" + branch));
    }

    private Issue issue(long number) {
        return site.node.tracking().reading().find(tea.rid(), number).orElseThrow();
    }

    private Patch patch(long number) {
        return site.node.pulls().reading().find(tea.rid(), issue(number).id()).orElseThrow();
    }

    private void push(String branch, String text) throws Exception {
        site.pushText(tea, branch, "Write " + text.strip() + "\n\nAt length.", Map.of("pot", text));
    }

    private ObjectId opened(Person by, String title, String branch) {
        return done(site.node
                .pulls()
                .patches()
                .open(
                        now(),
                        by,
                        Patches.Opening.of(
                                title,
                                "See *this*.",
                                "main",
                                tip(branch).orElseThrow(),
                                Optional.of(new Source(tea.id(), branch)))));
    }

    @Test
    void they_stand_in_a_list_of_their_own_and_each_number_leads_to_its_page() throws Exception {
        site.node.tracking().issues().open(tea, carol, dev.hob.node.issue.Issues.Opening.of("It leaks", ""));
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/alice/tea/pulls"))).contains("No pull requests yet", "New pull request");
        push("fix", "one\n2\nthree\nfour\nfive\n");
        opened(carol, EVIL, "fix");
        String list = ok(carols.get("/alice/tea/pulls"));
        assertThat(list)
                .contains(
                        "Pull requests <span class=\"count\">1</span>", "href=\"/alice/tea/pulls/2\"", "<b>1</b> open")
                .contains("Issues <span class=\"count\">1</span>", "aria-label=\"Open\"")
                .doesNotContain("It leaks", "<script>alert", "into <b>");
        assertThat(ok(carols.get("/alice/tea/issues"))).contains("It leaks").doesNotContain("onerror=");
        assertThat(gone(carols.get("/alice/tea/issues?q=is%3Apr+is%3Aopen"))).isEqualTo("/alice/tea/pulls?q=is%3Aopen");
        assertThat(gone(carols.get("/alice/tea/issues/2?after=3"))).isEqualTo("/alice/tea/pulls/2?after=3");
        assertThat(gone(carols.get("/alice/tea/pulls/1"))).isEqualTo("/alice/tea/issues/1");
        assertThat(carols.get("/alice/tea/pulls/3").statusCode()).isEqualTo(404);
        gone(carols.post("/alice/tea/pulls/2/state", "state", "draft"));
        assertThat(ok(carols.get("/alice/tea/pulls"))).contains("aria-label=\"Draft\"");
        gone(carols.post("/alice/tea/pulls/2/comment", "body", "No more", "then", "closed"));
        assertThat(ok(carols.get("/alice/tea/pulls"))).contains("<b>0</b> open", "<b>1</b> closed");
        assertThat(ok(carols.get("/alice/tea/pulls?q=is%3Aclosed"))).contains("aria-label=\"Closed\"");
        var bobs = site.guest("bob");
        gone(bobs.post("/alice/tea/pulls/bulk", "do", "reopen", "pick", "1", "pick", "2", "q", ""));
        assertThat(patch(2).state()).isEqualTo(PatchState.OPEN);
        assertThat(refused(bobs.post("/alice/tea/pulls/bulk", "do", "drop", "pick", "1")))
                .contains("Tick the pull requests that you mean first.");
        assertThat(issue(1).state()).isEqualTo(IssueState.OPEN);
    }

    @Test
    void the_talk_has_what_was_said_done_reviewed_and_offered() throws Exception {
        push("fix", "one\n2\nthree\nfour\nfive\n");
        var id = opened(carol, "Count", "fix");
        var bobs = site.guest("bob");
        var carols = site.guest("carol");
        assertThat(gone(carols.post("/alice/tea/pulls/1/comment", "body", "Please *look*")))
                .startsWith("/alice/tea/pulls/1#c-");
        gone(bobs.post("/alice/tea/pulls/1/labels", "label", "drink"));
        gone(bobs.post("/alice/tea/pulls/1/assignees", "assignee", "bob"));
        gone(carols.post("/alice/tea/pulls/1/title", "title", "Count better"));
        var place = new CodeLocation(
                tip("fix").orElseThrow(), "pot", Optional.empty(), Optional.of(new CodeRange.Lines(1, 3)));
        var patches = site.node.pulls().patches();
        done(patches.review(
                now(),
                bob,
                id,
                patch(1).revision(),
                "Almost *there*",
                Optional.of(Verdict.REJECT),
                List.of(new Patches.Remark(Optional.of(place), "Why " + EVIL))));
        var remark = site.node.pulls().reading().comments(tea.rid(), id).stream()
                .filter(it -> it.location().isPresent())
                .findFirst()
                .orElseThrow()
                .entry();
        gone(carols.post("/alice/tea/pulls/1/comment", "body", "Because", "answer", remark.name()));
        String page = ok(carols.get("/alice/tea/pulls/1"));
        assertThat(page)
                .contains("See <em>this</em>", "Please <em>look</em>", "Count better", "drink", "took this on")
                .contains("asked for changes", "Almost <em>there</em>", "lines 2 to 3", "Because")
                .contains("<tr class=\"meant\"><td class=\"n\">2</td><td>2</td></tr>", "1 reviewer asks for changes")
                .contains("This can be merged", "A member of the project decides.", "wants 1 commit of")
                .doesNotContain("<script>alert", "action=\"/alice/tea/pulls/1/merge\"");
        assertThat(page.indexOf("Because")).isLessThan(page.indexOf("id=\"merging\""));
        assertThat(gone(carols.post("/alice/tea/pulls/1/resolve", "remark", remark.name())))
                .endsWith("#t-c-" + remark.name().substring(0, 13));
        assertThat(ok(carols.get("/alice/tea/pulls/1"))).contains(">resolved<", "Not resolved");
        push("fix", "one\n2\n3\nfour\nfive\n");
        done(patches.revise(now(), carol, id, "With *three*", tip("fix").orElseThrow()));
        assertThat(ok(carols.get("/alice/tea/pulls/1")))
                .contains("offered other commits", "With <em>three</em>", "revision 2", "earlier revision")
                .contains("asks for changes, earlier", "wants 2 commits of");
        assertThat(site.node.tracking().cache().examine(now())).isEmpty();
    }

    @Test
    void members_merge_it_in_each_way_with_their_own_words_and_delete_the_branch() throws Exception {
        var bobs = site.guest("bob");
        var carols = site.guest("carol");
        int number = 0;
        for (String way : List.of("merge", "squash", "rebase", "rebase_merge", "fast_forward")) {
            number++;
            push(way, "one " + way + "\ntwo\nthree\nfour\nfive\n");
            opened(carol, "By " + way, way);
            String url = "/alice/tea/pulls/" + number;
            assertThat(carols.post(url + "/merge", "way", way).statusCode()).isEqualTo(403);
            assertThat(ok(bobs.get(url))).contains("This can be merged", "Merge pull request #" + number);
            assertThat(gone(bobs.post(
                            url + "/merge",
                            "way",
                            way,
                            "message",
                            "In my words",
                            "leave",
                            way.equals("merge") ? "" : "yes",
                            "head",
                            patch(number).head().name())))
                    .isEqualTo(url);
            assertThat(ok(bobs.get(url)))
                    .as(way)
                    .contains("Merged.", "merged this into", "badge merged")
                    .doesNotContain("value=\"open\">Open again");
            assertThat(tip(way).isPresent()).as(way).isEqualTo(way.equals("merge"));
        }
        assertThat(ok(bobs.get("/alice/tea/commits/branch/main"))).contains("In my words");
        assertThat(ok(bobs.get("/alice/tea/pulls/1"))).contains("Delete the branch merge");
        gone(bobs.post("/alice/tea/pulls/1/leave"));
        assertThat(tip("merge")).isEmpty();
        assertThat(bobs.post("/alice/tea/pulls/1/leave").statusCode()).isEqualTo(409);
        assertThat(refused(bobs.post("/alice/tea/pulls/1/merge", "way", "squash", "message", "Once more")))
                .contains("It is merged already.");
        assertThat(site.node.tracking().cache().examine(now())).isEmpty();
    }

    @Test
    void the_box_says_what_is_in_the_way() throws Exception {
        push("fix;rm", "one\n2\nthree\nfour\nfive\n");
        opened(carol, "Count", "fix;rm");
        push("main", "one\nzwei\nthree\nfour\nfive\n");
        var bobs = site.guest("bob");
        var carols = site.guest("carol");
        assertThat(ok(bobs.get("/alice/tea/pulls/1")))
                .contains("There are conflicts", "One file stands", "<code>pot</code>", "both changed the same lines")
                .contains("git switch 'fix;rm'", "git merge origin/main")
                .doesNotContain("action=\"/alice/tea/pulls/1/merge\"");
        assertThat(refused(bobs.post("/alice/tea/pulls/1/merge", "way", "merge", "message", "Mine")))
                .contains("The two contradict each other by now.");
        gone(carols.post("/alice/tea/pulls/1/state", "state", "draft"));
        assertThat(ok(carols.get("/alice/tea/pulls/1"))).contains("A draft", "Ready for review");
        assertThat(refused(bobs.post("/alice/tea/pulls/1/merge", "way", "merge")))
                .contains("It is a draft.");
        gone(carols.post("/alice/tea/pulls/1/state", "state", "open"));
        assertThat(refused(bobs.post("/alice/tea/pulls/1/merge", "way", "by magic")))
                .contains("Choose how to merge it.");
        push("old", "one\ntwo\nthree\nfour\nfive\n");
        assertThat(refused(carols.post("/alice/tea/pulls/1/target", "target", "nowhere")))
                .contains("There is no such branch.");
        gone(carols.post("/alice/tea/pulls/1/target", "target", "old"));
        assertThat(ok(carols.get("/alice/tea/pulls"))).contains("into <b>old</b>");
        gone(carols.post("/alice/tea/pulls/1/state", "state", "closed"));
        assertThat(ok(carols.get("/alice/tea/pulls/1"))).contains("Closed without being merged", "Open again");
        site.person("dave");
        var daves = site.guest("dave");
        for (String act : List.of("state", "target"))
            assertThat(daves.post("/alice/tea/pulls/1/" + act, "state", "open", "target", "main")
                            .statusCode())
                    .as(act)
                    .isEqualTo(403);
        assertThat(site.guest()
                        .post("/alice/tea/pulls/1/state", "state", "open")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void an_old_look_is_told_that_there_are_other_commits() throws Exception {
        push("fix", "one\n2\nthree\nfour\nfive\n");
        var id = opened(carol, "Count", "fix");
        String before = patch(1).head().name();
        push("fix", "one\n2\n3\nfour\nfive\n");
        done(site.node.pulls().patches().revise(now(), carol, id, "", tip("fix").orElseThrow()));
        assertThat(refused(site.guest("bob")
                        .post("/alice/tea/pulls/1/merge", "way", "squash", "message", "My words", "head", before)))
                .contains("It offers other commits by now.", ">My words</textarea>");
    }

    @Test
    void somebody_compares_two_branches_and_asks_for_the_one() throws Exception {
        push("spout/two-lines", "one\n2\nthree\nfour\nfive\n");
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/alice/tea/compare"))).contains("Choose the branch that has something new.");
        assertThat(gone(carols.get("/alice/tea/compare?base=main&head=spout%2Ftwo-lines")))
                .isEqualTo("/alice/tea/compare/main...spout/two-lines");
        assertThat(gone(carols.get("/alice/tea/compare/spout/two-lines")))
                .isEqualTo("/alice/tea/compare/main...spout/two-lines");
        String one = ok(carols.get("/alice/tea/compare/main...spout/two-lines"));
        assertThat(one).contains("value=\"Write one", "At length.", "1 commit", "1 file changed");
        push("spout/two-lines", "one\n2\n3\nfour\nfive\n");
        assertThat(ok(carols.get("/alice/tea/compare/main...spout/two-lines")))
                .contains("value=\"Two lines\"", "- Write one 2 three four five\n- Write one 2 3", "2 commits");
        assertThat(ok(carols.get("/alice/tea/compare/spout/two-lines...main")))
                .contains("spout/two-lines has everything that main has.");
        assertThat(ok(carols.get("/alice/tea/compare/main...main"))).contains("These are the same branch.");
        assertThat(ok(site.guest().get("/alice/tea/compare/main...spout/two-lines")))
                .contains("Sign in", "1 file changed")
                .doesNotContain("Open pull request</button>");
        assertThat(carols.get("/alice/tea/compare/main...nowhere").statusCode()).isEqualTo(404);
        assertThat(ok(carols.get("/alice/tea/branches")))
                .contains("href=\"/alice/tea/compare/main...spout/two-lines\"");
        String[] typed = {"base", "main", "head", "spout/two-lines", "body", "My " + EVIL, "draft", "yes"};
        assertThat(refused(carols.post("/alice/tea/pulls", typed)))
                .contains("A pull request needs a title.", "My &lt;img", "name=\"draft\" value=\"yes\" checked")
                .doesNotContain("<script>alert");
        var again = new java.util.ArrayList<>(List.of(typed));
        again.addAll(List.of("title", "Count"));
        String[] whole = again.toArray(String[]::new);
        assertThat(carols.forged("x", "/alice/tea/pulls", whole).statusCode()).isEqualTo(403);
        assertThat(site.guest().post("/alice/tea/pulls", whole).statusCode()).isEqualTo(401);
        assertThat(gone(carols.post("/alice/tea/pulls", whole))).isEqualTo("/alice/tea/pulls/1");
        assertThat(patch(1).state()).isEqualTo(PatchState.DRAFT);
        assertThat(patch(1).source()).contains(new Source(tea.id(), "spout/two-lines"));
        assertThat(ok(carols.get("/alice/tea/compare/main...spout/two-lines")))
                .contains("There is an open pull request for this already.", "href=\"/alice/tea/pulls/1\"");
        assertThat(refused(carols.post("/alice/tea/pulls", whole))).contains("already.");
    }

    private void report(ObjectId commit, String context, StatusState state) {
        var report = new Statuses.Report(context, state, "", "");
        assertThat(site.node.protection().statuses().report(now(), bob, commit, report))
                .isInstanceOf(Statuses.Outcome.Kept.class);
    }

    @Test
    void a_sign_beside_each_commit_says_how_its_checks_went() throws Exception {
        push("fix", "one\n2\n");
        var first = tip("fix").orElseThrow();
        push("fix", "one\n2\n3\n");
        var second = tip("fix").orElseThrow();
        opened(carol, "Fix", "fix");
        var nobody = site.guest();
        var lists =
                List.of("/alice/tea/pulls/1/commits", "/alice/tea/commits/branch/fix", "/alice/tea/compare/main...fix");
        for (String list : lists) assertThat(ok(nobody.get(list))).as(list).doesNotContain("class=\"went");
        report(first, "build", StatusState.FAILURE);
        report(first, "build", StatusState.SUCCESS);
        report(second, "build", StatusState.SUCCESS);
        report(second, "lint", StatusState.FAILURE);
        report(second, EVIL, StatusState.PENDING);
        for (String list : lists)
            assertThat(ok(nobody.get(list)))
                    .as(list)
                    .contains(
                            "class=\"went good\" href=\"/alice/tea/commit/" + first.name()
                                    + "#checks\" title=\"The check went well\"",
                            "class=\"went bad\" href=\"/alice/tea/commit/" + second.name()
                                    + "#checks\" title=\"1 of 3 checks failed\"",
                            "<span class=\"unseen\">1 of 3 checks failed</span>")
                    .doesNotContain("<script>alert");
        assertThat(ok(nobody.get("/alice/tea/commit/" + second.name()))).contains("id=\"checks\"", "lint");

        var main = tip("main").orElseThrow();
        assertThat(ok(nobody.get("/alice/tea"))).doesNotContain("class=\"went");
        report(main, "build", StatusState.PENDING);
        var page = nobody.get("/alice/tea");
        assertThat(ok(page)).contains("class=\"went waits\"", "The check is not done yet");
        report(main, "build", StatusState.SUCCESS);
        var again = nobody.get(
                "/alice/tea", "If-None-Match", page.headers().firstValue("ETag").orElseThrow());
        assertThat(ok(again)).as("not the kept page").contains("class=\"went good\"");
    }

    /// What stands above the commits and the changes.
    private static String above(String page) {
        return page.substring(0, page.indexOf("<h3>1 commit</h3>"));
    }

    @Test
    void a_template_asks_before_anybody_is_asked() throws Exception {
        var carols = site.guest("carol");
        String compare = "/alice/tea/compare/main...fix";
        int commits = 0;
        for (String place : List.of(
                "PULL_REQUEST_TEMPLATE.md",
                "docs/pull_request_template.md",
                ".github/Pull_Request_Template.md",
                ".gitea/PULL_REQUEST_TEMPLATE.txt",
                ".forgejo/pull_request_template")) {
            site.pushText(
                    tea,
                    "main",
                    "Ask " + commits++,
                    Map.of("pot", "one\n", place, "Which issue does " + place + " close?\n"));
            push("fix-" + commits, "one\n" + place + "\n");
            String page = above(ok(carols.get(compare + "-" + commits)));
            assertThat(page).as(place).contains("Which issue does " + place + " close?", "At length.");
            assertThat(page.indexOf("At length.")).as(place).isLessThan(page.indexOf("Which issue"));
        }
        assertThat(above(ok(carols.get(compare + "-" + commits + "?template=&title=Mine&body=Words"))))
                .contains("value=\"Mine\"", "Words</textarea>")
                .doesNotContain("Which issue");
    }

    @Test
    void a_form_asks_field_by_field_and_several_are_chosen_from() throws Exception {
        done(site.node.tracking().trackers().describeLabel(tea, alice, new Label("leak", "c2372e", "")));
        String form = """
                name: Change
                about: For a change
                title: "change: "
                labels: [leak]
                body:
                  - type: markdown
                    attributes: {value: "Please *think*."}
                  - type: textarea
                    id: why
                    attributes: {label: Why}
                    validations: {required: true}
                  - type: checkboxes
                    id: sure
                    attributes: {label: Sure, options: [{label: I tried it, required: true}]}
                """;
        site.pushText(
                tea,
                "main",
                "Ask",
                Map.of(
                        ".gitea/PULL_REQUEST_TEMPLATE.yaml",
                        form,
                        ".github/PULL_REQUEST_TEMPLATE/small.md",
                        "Nothing much\n",
                        ".github/PULL_REQUEST_TEMPLATE/broken.yml",
                        "body: ["));
        push("fix", "one\n2\n");
        var carols = site.guest("carol");
        String compare = "/alice/tea/compare/main...fix";
        assertThat(above(ok(carols.get(compare))))
                .contains("<em>think</em>", "name=\"f-why\"", "value=\"change: Write one 2\"", "?template=small.md")
                .doesNotContain("broken.yml");
        assertThat(above(ok(site.guest("alice").get(compare)))).contains("broken.yml");
        assertThat(above(ok(carols.get(compare + "?template=small.md")))).contains("Nothing much");
        String[] sent = {"base", "main", "head", "fix", "title", "change: x", "template", "PULL_REQUEST_TEMPLATE.yaml"};
        assertThat(refused(carols.post("/alice/tea/pulls", sent)))
                .contains("This must be filled in.", "This must be ticked");
        assertThat(ok(carols.post(
                        "/alice/tea/pulls",
                        with(sent, "preview", "yes", "f-why", "As *ever*", "f-sure", "I tried it"))))
                .contains("<em>ever</em>", "As *ever*</textarea>");
        gone(carols.post("/alice/tea/pulls", with(sent, "f-why", "Because", "f-sure", "I tried it")));
        String page = ok(carols.get("/alice/tea/pulls/1"));
        assertThat(page).contains("Because", "I tried it");
        assertThat(issue(1).labels()).containsExactly("leak");
    }

    @Test
    void who_opens_one_says_who_shall_look_and_members_what_it_belongs_to() throws Exception {
        done(site.node.tracking().trackers().describeLabel(tea, alice, new Label("leak", "c2372e", "")));
        var soon = done(site.node.tracking().trackers().makeMilestone(tea, alice, "Soon", "", Optional.empty()));
        push("fix", "one\n2\n");
        String[] sent = {
            "base", "main", "head", "fix", "title", "Fix", "label", "leak", "assignee", "bob", "milestone", soon.name()
        };
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/alice/tea/compare/main...fix")))
                .contains("name=\"reviewer\" value=\"alice\"", "name=\"reviewer\" value=\"bob\"")
                .doesNotContain("name=\"assignee\"", "name=\"label\"", "name=\"milestone\"");
        assertThat(refused(carols.post("/alice/tea/pulls", with(sent, "reviewer", "nobody"))))
                .contains("There is no account of the name nobody.");
        assertThat(refused(carols.post("/alice/tea/pulls", with(sent, "reviewer", "carol"))))
                .contains("Nobody reviews what they offer themselves.");
        gone(carols.post("/alice/tea/pulls", with(sent, "reviewer", "bob")));
        assertThat(issue(1).labels()).as("only members give labels").isEmpty();
        assertThat(issue(1).assignees()).isEmpty();
        assertThat(issue(1).milestone()).isEmpty();
        String page = ok(carols.get("/alice/tea/pulls/1"));
        assertThat(page.replaceAll("<[^>]*>", "").replaceAll("\\s+", " ")).contains("bob is asked");

        assertThat(gone(carols.post("/alice/tea/pulls/1/reviewers", "was", "bob", "reviewer", "alice")))
                .isEqualTo("/alice/tea/pulls/1");
        assertThat(ok(carols.get("/alice/tea/pulls/1"))
                        .replaceAll("<[^>]*>", "")
                        .replaceAll("\\s+", " "))
                .contains("alice is asked")
                .doesNotContain("bob is asked");
        assertThat(refused(carols.post("/alice/tea/pulls/1/reviewers", "reviewer-other", "nobody")))
                .contains("There is no account of the name nobody.", "value=\"nobody\"");
        var dave = site.person("dave");
        assertThat(site.guest(dave.name())
                        .post("/alice/tea/pulls/1/reviewers", "reviewer", "alice")
                        .statusCode())
                .isEqualTo(403);

        push("more", "one\n2\n3\n");
        sent[3] = "more";
        var bobs = site.guest("bob");
        assertThat(ok(bobs.get("/alice/tea/compare/main...more")))
                .contains("name=\"assignee\"", "name=\"label\" value=\"leak\"", "Soon")
                .doesNotContain("name=\"reviewer\" value=\"bob\"");
        gone(bobs.post("/alice/tea/pulls", with(sent, "reviewer", "alice")));
        assertThat(issue(2).labels()).containsExactly("leak");
        assertThat(issue(2).assignees()).containsExactly(bob.key());
        assertThat(issue(2).milestone()).contains(soon);
    }

    @Test
    void lines_are_spoken_of_and_reviewed_on_the_changes() throws Exception {
        push("fix", "one\n2\nthree\nfour\n" + EVIL + "\n");
        opened(carol, "Count", "fix");
        var bobs = site.guest("bob");
        var carols = site.guest("carol");
        String files = "/alice/tea/pulls/1/files";
        assertThat(ok(site.guest().get(files)))
                .contains("1 file changed", "Sign in</a> to review", "&lt;script&gt;")
                .doesNotContain("side=new", "<script>alert");
        assertThat(ok(bobs.get(files))).contains("?revision=1&amp;file=1&side=new&line=2#say", "Ask for changes");
        assertThat(ok(carols.get(files))).contains("Only a comment").doesNotContain("Ask for changes");
        assertThat(ok(bobs.get(files + "?revision=1&file=1&side=old&line=2")))
                .contains("What you say of it as it was", "name=\"from\" value=\"2\"");
        String revision = patch(1).revision().name();
        String[] place = {"revision", revision, "file", "1", "side", "new", "line", "3"};
        assertThat(refused(bobs.post(url("remark"), with(place, "from", "9", "to", "3", "body", "Kept words"))))
                .contains("Give the first and the last line", ">Kept words</textarea>", "value=\"9\"");
        assertThat(refused(bobs.post(url("remark"), with(place, "from", "2", "to", "99", "body", "x"))))
                .contains("Give the first and the last line");
        assertThat(refused(bobs.post(url("remark"), with(place, "from", "2", "to", "3", "body", ""))))
                .contains("e-body");
        assertThat(gone(bobs.post(url("remark"), with(place, "from", "2", "to", "3", "body", "Why *two*?"))))
                .isEqualTo(files + "?revision=1#f1-R3");
        String seen = ok(carols.get(files));
        assertThat(seen).contains("Why <em>two</em>?", "lines 2 to 3");
        assertThat(seen.indexOf("Why <em>")).isGreaterThan(seen.indexOf("+</td><td>2</td>"));
        String[] before = {"revision", revision, "file", "1", "side", "old", "line", "2"};
        gone(bobs.post(url("remark"), with(before, "from", "2", "to", "2", "body", "This was better")));
        assertThat(ok(carols.get("/alice/tea/pulls/1"))).contains("This was better", "line 2, as it was", ">two</td>");

        assertThat(refused(bobs.post(url("review"), "revision", revision, "verdict", "reject")))
                .contains("Say what shall be changed.");
        assertThat(refused(bobs.post(url("review"), "revision", revision, "summary", "Kept", "verdict", "maybe")))
                .contains("Choose what you think of it.", ">Kept</textarea>");
        gone(bobs.post(url("review"), "revision", revision, "summary", "Not *yet*", "verdict", "reject"));
        assertThat(ok(carols.get("/alice/tea/pulls/1")))
                .contains("asked for changes", "Not <em>yet</em>", "Why <em>two</em>?");
        gone(bobs.post(url("review"), "revision", revision, "verdict", "accept"));
        assertThat(ok(carols.get("/alice/tea/pulls/1"))).contains("1 approval", "approved");
        gone(carols.post(url("review"), "revision", revision, "summary", "Thanks", "verdict", "comment"));
        assertThat(refused(carols.post(url("review"), "revision", revision, "summary", "I", "verdict", "accept")))
                .contains("Nobody gives a verdict on what they offered themselves.");
        for (String act : List.of("remark", "review")) {
            assertThat(site.guest().post(url(act), "revision", revision).statusCode())
                    .isEqualTo(401);
            assertThat(bobs.forged("x", url(act), "revision", revision).statusCode())
                    .isEqualTo(403);
        }
        assertThat(ok(carols.get("/alice/tea/pulls/1/commits"))).contains("Write one 2 three");

        push("fix", "one\n2\n3\nfour\nfive\n");
        done(site.node
                .pulls()
                .patches()
                .revise(now(), carol, issue(1).id(), "", tip("fix").orElseThrow()));
        String later = ok(carols.get(files));
        assertThat(later)
                .as("what still fits stands at its line, the rest with its own code")
                .contains("1 talk about lines that are others by now", "Why <em>two</em>?", "earlier revision");
        assertThat(later.indexOf("This was better")).isGreaterThan(later.indexOf("id=\"f1-L2\""));
        assertThat(later.indexOf("Why <em>")).isLessThan(later.indexOf("id=\"f1-R1\""));
        assertThat(ok(carols.get(files + "?revision=1")))
                .contains("Why <em>two</em>?", "Others have taken the place of these commits.");
        assertThat(carols.get(files + "?revision=7").statusCode()).isEqualTo(404);
        assertThat(site.node.tracking().cache().examine(now())).isEmpty();
    }

    @Test
    void remarks_of_a_review_are_kept_for_their_writer_until_it_is_sent() throws Exception {
        push("fix", "one\n2\nthree\nfour\nfive\n");
        opened(carol, "Count", "fix");
        var bobs = site.guest("bob");
        var carols = site.guest("carol");
        String files = "/alice/tea/pulls/1/files";
        String revision = patch(1).revision().name();
        String[] place = {"revision", revision, "file", "1", "side", "new", "line", "3", "how", "later"};
        assertThat(ok(bobs.get(files))).contains("Begin a review").doesNotContain("not sent yet");
        gone(bobs.post(url("remark"), with(place, "from", "2", "to", "3", "body", "Why *two* " + EVIL)));
        assertThat(refused(bobs.post(url("remark"), with(place, "from", "2", "to", "3", "body", " "))))
                .contains("aria-invalid=\"true\"");
        String[] old = {"revision", revision, "file", "1", "side", "old", "line", "2", "how", "later"};
        gone(bobs.post(url("remark"), with(old, "from", "2", "to", "2", "body", "It was fine")));
        assertThat(ok(bobs.get(files)))
                .contains("2 remarks are not sent yet", "Why <em>two</em>", "Not sent yet", "pot, lines 2 to 3")
                .contains("Add to the review", "line 2, as it was")
                .doesNotContain("<script>alert");
        for (var other : List.of(carols, site.guest()))
            for (String page : List.of(files, "/alice/tea/pulls/1"))
                assertThat(ok(other.get(page))).doesNotContain("Why <em>", "not sent yet");
        var kept = site.node.pulls().pending().kept(tea.rid(), issue(1).id(), bob);
        assertThat(kept).hasSize(2);
        String draft = url("drafts/" + kept.getFirst().number());
        assertThat(carols.post(draft, "remove", "yes").statusCode()).isEqualTo(404);
        gone(bobs.post(draft, "body", "Why *three*"));
        gone(bobs.post(url("drafts/" + kept.getLast().number()), "remove", "yes"));
        assertThat(ok(bobs.get(files))).contains("One remark is not sent yet", "Why <em>three</em>");
        push("fix", "one\n2\nthree\nfour\n5\n");
        done(site.node
                .pulls()
                .patches()
                .revise(now(), carol, issue(1).id(), "", tip("fix").orElseThrow()));
        assertThat(ok(bobs.get(files))).contains("another revision");
        String newest = patch(1).revision().name();
        String[] now = {"revision", newest, "file", "1", "side", "new", "line", "5", "how", "later"};
        gone(bobs.post(url("remark"), with(now, "from", "5", "to", "5", "body", "And this")));
        gone(bobs.post(url("review"), "revision", newest, "summary", "Well", "verdict", "accept"));
        assertThat(site.node.pulls().pending().of(tea.rid(), issue(1).id(), bob))
                .isEmpty();
        assertThat(ok(carols.get("/alice/tea/pulls/1")))
                .contains("Why <em>three</em>", "And this", "Well", "1 approval");
        assertThat(ok(carols.get("/alice/tea/pulls/1"))).contains("earlier revision");
        assertThat(site.node.tracking().cache().examine(now())).isEmpty();
    }

    private static String lines(int from, int to, String... others) {
        var text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            String line = "line " + i;
            for (int j = 0; j < others.length; j += 2) if (others[j].equals(line)) line = others[j + 1];
            text.append(line).append('\n');
        }
        return text.toString();
    }

    @Test
    void changes_are_seen_as_a_reader_likes_and_what_was_seen_is_remembered() throws Exception {
        var before = new java.util.HashMap<String, String>();
        before.put("src/long.txt", lines(1, 100));
        before.put("src/Pot.java", "class Pot {\n\tint lid = 1;\n\tint spout = 2;\n}\n");
        before.put("gen/made.txt", "old\n");
        before.put("yarn.lock", "old\n");
        before.put(".gitattributes", "gen/** linguist-generated\n");
        before.put("bare", "end");
        site.pushText(tea, "main", "Begin anew", before);
        var after = new java.util.HashMap<>(before);
        after.put("src/long.txt", lines(1, 100, "line 50", "row 50", "line 90", "line ninety"));
        after.put("src/Pot.java", "class Pot {\n    int lid = 7;\n    int spout = 2;\n}\n");
        after.put("gen/made.txt", "new\n");
        after.put("yarn.lock", "new\n");
        after.put("bare", "end\n");
        site.pushText(tea, "fix", "Change", after);
        opened(carol, "Count", "fix");
        var bobs = site.guest("bob");
        String files = "/alice/tea/pulls/1/files";
        String page = ok(bobs.get(files));
        assertThat(page)
                .contains("5 files changed", "0 of 5 seen", "Side by side", "No newline at the end")
                .contains("<span class=\"k\">class</span>", "= <span class=\"n\"><b>7</b></span>;")
                .contains("line <b>ninety</b>", ">↑ 20 lines</a>", "Show the rest")
                .contains("Generated. <a href=\"/alice/tea/pulls/1/files?revision=1&amp;file=2#file-2\"")
                .doesNotContain("id=\"f2-R1\"", "id=\"f5-R1\"", "class=\"code changes split\"");
        assertThat(ok(bobs.get(files + "?file=2"))).contains("id=\"f2-R1\"");
        int number = page.contains("id=\"f4-R50\"") ? 4 : 5;
        assertThat(page).doesNotContain("id=\"f" + number + "-R30\"");
        String opened = ok(bobs.get(files + "?file=" + number + "&open=27-46"));
        assertThat(opened).contains("id=\"f" + number + "-R30\"", "&amp;open=27-46&open=7-26");
        String part = ok(bobs.get(files + "/part?revision=1&file=" + number + "&open=27-46"));
        assertThat(part).startsWith("<section").contains("id=\"f" + number + "-R30\"");
        assertThat(bobs.get(files + "/part?revision=1&file=9").statusCode()).isEqualTo(404);

        String split = ok(bobs.get(files + "?view=split"));
        assertThat(split).contains("class=\"code changes split\"", "<td class=\"n none\"></td>");
        assertThat(ok(bobs.get(files))).as("remembered").contains("class=\"code changes split\"");
        String spaces = ok(bobs.get(files + "?view=unified&spaces=ignored"));
        assertThat(spaces).contains("<b>7</b>").doesNotContain("id=\"f3-L3\"");

        var path = "src/long.txt";
        var content = java.util.regex.Pattern.compile("name=\"path\" value=\"src/long.txt\"><input type=\"hidden\""
                        + " name=\"content\" value=\"([0-9a-f]{80})\"")
                .matcher(page);
        assertThat(content.find()).isTrue();
        String revision = patch(1).revision().name();
        String[] mark = {"revision", revision, "path", path, "content", content.group(1), "file", "" + number};
        gone(bobs.post(url("viewed"), with(mark, "on", "yes")));
        assertThat(ok(bobs.get(files)))
                .contains("1 of 5 seen", "Seen. <a")
                .doesNotContain("id=\"f" + number + "-R50\"");
        assertThat(ok(site.guest("carol").get(files))).contains("0 of 5 seen");
        assertThat(site.guest().post(url("viewed"), with(mark, "on", "yes")).statusCode())
                .isEqualTo(401);
        after.put("yarn.lock", "newer\n");
        site.pushText(tea, "fix", "Lock", after);
        var id = issue(1).id();
        done(site.node.pulls().patches().revise(now(), carol, id, "", tip("fix").orElseThrow()));
        assertThat(ok(bobs.get(files))).as("the file is what it was").contains("1 of 5 seen");
        after.put(path, lines(1, 100, "line 50", "row 51"));
        site.pushText(tea, "fix", "Row", after);
        done(site.node.pulls().patches().revise(now(), carol, id, "", tip("fix").orElseThrow()));
        assertThat(ok(bobs.get(files))).as("the file is another").contains("0 of 5 seen");
        assertThat(ok(bobs.get(files + "?since=1")))
                .contains("2 files changed since revision 1", "row <b>", "All changes")
                .doesNotContain("side=old");
    }

    @Test
    void the_list_is_narrowed_by_reviews_drafts_and_branches() throws Exception {
        push("fix", "one\n2\nthree\nfour\nfive\n");
        var fix = opened(carol, "Fixing", "fix");
        push("more", "one\ntwo\n3\nfour\nfive\n");
        var more = opened(carol, "Adding", "more");
        push("last", "one\ntwo\nthree\n4\nfive\n");
        opened(carol, "Ending", "last");
        var patches = site.node.pulls().patches();
        done(patches.review(now(), bob, fix, patch(1).revision(), "", Optional.of(Verdict.ACCEPT), List.of()));
        done(patches.review(now(), bob, more, patch(2).revision(), "No", Optional.of(Verdict.REJECT), List.of()));
        done(patches.enter(now(), carol, more, PatchState.DRAFT));
        var bobs = site.guest("bob");
        var wanted = new java.util.LinkedHashMap<String, List<String>>();
        wanted.put("review:approved", List.of("Fixing"));
        wanted.put("review:changes", List.of("Adding"));
        wanted.put("review:none", List.of("Ending"));
        wanted.put("draft:true", List.of("Adding"));
        wanted.put("draft:false head:last", List.of("Ending"));
        wanted.put("base:main", List.of("Fixing", "Adding", "Ending"));
        wanted.put("base:other", List.of());
        wanted.put("is:merged", List.of());
        for (var query : wanted.entrySet()) {
            String list = ok(bobs.get("/alice/tea/pulls?q=" + query.getKey().replace(" ", "+")));
            for (String title : List.of("Fixing", "Adding", "Ending"))
                assertThat(list.contains(">" + title + "<"))
                        .as(title + " with " + query.getKey())
                        .isEqualTo(query.getValue().contains(title));
            assertThat(list).doesNotContain("Not understood");
        }
        assertThat(site.node
                        .pulls()
                        .merges()
                        .merge(
                                now(),
                                bob,
                                fix,
                                new dev.hob.node.patch.Merges.Wish(
                                        dev.hob.node.patch.Merges.Way.SQUASH, "", Optional.empty())))
                .isInstanceOf(dev.hob.node.patch.Merges.Outcome.Merged.class);
        assertThat(ok(bobs.get("/alice/tea/pulls?q=is%3Amerged")))
                .contains(">Fixing<")
                .doesNotContain(">Ending<");
        assertThat(ok(bobs.get("/alice/tea/pulls?q=review%3Amaybe"))).contains("Not understood");
    }

    private ObjectId remarked(Guest guest, String from, String to, String body) throws Exception {
        String[] place = {"revision", patch(1).revision().name(), "file", "1", "side", "new", "line", to};
        gone(guest.post(url("remark"), with(place, "from", from, "to", to, "body", body)));
        return site.node.pulls().reading().comments(tea.rid(), issue(1).id()).stream()
                .map(it -> it.entry())
                .filter(it -> site.node
                                        .tracking()
                                        .talks()
                                        .comment(tea.rid(), it.name())
                                        .orElseThrow()
                                        .line()
                                        .what()
                                instanceof dev.hob.node.issue.Line.What.Said(var said)
                        && said.orElseThrow().body().equals(body))
                .findFirst()
                .orElseThrow();
    }

    private String pot(ObjectId commit) throws Exception {
        try (var repository = site.node.storage().open(tea.rid())) {
            var id = dev.hob.node.code.Following.file(repository, commit, "pot").orElseThrow();
            return new String(repository.open(id).getBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void suggestions_are_made_by_a_button_and_taken_one_by_one_or_together() throws Exception {
        push("fix", "one\n2\nthree\nfour\nfive\nsix\n");
        opened(carol, "Count", "fix");
        var bobs = site.guest("bob");
        var carols = site.guest("carol");
        String revision = patch(1).revision().name();
        String[] place = {"revision", revision, "file", "1", "side", "new", "line", "3"};
        assertThat(ok(bobs.post(url("remark"), with(place, "from", "2", "to", "3", "body", "Words", "suggest", "yes"))))
                .contains(">Words\n\n```suggestion\n2\nthree\n```\n</textarea>");
        var two = remarked(bobs, "2", "3", "In *words*:\n\n```suggestion\ntwo\ndrei " + EVIL + "\n```\nPlease.");
        var six = remarked(carols, "6", "6", "~~~suggestion\n~~~");
        var four = remarked(bobs, "4", "4", "```suggestion\n4\n```");
        assertThat(ok(carols.get("/alice/tea/pulls/1")))
                .as("Carol may not push to the branch")
                .contains("In <em>words</em>", "These lines go.", "<p>Please.</p>", "&lt;script&gt;")
                .doesNotContain("<script>alert", "action=\"/alice/tea/pulls/1/apply\"");
        assertThat(carols.post(url("apply"), "pick", two.name() + ".0").statusCode())
                .isEqualTo(403);
        assertThat(site.guest().post(url("apply"), "pick", two.name() + ".0").statusCode())
                .isEqualTo(401);
        assertThat(bobs.forged("x", url("apply"), "pick", two.name() + ".0").statusCode())
                .isEqualTo(403);
        assertThat(ok(bobs.get("/alice/tea/pulls/1")))
                .contains("action=\"/alice/tea/pulls/1/apply\"", "form=\"gather\"", "Apply those ticked");
        assertThat(refused(bobs.post(url("apply"), "pick", two.name() + ".1"))).contains("no suggestion any more");
        assertThat(refused(bobs.post(url("apply")))).contains("Choose what to take.");
        var before = patch(1).head();
        String[] both = {"pick", two.name() + ".0", "pick", six.name() + ".0", "message", "Words for numbers"};
        assertThat(gone(bobs.post(url("apply"), both))).isEqualTo("/alice/tea/pulls/1");
        assertThat(patch(1).head()).isEqualTo(tip("fix").orElseThrow()).isNotEqualTo(before);
        assertThat(pot(patch(1).head())).isEqualTo("one\ntwo\ndrei " + EVIL + "\nfour\nfive\n");
        try (var repository = site.node.storage().open(tea.rid());
                var walk = new org.eclipse.jgit.revwalk.RevWalk(repository)) {
            var commit = walk.parseCommit(patch(1).head());
            assertThat(commit.getFullMessage())
                    .isEqualTo("Words for numbers\n\nCo-authored-by: carol <carol@example.org>\n");
            assertThat(commit.getAuthorIdent().getName()).isEqualTo("bob");
            assertThat(commit.getParent(0).copy()).isEqualTo(before);
        }
        assertThat(ok(bobs.get("/alice/tea/pulls/1")))
                .contains("Taken: the branch has it as a new commit.", "revision 2", ">resolved<");
        assertThat(refused(bobs.post(url("apply"), "pick", two.name() + ".0")))
                .contains("The lines in pot have changed since this was suggested.");
        gone(bobs.post(url("apply"), "pick", four.name() + ".0"));
        assertThat(pot(patch(1).head()))
                .as("found although it stands elsewhere")
                .contains("\n4\nfive\n");
        assertThat(site.node.tracking().cache().examine(now())).isEmpty();
    }

    @Test
    void what_came_from_no_branch_here_takes_no_suggestions_and_says_so() throws Exception {
        push("fix", "one\n2\nthree\nfour\nfive\n");
        done(site.node
                .pulls()
                .patches()
                .open(
                        now(),
                        carol,
                        Patches.Opening.of("C", "", "main", tip("fix").orElseThrow(), Optional.empty())));
        var bobs = site.guest("bob");
        var two = remarked(bobs, "2", "2", "```suggestion\ntwo\n```");
        assertThat(ok(bobs.get("/alice/tea/pulls/1")))
                .contains("aria-label=\"Suggestion\"")
                .doesNotContain("/apply\"");
        assertThat(refused(bobs.post(url("apply"), "pick", two.name() + ".0")))
                .contains("no branch here could take this");
    }

    @Test
    void a_revision_is_compared_with_another_commit_by_commit() throws Exception {
        push("fix", "one\n2\nthree\nfour\nfive\n");
        push("fix", "one\n2\nthree\nfour\n5 " + EVIL + "\n");
        var id = opened(carol, "Count", "fix");
        var bobs = site.guest("bob");
        assertThat(ok(bobs.get(url("revisions")))).contains("this is the only revision");
        done(site.node
                .pulls()
                .patches()
                .review(now(), bob, id, patch(1).revision(), "", Optional.of(Verdict.ACCEPT), List.of()));
        assertThat(ok(bobs.get("/alice/tea/pulls/1"))).doesNotContain("since your last review", "/revisions");
        site.node
                .refs()
                .move(
                        now(),
                        new dev.hob.node.log.Origin.Here(alice.id()),
                        List.of(new dev.hob.node.log.RefMove(
                                "refs/heads/fix", tip("fix").orElseThrow().name(), dev.hob.node.log.RefMove.ABSENT)),
                        () -> {},
                        Optional.empty());
        push("fix", "one\n2\nthree\nfour\nfive\n");
        push("fix", "one\n2\nthree\nfour\n5 and 6\n");
        push("fix", "one\n2\nthree\n4\n5 and 6\n");
        done(site.node.pulls().patches().revise(now(), carol, id, "", tip("fix").orElseThrow()));
        assertThat(ok(bobs.get("/alice/tea/pulls/1")))
                .contains("href=\"/alice/tea/pulls/1/revisions?from=1&to=2\"", "Changes since your last review")
                .contains(">What changed</a>", "Revisions <span class=\"count\">2</span>");
        String page = ok(bobs.get(url("revisions?from=1&to=2")));
        assertThat(page)
                .contains(
                        "Revision 1 and revision 2, commit by commit", "as it was", "changed", "new", "2 (the latest)")
                .contains("+5 &lt;img", "+5 and 6", "–")
                .doesNotContain("<script>alert");
        assertThat(ok(bobs.get(url("revisions?from=2&to=1")))).contains("dropped");
        assertThat(ok(bobs.get(url("revisions?from=2&to=2")))).contains("These are the same.");
        assertThat(ok(site.guest().get(url("revisions")))).contains("commit by commit");
        assertThat(bobs.get(url("revisions?from=3&to=2")).statusCode()).isEqualTo(404);
        assertThat(bobs.get(url("revisions?to=x")).statusCode()).isEqualTo(404);
    }

    private static String url(String act) {
        return "/alice/tea/pulls/1/" + act;
    }

    private static String[] with(String[] some, String... more) {
        var all = new java.util.ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void nothing_of_a_private_one_is_there_for_strangers() throws Exception {
        push("xylophone", "one\n2\nthree\nfour\nfive\n");
        var id = opened(alice, "xylophone", "xylophone");
        var rita = site.person("rita");
        site.node.edits().setPrivate(now(), alice, true);
        site.node.edits().addCollaborator(now(), alice, rita, Right.READ);
        var strangers = List.of(site.guest(), site.guest("carol"));
        var reader = site.guest("rita");
        String shape = "/\\{owner}/\\{repo}/(pulls|compare).*";
        var gets = site.web.gets().stream().filter(it -> it.matches(shape)).toList();
        var posts = site.web.posts().stream().filter(it -> it.matches(shape)).toList();
        assertThat(gets).hasSizeGreaterThan(9);
        assertThat(posts).hasSizeGreaterThan(20);
        for (String route : gets)
            for (var stranger : strangers) {
                var answer = stranger.get(filled(route, id));
                assertThat(answer.statusCode()).as(route).isEqualTo(404);
                assertThat(answer.body()).as(route).doesNotContain("xylophone");
            }
        for (String route : posts)
            for (var stranger : strangers)
                assertThat(stranger.post(filled(route, id), "body", "x", "title", "x", "base", "main", "way", "merge")
                                .statusCode())
                        .as(route)
                        .isEqualTo(404);
        for (String page : List.of("pulls", "pulls/1", "pulls/1/files", "pulls/1/commits", "compare/main...xylophone"))
            assertThat(ok(reader.get("/alice/tea/" + page))).contains("xylophone");
        assertThat(reader.post("/alice/tea/pulls/1/merge", "way", "merge").statusCode())
                .isEqualTo(403);
    }

    private static String filled(String route, ObjectId id) {
        return route.replace("{owner}", "alice")
                .replace("{repo}", "tea")
                .replace("{number}", "1")
                .replace("{id}", id.name())
                .replace("<rest>", "main...xylophone");
    }
}
