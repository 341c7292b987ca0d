package dev.hob.cli.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.client.ClientLine;
import dev.hob.cli.remote.FakeNode;
import dev.hob.cli.remote.FakeScreen;
import dev.hob.cli.remote.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hob search` against a small node in memory.
class SearchCommandTest {
    private static final String SEARCH = "/api/hob/v1/search";
    private static final String CODE = """
            {"kind":"code","repository":"alice/tea","path":"brew/pot.py","title":"steep","language":"Python",
             "html_url":"http://x/alice/tea/src/branch/main/brew/pot.py#L4","more":true,"snippets":[
             {"name":"steep","scope":"","lines":[
              {"number":3,"text":"","spans":[]},
              {"number":4,"text":"\\tdef steep(\\u001b[31mleaves):","spans":[{"from":5,"to":10}]}]}]}""";
    private static final String ISSUE = """
            {"kind":"issue","repository":"alice/tea","number":12,"title":"The kettle\\nleaks","state":"closed",
             "html_url":"http://x/alice/tea/issues/12","more":false,"snippets":[
             {"name":"","scope":"","lines":[{"number":1,"text":"It drips","spans":[]}]}]}""";
    private static final String COMMIT = """
            {"kind":"commit","repository":"bob/milk","sha":"0123456789abcdef0123456789abcdef01234567",
             "title":"Warm it","html_url":"http://x/c","more":false,"snippets":[]}""";

    @TempDir
    Path folder;

    private final FakeNode node = new FakeNode();
    private FakeScreen screen = new FakeScreen(Path.of(""));

    @BeforeEach
    void login() {
        screen = new FakeScreen(folder).typing(FakeNode.TOKEN);
        assertThat(run("login", node.url(), "--token-stdin")).isZero();
        screen.out();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private int run(String... words) {
        return ClientLine.run(List.of(words), screen, () -> {
            throw new AssertionError("no clone");
        });
    }

    private void finds(int total, String strange, String... hits) {
        byte[] answer = """
                {"hits":[%s],"total":%d,"complete":true,"kinds":{},"languages":{},"repositories":{},
                 "not_understood":[%s],"waited":3}""".formatted(String.join(",", hits), total, strange).getBytes(UTF_8);
        node.at(SEARCH, exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    private String asked() {
        String last = node.requests().getLast();
        String query = last.substring(last.indexOf('?') + 1).split(" ")[0];
        return java.net.URLDecoder.decode(query, UTF_8);
    }

    @Test
    void lines_are_plain_where_another_program_reads_them() {
        finds(3, "", CODE, ISSUE, COMMIT);
        assertThat(run("search", "steep", "leaves")).isZero();
        assertThat(screen.out()).isEqualTo("""
                        alice/tea/brew/pot.py:4:    def steep([31mleaves):
                        alice/tea#12:1:It drips
                        bob/milk@0123456789:Warm it
                        """);
        assertThat(screen.err()).isEmpty();
        assertThat(asked()).startsWith("q=steep leaves&page=1&limit=30");
        assertThat(node.requests().getLast()).contains(SEARCH).contains(FakeNode.TOKEN);
    }

    @Test
    void a_person_sees_what_fits_set_apart_under_a_heading() {
        finds(7, "\"is:cup is none of those\"", CODE, ISSUE);
        screen.answering();
        assertThat(run("search", "steep", "--limit", "2")).isZero();
        assertThat(screen.out()).isEqualTo("""
                        \u001b[1malice/tea/brew/pot.py\u001b[0m
                        \u001b[2m4\u001b[0m:    def \u001b[1msteep\u001b[0m([31mleaves):
                        \u001b[2m…\u001b[0m

                        \u001b[1malice/tea#12\u001b[0m  The kettle leaks\u001b[2m  closed\u001b[0m
                        \u001b[2m1\u001b[0m:It drips
                        """);
        assertThat(screen.err()).contains("is:cup is none of those").contains("2 of 7");
    }

    @Test
    void options_say_what_the_box_would() throws IOException {
        finds(1, "", CODE);
        run(
                "search",
                "a pot",
                "--repo",
                "alice/*",
                "--lang",
                "python,c++",
                "--lang",
                "common lisp",
                "-k",
                "code,Issue");
        assertThat(asked())
                .startsWith("q=a pot repo:alice/* lang:python lang:c++ lang:\"common lisp\" is:code is:issue&");
        screen.out();
        run("search", "--repo", "alice/tea", "--rev", "release/1.x", "--", "-lang:java", "pot");
        assertThat(asked()).startsWith("q=-lang:java pot repo:alice/tea rev:release/1.x&");
        assertThat(screen.out()).startsWith("brew/pot.py:4:");
        var git = folder.resolve(".git");
        Files.createDirectories(git.resolve("objects"));
        Files.createDirectories(git.resolve("refs"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("config"), "[remote \"origin\"]\n\turl = " + node.url() + "/alice/tea.git\n");
        assertThat(run("search", "--here", "pot")).as(screen.err()).isZero();
        assertThat(asked()).startsWith("q=pot repo:alice/tea&");
        assertThat(run("search", "--here", "--repo", "a/b", "pot")).isEqualTo(2);
        assertThat(run("search", "--limit", "0", "pot")).isEqualTo(2);
        assertThat(run("search")).isEqualTo(2);
    }

    @Test
    void nothing_found_is_1_as_grep_says_it() throws Json.Malformed {
        finds(0, "");
        assertThat(run("search", "zanzibar")).isEqualTo(1);
        assertThat(screen.out()).isEmpty();
        assertThat(screen.err()).contains("nothing is like that");
        assertThat(run("search", "zanzibar", "--json")).isEqualTo(1);
        var json = Json.read(screen.out().getBytes(UTF_8));
        assertThat(json.items("hits")).isEmpty();
        assertThat(json.number("total")).hasValue(0);
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void a_document_always_has_the_same_fields() throws Json.Malformed {
        finds(3, "", CODE, ISSUE, COMMIT);
        assertThat(run("search", "steep", "--json")).isZero();
        var hits = Json.read(screen.out().getBytes(UTF_8)).items("hits");
        assertThat(hits).hasSize(3).allSatisfy(hit -> assertThat(((Json.Fields) hit).all())
                .containsOnlyKeys(
                        "kind",
                        "repository",
                        "path",
                        "ref",
                        "number",
                        "sha",
                        "title",
                        "language",
                        "state",
                        "url",
                        "lines",
                        "more"));
        assertThat(hits.getFirst().items("lines").getFirst().text("text")).hasValue("\tdef steep(\u001b[31mleaves):");
    }

    @Test
    void more_than_a_page_is_asked_for_page_by_page() {
        finds(1_000, "", CODE, ISSUE);
        assertThat(run("search", "pot", "--limit", "5")).isZero();
        assertThat(screen.out().lines()).hasSize(5);
        assertThat(asked()).contains("page=3&limit=5");
    }

    @Test
    void a_node_that_is_not_searched_says_so() {
        node.at(SEARCH, exchange -> {
            byte[] answer = "{\"message\":\"this node is not searched: search.enabled is off\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        assertThat(run("search", "pot")).isEqualTo(1);
        assertThat(screen.err()).contains("search.enabled");
    }
}
