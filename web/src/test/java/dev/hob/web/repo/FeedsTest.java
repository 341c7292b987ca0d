package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.Scope;
import dev.hob.web.Site;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/// Feeds as a feed reader meets them.
class FeedsTest {
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    @TempDir
    Path data;

    private RepoHouse house;

    @BeforeEach
    void open() {
        house = new RepoHouse(data);
        house.person("bob");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        var found = new ArrayList<Element>();
        var all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++)
            if (all.item(i) instanceof Element child
                    && ATOM.equals(child.getNamespaceURI())
                    && child.getLocalName().equals(name)) found.add(child);
        return found;
    }

    private static String text(Element parent, String name) {
        var found = children(parent, name);
        assertThat(found).as(name).hasSize(1);
        return found.getFirst().getTextContent();
    }

    private static String link(Element parent, String relation) {
        var found = children(parent, "link").stream()
                .filter(it -> it.getAttribute("rel").equals(relation))
                .toList();
        assertThat(found).as(relation).hasSize(1);
        return found.getFirst().getAttribute("href");
    }

    /// Reads a feed and holds it against RFC 4287; gives its entries.
    private List<Element> entries(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/atom+xml; charset=utf-8");
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var feed = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body().getBytes(UTF_8)))
                .getDocumentElement();
        assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
        assertThat(feed.getLocalName()).isEqualTo("feed");
        whole(feed);
        assertThat(URI.create(link(feed, "self")).getPath())
                .isEqualTo(answer.request().uri().getPath());
        var entries = children(feed, "entry");
        for (var entry : entries) {
            whole(entry);
            assertThat(text(children(entry, "author").getFirst(), "name")).isNotBlank();
            for (var content : children(entry, "content"))
                assertThat(content.getAttribute("type")).isEqualTo("xhtml");
        }
        assertThat(entries).extracting(it -> text(it, "id")).doesNotHaveDuplicates();
        return entries;
    }

    /// §4.1.1, §4.1.2: what a feed and each of its entries must have; addresses are whole, since none is given to
    /// begin at.
    private static void whole(Element element) {
        assertThat(URI.create(text(element, "id")).isAbsolute()).isTrue();
        assertThat(text(element, "title")).isNotBlank();
        Instant.parse(text(element, "updated"));
        assertThat(URI.create(link(element, "alternate")).isAbsolute()).isTrue();
    }

    private static List<String> titles(List<Element> entries) {
        return entries.stream().map(it -> text(it, "title")).toList();
    }

    @Test
    void everything_that_can_be_followed_is_a_feed() throws Exception {
        house.pushText("main", "Begin", Map.of("a", "a"));
        var tip = house.pushText("main", "Go on\n\nWith a reason.", Map.of("a", "b"));
        house.tag("v2", tip, "The second");
        house.tag("v10", tip, "The tenth");

        var activity = entries(house.get("", "/alice/tea/activity.atom"));
        assertThat(titles(activity))
                .containsExactly(
                        "alice made the tag v10 in alice/tea",
                        "alice made the tag v2 in alice/tea",
                        "alice pushed to main in alice/tea",
                        "alice pushed to main in alice/tea",
                        "alice made alice/tea");
        assertThat(activity.get(2).getTextContent()).contains("Go on");
        assertThat(titles(entries(house.get("", "/alice.atom")))).isEqualTo(titles(activity));
        var tags = entries(house.get("", "/alice/tea/tags.atom"));
        assertThat(titles(tags)).containsExactly("v10", "v2");
        assertThat(tags.getFirst().getTextContent())
                .contains("The tenth", tip.abbreviate(7).name());
        for (String path : List.of("/commits/branch/main.atom", "/commits/main.atom")) {
            var answer = house.get("", "/alice/tea" + path);
            if (path.equals("/commits/branch/main.atom")) {
                var commits = entries(answer);
                assertThat(titles(commits)).containsExactly("Go on", "Begin");
                assertThat(link(commits.getFirst(), "alternate")).endsWith("/alice/tea/commit/" + tip.name());
                assertThat(commits.getFirst().getTextContent()).contains("With a reason.");
            } else assertThat(answer.body()).contains("<title>Go on</title>");
        }
        String page = house.page("", "/alice/tea");
        for (String feed : List.of("activity.atom", "commits/branch/main.atom", "tags.atom"))
            assertThat(page).contains("href=\"/alice/tea/" + feed + "\"");
        assertThat(house.page("", "/alice")).contains("href=\"/alice.atom\"");
    }

    @Test
    void a_feed_that_did_not_change_is_not_sent_again() throws Exception {
        house.pushText("main", "Begin", Map.of("a", "a"));
        for (String path : List.of("/alice/tea/activity.atom", "/alice/tea/commits/branch/main.atom", "/alice.atom")) {
            String tag = header(house.get("", path), "ETag");
            assertThat(tag).isNotEmpty();
            var again = house.get("", path, "If-None-Match", tag);
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(house.get("", path, "If-None-Match", "\"other\"").statusCode())
                    .isEqualTo(200);
        }
        String tag = header(house.get("", "/alice/tea/activity.atom"), "ETag");
        house.pushText("main", "Go on", Map.of("a", "b"));
        assertThat(house.get("", "/alice/tea/activity.atom", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatever_people_push_stays_xml() throws Exception {
        String evil = "]]>\u0007\u001b[31m & <script>alert(1)</script> \ud83c\udf75 \ufffe";
        house.pushText("main", evil + "\n\n" + evil, Map.of("a", "a"));
        house.tag("v<b>\"'", house.node.refs().view(house.tea).headId().orElseThrow(), evil);
        for (String path : List.of("/activity.atom", "/tags.atom", "/commits/branch/main.atom"))
            assertThat(entries(house.get("", "/alice/tea" + path))).isNotEmpty();
    }

    @Test
    void a_branch_whose_name_ends_like_a_feed_has_its_page() throws Exception {
        house.pushText("main", "Begin", Map.of("a", "a"));
        house.pushText("main.atom", "Confuse", Map.of("a", "b"));
        assertThat(house.page("", "/alice/tea/commits/branch/main.atom")).contains("<!doctype html>");
        assertThat(titles(entries(house.get("", "/alice/tea/commits/branch/main.atom.atom"))))
                .contains("Confuse");
        for (String missing :
                List.of("/commits/branch/none.atom", "/commits/none.atom", "/commits/main", "/commits/x/y"))
            assertThat(house.get("", "/alice/tea" + missing).statusCode())
                    .as(missing)
                    .isEqualTo(404);
    }

    @Test
    void what_is_private_is_read_with_a_token_and_not_there_for_others() throws Exception {
        var secret = house.repository("secret", true);
        var bob = house.node.people().find("bob").orElseThrow();
        for (String path : List.of("/alice/secret/activity.atom", "/alice/secret/tags.atom")) {
            assertThat(house.get("", path).statusCode()).isEqualTo(404);
            assertThat(house.get("", path, "Authorization", basic("alice", Site.PASSWORD))
                            .statusCode())
                    .isEqualTo(200);
            var read = house.get("", path, "Authorization", basic("alice", token("alice", Scope.READ_REPOSITORY)));
            assertThat(entries(read)).hasSize(path.contains("activity") ? 1 : 0);
            assertThat(header(read, "Cache-Control")).isEqualTo("private, no-cache");
            assertThat(house.get("", path, "Authorization", "Bearer " + token("alice", Scope.READ_USER))
                            .statusCode())
                    .as("a token for something else")
                    .isEqualTo(404);
            assertThat(house.get("", path, "Authorization", basic("bob", token(bob.name(), Scope.ALL)))
                            .statusCode())
                    .isEqualTo(404);
            var wrong = house.get("", path, "Authorization", basic("alice", "hob_wrong"));
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(header(wrong, "WWW-Authenticate")).startsWith("Basic");
        }
        assertThat(house.get("", "/alice.atom").body()).doesNotContain("secret");
        assertThat(house.get("", "/alice.atom", "Authorization", basic("alice", token("alice", Scope.ALL)))
                        .body())
                .contains(secret.path());
        assertThat(house.get("", "/nobody.atom").statusCode()).isEqualTo(404);
    }

    private static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
    }

    private int tokens;

    private String token(String name, Scope scope) {
        var person = house.node.people().find(name).orElseThrow();
        var made = house.node
                .tokens()
                .create(person, "t" + tokens++, new Grant(Set.of(scope), Optional.empty()), Optional.empty());
        return ((AccessTokens.Creation.Created) made).secret().text();
    }
}
