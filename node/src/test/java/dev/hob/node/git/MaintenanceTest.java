package dev.hob.node.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.git.Maintenance.Work;
import dev.hob.node.log.RefMove;
import dev.hob.node.refs.House;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Maintenance and the packs that clones are answered with, on histories that real git makes and reads.
class MaintenanceTest {
    private static final String MAIN = "refs/heads/main";
    private static final Maintenance.Limits EAGER = new Maintenance.Limits(4_000, 3, 30);

    @TempDir
    Path folder;

    House house;
    Repo tea;
    BasePacks bases;
    Instant now = Instant.now();
    Maintenance maintenance;
    Upload upload;
    private int made;

    @BeforeEach
    void open() {
        house = new House(folder);
        tea = house.repository("tea");
        bases = new BasePacks(house.node.storage());
        maintenance = with(EAGER);
        upload = new Upload(house.node.storage(), house.node.refs(), new ClonePacks(bases), folder.resolve("cache"));
    }

    private Maintenance with(Maintenance.Limits limits) {
        InstantSource clock = () -> now;
        return new Maintenance(
                house.node.log(), house.node.storage(), house.node.repos(), house.node.refs(), bases, clock, limits);
    }

    @AfterEach
    void close() {
        maintenance.close();
        house.close();
    }

    /// Makes so many commits on a ref with real git, as one pack, and moves the ref there as a push does.
    private ObjectId grow(String ref, int commits) throws Exception {
        var before = house.node.refs().view(tea).refs().get(ref);
        var random = new Random(++made);
        var stream = new StringBuilder();
        for (int i = 0; i < commits; i++) {
            stream.append("commit refs/import/x\ncommitter A <a@example.org> ")
                    .append(1_700_000_000L + made * 1000L + i)
                    .append(" +0000\ndata 5\nhello\n");
            if (i == 0 && before != null)
                stream.append("from ").append(before.name()).append('\n');
            String text = ("line " + random.nextInt(1000) + "\n").repeat(50) + random.nextLong() + "\n";
            stream.append("M 100644 inline dir")
                    .append(random.nextInt(5))
                    .append("/f")
                    .append(random.nextInt(20));
            stream.append("\ndata ")
                    .append(text.length())
                    .append('\n')
                    .append(text)
                    .append('\n');
        }
        git(stream.toString().getBytes(UTF_8), "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet");
        var after =
                ObjectId.fromString(house.git(tea, "rev-parse", "refs/import/x").strip());
        house.git(tea, "update-ref", "-d", "refs/import/x");
        move(ref, after);
        return after;
    }

    private void move(String ref, ObjectId after) {
        var before = house.node.refs().view(tea).refs().get(ref);
        var verdict = house.move(tea, new RefMove(ref, before == null ? RefMove.ABSENT : before.name(), after.name()));
        assertThat(verdict).isInstanceOf(Refs.Verdict.Moved.class);
    }

    private String git(byte[] input, String... words) throws Exception {
        return git(house.node.storage().path(tea.rid()), input, words);
    }

    private static String git(Path gitDir, byte[] input, String... words) throws Exception {
        var command = new ArrayList<>(List.of("git", "--git-dir=" + gitDir));
        command.addAll(Arrays.asList(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private int packs() throws IOException {
        try (var files = Files.list(house.node.storage().path(tea.rid()).resolve("objects/pack"))) {
            return (int) files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    private void assertSound() throws Exception {
        assertThat(house.git(tea, "fsck", "--full", "--strict", "--no-dangling"))
                .doesNotContain("error", "missing");
        assertThat(house.node.refs().examine(tea)).isEmpty();
    }

    /// What a clone of everything is answered with in one protocol, as the ids of its objects; read by real git.
    private TreeSet<String> cloned(Protocol protocol, String filter) throws Exception {
        byte[] answer = answer(protocol, filter);
        var fresh = Files.createTempDirectory(folder, "clone");
        new ProcessBuilder("git", "init", "-q", "--bare", fresh.toString())
                .start()
                .waitFor();
        // A filtered clone names objects that it does not have.
        String printed = filter.isEmpty()
                ? git(fresh, pack(answer), "index-pack", "--stdin", "--strict")
                : git(fresh, pack(answer), "index-pack", "--stdin");
        assertThat(printed).contains("pack\t");
        var ids = new TreeSet<String>();
        for (String line : git(fresh, new byte[0], "cat-file", "--batch-all-objects", "--batch-check")
                .split("\n", -1)) if (!line.isEmpty()) ids.add(line.substring(0, 40));
        return ids;
    }

    private byte[] answer(Protocol protocol, String filter) throws IOException {
        var out = new ByteArrayOutputStream();
        upload.serve(tea, protocol, request(protocol, filter), out);
        return out.toByteArray();
    }

    private InputStream request(Protocol protocol, String filter) {
        var tips = new TreeSet<String>();
        house.node.refs().view(tea).refs().values().forEach(id -> tips.add(id.name()));
        var lines = new StringBuilder();
        boolean v2 = protocol == Protocol.V2;
        if (v2)
            lines.append(line("command=fetch")).append(line("agent=git/2.39")).append("0001");
        if (v2) lines.append(line("thin-pack")).append(line("no-progress")).append(line("ofs-delta"));
        boolean first = !v2;
        for (String tip : tips) {
            lines.append(line("want " + tip + (first ? " side-band-64k ofs-delta no-progress filter agent=x" : "")));
            first = false;
        }
        if (!filter.isEmpty()) lines.append(line("filter " + filter));
        lines.append(v2 ? line("done") + "0000" : "0000" + line("done"));
        return new ByteArrayInputStream(lines.toString().getBytes(UTF_8));
    }

    private static String line(String text) {
        return "%04x%s\n".formatted(text.length() + 5, text);
    }

    /// The pack inside of a side-band answer.
    private static byte[] pack(byte[] answer) {
        var pack = new ByteArrayOutputStream();
        int at = 0;
        while (at < answer.length) {
            int length = Integer.parseInt(new String(answer, at, 4, UTF_8), 16);
            if (length > 4 && answer[at + 4] == 1) pack.write(answer, at + 5, length - 5);
            at += Math.max(4, length);
        }
        return pack.toByteArray();
    }

    private TreeSet<String> reached(String... filter) throws Exception {
        var words = new ArrayList<>(List.of("rev-list", "--objects", "--no-object-names", "--branches", "--tags"));
        words.addAll(Arrays.asList(filter));
        return new TreeSet<>(
                house.git(tea, words.toArray(String[]::new)).lines().toList());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a_clone_is_answered_with_exactly_what_refs_reach(Protocol protocol) throws Exception {
        grow(MAIN, 60);
        grow("refs/heads/side", 10);
        for (int round = 0; round < 3; round++) {
            // Put together once, and then from the disk.
            assertThat(cloned(protocol, "blob:limit=200")).isEqualTo(reached("--filter=blob:limit=200"));
            assertThat(cloned(protocol, "blob:limit=200")).isEqualTo(reached("--filter=blob:limit=200"));
            assertThat(cloned(protocol, "")).isEqualTo(reached());
            assertThat(cloned(protocol, "blob:none")).isEqualTo(reached("--filter=blob:none"));
            assertThat(cloned(protocol, "tree:0")).isEqualTo(reached("--filter=tree:0"));
            // First from memory alone, then from a base pack, then from a base pack and what came since.
            if (round == 0) assertThat(maintenance.maintain(tea.rid())).isEqualTo(Work.REPACKED);
            if (round == 1) grow(MAIN, 5);
        }
        try (var repository = house.node.storage().open(tea.rid())) {
            assertThat(bases.of(tea.rid(), repository)).isPresent();
        }
        assertSound();
    }

    @Test
    void the_same_question_gets_the_same_bytes() throws Exception {
        grow(MAIN, 40);
        maintenance.maintain(tea.rid());
        grow(MAIN, 3);
        assertThat(answer(Protocol.V2, "")).isEqualTo(answer(Protocol.V2, ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_branch_showed_is_not_shown_when_it_is_gone(boolean maintained) throws Exception {
        grow(MAIN, 20);
        var secret = grow("refs/heads/secret", 5);
        if (maintained) maintenance.maintain(tea.rid());
        assertThat(cloned(Protocol.V2, "")).contains(secret.name());
        assertThat(cloned(Protocol.V2, "blob:limit=1000000")).contains(secret.name());

        house.move(tea, new RefMove("refs/heads/secret", secret.name(), RefMove.ABSENT));

        assertThat(cloned(Protocol.V2, "")).doesNotContain(secret.name()).isEqualTo(reached());
        assertThat(cloned(Protocol.V2, "blob:limit=1000000")).isEqualTo(reached());
        assertThat(maintenance.maintain(tea.rid())).isEqualTo(Work.REPACKED);
        assertThat(cloned(Protocol.V2, "")).isEqualTo(reached());
        assertThat(house.git(tea, "cat-file", "--batch-all-objects", "--batch-check"))
                .doesNotContain(secret.name());
        assertSound();
    }

    @Test
    void a_tag_of_a_tree_is_cloned() throws Exception {
        grow(MAIN, 5);
        move(
                "refs/tags/tree",
                ObjectId.fromString(
                        house.git(tea, "rev-parse", MAIN + "^{tree}").strip()));
        maintenance.maintain(tea.rid());
        assertThat(cloned(Protocol.V2, "")).isEqualTo(reached());
    }

    @Test
    void many_pushes_leave_few_packs_and_few_loose_objects() throws Exception {
        grow(MAIN, 200);
        assertThat(maintenance.maintain(tea.rid())).isEqualTo(Work.REPACKED);
        maintenance.close();
        maintenance = with(new Maintenance.Limits(1, 6, 30));
        int merged = 0;
        for (int i = 0; i < 24; i++) {
            grow(MAIN, 1);
            if (maintenance.maintain(tea.rid()) == Work.MERGED) merged++;
        }
        assertThat(merged).isBetween(2, 12);
        assertThat(packs()).isLessThanOrEqualTo(8);
        assertThat(house.git(tea, "count-objects").split(" ")[0])
                .satisfies(n -> assertThat(Integer.parseInt(n)).isLessThanOrEqualTo(30));
        assertSound();
        assertThat(cloned(Protocol.V2, "")).isEqualTo(reached());
    }

    @Test
    void nothing_is_done_where_nothing_changed() throws Exception {
        grow(MAIN, 60);
        assertThat(maintenance.maintain(tea.rid())).isEqualTo(Work.REPACKED);
        assertThat(maintenance.maintain(tea.rid())).isEqualTo(Work.NOTHING);
        house.reopen();
        bases = new BasePacks(house.node.storage());
        maintenance.close();
        maintenance = with(EAGER);
        assertThat(maintenance.maintain(tea.rid())).isEqualTo(Work.NOTHING);
    }

    @Test
    void replaced_packs_stay_for_those_who_still_read_and_then_go() throws Exception {
        grow(MAIN, 60);
        maintenance.maintain(tea.rid());
        var preserved = house.node.storage().path(tea.rid()).resolve("objects/pack/preserved");
        assertThat(preserved).isNotEmptyDirectory();
        now = now.plusSeconds(3 * 3600);
        maintenance.maintain(tea.rid());
        assertThat(preserved).isEmptyDirectory();
        assertSound();
    }

    @Test
    void half_a_pack_that_a_crash_left_goes() throws Exception {
        grow(MAIN, 5);
        var packs = house.node.storage().path(tea.rid()).resolve("objects/pack");
        String name = "pack-" + "1".repeat(40);
        Files.createFile(packs.resolve(name + ".idx"));
        Files.createFile(packs.resolve("pack-" + "2".repeat(40) + ".pack"));

        maintenance.maintain(tea.rid());

        assertThat(packs.resolve(name + ".idx")).doesNotExist();
        assertThat(packs.resolve("pack-" + "2".repeat(40) + ".pack")).doesNotExist();
        assertThat(packs.resolve("preserved")).isNotEmptyDirectory();
        assertSound();
    }

    @Test
    void stock_git_finds_the_commit_graph_valid() throws Exception {
        grow(MAIN, 50);
        maintenance.maintain(tea.rid());
        assertThat(house.git(tea, "commit-graph", "verify")).doesNotContain("error");
        assertThat(house.git(tea, "-c", "core.commitGraph=true", "rev-list", "--count", "main")
                        .strip())
                .isEqualTo("50");
    }

    @Test
    void a_pack_that_was_lost_costs_speed_only() throws Exception {
        grow(MAIN, 30);
        maintenance.maintain(tea.rid());
        cloned(Protocol.V2, "");
        house.git(tea, "repack", "-a", "-d", "-q");
        assertThat(cloned(Protocol.V2, "")).isEqualTo(reached());
    }

    @Test
    void clones_fetches_and_pushes_go_on_while_packs_are_replaced() throws Exception {
        grow(MAIN, 100);
        try (var workers = Executors.newFixedThreadPool(3)) {
            var end = System.nanoTime() + 4_000_000_000L;
            Callable<Integer> cloner = () -> {
                int done = 0;
                while (System.nanoTime() < end) {
                    cloned(Protocol.V2, List.of("", "blob:limit=100", "tree:2").get(done % 3));
                    done++;
                }
                return done;
            };
            var first = workers.submit(cloner);
            var second = workers.submit(cloner);
            var repacker = workers.submit(() -> {
                int done = 0;
                while (System.nanoTime() < end) {
                    bases.drop(tea.rid());
                    if (maintenance.maintain(tea.rid()) != Work.NOTHING) done++;
                }
                return done;
            });
            int pushes = 0;
            while (System.nanoTime() < end) {
                grow(MAIN, 1);
                pushes++;
            }
            assertThat(first.get()).isPositive();
            assertThat(second.get()).isPositive();
            assertThat(repacker.get()).isPositive();
            assertThat(pushes).isPositive();
        }
        assertSound();
        assertThat(cloned(Protocol.V2, "")).isEqualTo(reached());
    }
}
