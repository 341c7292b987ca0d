package dev.hob.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.RefMove;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.search.embed.WordsEmbedder;
import dev.hob.search.index.Retention;
import dev.hob.search.index.Revision;
import dev.hob.search.query.Hit;
import dev.hob.search.query.Notice;
import dev.hob.search.query.Results;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Branches and tags beside the default branch.
class RevisionTest {
    private static final Map<String, String> MAIN = Map.of(
            "src/pot.py", "def pour(cups):\n    return 'hot tea' * cups\n",
            "src/leaf.py", "def steep(leaf):\n    return leaf + ' steeped'\n",
            "docs/README.md", "# Tea\n\nHow the hot water meets the leaf.\n",
            "old.txt", "hot, and soon gone\n");
    /// One file is as on the default branch, one other, one renamed, one new, one gone.
    private static final Map<String, String> BRANCH = Map.of(
            "src/pot.py", "def pour(cups):\n    return 'hot coffee' * cups\n",
            "src/leaves.py", "def steep(leaf):\n    return leaf + ' steeped'\n",
            "docs/README.md", "# Tea\n\nHow the hot water meets the leaf.\n",
            "src/bean.py", "def grind(bean):\n    return 'hot ' + bean\n");
    private static final List<String> GREPS = List.of("hot", "leaf", "coffee", "steeped", "def ", "soon gone", "ea");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private Ground ground;
    private Repo tea;
    private ObjectId first;

    @BeforeEach
    void open() {
        open(List.of(), 1_000);
        tea = ground.house.repository("tea");
        first = ground.push(tea, MAIN, "Pour");
    }

    private void open(List<String> always, int filesMax) {
        var clock = (InstantSource) now::get;
        ground = new Ground(
                folder,
                Optional.of(new WordsEmbedder()),
                new Retention(clock, always, 2, filesMax, Duration.ofDays(30), Duration.ofMinutes(10)));
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private ObjectId commit(Map<String, String> files, ObjectId... parents) {
        var bytes = new TreeMap<String, byte[]>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
        return ground.commit(tea, bytes, "Brew", parents);
    }

    private void move(String ref, ObjectId to) {
        var before = ground.house.node.refs().view(tea).refs().get(ref);
        var move = new RefMove(ref, before == null ? RefMove.ABSENT : before.name(), to.name());
        assertThat(ground.house.move(tea, move)).isInstanceOf(Refs.Verdict.Moved.class);
    }

    private void branch(String name, Map<String, String> files) {
        move("refs/heads/" + name, commit(files, first));
    }

    private Results find(String question) {
        return ground.find(Viewer.ANYONE, question);
    }

    /// Until nothing is being read any more.
    private Results settled(String question) throws InterruptedException {
        for (int i = 0; ; i++) {
            var found = find(question);
            boolean reads = found.notices().stream().anyMatch(Notice.Reading.class::isInstance);
            if (!reads || i == 100) return found;
            Thread.sleep(100);
        }
    }

    private List<String> grep(String revision, String... options) throws Exception {
        var command = new ArrayList<>(List.of(
                "git", "-C", ground.house.node.storage().path(tea.rid()).toString(), "grep", "-n", "--full-name"));
        command.addAll(List.of(options));
        command.add(ground.house.node.refs().view(tea).refs().get(revision).name());
        var process = new ProcessBuilder(command).start();
        var lines = new TreeSet<String>();
        for (String line : new String(process.getInputStream().readAllBytes(), UTF_8).split("\n")) {
            String[] parts = line.split(":", 4);
            if (parts.length == 4) lines.add(parts[1] + ":" + parts[2]);
        }
        return List.copyOf(lines);
    }

    private List<String> lines(String question) throws InterruptedException {
        var lines = new TreeSet<String>();
        var found = settled(question);
        assertThat(found.notices()).as(question).isEmpty();
        assertThat(found.complete()).as(question).isTrue();
        for (var hit : found.hits())
            for (var snippet : hit.snippets())
                for (var line : snippet.lines())
                    if (!line.spans().isEmpty()) lines.add(hit.path() + ":" + line.number());
        return List.copyOf(lines);
    }

    private void same(String name, String ref) throws Exception {
        for (String text : GREPS) {
            assertThat(lines("repo:alice/tea case:yes rev:" + name + " \"" + text + "\""))
                    .as(name + " " + text)
                    .isEqualTo(grep(ref, "-F", "-e", text));
            String regex = "\\b" + text.strip() + "\\w?";
            assertThat(lines("repo:alice/tea case:yes rev:" + name + " /" + regex + "/"))
                    .as(name + " " + regex)
                    .isEqualTo(grep(ref, "-P", "-e", regex));
        }
    }

    @Test
    void a_branch_is_found_as_git_finds_it_whatever_moves() throws Exception {
        branch("release/1.x", BRANCH);
        same("release/1.x", "refs/heads/release/1.x");
        assertThat(lines("repo:alice/tea is:code case:yes \"hot\""))
                .isEqualTo(grep("refs/heads/main", "-F", "-e", "hot"));
        // The default branch comes to have what the branch has, and the other way round.
        ground.push(tea, BRANCH, "Grind");
        same("release/1.x", "refs/heads/release/1.x");
        ground.push(tea, Map.of("only.txt", "hot\n"), "Throw away");
        same("release/1.x", "refs/heads/release/1.x");
        same("\"release/1.x\"", "refs/heads/release/1.x");
        move("refs/heads/release/1.x", commit(MAIN, first));
        same("release/1.x", "refs/heads/release/1.x");
        assertThat(ground.search.indexer().examine(tea)).isEmpty();
    }

    @Test
    void words_names_and_meaning_find_it_at_the_branch_alone() throws Exception {
        branch("coffee", BRANCH);
        var hit = settled("repo:alice/tea rev:coffee grind").hits().getFirst();
        assertThat(hit.path()).isEqualTo("src/bean.py");
        assertThat(hit.revision()).contains(new Revision("refs/heads/coffee"));
        assertThat(paths("repo:alice/tea rev:coffee symbol:steep")).containsExactly("src/leaves.py");
        assertThat(paths("repo:alice/tea rev:coffee soon gone")).doesNotContain("old.txt");
        assertThat(paths("repo:alice/tea rev:coffee path:src"))
                .containsExactlyInAnyOrder("src/pot.py", "src/leaves.py", "src/bean.py");
        assertThat(find("repo:alice/tea rev:coffee path:src").languages()).containsOnlyKeys("Python");
        // Nobody who does not ask for it finds it.
        assertThat(find("grind bean").hits()).extracting(Hit::path).doesNotContain("src/bean.py");
        assertThat(paths("symbol:steep")).containsExactly("src/leaf.py");
        assertThat(find("\"coffee\" is:code").total()).isZero();
        long before = ground.search.vectors().orElseThrow().done();
        for (int i = 0; i < 200 && ground.search.vectors().orElseThrow().waiting() > 0; i++) Thread.sleep(50);
        assertThat(before).isNotNegative();
        assertThat(find("what does one do with a bean for hot things").hits())
                .extracting(Hit::path)
                .doesNotContain("src/bean.py");
        assertThat(find("repo:alice/tea rev:coffee what does one do with a bean for hot things")
                        .hits())
                .extracting(Hit::path)
                .contains("src/bean.py")
                .doesNotContain("src/leaf.py", "old.txt");
    }

    private List<String> paths(String question) throws InterruptedException {
        return settled(question).hits().stream().map(Hit::path).toList();
    }

    @Test
    void a_tag_is_found_and_a_branch_goes_before_a_tag_of_its_name() throws Exception {
        move("refs/tags/v1.0", commit(BRANCH, first));
        same("v1.0", "refs/tags/v1.0");
        branch("v1.0", Map.of("hot.txt", "hot leaf\n"));
        same("v1.0", "refs/heads/v1.0");
        assertThat(paths("repo:alice/tea tag:v1.0 \"coffee\"")).containsExactly("src/pot.py");
        assertThat(find("repo:alice/tea branch:main \"hot\"").revision()).isEmpty();
    }

    @Test
    void what_cannot_be_searched_is_said() {
        branch("coffee", BRANCH);
        ground.repository(ground.house.alice(), "cup", false);
        ground.await();
        assertThat(find("rev:coffee hot").notices()).containsExactly(new Notice.OfWhich());
        assertThat(find("rev:coffee repo:alice/* hot").notices()).containsExactly(new Notice.OfWhich());
        assertThat(find("rev:cocoa repo:alice/tea hot").notices())
                .containsExactly(new Notice.Unknown("cocoa", "alice/tea"));
        assertThat(find("rev:coffee repo:alice/tea is:issue hot").notices()).containsExactly(new Notice.FilesOnly());
        assertThat(find("rev:cocoa repo:alice/tea hot").told())
                .containsExactly("rev:cocoa is no branch or tag of alice/tea");
        assertThat(find("rev:cocoa repo:alice/tea hot").hits()).isEmpty();
    }

    @Test
    void a_branch_that_was_deleted_is_gone_and_so_is_what_only_it_had() throws Exception {
        branch("coffee", BRANCH);
        ground.await();
        long documents = ground.search.index().documents();
        assertThat(paths("repo:alice/tea rev:coffee \"coffee\"")).hasSize(1);
        assertThat(ground.search.index().documents()).isGreaterThan(documents);
        var at = ground.house.node.refs().view(tea).refs().get("refs/heads/coffee");
        ground.house.move(tea, new RefMove("refs/heads/coffee", at.name(), RefMove.ABSENT));
        assertThat(find("repo:alice/tea rev:coffee \"coffee\"").notices())
                .containsExactly(new Notice.Unknown("coffee", "alice/tea"));
        waitFor(documents);
    }

    private void waitFor(long documents) throws InterruptedException {
        for (int i = 0; i < 200 && ground.search.index().documents() != documents; i++) Thread.sleep(50);
        assertThat(ground.search.index().documents()).isEqualTo(documents);
    }

    @Test
    void a_deleted_repository_leaves_nothing() throws Exception {
        branch("coffee", BRANCH);
        paths("repo:alice/tea rev:coffee \"coffee\"");
        ground.house.node.repos().delete(tea, ground.house.alice());
        ground.await();
        waitFor(0);
    }

    @Test
    void the_one_asked_for_longest_ago_makes_room_and_after_a_month_each_goes() throws Exception {
        for (String name : List.of("one", "two", "three")) branch(name, Map.of(name + ".txt", "cup " + name + "\n"));
        ground.await();
        long documents = ground.search.index().documents();
        assertThat(paths("repo:alice/tea rev:one \"cup\"")).containsExactly("one.txt");
        assertThat(paths("repo:alice/tea rev:two \"cup\"")).containsExactly("two.txt");
        assertThat(find("repo:alice/tea rev:three \"cup\"").notices()).containsExactly(new Notice.Busy("three"));
        now.set(now.get().plus(Duration.ofMinutes(11)));
        assertThat(paths("repo:alice/tea rev:one \"cup\"")).containsExactly("one.txt");
        assertThat(paths("repo:alice/tea rev:three \"cup\"")).containsExactly("three.txt");
        assertThat(find("repo:alice/tea rev:two \"cup\"").notices()).containsExactly(new Notice.Busy("two"));
        now.set(now.get().plus(Duration.ofDays(31)));
        ground.push(tea, MAIN, "Again");
        ground.await();
        // The commit's message is one document.
        waitFor(documents + 1);
    }

    @Test
    void too_many_files_in_all_repositories_make_the_oldest_go() throws Exception {
        branch("coffee", BRANCH);
        ground.close();
        open(List.of(), 2);
        assertThat(paths("repo:alice/tea rev:coffee \"coffee\"")).hasSize(1);
        tea = ground.house.repository("cup");
        first = ground.push(tea, MAIN, "Fill");
        branch("cocoa", Map.of("cocoa.txt", "cup\n"));
        ground.await();
        assertThat(find("repo:alice/cup rev:cocoa \"cup\"").notices()).containsExactly(new Notice.Busy("cocoa"));
        now.set(now.get().plus(Duration.ofMinutes(11)));
        assertThat(paths("repo:alice/cup rev:cocoa \"cup\"")).containsExactly("cocoa.txt");
    }

    @Test
    void it_goes_on_after_a_restart() throws Exception {
        branch("coffee", BRANCH);
        assertThat(paths("repo:alice/tea rev:coffee \"coffee\"")).hasSize(1);
        ground.restart();
        ground.push(tea, Map.of("only.txt", "hot\n"), "Throw away");
        same("coffee", "refs/heads/coffee");
        // Also when nothing of it was kept.
        ground.search.indexer().again();
        same("coffee", "refs/heads/coffee");
    }

    @Test
    void what_the_node_names_is_always_in() throws Exception {
        branch("release/1.x", BRANCH);
        branch("coffee", Map.of("hot.txt", "hot leaf\n"));
        ground.close();
        open(List.of("release/*"), 1_000);
        ground.await();
        var hit = settled("repo:alice/tea rev:release/1.x \"coffee\"");
        assertThat(hit.notices()).isEmpty();
        assertThat(hit.hits()).extracting(Hit::path).containsExactly("src/pot.py");
        ground.search.indexer().again();
        same("release/1.x", "refs/heads/release/1.x");
    }

    @Test
    void a_repository_without_any_branch_is_found_by_its_tags() throws Exception {
        tea = ground.repository(ground.house.alice(), "cup", false);
        move("refs/tags/v1.0", commit(BRANCH));
        assertThat(paths("repo:alice/cup rev:v1.0 \"coffee\"")).containsExactly("src/pot.py");
    }

    @Test
    void nobody_finds_a_branch_of_what_they_may_not_see() throws Exception {
        tea = ground.repository(ground.house.alice(), "secret", true);
        first = ground.push(tea, MAIN, "Hide");
        branch("zanzibar", BRANCH);
        var alice = Viewer.of(ground.house.alice());
        ground.await();
        assertThat(ground.find(alice, "repo:alice/secret rev:zanzibar \"coffee\"")
                        .total())
                .isEqualTo(1);
        var mallory = Viewer.of(ground.house.person("mallory"));
        for (var viewer : List.of(Viewer.ANYONE, mallory)) {
            var there = ground.find(viewer, "repo:alice/secret rev:zanzibar \"coffee\"");
            var not = ground.find(viewer, "repo:alice/nowhere rev:zanzibar \"coffee\"");
            assertThat(there.notices()).isEqualTo(not.notices()).containsExactly(new Notice.OfWhich());
            assertThat(there.total()).isZero();
            assertThat(there.only()).isEmpty();
            assertThat(ground.find(viewer, "rev:zanzibar \"coffee\"").total()).isZero();
            assertThat(ground.find(viewer, "\"coffee\"").total()).isZero();
        }
    }
}
