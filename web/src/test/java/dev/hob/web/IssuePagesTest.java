package dev.hob.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Label;
import dev.hob.node.issue.Limits;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issues as people meet them in pages, by forms alone.
class IssuePagesTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>\"'<script>alert(1)</script>";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 1, 2, 3};

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Person bob;
    private Person carol;
    private Repo tea;

    @BeforeEach
    void open() {
        site = Site.open(data);
        alice = site.person("alice");
        bob = site.person("bob");
        carol = site.person("carol");
        tea = site.repository(alice, "tea", false, "Leaves");
        assertThat(site.node.edits().addCollaborator(tea, alice, bob, Right.WRITE))
                .isEmpty();
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

    private Issue issue(long number) {
        return site.node.tracking().reading().find(tea.rid(), number).orElseThrow();
    }

    private ObjectId opened(Person by, String title, String body) {
        var answer = site.node.tracking().issues().open(tea, by, Issues.Opening.of(title, body));
        return ((Answer.Done) answer).entry();
    }

    private static String query(String text) {
        return "/alice/tea/issues?q=" + URLEncoder.encode(text, UTF_8);
    }

    @Test
    void somebody_opens_an_issue_and_others_talk_change_and_close_it() throws Exception {
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/alice/tea/issues"))).contains("No issues yet", "New issue");
        assertThat(gone(carols.post("/alice/tea/issues", "title", "It leaks", "body", "All *over*.")))
                .isEqualTo("/alice/tea/issues/1");
        assertThat(ok(carols.get("/alice/tea/issues/1")))
                .contains("It leaks", "All <em>over</em>.", "Open", "carol")
                .doesNotContain("Pin above");
        var bobs = site.guest("bob");
        String said = gone(bobs.post("/alice/tea/issues/1/comment", "body", "Which pot?", "then", "solved"));
        assertThat(said).startsWith("/alice/tea/issues/1#c-");
        String page = ok(bobs.get("/alice/tea/issues/1"));
        assertThat(page)
                .contains("Which pot?", "closed this as solved", "Solved", said.substring(said.indexOf('#') + 1));
        assertThat(issue(1).state()).isEqualTo(IssueState.SOLVED);
        assertThat(gone(carols.post("/alice/tea/issues/1/comment", "then", "open")))
                .isEqualTo("/alice/tea/issues/1");
        assertThat(gone(carols.post("/alice/tea/issues/1/title", "title", "It leaks tea")))
                .endsWith("/1");
        assertThat(ok(carols.get("/alice/tea/issues/1")))
                .contains("opened this again", "changed the title from", "<del>It leaks</del>", "It leaks tea");
        assertThat(ok(carols.get("/alice/tea"))).contains("Issues <span class=\"count\">1</span>");
        assertThat(site.node.tracking().cache().examine(tea)).isEmpty();
    }

    @Test
    void members_label_assign_pin_lock_and_order_and_the_talk_says_so() throws Exception {
        opened(carol, "One", "");
        opened(carol, "Two", "");
        var bobs = site.guest("bob");
        gone(bobs.post("/alice/tea/labels/usual"));
        gone(bobs.post("/alice/tea/milestones", "title", "1.0", "due", "2001-02-03", "description", "All **done**"));
        String milestone = site.node
                .tracking()
                .tracked()
                .milestones(tea.rid())
                .getFirst()
                .id()
                .name();
        gone(bobs.post("/alice/tea/issues/1/labels", "label", "bug", "label", "good first issue"));
        gone(bobs.post("/alice/tea/issues/1/labels", "label", "bug", "was", "bug", "was", "good first issue"));
        gone(bobs.post("/alice/tea/issues/1/assignees", "assignee", "bob", "other", "@carol"));
        gone(bobs.post("/alice/tea/issues/1/milestone", "milestone", milestone));
        gone(bobs.post("/alice/tea/issues/1/due", "due", "2001-02-03"));
        gone(bobs.post("/alice/tea/issues/1/depend", "on", "#2"));
        gone(bobs.post("/alice/tea/issues/1/pin", "on", "yes"));
        gone(bobs.post("/alice/tea/issues/1/lock", "on", "yes", "reason", "Too loud"));
        var issue = issue(1);
        assertThat(issue.labels()).containsExactly("bug");
        assertThat(issue.assignees()).containsExactlyInAnyOrder(bob.key(), carol.key());
        assertThat(ok(bobs.get("/alice/tea/issues/1")))
                .contains("added", "took off", "assigned this to", "put this under the milestone")
                .contains(
                        "wants this done by", "said that this waits for", "pinned this", "locked the talk to members:")
                .contains("3 Feb 2001", "and that is over", "k-c2372e", "/-/chips/1/");
        assertThat(ok(bobs.get("/alice/tea/issues/2"))).contains("Waiting for this", "#1 One");
        assertThat(ok(bobs.get("/alice/tea/issues"))).contains("class=\"list pinned\"", "due 3 Feb 2001", "fact late");
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/alice/tea/issues/1"))).contains("Too loud").doesNotContain("<textarea");
        assertThat(carols.post("/alice/tea/issues/1/comment", "body", "But").statusCode())
                .isEqualTo(403);
        for (String path : List.of("labels", "assignees", "milestone", "due", "pin", "lock", "depend"))
            assertThat(carols.post("/alice/tea/issues/1/" + path, "on", "2").statusCode())
                    .as(path)
                    .isEqualTo(403);
        assertThat(refused(bobs.post("/alice/tea/issues/1/assignees", "other", "nobody")))
                .contains("There is no account of the name nobody.");
        assertThat(refused(bobs.post("/alice/tea/issues/2/depend", "on", "1")))
                .contains("Those issues would wait for each other.");
        assertThat(refused(bobs.post("/alice/tea/issues/1/due", "due", "soon"))).contains("That is no day.");
        assertThat(ok(carols.get("/alice/tea/milestones"))).contains("1.0", "1 open, 0 closed", "3 Feb 2001");
        assertThat(ok(carols.get("/alice/tea/milestones/" + milestone.substring(0, 13))))
                .contains("All <strong>done</strong>", "One")
                .doesNotContain("Two</a>");
    }

    @Test
    void the_box_narrows_the_list_and_links_keep_the_rest() throws Exception {
        for (int i = 1; i <= 30; i++) opened(i % 2 == 0 ? alice : carol, "Number " + i, "Body " + i);
        var issues = site.node.tracking().issues();
        site.node.tracking().trackers().describeLabel(tea, alice, new Label("bug", "c2372e", ""));
        issues.label(tea, alice, issue(3).id(), List.of("bug"), List.of());
        issues.label(tea, alice, issue(5).id(), List.of("bug"), List.of());
        issues.turn(tea, alice, issue(5).id(), IssueState.SOLVED);
        var guest = site.guest();
        String first = ok(guest.get("/alice/tea/issues"));
        assertThat(first)
                .contains("<b>29</b> open", "<b>1</b> closed", "Number 30", "page=2")
                .doesNotContain("Number 3<");
        assertThat(ok(guest.get(query("is:open") + "&page=2")))
                .contains("Number 3<", "Before")
                .doesNotContain(">More<");
        String bugs = ok(guest.get(query("is:open label:bug author:carol")));
        assertThat(bugs)
                .contains("Number 3<", "<b>1</b> open", "<b>1</b> closed")
                .doesNotContain("Number 5<");
        assertThat(bugs).contains("q=is%3Aclosed+author%3Acarol+label%3Abug", "q=is%3Aopen+author%3Acarol\"");
        assertThat(ok(guest.get(query("is:closed")))).contains("Number 5<");
        assertThat(ok(guest.get(query("nothing like it")))).contains("Nothing is like that.");
        assertThat(ok(guest.get(query("is:open colour:red")))).contains("<code>colour:red</code>");
    }

    @Test
    void many_are_changed_at_once() throws Exception {
        for (int i = 1; i <= 3; i++) opened(carol, "Number " + i, "");
        var bobs = site.guest("bob");
        String bulk = "/alice/tea/issues/bulk";
        assertThat(refused(bobs.post(bulk, "do", "close", "q", "is:open"))).contains("Tick the issues");
        assertThat(refused(bobs.post(bulk, "pick", "1", "do", "label", "q", "is:open")))
                .contains("Choose a label.", "value=\"1\" checked");
        gone(bobs.post("/alice/tea/labels", "name", "bug", "color", "#c2372e", "description", "Broken"));
        gone(bobs.post(bulk, "pick", "1", "pick", "3", "do", "label", "label", "bug", "q", "is:open"));
        gone(bobs.post(bulk, "pick", "1", "pick", "3", "do", "assign", "assignee", "alice", "q", ""));
        assertThat(gone(bobs.post(bulk, "pick", "1", "pick", "3", "do", "close", "q", "label:bug")))
                .isEqualTo("/alice/tea/issues?q=label%3Abug");
        assertThat(issue(1).state()).isEqualTo(IssueState.SOLVED);
        assertThat(issue(2).state()).isEqualTo(IssueState.OPEN);
        assertThat(issue(3).labels()).containsExactly("bug");
        assertThat(issue(3).assignees()).containsExactly(alice.key());
        assertThat(site.guest("carol").post(bulk, "pick", "1", "do", "reopen").statusCode())
                .isEqualTo(403);
    }

    @Test
    void looks_are_kept_for_one_person_in_one_repository() throws Exception {
        var bobs = site.guest("bob");
        gone(bobs.post("/alice/tea/issues/views", "name", "Mine <b>", "q", "assignee:@me is:open"));
        assertThat(ok(bobs.get("/alice/tea/issues"))).contains("Mine &lt;b", "q=assignee%3A%40me+is%3Aopen");
        assertThat(ok(site.guest("carol").get("/alice/tea/issues"))).doesNotContain("Mine");
        assertThat(refused(bobs.post("/alice/tea/issues/views", "name", " ", "q", "is:open")))
                .contains("needs a name");
        gone(bobs.post("/alice/tea/issues/views/forget", "name", "Mine <b>"));
        assertThat(ok(bobs.get("/alice/tea/issues"))).doesNotContain("Mine");
    }

    @Test
    void comments_are_edited_answered_deleted_and_given_signs() throws Exception {
        opened(carol, "One", "First");
        var bobs = site.guest("bob");
        var carols = site.guest("carol");
        String anchor = gone(bobs.post("/alice/tea/issues/1/comment", "body", "Hello @carol"));
        String id = anchor.substring(anchor.indexOf("#c-") + 3);
        String at = "/alice/tea/issues/1/comment/" + id;
        assertThat(gone(site.guest().get(at))).isEqualTo("/alice/tea/issues/1#c-" + id);
        assertThat(carols.get(at + "/edit").statusCode()).isEqualTo(403);
        assertThat(ok(bobs.get(at + "/edit"))).contains("Hello @carol</textarea>");
        gone(bobs.post(at + "/edit", "body", "Hello **all**", "was", "1"));
        var late = bobs.post(at + "/edit", "body", "Not seen", "was", "1");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Not seen</textarea>", "Somebody changed this");
        assertThat(ok(carols.get("/alice/tea/issues/1"))).contains("Hello <strong>all</strong>", ">edited<");
        assertThat(ok(carols.get(at + "/history"))).contains("Hello @carol", "Hello **all**");
        assertThat(ok(carols.get("/alice/tea/issues/1?answer=" + id))).contains("&gt; Hello **all**");
        String full = site.node
                .tracking()
                .talks()
                .comment(tea.rid(), id)
                .orElseThrow()
                .line()
                .entry()
                .name();
        gone(carols.post("/alice/tea/issues/1/comment", "body", "Yes", "answer", full));
        assertThat(ok(carols.get("/alice/tea/issues/1"))).contains("answered", "href=\"#c-" + id + "\"");
        gone(carols.post(at + "/react", "sign", "🎉"));
        assertThat(ok(carols.get("/alice/tea/issues/1"))).contains("🎉 1", "sign mine");
        assertThat(carols.post(at + "/react", "sign", "<b>").statusCode()).isEqualTo(422);
        gone(carols.post(at + "/react", "sign", "🎉", "on", "no"));
        assertThat(ok(carols.get("/alice/tea/issues/1"))).doesNotContain("🎉 1");
        assertThat(carols.post(at + "/delete").statusCode()).isEqualTo(403);
        gone(bobs.post(at + "/delete"));
        assertThat(ok(carols.get("/alice/tea/issues/1")))
                .contains("This comment was deleted.")
                .doesNotContain("all</strong>");
        assertThat(carols.get(at + "/history").statusCode()).isEqualTo(404);
    }

    @Test
    void words_lead_to_what_is_there_and_may_be_seen() throws Exception {
        var secret = site.repository(alice, "secret", true, "");
        var commit = site.pushText(tea, "main", "Begin\n", Map.of("a.txt", "leaf\n"));
        site.node.tracking().issues().open(secret, alice, Issues.Opening.of("Hidden title", "See alice/tea#2"));
        opened(alice, "One", "");
        String text = "See #1, #99, alice/tea#1, alice/secret#1, @carol, @nobody, "
                + commit.name().substring(0, 9) + " and `#1` and " + "f".repeat(40)
                + ". Fixes #1\n\n- [x] a\n- [ ] b\n";
        opened(carol, "Two", text);
        String page = ok(site.guest("carol").get("/alice/tea/issues/2"));
        assertThat(page)
                .contains("<a href=\"/alice/tea/issues/1\" title=\"One\" rel=\"nofollow\">#1</a>")
                .contains("<a href=\"/alice/tea/issues/1\" title=\"One\" rel=\"nofollow\">alice/tea#1</a>")
                .contains("<a href=\"/carol\" rel=\"nofollow\">&#64;carol</a>", "&#64;nobody")
                .contains("/alice/tea/commit/" + commit.name(), "<code>#1</code>", "1 of 2 tasks")
                .doesNotContain("Hidden title", ">#99<", ">&#64;nobody<", ">alice/secret#1<");
        assertThat(ok(site.guest("alice").get("/alice/tea/issues/2")))
                .contains("title=\"Hidden title\"", "alice/secret#1 Hidden title");
        assertThat(ok(site.guest().get("/alice/tea/issues/1"))).contains("wrote that this is closed by", "#2 Two");
        assertThat(ok(site.guest().get("/alice/tea/issues"))).contains("1 of 2 tasks");
    }

    @Test
    void files_go_along_and_are_never_a_page() throws Exception {
        var carols = site.guest("carol");
        gone(carols.upload(
                "/alice/tea/issues",
                List.of(
                        new Guest.File("a shot.png", PNG),
                        new Guest.File("evil.html", "<script>alert(1)</script>".getBytes(UTF_8))),
                "title",
                "Look",
                "body",
                "Here: ![shot](<a shot.png>)"));
        String page = ok(carols.get("/alice/tea/issues/1"));
        var picture = Pattern.compile(
                        "<img src=\"(/alice/tea/issues/attachments/[0-9a-f]{40}/a%20shot.png)\" alt=\"shot\"")
                .matcher(page);
        assertThat(picture.find()).as(page).isTrue();
        var html = Pattern.compile("href=\"(/alice/tea/issues/attachments/[0-9a-f]{40}/evil.html)\"")
                .matcher(page);
        assertThat(html.find()).isTrue();
        var shown = carols.get(picture.group(1));
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("Content-Type")).contains("image/png");
        for (String url : List.of(picture.group(1), html.group(1))) {
            var answer = site.guest().get(url);
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "sandbox")
                    .doesNotContain("allow-scripts");
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).doesNotContain("html");
        }
        String blob = html.group(1).replaceAll(".*/([0-9a-f]{40})/.*", "$1");
        assertThat(carols.get("/alice/tea/issues/attachments/" + blob).statusCode())
                .isEqualTo(200);
        assertThat(carols.get("/alice/tea/issues/attachments/" + "1".repeat(40) + "/x")
                        .statusCode())
                .isEqualTo(404);
        var commit = site.pushText(tea, "main", "Begin\n", Map.of("a.txt", "leaf\n"));
        assertThat(carols.get("/alice/tea/issues/attachments/" + commit.name() + "/x")
                        .statusCode())
                .isEqualTo(404);
        // Taken out of the text's files, it is not to be had any more.
        gone(carols.upload(
                "/alice/tea/issues/1/comment/" + issue(1).id().name() + "/edit",
                List.of(),
                "body",
                "No",
                "was",
                "1",
                "keep",
                "a shot.png"));
        assertThat(carols.get(html.group(1)).statusCode()).isEqualTo(404);
        assertThat(carols.get(picture.group(1)).statusCode()).isEqualTo(200);
        assertThat(site.node.tracking().cache().examine(tea)).isEmpty();
        gone(carols.upload("/alice/tea/issues/1/comment", List.of(new Guest.File("only.png", PNG)), "body", ""));
        assertThat(ok(carols.get("/alice/tea/issues/1"))).contains("only.png");
    }

    @Test
    void files_have_bounds_and_strangers_send_none() throws Exception {
        var carols = site.guest("carol");
        var large = new Guest.File("large.bin", new byte[Limits.ATTACHMENT_BYTES_MAX + 1]);
        String page = refused(carols.upload("/alice/tea/issues", List.of(large), "title", "Kept", "body", "Kept too"));
        assertThat(page).contains("larger than 8 MiB", "value=\"Kept\"", "Kept too</textarea>");
        var huge = new Guest.File("huge.bin", new byte[40 * 1024 * 1024]);
        assertThat(carols.upload("/alice/tea/issues", List.of(huge), "title", "No")
                        .statusCode())
                .isEqualTo(413);
        var stranger = site.guest();
        assertThat(stranger.upload(
                                stranger.csrf(), "/alice/tea/issues", List.of(new Guest.File("a", PNG)), "title", "No")
                        .statusCode())
                .isEqualTo(401);
        assertThat(carols.upload("forged", "/alice/tea/issues", List.of(new Guest.File("a", PNG)), "title", "No")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.node.tracking().reading().counts(tea.rid(), false).open())
                .isZero();
    }

    @Test
    void templates_are_offered_and_forms_are_checked() throws Exception {
        site.pushText(
                tea,
                "main",
                "Templates\n",
                Map.of(
                        ".forgejo/ISSUE_TEMPLATE/bug.yml", """
                        name: Bug
                        description: Something <b>is</b> broken
                        title: "[bug] "
                        labels: [bug]
                        body:
                          - type: markdown
                            attributes: {value: "Thank **you**"}
                          - type: input
                            id: version
                            attributes: {label: Version, placeholder: "1.0"}
                            validations: {required: true, regex: "[0-9.]+"}
                          - type: textarea
                            id: log
                            attributes: {label: Log, render: text}
                          - type: dropdown
                            id: where
                            attributes: {label: Where, options: [Kitchen, Garden], default: 1}
                          - type: checkboxes
                            id: sure
                            attributes: {label: Sure, options: [{label: I looked, required: true}, {label: I may help}]}
                        """,
                        ".forgejo/ISSUE_TEMPLATE/idea.md",
                                "---\nname: Idea\nabout: A wish\nlabels: feature\n---\nI wish…\n",
                        ".forgejo/ISSUE_TEMPLATE/broken.yml", "name: [",
                        ".forgejo/ISSUE_TEMPLATE/config.yml", """
                        blank_issues_enabled: false
                        contact_links:
                          - {name: Chat, url: "https://chat.example.org/", about: Ask there}
                          - {name: Bad, url: "javascript:alert(1)", about: No}
                        """));
        var carols = site.guest("carol");
        assertThat(gone(carols.get("/alice/tea/issues/new"))).isEqualTo("/alice/tea/issues/new/choose");
        String choose = ok(carols.get("/alice/tea/issues/new/choose"));
        assertThat(choose)
                .contains(
                        "Bug", "Something &lt;b&gt;is&lt;/b&gt; broken", "Idea", "A wish", "https://chat.example.org/")
                .doesNotContain("javascript:", "broken.yml", "empty one");
        assertThat(ok(site.guest("alice").get("/alice/tea/issues/new/choose"))).contains("broken.yml: it is no YAML");
        assertThat(ok(carols.get("/alice/tea/issues/new?template=idea.md"))).contains("I wish…");
        String form = ok(carols.get("/alice/tea/issues/new?template=bug.yml&version=2.0"));
        assertThat(form)
                .contains("Thank <strong>you</strong>", "value=\"[bug] \"", "value=\"2.0\"")
                .contains("<option value=\"Garden\" selected>");
        String wrong = refused(carols.post(
                "/alice/tea/issues",
                "template",
                "bug.yml",
                "title",
                "T",
                "f-version",
                "two",
                "f-log",
                "kept <b>",
                "f-where",
                "Moon"));
        assertThat(wrong)
                .contains(
                        "does not look as it should",
                        "none of the options",
                        "must be ticked: I looked",
                        "kept &lt;b",
                        "value=\"two\"");
        gone(carols.post(
                "/alice/tea/issues",
                "template",
                "bug.yml",
                "title",
                "[bug] Cold",
                "f-version",
                "2.0",
                "f-log",
                "a ``` b",
                "f-where",
                "Kitchen",
                "f-sure",
                "I looked"));
        String body = ok(carols.get("/alice/tea/issues/1"));
        assertThat(body).contains("Version", "Kitchen", "1 of 2 tasks", "a &#96;&#96;&#96; b");
        assertThat(issue(1).labels()).as("the project gives them").containsExactly("bug");
        assertThat(ok(carols.get("/alice/tea/issues/new?title=" + URLEncoder.encode("\"><b>", UTF_8) + "&body=Hi")))
                .contains("value=\"&#34;>&lt;b>", "Hi</textarea>");
    }

    @Test
    void whatever_people_write_stays_text() throws Exception {
        site.node.tracking().trackers().describeLabel(tea, alice, new Label(EVIL.substring(0, 40), "c2372e", EVIL));
        site.node.tracking().trackers().makeMilestone(tea, alice, EVIL, EVIL, Optional.empty());
        var milestone =
                site.node.tracking().tracked().milestones(tea.rid()).getFirst().id();
        site.pushText(
                tea,
                "main",
                "T\n",
                Map.of(
                        ".github/ISSUE_TEMPLATE/" + "x.yml",
                        "name: " + quoted(EVIL) + "\ndescription: " + quoted(EVIL)
                                + "\nbody:\n- type: markdown\n  attributes: {value: " + quoted(EVIL)
                                + "}\n- type: input\n  id: a\n  attributes: {label: " + quoted(EVIL) + ", description: "
                                + quoted(EVIL) + ", placeholder: " + quoted(EVIL) + ", value: " + quoted(EVIL)
                                + "}\n- type: dropdown\n  id: b\n  attributes: {label: x, options: [" + quoted(EVIL)
                                + "]}\n- type: checkboxes\n  id: c\n  attributes: {label: x, options: [{label: "
                                + quoted(EVIL) + "}]}\n"));
        var alices = site.guest("alice");
        gone(alices.upload(
                "/alice/tea/issues",
                List.of(new Guest.File(EVIL + ".png", PNG)),
                "title",
                EVIL,
                "body",
                EVIL + "\n\n[a](javascript:alert(1)) ![p](data:text/html,x) " + EVIL));
        var id = issue(1).id();
        site.node.tracking().issues().label(tea, alice, id, List.of(EVIL.substring(0, 40)), List.of());
        site.node.tracking().trackers().setMilestone(tea, alice, id, Optional.of(milestone));
        site.node.tracking().trackers().lock(tea, alice, id, true, EVIL);
        gone(alices.post("/alice/tea/issues/1/comment", "body", EVIL));
        gone(alices.post("/alice/tea/issues/1/title", "title", EVIL + "2"));
        gone(alices.post("/alice/tea/issues/views", "name", EVIL.substring(0, 40), "q", EVIL));
        String evil = URLEncoder.encode(EVIL, UTF_8);
        for (String path : List.of(
                "/alice/tea/issues",
                "/alice/tea/issues?q=" + evil,
                "/alice/tea/issues/1",
                "/alice/tea/issues/new/choose",
                "/alice/tea/issues/new?template=x.yml",
                "/alice/tea/issues/new?template=&title=" + evil + "&body=" + evil + "&labels=" + evil,
                "/alice/tea/labels",
                "/alice/tea/milestones",
                "/alice/tea/milestones/" + milestone.name().substring(0, 13),
                "/alice/tea/milestones/" + milestone.name().substring(0, 13) + "/edit",
                "/alice/tea/issues/1/comment/" + id.name() + "/edit",
                "/alice/tea/issues/1/comment/" + id.name() + "/history",
                "/issues",
                "/issues?q=" + evil,
                "/")) tame(path, alices.get(path));
        tame(
                "a wrong form",
                alices.post("/alice/tea/issues", "title", "", "body", EVIL, "label", EVIL, "assignee", EVIL));
        tame("a wrong label", alices.post("/alice/tea/labels", "name", EVIL, "color", EVIL, "description", EVIL));
        tame(
                "a wrong milestone",
                alices.post("/alice/tea/milestones", "title", EVIL, "due", EVIL, "description", EVIL));
        var preview = alices.post("/alice/tea/issues/preview", "body", EVIL);
        tame("a preview", preview);
        assertThat(alices.get("/alice/tea/issues/complete?q=%23onerror")
                        .headers()
                        .firstValue("Content-Type")
                        .orElse(""))
                .startsWith("application/json");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private static void tame(String what, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what).isIn(200, 422);
        String body = answer.body().replace("<script type=\"module\" src=\"/-/hob.js\"></script>", "");
        assertThat(body).as(what).doesNotContain("<img src=x", "<script", "=\"javascript:", "=\"data:text");
        String tags = body.replaceAll("=\"[^\"]*\"", "");
        assertThat(Pattern.compile("<[^>]*\\s(on[a-z]+|style)\\s*=")
                        .matcher(tags)
                        .find())
                .as(what)
                .isFalse();
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .as(what)
                .startsWith("default-src 'none'; style-src 'self'; img-src 'self'")
                .doesNotContain("unsafe", "*", "data:");
    }

    @Test
    void an_id_leads_to_its_issue_and_nothing_else_does() throws Exception {
        var id = opened(carol, "One", "");
        var guest = site.guest();
        assertThat(gone(guest.get("/alice/tea/issues/" + id.name()))).isEqualTo("/alice/tea/issues/1");
        assertThat(gone(guest.get("/alice/tea/issues/" + id.name().substring(0, 8))))
                .isEqualTo("/alice/tea/issues/1");
        for (String wrong : List.of("2", "0", "-1", "abc", "f".repeat(40), "999999999", "1e3", "01"))
            assertThat(guest.get("/alice/tea/issues/" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(404);
        assertThat(guest.get("/alice/tea/issues/1?after=5000").statusCode()).isEqualTo(404);
    }

    @Test
    void long_talks_have_pages() throws Exception {
        var id = opened(carol, "One", "First");
        ObjectId last = id;
        for (int i = 1; i <= 405; i++)
            last = ((Answer.Done) site.node
                            .tracking()
                            .issues()
                            .comment(tea, carol, id, "Word " + i, Optional.empty(), List.of()))
                    .entry();
        var guest = site.guest();
        assertThat(ok(guest.get("/alice/tea/issues/1")))
                .contains("Word 199<", "?after=199")
                .doesNotContain("Word 200<");
        assertThat(ok(guest.get("/alice/tea/issues/1?after=199")))
                .contains("Word 200<", "Word 399<", "?after=399")
                .doesNotContain("Word 199<", "Word 400<");
        assertThat(ok(guest.get("/alice/tea/issues/1?after=399")))
                .contains("Word 405<")
                .doesNotContain("More of the talk");
        assertThat(gone(guest.get("/alice/tea/issues/1/comment/" + last.name())))
                .isEqualTo("/alice/tea/issues/1?after=399#c-" + last.name().substring(0, 13));
    }

    @Test
    void what_waits_for_somebody_is_on_their_first_page() throws Exception {
        var id = opened(alice, "Pour it", "Please @carol");
        site.node.tracking().issues().assign(tea, alice, id, List.of(carol), List.of());
        var secret = site.repository(alice, "secret", true, "");
        site.node.edits().addCollaborator(secret, alice, carol, Right.READ);
        var hidden = ((Answer.Done)
                        site.node.tracking().issues().open(secret, alice, Issues.Opening.of("Hidden", "@carol")))
                .entry();
        site.node.tracking().issues().assign(secret, alice, hidden, List.of(carol), List.of());
        var carols = site.guest("carol");
        assertThat(ok(carols.get("/")))
                .contains("What waits for you", "Your tasks", "Pour it", "Hidden", "You are mentioned");
        assertThat(ok(carols.get("/issues"))).contains("Pour it", "Hidden", "<b>2</b> open");
        site.node.edits().removeCollaborator(secret, alice, carol);
        assertThat(ok(carols.get("/"))).contains("Pour it").doesNotContain("Hidden");
        assertThat(ok(carols.get("/issues")))
                .contains("Pour it", "<b>1</b> open")
                .doesNotContain("Hidden");
        assertThat(ok(site.guest("alice").get("/issues?q=is%3Aopen"))).contains("Pour it", "Hidden");
        assertThat(Guest.location(site.guest().get("/issues")).orElseThrow()).startsWith("/login");
    }

    @Test
    void a_label_gets_another_name_and_issues_follow() throws Exception {
        var alices = site.guest("alice");
        gone(alices.post("/alice/tea/labels", "name", "bug", "color", "#C2372E"));
        opened(carol, "Leak", "");
        gone(alices.post("/alice/tea/issues/1/labels", "label", "bug"));
        gone(alices.post("/alice/tea/labels", "was", "bug", "name", "broken", "color", "#00ff00"));
        assertThat(issue(1).labels()).containsExactly("broken");
        assertThat(ok(alices.get("/alice/tea/labels")))
                .contains("Change the label broken")
                .doesNotContain("the label bug");
        gone(alices.post("/alice/tea/labels", "name", "hot", "color", "#000000"));
        assertThat(refused(alices.post("/alice/tea/labels", "was", "hot", "name", "broken", "color", "#000000")))
                .contains("There is a label of that name.");
        assertThat(issue(1).labels()).containsExactly("broken");
    }

    @Test
    void labels_are_made_changed_and_forgotten() throws Exception {
        var alices = site.guest("alice");
        assertThat(ok(alices.get("/alice/tea/labels"))).contains("Begin with the usual ones");
        gone(alices.post("/alice/tea/labels", "name", "bug", "color", "#C2372E", "description", "Broken"));
        assertThat(refused(alices.post("/alice/tea/labels", "name", "bug", "color", "#000000")))
                .contains("There is a label of that name");
        assertThat(refused(alices.post("/alice/tea/labels", "name", "x", "color", "red")))
                .contains("six hexadecimal digits");
        gone(alices.post("/alice/tea/labels", "was", "bug", "color", "#00ff00", "description", "Very"));
        assertThat(ok(alices.get("/alice/tea/labels"))).contains("k-00ff00", "Very");
        gone(alices.post("/alice/tea/labels/forget", "name", "bug"));
        assertThat(ok(alices.get("/alice/tea/labels"))).contains("No label yet");
        var style = site.guest().get("/-/chips/1/00ff00-c2372e.css");
        assertThat(style.headers().firstValue("Content-Type").orElse("")).startsWith("text/css");
        assertThat(style.body()).contains(".k-00ff00", ".k-c2372e", "prefers-color-scheme: dark");
        assertThat(site.guest().get("/-/chips/1/red%7D.css").statusCode()).isEqualTo(404);
    }
}
