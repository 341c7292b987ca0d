package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Graph.Half;
import dev.hob.node.code.Graph.Row;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits in the order that git gives them, and lines that lead from each to its parents.
class GraphTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BEGIN = 1_700_000_000;

    @TempDir
    Path folder;

    private House house;
    private Repo tea;

    @BeforeEach
    void open() {
        house = new House(folder);
        tea = house.repository("tea");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static ObjectId commit(ObjectInserter inserter, long time, List<ObjectId> parents) throws Exception {
        var commit = new CommitBuilder();
        commit.setTreeId(inserter.insert(Constants.OBJ_TREE, new byte[0]));
        commit.setParentIds(parents);
        var alice = new PersonIdent("Alice", "alice@example.org", Instant.ofEpochSecond(time), ZoneOffset.UTC);
        commit.setAuthor(alice);
        commit.setCommitter(alice);
        commit.setMessage("Commit at " + time);
        return inserter.insert(commit);
    }

    /// A history of branches that part and meet.
    private List<ObjectId> story(Random random, int size) throws Exception {
        try (var repository = house.node.storage().open(tea.rid());
                var inserter = repository.newObjectInserter()) {
            var all = new ArrayList<ObjectId>();
            for (int i = 0; i < size; i++) {
                var parents = new ArrayList<ObjectId>();
                int wanted = i == 0 ? 0 : random.nextInt(10) < 7 ? 1 : 2 + random.nextInt(2);
                for (int parent = 0; parent < wanted; parent++) {
                    var other = all.get(Math.max(0, all.size() - 1 - random.nextInt(6)));
                    if (!parents.contains(other)) parents.add(other);
                }
                all.add(commit(inserter, BEGIN + i * 60L, parents));
            }
            inserter.flush();
            return all;
        }
    }

    private List<Row> rows(List<ObjectId> tips, int page) {
        var rows = new ArrayList<Row>();
        var after = Optional.<ObjectId>empty();
        for (boolean more = true; more; ) {
            var part = house.node
                    .reading()
                    .graph()
                    .behind(tea, tips, after, page, PATIENCE)
                    .orElseThrow();
            rows.addAll(part.rows());
            after = Optional.of(rows.getLast().commit());
            more = part.more();
        }
        return rows;
    }

    private List<String> gits(List<ObjectId> tips) throws Exception {
        var words = new ArrayList<>(List.of("rev-list", "--topo-order"));
        tips.forEach(tip -> words.add(tip.name()));
        return house.git(tea, words.toArray(String[]::new)).lines().toList();
    }

    /// Goes along the lines from a commit to where they end.
    private static void follow(List<Row> rows, int from, String told) {
        var ends = new ArrayList<ObjectId>();
        for (var line : rows.get(from).lines()) {
            if (line.half() != Half.LOWER) continue;
            assertThat(line.from()).as(told).isEqualTo(rows.get(from).lane());
            int lane = line.to();
            int at = from + 1;
            for (var next = past(rows.get(at), lane); next.isPresent(); next = past(rows.get(at), lane)) {
                lane = next.get();
                at++;
            }
            var end = rows.get(at);
            assertThat(end.lane()).as(told).isEqualTo(lane);
            assertThat(end.lines()).as(told).contains(new Graph.Line(lane, lane, Half.UPPER, lane));
            ends.add(end.commit());
        }
        assertThat(ends).as(told).containsExactlyElementsOf(rows.get(from).parents());
    }

    /// Where a lane goes on when it passes a commit.
    private static Optional<Integer> past(Row row, int lane) {
        return row.lines().stream()
                .filter(it -> it.half() == Half.BOTH && it.from() == lane)
                .map(Graph.Line::to)
                .findFirst();
    }

    @Test
    void the_order_is_gits_and_every_line_leads_to_a_parent() throws Exception {
        long seed = 20_261;
        var random = new Random(seed);
        for (int story = 0; story < 12; story++) {
            var all = story(random, 90);
            var tips = story % 2 == 0
                    ? List.of(all.getLast())
                    : all.subList(all.size() - 5, all.size()).reversed();
            var rows = rows(tips, 7 + story);
            String told = "seed " + seed + ", story " + story;
            assertThat(rows.stream().map(it -> it.commit().name()).toList())
                    .as(told)
                    .isEqualTo(gits(tips));
            for (int i = 0; i < rows.size(); i++) follow(rows, i, told + ", row " + i);
        }
    }

    @Test
    void a_commit_never_stands_before_its_children_although_its_clock_runs_ahead() throws Exception {
        try (var repository = house.node.storage().open(tea.rid());
                var inserter = repository.newObjectInserter()) {
            var ahead = commit(inserter, BEGIN + 10_000, List.of());
            var child = commit(inserter, BEGIN, List.of(ahead));
            var other = commit(inserter, BEGIN + 20_000, List.of(ahead));
            inserter.flush();
            assertThat(rows(List.of(child, other), 10).stream().map(Row::commit))
                    .containsExactly(other, child, ahead);
        }
    }

    @Test
    void what_would_need_a_hundred_lanes_is_drawn_in_a_few() throws Exception {
        try (var repository = house.node.storage().open(tea.rid());
                var inserter = repository.newObjectInserter()) {
            var base = commit(inserter, BEGIN, List.of());
            var sides = new ArrayList<ObjectId>();
            for (int i = 1; i <= 100; i++) sides.add(commit(inserter, BEGIN + i, List.of(base)));
            var tip = commit(inserter, BEGIN + 1_000, sides);
            inserter.flush();
            var rows = rows(List.of(tip), 50);
            assertThat(rows).hasSize(102);
            for (var row : rows) {
                assertThat(row.lane()).isLessThan(Lanes.MAX);
                assertThat(row.lines().size()).isLessThan(3 * Lanes.MAX);
                assertThat(row.lines()).allMatch(it -> it.from() < Lanes.MAX && it.to() < Lanes.MAX);
            }
        }
    }

    @Test
    void of_what_is_not_there_nothing_is_drawn() throws Exception {
        var graph = house.node.reading().graph();
        var nowhere = ObjectId.fromString("1".repeat(40));
        assertThat(graph.behind(tea, List.of(), Optional.empty(), 10, PATIENCE)
                        .orElseThrow()
                        .rows())
                .isEmpty();
        assertThat(graph.behind(tea, List.of(nowhere), Optional.empty(), 10, PATIENCE)
                        .orElseThrow()
                        .rows())
                .isEmpty();
        var all = story(new Random(1), 3);
        assertThat(graph.behind(tea, List.of(all.getLast()), Optional.of(nowhere), 10, PATIENCE)
                        .orElseThrow()
                        .rows())
                .isEmpty();
    }
}
