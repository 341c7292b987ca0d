package dev.hob.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Speaker;
import dev.hob.node.people.Viewer;
import dev.hob.search.embed.WordsEmbedder;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Retention;
import dev.hob.search.query.Hit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final String TEA = """
            package tea;

            /// Keeps tokens until they are too old.
            public final class TokenStore {
                /// Whether somebody may still use it.
                boolean checkToken(String token) {
                    return !isExpired(token) && known.contains(token);
                }

                boolean isExpired(String token) {
                    return ages.get(token) > MAX;
                }
            }
            """;
    private static final Map<String, String> FILES = Map.of(
            "src/main/java/tea/TokenStore.java", TEA,
            "src/main/java/tea/Server.java",
                    "class Server {\n    void serve(String token) {\n        if (store.checkToken(token)) pour();\n    }\n}\n",
            "src/test/java/tea/TokenStoreTest.java",
                    "class TokenStoreTest {\n    void checkToken() {\n        new TokenStore().checkToken(\"a\");\n    }\n}\n",
            "scripts/brew.py", "def brew_tea(cups):\n    \"\"\"Boils water.\"\"\"\n    return cups * 2\n",
            "README.md", "# Tea\n\nHow we check a token: see the store.\n",
            "vendor/lib/x.js", "function checkToken() { return 1 }\n");

    @TempDir
    Path folder;

    private Ground ground;

    @BeforeEach
    void open() {
        ground = new Ground(folder);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private List<String> paths(String question) {
        return ground.paths(question);
    }

    private void pushed() {
        ground.push(ground.house.repository("tea"), FILES, "Brew\n\nWith care.\n");
        ground.await();
    }

    @Test
    void commits_of_one_second_stay_when_the_branch_goes_on_beside_what_it_leaves() {
        var repo = ground.house.repository("tea");
        var shared = ground.commit(repo, Map.of(), "Steep the shared leaves");
        for (int i = 1; i < 20; i++) shared = ground.commit(repo, Map.of(), "Steep the shared leaves again", shared);
        var left = ground.commit(repo, Map.of(), "Spill it", shared);
        ground.move(repo, left);
        ground.await();
        var next = shared;
        for (int i = 0; i < 30; i++) next = ground.commit(repo, Map.of(), "Pour cup " + i, next);
        ground.move(repo, next);
        ground.await();
        assertThat(ground.find(Viewer.ANYONE, "is:commit shared").hits()).hasSize(20);
        assertThat(ground.find(Viewer.ANYONE, "is:commit spill").hits()).isEmpty();
        assertThat(ground.find(Viewer.ANYONE, "is:commit pour").hits()).hasSize(30);
    }

    @Test
    void what_was_pushed_is_found_by_its_text() {
        pushed();
        assertThat(paths("\"known.contains(token)\"")).containsExactly("src/main/java/tea/TokenStore.java");
        assertThat(paths("\"KNOWN.contains(token)\"")).isEmpty();
        assertThat(paths("\"KNOWN.contains(token)\" case:no")).hasSize(1);
        assertThat(paths("/cups \\* \\d/")).containsExactly("scripts/brew.py");
        assertThat(paths("/^def \\w+\\(/ lang:py")).containsExactly("scripts/brew.py");
        assertThat(paths("/nowhere \\d/")).isEmpty();
    }

    @Test
    void of_what_many_define_a_page_is_looked_for_and_then_the_next() {
        var files = new HashMap<String, String>();
        for (int i = 0; i < 130; i++) files.put("src/leaf" + i + ".py", "def steep():\n    return " + i + "\n");
        ground.push(ground.house.repository("tea"), files, "Steep\n");
        ground.await();
        var finder = ground.search.finder();
        var patience = new Patience(Duration.ofSeconds(10));
        var first = finder.find(Viewer.ANYONE, "symbol:steep", 0, 20, patience);
        assertThat(first.hits()).hasSize(20);
        assertThat(first.total()).isEqualTo(100);
        assertThat(first.complete()).isFalse();
        var last = finder.find(Viewer.ANYONE, "symbol:steep", 120, 20, patience);
        assertThat(last.hits()).hasSize(10);
        assertThat(last.total()).isEqualTo(130);
        assertThat(last.complete()).isTrue();
    }

    @Test
    void the_same_file_of_a_fork_is_found_once_and_another_one_on_its_own() {
        pushed();
        var bob = ground.house.person("bob");
        var copy = ground.repository(bob, "tea", false);
        var files = new HashMap<>(FILES);
        files.put("scripts/brew.py", "def brew_tea(cups):\n    return cups * 3\n");
        ground.push(copy, files, "Copy");
        var secret = ground.repository(bob, "secret", true);
        ground.push(secret, FILES, "Hide");
        ground.await();
        for (String question : List.of("\"known.contains(token)\"", "symbol:isExpired", "isExpired is:code")) {
            var found = ground.find(Viewer.ANYONE, question);
            var hit = found.hits().stream()
                    .filter(it -> it.path().endsWith("/TokenStore.java"))
                    .toList();
            assertThat(hit).as(question).hasSize(1);
            assertThat(hit.getFirst().also()).as(question).hasSize(1).isSubsetOf("alice/tea", "bob/tea");
            assertThat(found.repositories()).as(question).containsKeys("alice/tea", "bob/tea");
        }
        assertThat(paths("\"def brew_tea\"")).hasSize(2);
        assertThat(paths("\"known.contains(token)\" repo:bob/tea")).hasSize(1);
        assertThat(ground.find(Viewer.of(bob), "\"known.contains(token)\"").hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.also())
                        .hasSize(2)
                        .doesNotContain(hit.repositoryPath())
                        .isSubsetOf("alice/tea", "bob/tea", "bob/secret"));
    }

    @Test
    void a_hit_shows_its_lines_and_what_fits_in_them() {
        pushed();
        var hit = ground.find(Viewer.ANYONE, "\"isExpired(token)\"").hits().getFirst();
        assertThat(hit.kind()).isEqualTo(Kind.CODE);
        assertThat(hit.repositoryPath()).isEqualTo("alice/tea");
        assertThat(hit.language()).isEqualTo("Java");
        assertThat(hit.snippets()).hasSize(1);
        var lines = hit.snippets().getFirst().lines();
        assertThat(lines).hasSize(3);
        var line = lines.get(1);
        assertThat(line.number()).isEqualTo(7);
        var span = line.spans().getFirst();
        assertThat(line.text().substring(span.from(), span.to())).isEqualTo("isExpired(token)");
        assertThat(lines.get(0).spans()).isEmpty();
    }

    @Test
    void the_definition_comes_before_its_uses_and_source_before_tests_and_what_came_from_elsewhere() {
        pushed();
        for (String question : List.of("checkToken", "\"checkToken\"", "symbol:checkToken"))
            assertThat(paths(question).getFirst()).as(question).isEqualTo("src/main/java/tea/TokenStore.java");
        assertThat(paths("\"checkToken\"").getLast()).isEqualTo("vendor/lib/x.js");
        assertThat(paths("symbol:TokenStore.checkToken")).containsExactly("src/main/java/tea/TokenStore.java");
        assertThat(paths("symbol:Store")).contains("src/main/java/tea/TokenStore.java");
        assertThat(paths("symbol:nothing")).isEmpty();
    }

    @Test
    void words_and_sentences_find_what_has_them_in_any_form() {
        pushed();
        assertThat(paths("where do we check tokens").subList(0, 3)).contains("src/main/java/tea/TokenStore.java");
        assertThat(paths("brew tea").getFirst()).isEqualTo("scripts/brew.py");
        assertThat(paths("boiling water").getFirst()).isEqualTo("scripts/brew.py");
        var hit = ground.find(Viewer.ANYONE, "boiling water").hits().getFirst();
        assertThat(hit.title()).isEqualTo("brew_tea");
        assertThat(hit.snippets().getFirst().lines().getFirst().text()).contains("def brew_tea");
    }

    @Test
    void it_is_narrowed_by_language_path_repository_and_kind() {
        pushed();
        ground.push(ground.house.repository("coffee"), Map.of("a.java", "class Coffee { int token; }\n"), "Grind");
        ground.await();
        assertThat(paths("\"token\" lang:python")).isEmpty();
        assertThat(paths("\"token\" lang:md")).containsExactly("README.md");
        assertThat(paths("\"token\" -lang:java -path:vendor is:code")).containsExactly("README.md");
        assertThat(paths("\"checkToken\" path:src/test")).containsExactly("src/test/java/tea/TokenStoreTest.java");
        assertThat(paths("\"checkToken\" path:main/*store.java")).containsExactly("src/main/java/tea/TokenStore.java");
        assertThat(paths("\"token\" repo:coffee")).containsExactly("a.java");
        assertThat(paths("\"token\" repo:alice/c*")).containsExactly("a.java");
        assertThat(paths("\"token\" -repo:alice/tea")).containsExactly("a.java");
        assertThat(paths("\"token\" repo:bob/*")).isEmpty();
        assertThat(paths("path:brew")).containsExactly("scripts/brew.py");
        var found = ground.find(Viewer.ANYONE, "is:commit grind");
        assertThat(found.hits()).extracting(Hit::title).containsExactly("Grind");
        assertThat(ground.find(Viewer.ANYONE, "\"token\" is:code").repositories())
                .containsEntry("alice/coffee", 1)
                .containsEntry("alice/tea", 5);
        assertThat(ground.find(Viewer.ANYONE, "\"token\" is:code").languages()).containsEntry("Java", 4);
        assertThat(ground.find(Viewer.ANYONE, "is:tea lang:x /(/").strange()).hasSize(2);
    }

    @Test
    void a_push_takes_out_what_it_takes_away() {
        var repo = ground.house.repository("tea");
        pushed();
        ground.push(repo, Map.of("README.md", "# Tea\n\nNothing.\n", "src/New.java", TEA), "Less");
        ground.await();
        assertThat(paths("\"known.contains(token)\"")).containsExactly("src/New.java");
        assertThat(paths("\"checkToken\" is:code")).containsExactly("src/New.java");
        assertThat(paths("symbol:brew_tea")).isEmpty();
    }

    @Test
    void a_branch_that_was_rewound_leaves_nothing() {
        var repo = ground.house.repository("tea");
        var first = ground.push(repo, Map.of("a.txt", "first leaf\n"), "First");
        ground.push(repo, Map.of("a.txt", "secret leaf\n"), "Secret");
        ground.await();
        assertThat(paths("\"secret\" is:code")).hasSize(1);
        assertThat(paths("\"Secret\" is:commit")).hasSize(1);
        ground.move(repo, first);
        ground.await();
        assertThat(paths("secret")).isEmpty();
        assertThat(paths("\"secret\" case:no")).isEmpty();
        assertThat(paths("\"first leaf\"")).containsExactly("a.txt");
    }

    @Test
    void issues_and_what_is_said_under_them_are_found_until_they_are_taken_back() {
        var repo = ground.house.repository("tea");
        var alice = ground.house.alice();
        var issues = ground.house.node.tracking().issues();
        var opened = issues.open(repo, alice, Issues.Opening.of("Kettle boils over", "The lid is too tight."));
        var issue = ((Answer.Done) opened).entry();
        var comment = issues.comment(repo, alice, issue, "Mine as well, in winter.", Optional.empty(), List.of());
        ground.await();
        assertThat(paths("kettle boiling is:issue")).containsExactly("1");
        assertThat(ground.find(Viewer.ANYONE, "\"lid is too\"")
                        .hits()
                        .getFirst()
                        .title())
                .isEqualTo("Kettle boils over");
        var hit = ground.find(Viewer.ANYONE, "winter").hits().getFirst();
        assertThat(hit.kind()).isEqualTo(Kind.COMMENT);
        assertThat(hit.entry()).isEqualTo(((Answer.Done) comment).entry().name());
        issues.redact(repo, alice, issue, ((Answer.Done) comment).entry());
        issues.turn(repo, new Speaker.Local(alice), issue, IssueState.SOLVED);
        ground.await();
        assertThat(paths("winter")).isEmpty();
        assertThat(paths("kettle is:issue is:open")).isEmpty();
        assertThat(paths("kettle is:issue is:closed")).containsExactly("1");
    }

    @Test
    void the_index_is_made_again_from_nothing_and_goes_on_after_a_restart() {
        var repo = ground.house.repository("tea");
        pushed();
        ground.restart();
        ground.await();
        assertThat(paths("\"known.contains\"")).hasSize(1);
        ground.search.indexer().again();
        ground.push(repo, Map.of("b.txt", "fresh leaf\n"), "Second");
        ground.await();
        assertThat(paths("\"fresh leaf\"")).containsExactly("b.txt");
        assertThat(paths("\"known.contains\"")).isEmpty();
        assertThat(ground.search.progress().complete()).isTrue();
        assertThat(ground.search.indexer().examine(repo)).isEmpty();
    }

    @Test
    void what_is_not_text_or_is_too_large_is_found_by_its_path() {
        var repo = ground.house.repository("tea");
        ground.pushBytes(
                repo,
                Map.of(
                        "img/leaf.png", new byte[] {1, 0, 2},
                        "huge.txt", "leaf ".repeat(400_000).getBytes(),
                        "latin.txt", new byte[] {'l', 'e', 'a', 'f', (byte) 0xe9, '\n', 'x', 'y', 'z'}),
                "Pictures");
        ground.await();
        assertThat(paths("path:leaf")).containsExactly("img/leaf.png");
        assertThat(paths("path:huge")).containsExactly("huge.txt");
        assertThat(paths("\"leaf\"")).containsExactly("latin.txt");
        assertThat(paths("\"xyz\"")).containsExactly("latin.txt");
    }

    @Test
    void a_page_follows_a_page() {
        var repo = ground.house.repository("tea");
        var files = new java.util.TreeMap<String, String>();
        for (int i = 0; i < 45; i++) files.put("f%02d.txt".formatted(i), "green leaf\n");
        ground.push(repo, files, "Many");
        ground.await();
        var seen = new java.util.ArrayList<String>();
        for (int from = 0; from < 60; from += 20)
            ground.search.find(Viewer.ANYONE, "\"green leaf\"", from, 20).hits().forEach(hit -> seen.add(hit.path()));
        assertThat(seen).containsExactlyElementsOf(files.keySet());
        assertThat(ground.find(Viewer.ANYONE, "\"green leaf\"").total()).isEqualTo(45);
        assertThat(ground.find(Viewer.ANYONE, "\"green leaf\"").complete()).isTrue();
    }

    @Test
    void one_that_never_began_ends() {
        var search = Search.open(
                ground.house.node,
                folder.resolve("never"),
                Optional.of(new WordsEmbedder()),
                Retention.usual(InstantSource.system(), List.of()));
        assertThatCode(search::close).doesNotThrowAnyException();
    }
}
