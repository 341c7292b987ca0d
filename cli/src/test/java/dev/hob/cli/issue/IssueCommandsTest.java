package dev.hob.cli.issue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.client.ClientLine;
import dev.hob.cli.remote.FakeNode;
import dev.hob.cli.remote.FakeScreen;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hob issue …` against a small node in memory.
class IssueCommandsTest {
    @TempDir
    Path folder;

    private final FakeNode node = new FakeNode().label("bug").label("ui").milestone("Spring");
    private FakeScreen screen = new FakeScreen(Path.of(""));

    @BeforeEach
    void login() {
        screen = new FakeScreen(folder).typing(FakeNode.TOKEN);
        run("login", node.url(), "--token-stdin");
        screen.out();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private int call(String... words) {
        var all = new ArrayList<>(List.of(words));
        if (words[0].equals("issue")) all.addAll(List.of("--repo", "alice/tea"));
        return ClientLine.run(all, screen, () -> {
            throw new AssertionError("no clone");
        });
    }

    private String run(String... words) {
        int status = call(words);
        assertThat(status).as(() -> List.of(words) + ": " + screen.err()).isZero();
        return screen.out();
    }

    private Json json(String... words) throws Json.Malformed {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        return Json.read(run(all.toArray(String[]::new)).getBytes(UTF_8));
    }

    private String refused(String... words) {
        assertThat(call(words)).isEqualTo(1);
        assertThat(screen.out()).isEmpty();
        return screen.err();
    }

    @Test
    void the_life_of_an_issue() throws Json.Malformed {
        String url = run(
                "issue",
                "create",
                "--title",
                "It leaks",
                "--body",
                "When it boils.",
                "-l",
                "bug",
                "-a",
                "@me",
                "-m",
                "spring");
        assertThat(url).isEqualTo(node.url() + "/alice/tea/issues/1\n");
        assertThat(run("issue", "comment", "#1", "--body", "Still.")).isEqualTo("#1 has your comment\n");
        assertThat(run("issue", "label", "1", "ui", "--remove", "bug")).isEqualTo("#1 has ui\n");
        assertThat(run("issue", "assign", "1", "bob", "--remove", "@me")).isEqualTo("#1 is assigned to bob\n");
        assertThat(run("issue", "edit", "1", "--title", "It leaks badly", "--milestone", ""))
                .isEqualTo("#1 is changed\n");
        assertThat(run("issue", "close", "1", "--comment", "Mended.")).isEqualTo("#1 is closed\n");
        var shown = json("issue", "show", "1");
        assertThat(shown.text("title")).contains("It leaks badly");
        assertThat(shown.text("body")).contains("When it boils.");
        assertThat(shown.text("state")).contains("closed");
        assertThat(shown.at("milestone")).isEmpty();
        assertThat(shown.items("labels")).containsExactly(new Json.Text("ui"));
        assertThat(shown.items("assignees")).containsExactly(new Json.Text("bob"));
        assertThat(shown.items("comments"))
                .extracting(it -> it.text("body").orElse(""))
                .containsExactly("Still.", "Mended.");
        assertThat(run("issue", "reopen", "1")).isEqualTo("#1 is open\n");
        assertThat(json("issue", "close", "1").items()).hasSize(1);
    }

    @Test
    void a_list_is_calm_and_fits() throws Json.Malformed {
        for (int i = 1; i <= 7; i++)
            node.issue("A title that is long enough to be too long for a line of text " + i, "");
        node.issue("\u001b[31mred", "");
        run("issue", "close", "2");
        var lines = run("issue", "list").lines().toList();
        assertThat(lines).hasSize(7).allSatisfy(line -> assertThat(Text.width(line))
                .isLessThanOrEqualTo(80));
        assertThat(lines.getFirst()).startsWith("#8  [31mred").endsWith("  2026-01-02");
        assertThat(run("issue", "list", "--state", "all").lines().filter(line -> line.contains("closed")))
                .hasSize(1);
        assertThat(run("issue", "list", "--limit", "2").lines()).hasSize(2);
        assertThat(screen.err()).contains("2 of 7");
        assertThat(json("issue", "list", "--search", "enough").items()).hasSize(6);
        assertThat(run("issue", "list", "--label", "bug")).isEmpty();
        assertThat(json("issue", "list", "--label", "bug").items()).isEmpty();
        assertThat(run("issue", "list", "--author", "@me", "--assignee", "bob", "--milestone", "Spring"))
                .isEmpty();
        assertThat(node.requests().getLast()).contains("created_by=alice&assigned_by=bob&milestones=Spring");
    }

    @Test
    void every_field_of_a_document_is_always_there() throws Json.Malformed {
        node.issue("Bare", "");
        var issue = json("issue", "show", "1");
        assertThat(((Json.Fields) issue).all().keySet())
                .containsExactly(
                        "number",
                        "title",
                        "state",
                        "author",
                        "labels",
                        "milestone",
                        "assignees",
                        "created",
                        "updated",
                        "closed",
                        "url",
                        "comment_count",
                        "body",
                        "comments");
        assertThat(((Json.Fields) json("issue", "list").items().getFirst())
                        .all()
                        .keySet())
                .containsExactly(
                        "number",
                        "title",
                        "state",
                        "author",
                        "labels",
                        "milestone",
                        "assignees",
                        "created",
                        "updated",
                        "closed",
                        "url",
                        "comment_count",
                        "body");
    }

    @Test
    void what_is_not_there_is_refused_and_what_makes_no_sense_is_misused() {
        assertThat(refused("issue", "show", "99"))
                .contains("there is no issue 99 in alice/tea")
                .doesNotContain("--offline");
        // The beginning of an id, of digits by chance.
        assertThat(refused("issue", "show", "1234567")).contains("--offline");
        assertThat(refused("issue", "show", "0123456")).contains("--offline");
        assertThat(refused("issue", "label", "1", "nonsense"))
                .contains("there is no label nonsense")
                .contains("bug, ui");
        assertThat(refused("issue", "create", "--title", " ", "--body", "x")).contains("[Title]: Required");
        assertThat(refused("issue", "create", "--title", "x", "--body", "x", "-m", "Autumn"))
                .contains("there are Spring");
        for (var words : List.of(
                List.of("issue", "show", "twelve"),
                List.of("issue", "show"),
                List.of("issue", "create", "--body", "x"),
                List.of("issue", "label", "1"),
                List.of("issue", "list", "--state", "odd"),
                List.of("issue", "list", "--nonsense"),
                List.of("issue"),
                List.of("issue", "nonsense"))) {
            int status = call(words.toArray(String[]::new));
            assertThat(status).as(words.toString()).isEqualTo(2);
            assertThat(screen.err()).startsWith("hob: ");
        }
    }

    private void editor(String script) throws IOException {
        var file = folder.resolve("editor");
        Files.writeString(file, "#!/bin/sh\ncp \"$1\" '" + folder + "/seen'\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        screen.set("EDITOR", "'" + file + "'");
    }

    @Test
    void a_text_is_written_in_an_editor() throws IOException {
        editor("{ printf 'It leaks\\n\\nWhen *it* boils.\\n'; cat \"$1\"; } > \"$1.new\" && mv \"$1.new\" \"$1\"");
        run("issue", "create");
        assertThat(node.issue(1).text("title")).contains("It leaks");
        assertThat(node.issue(1).text("body")).contains("When *it* boils.");
        assertThat(Files.readString(folder.resolve("seen"))).contains("A new issue in alice/tea");
        assertThat(drafts()).isEmpty();

        editor("sed -i 's/boils/cooks/' \"$1\"");
        run("issue", "edit", "1");
        assertThat(node.issue(1).text("body")).contains("When *it* cooks.");
        assertThat(node.issue(1).text("title")).contains("It leaks");

        editor("true");
        assertThat(refused("issue", "edit", "1")).contains("nothing was changed");
        assertThat(refused("issue", "comment", "1")).contains("nothing was written");
        editor("exit 3");
        assertThat(refused("issue", "comment", "1")).contains("status 3");
    }

    @Test
    void what_was_typed_is_kept_when_it_cannot_be_sent() throws IOException {
        editor("printf 'It leaks\\n\\nA long story.\\n' > \"$1\"");
        node.at(
                "/api/v1/repos/alice/tea/issues",
                exchange -> FakeNode.send(exchange, 500, "{\"message\":\"the disk is full\"}"));
        assertThat(refused("issue", "create"))
                .contains("the disk is full")
                .contains(folder + "/state/hob/drafts/issue-");
        assertThat(drafts()).hasSize(1);
        assertThat(Files.readString(drafts().getFirst())).isEqualTo("It leaks\n\nA long story.\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(drafts().getFirst())))
                .isEqualTo("rw-------");
    }

    private List<Path> drafts() throws IOException {
        try (var files = Files.list(folder.resolve("state/hob/drafts"))) {
            return files.toList();
        }
    }

    @Test
    void without_an_editor_or_a_terminal_one_says_the_body() {
        assertThat(refused("issue", "create", "--title", "x")).contains("--body");
    }

    private void story() {
        for (int i = 1; i <= 5; i++) node.issue("Issue " + i, "Body " + i + "\n\n<!-- a remark -->");
        node.comment(2, "bob", "First");
        node.comment(2, "alice", "Second");
        run("issue", "label", "2", "bug", "ui");
        run("issue", "edit", "2", "--milestone", "Spring");
        run("issue", "assign", "2", "alice");
        run("issue", "close", "4");
    }

    @Test
    void issues_leave_as_markdown() throws IOException {
        story();
        String stream = run("issue", "export");
        assertThat(stream.lines().filter(line -> line.startsWith("number: ")))
                .containsExactly("number: 1", "number: 2", "number: 3", "number: 4", "number: 5");
        assertThat(run("issue", "export", "--output", "notes")).contains("5 issues in ");
        String second = Files.readString(folder.resolve("notes/2.md"));
        assertThat(second).startsWith("""
                ---
                number: 2
                title: "Issue 2"
                state: open
                author: "bob"
                labels: ["bug", "ui"]
                milestone: "Spring"
                assignees: ["alice"]
                created: 2026-01-02T03:04:05Z
                """);
        assertThat(second).endsWith("""

                # Issue 2

                Body 2

                <!-- a remark -->

                ---

                **bob**, 2026-02-03T04:05:06Z

                First

                ---

                **alice**, 2026-02-03T04:05:06Z

                Second
                """);
        assertThat(run("issue", "export", "--output", "some", "4", "2")).contains("2 issues");
        assertThat(folder.resolve("some/4.md")).exists();
    }

    @Test
    void issues_come_back_once() throws IOException, Json.Malformed {
        story();
        run("issue", "export", "--json", "--output", "issues.json");
        String document = Files.readString(folder.resolve("issues.json"));
        assertThat(run("issue", "export", "--json"))
                .as("the same issues, the same bytes")
                .isEqualTo(document);

        assertThat(run("issue", "import", "issues.json"))
                .isEqualTo("0 issues and 0 comments came, 5 issues were here already\n");
        assertThat(screen.err()).contains("#5 was skipped, as #5: it is of this repository");

        Files.writeString(
                folder.resolve("issues.json"),
                document.replace(node.url() + "/alice/tea\"", "https://other.example/carol/tea\""));
        assertThat(run("issue", "import", "issues.json"))
                .isEqualTo("5 issues and 2 comments came, 0 issues were here already\n");
        assertThat(node.count()).isEqualTo(10);
        assertThat(node.issue(7).text("title")).contains("Issue 2");
        assertThat(node.issue(7).text("body").orElse("")).startsWith("*bob wrote on 2026-01-02:*\n\nBody 2");
        assertThat(node.issue(7).items("labels")).hasSize(2);
        assertThat(node.issue(7).at("milestone")).isPresent();
        assertThat(node.issue(7).items("assignees")).hasSize(1);
        assertThat(node.issue(9).text("state")).contains("closed");
        assertThat(node.comments(7).getFirst()).startsWith("*bob wrote on 2026-02-03:*\n\nFirst");
        assertThat(node.comments(7).getLast()).startsWith("Second");

        var again = json("issue", "import", "issues.json");
        assertThat(again.items("imported")).isEmpty();
        assertThat(again.items("skipped")).hasSize(5);
        assertThat(node.count()).isEqualTo(10);
        assertThat(node.comments(7)).hasSize(2);
    }

    @Test
    void an_import_that_was_cut_off_goes_on() throws IOException, Json.Malformed {
        story();
        run("issue", "export", "--json", "--output", "issues.json");
        var file = folder.resolve("issues.json");
        Files.writeString(
                file, Files.readString(file).replace(node.url() + "/alice/tea\"", "https://other.example/carol/tea\""));
        node.at(
                "/api/v1/repos/alice/tea/issues/7/comments",
                exchange -> FakeNode.send(exchange, 500, "{\"message\":\"gone\"}"));
        assertThat(refused("issue", "import", "issues.json")).contains("gone");
        assertThat(node.count()).isEqualTo(7);
        node.forget("/api/v1/repos/alice/tea/issues/7/comments");
        assertThat(run("issue", "import", "issues.json"))
                .isEqualTo("3 issues and 2 comments came, 2 issues were here already\n");
        assertThat(node.comments(7)).hasSize(2);
        assertThat(node.count()).isEqualTo(10);
    }

    @Test
    void a_stranger_cannot_pretend_that_an_issue_was_imported() throws IOException {
        story();
        run("issue", "export", "--json", "--output", "issues.json", "1");
        var file = folder.resolve("issues.json");
        Files.writeString(
                file, Files.readString(file).replace(node.url() + "/alice/tea\"", "https://other.example/carol/tea\""));
        node.issue("Spam", "x <!-- hob:from https://other.example/carol/tea#1 -->");
        assertThat(run("issue", "import", "issues.json")).startsWith("1 issues");
    }

    @Test
    void what_is_no_export_is_refused() throws IOException {
        Files.writeString(folder.resolve("x.json"), "{\"format\":\"other\"}");
        assertThat(refused("issue", "import", "x.json")).contains("no document of");
        Files.writeString(folder.resolve("y.json"), "nothing");
        assertThat(refused("issue", "import", "y.json")).contains("no JSON");
        assertThat(refused("issue", "import", "z.json")).contains("cannot read");
    }
}
