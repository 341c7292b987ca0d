package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.issue.Answer;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of files that are more than their source, on the pages where changes are read.
class RichDiffPagesTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>";
    private static final String FILES = "/alice/tea/pulls/1/files";

    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Repo tea;

    @BeforeEach
    void open() {
        site = Site.open(data);
        alice = site.person("alice");
        tea = site.repository(alice, "tea", false, "Leaves");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String page(String path) throws Exception {
        return ok(site.guest().get(path));
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    /// Two commits: the first on `main`, the other on `next`.
    private ObjectId change(Map<String, String> before, Map<String, String> after) throws Exception {
        site.pushText(tea, "main", "Begin", before);
        return site.pushText(tea, "next", "Go on", after);
    }

    private ObjectId teas() throws Exception {
        return change(
                Map.of("pot", "one\n", "teas.csv", "id,tea,price\n1,Assam,3\n2,Sencha,5\n"),
                Map.of("pot", "two\n", "teas.csv", "id,tea,price\n0," + EVIL + ",4\n1,Assam,3\n2,\"Sencha\",6\n"));
    }

    private ObjectId pull(ObjectId tip) {
        var now = site.node.repos().byId(tea.id()).orElseThrow();
        var source = Optional.of(new Source(tea.id(), "next"));
        var opening = Patches.Opening.of("More", "", "main", tip, source);
        return ((Answer.Done) site.node.pulls().patches().open(now, alice, opening)).entry();
    }

    @Test
    void a_commit_shows_its_source_first_and_a_table_when_asked() throws Exception {
        var id = teas().name();
        String at = "/alice/tea/commit/" + id;
        assertThat(page(at))
                .contains("href=\"" + at + "?rich=2#file-2\" rel=\"nofollow\">Rich diff</a>", "2,\"Sencha\",6")
                .contains("href=\"" + at + "#file-2\" rel=\"nofollow\" aria-current=\"true\">Source diff</a>")
                .doesNotContain("?rich=1", "<del>");
        String rich = page(at + "?rich=2");
        assertThat(rich)
                .contains("1 row added, 0 removed, 1 changed.", "<del>5</del>", "<ins>6</ins>")
                .contains("<span class=\"unseen\">added</span>", "<td>Assam</td>", "&lt;img src=x")
                .contains("rel=\"nofollow\" aria-current=\"true\">Rich diff</a>")
                .doesNotContain("<img src=x", "\"Sencha");
        assertThat(rich).contains("<tr class=\"removed\"><td class=\"n\">1</td>"); // The other file is as it was.
        assertThat(page(at + "?rich=1&rich=99&rich=x&rich=-2&rich=&rich")).contains("2,\"Sencha\",6");
    }

    @Test
    void a_comparison_shows_it_too_and_forgets_nothing_else_that_was_asked() throws Exception {
        teas();
        String at = "/alice/tea/compare/main...next";
        assertThat(page(at + "?title=So&rich=2"))
                .contains("<del>5</del>")
                .contains("href=\"" + at + "?title=So&amp;rich=2#file-2\"", "href=\"" + at + "?title=So#file-2\"");
        assertThat(page(at)).contains("href=\"" + at + "?rich=2#file-2\"").doesNotContain("<del>5</del>");
    }

    @Test
    void a_pull_request_shows_it_in_its_page_and_by_itself_and_counts_the_remarks() throws Exception {
        var tip = teas();
        var id = pull(tip);
        assertThat(page(FILES))
                .contains("href=\"" + FILES + "?revision=1&amp;file=2&amp;rich=2#file-2\" rel=\"nofollow\" data-part")
                .doesNotContain("<del>");
        assertThat(page(FILES + "?revision=1&rich=2"))
                .contains("<del>5</del>", "data-query=\"?revision=1&amp;file=2&amp;rich=2\"")
                .doesNotContain("at its lines");
        assertThat(page(FILES + "/part?revision=1&file=2&rich=2")).contains("<del>5</del>");
        var lines = Optional.<CodeRange>of(new CodeRange.Lines(3, 4));
        var location = new CodeLocation(tip, "teas.csv", Optional.empty(), lines);
        var now = site.node.repos().byId(tea.id()).orElseThrow();
        var patch = site.node.pulls().reading().find(tea.rid(), id).orElseThrow();
        var remark = new Patches.Remark(Optional.of(location), "Too dear");
        assertThat(site.node
                        .pulls()
                        .patches()
                        .review(now, alice, id, patch.revision(), "", Optional.empty(), List.of(remark)))
                .isInstanceOf(Answer.Done.class);
        assertThat(page(FILES + "?rich=2"))
                .contains("<del>5</del>", "1 remark stands at its lines", "source diff</a>")
                .doesNotContain("Too dear");
        assertThat(page(FILES)).contains("Too dear");
        var alices = site.guest("alice");
        assertThat(ok(alices.get(FILES + "?revision=1&file=2&rich=2&side=new&line=2")))
                .contains("name=\"from\" value=\"2\"")
                .doesNotContain("<del>5</del>");
        assertThat(ok(alices.get(FILES + "/part?revision=1&file=2&rich=2&shut=yes")))
                .contains("<del>5</del>");
    }

    private static String notebook(String source, String drawn) {
        return "{\"nbformat\":4,\"nbformat_minor\":5,\"cells\":[{\"cell_type\":\"code\",\"id\":\"a\",\"execution_count\":1,"
                + "\"source\":\"import tea\\n" + source + "\",\"outputs\":[{\"output_type\":\"display_data\",\"data\":"
                + "{\"image/png\":\"" + drawn + "\"}},{\"output_type\":\"display_data\",\"data\":{\"text/html\":\""
                + "<i onclick=x>" + source + "</i><script>alert(1)</script>\"}}]}]}";
    }

    @Test
    void a_notebook_is_compared_cell_by_cell_and_does_no_harm() throws Exception {
        var id = change(
                Map.of("a.ipynb", notebook("pot(3)", "iVBORw=="), "b.ipynb", "{}"),
                Map.of("a.ipynb", notebook(EVIL, "iVBORx=="), "b.ipynb", "{not"));
        String at = "/alice/tea/commit/" + id.name();
        assertThat(site.guest().get(at).headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(it -> assertThat(it).doesNotContain("data:"));
        var answer = site.guest().get(at + "?rich=1&rich=2");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(it -> assertThat(it).contains("img-src 'self' data:"));
        assertThat(ok(answer))
                .contains("0 cells added, 0 removed, 1 changed.", "Output changed", "base64,iVBORw==", "&lt;img src=x")
                .contains("one of the two is no notebook", "<tr class=\"removed\"><td class=\"n\">1</td>")
                .doesNotContain("<script>alert", "onclick", "onerror=alert(1)>", "<img src=x");
        pull(id);
        var files = site.guest().get(FILES);
        assertThat(files.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(it -> assertThat(it).contains("img-src 'self' data:", "script-src 'self'"));
        assertThat(ok(files)).doesNotContain("base64,iVBORw==\"");
        assertThat(page(FILES + "/part?revision=1&file=1&rich=1")).contains("base64,iVBORw==\"");
        for (String dots : List.of("...", "..")) {
            var compared = site.guest().get("/alice/tea/compare/main" + dots + "next?rich=1");
            assertThat(ok(compared))
                    .contains("base64,iVBORw==\"", "href=\"/alice/tea/compare/main" + dots + "next#file-1\"");
            assertThat(compared.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(it -> assertThat(it).contains("img-src 'self' data:"));
        }
    }

    @Test
    void whoever_may_not_see_the_repository_sees_nothing() throws Exception {
        var secret = site.repository(alice, "secret", true, "");
        site.pushText(secret, "main", "Begin", Map.of("a.csv", "a,b\nx,1\n"));
        var id = site.pushText(secret, "main", "Go on", Map.of("a.csv", "a,b\nx,2\n"))
                .name();
        assertThat(site.guest().get("/alice/secret/commit/" + id + "?rich=1").statusCode())
                .isEqualTo(404);
        assertThat(ok(site.guest("alice").get("/alice/secret/commit/" + id + "?rich=1")))
                .contains("<del>1</del>");
    }

    @Test
    void what_cannot_be_compared_so_is_told_line_by_line_and_why() throws Exception {
        var before = new HashMap<String, String>();
        var after = new HashMap<String, String>();
        before.put("a-wide.csv", "a,".repeat(200) + "\n1\n");
        after.put("a-wide.csv", "a,".repeat(200) + "\n2\n");
        before.put("b-zero.csv", "a\n1\n");
        after.put("b-zero.csv", "a\n\0\n");
        before.put("c-quotes.csv", "a,b\n1,2\n");
        after.put("c-quotes.csv", "a,b\n\"1\",2\n");
        before.put("d-huge.csv", "a,b\n");
        after.put("d-huge.csv", "a,b\n" + "1234567,1234567\n".repeat(70_000));
        before.put("e-gone.csv", "a,b\n1,2\n");
        after.put("f-empty.csv", "");
        var id = change(before, after).name();
        String rich = page("/alice/tea/commit/" + id + "?rich=1&rich=2&rich=3&rich=4&rich=5&rich=6");
        assertThat(rich.split("Only the source is compared", -1)).hasSize(4);
        assertThat(rich)
                .contains("A binary file", "No value changed: only how they are written")
                .contains("0 rows added, 1 removed, 0 changed.")
                .contains("<tr class=\"added\"><td class=\"n\"></td><td class=\"n\">2</td>");
    }
}
