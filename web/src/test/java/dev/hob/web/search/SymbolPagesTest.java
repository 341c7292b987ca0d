package dev.hob.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.web.Guest;
import dev.hob.web.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolPagesTest {
    @TempDir
    Path data;

    private Site site;
    private Person alice;
    private Repo tea;

    @BeforeEach
    void open() throws Exception {
        site = Site.searched(data);
        alice = site.person("alice");
        tea = site.repository(alice, "tea", false, "");
        site.pushText(
                tea,
                "main",
                "Tea",
                Map.of(
                        "Kettle.java",
                        "class Kettle {\n    void boil() {\n        heat();\n    }\n\n    void heat() {}\n}\n",
                        "Cup.java",
                        "class Cup {\n    void fill(Kettle kettle) {\n        kettle.boil();\n        reboil();\n    }\n}\n",
                        "$.js",
                        "function $go() {}\n$go();\n",
                        "README.md",
                        "# Tea\n\nText.\n\n## Brewing\n\nMore.\n"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String page(Guest guest, String path) throws Exception {
        assertThat(site.search.orElseThrow().indexer().await(Duration.ofSeconds(60)))
                .isTrue();
        var answer = guest.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    @Test
    void a_name_has_a_page_that_says_where_it_is_defined_and_where_it_stands() throws Exception {
        String body = page(site.guest(), "/alice/tea/symbol?name=boil&path=Cup.java");
        String defined = body.substring(body.indexOf("Defined here"), body.indexOf("Where it stands"));
        assertThat(defined).contains("Kettle.java", "Kettle.boil", "#L2").doesNotContain("Cup.java");
        String used = body.substring(body.indexOf("Where it stands: 2 files"));
        assertThat(used)
                .contains("/alice/tea/src/branch/main/Cup.java#L3", "Kettle.java#L2", "kettle.<mark>boil</mark>();")
                .doesNotContain("re<mark>boil</mark>");
        assertThat(page(site.guest(), "/alice/tea/symbol?name=$go"))
                .contains("<mark>$go</mark>", "Where it stands: one file");
        assertThat(page(site.guest(), "/alice/tea/symbol?name=Boil")).contains("Nothing here is known to define it.");
    }

    @Test
    void what_is_defined_elsewhere_is_named_where_one_may_see_it() throws Exception {
        var pots = site.repository(alice, "pots", true, "");
        site.pushText(pots, "main", "Pots", Map.of("Pot.java", "class Pot { void reboil() {} }\n"));
        assertThat(page(site.guest("alice"), "/alice/tea/symbol?name=reboil"))
                .contains("Defined in other repositories", "/alice/pots/src/branch/main/Pot.java");
        assertThat(page(site.guest(), "/alice/tea/symbol?name=reboil")).doesNotContain("pots");
        assertThat(site.guest().get("/alice/pots/symbol?name=Pot").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_no_name_is_not_there() throws Exception {
        for (String name : List.of("", "a%20b", "1st", "a/b", "x".repeat(200), "%22", "repo:x"))
            assertThat(site.guest().get("/alice/tea/symbol?name=" + name).statusCode())
                    .as(name)
                    .isEqualTo(404);
    }

    @Test
    void a_file_that_the_reader_holds_already_keeps_its_scripts() throws Exception {
        var first = site.guest().get("/alice/tea/src/branch/main/Kettle.java");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        var again = site.guest().get("/alice/tea/src/branch/main/Kettle.java", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'");
    }

    @Test
    void a_file_has_an_outline_at_any_commit() throws Exception {
        String file = page(site.guest(), "/alice/tea/src/branch/main/Kettle.java");
        assertThat(file)
                .contains(
                        "<a class=\"d0 type\" href=\"#L1\">Kettle</a>",
                        "<a class=\"d1\" href=\"#L2\">boil</a>",
                        "<a class=\"d1\" href=\"#L6\">heat</a>",
                        "data-symbols=\"/alice/tea/symbol?path=Kettle.java\"");
        assertThat(page(site.guest(), "/alice/tea/src/branch/main/README.md"))
                .doesNotContain("class=\"switch right outline\"");
        assertThat(page(site.guest(), "/alice/tea/src/branch/main/README.md?source"))
                .contains("href=\"#L1\">Tea</a>", "<a class=\"d1\" href=\"#L5\">Brewing</a>");
    }
}
