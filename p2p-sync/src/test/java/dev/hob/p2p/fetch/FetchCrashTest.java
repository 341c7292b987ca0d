package dev.hob.p2p.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.log.Change;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import dev.hob.p2p.protocol.Input.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What breaks off in the middle of a fetch: all of it or nothing is seen afterwards, and the next fetch goes on.
class FetchCrashTest {
    private static final class Cut extends RuntimeException {
        Cut(String point) {
            super("cut at " + point);
        }
    }

    @TempDir
    Path folder;

    private Shore hearth;
    private Shore harbour;

    @BeforeEach
    void open() {
        hearth = new Shore(folder.resolve("hearth"));
        harbour = new Shore(folder.resolve("harbour"));
    }

    @AfterEach
    void close() {
        Probe.watch(_ -> {});
        hearth.close();
        harbour.close();
    }

    private Repo tea() throws IOException {
        var tea = hearth.repository("alice", "tea", false);
        hearth.push(
                tea,
                new RefMove(
                        "refs/heads/main",
                        RefMove.ABSENT,
                        hearth.commit(tea.rid(), "first").name()));
        hearth.issue(tea, "bob", "Too hot");
        return hearth.repo(tea.rid());
    }

    private void change(Repo tea) throws IOException {
        var before = main(hearth, tea);
        hearth.push(
                tea,
                new RefMove(
                        "refs/heads/main",
                        before.name(),
                        hearth.commit(tea.rid(), "second", before).name()),
                new RefMove("refs/heads/side", RefMove.ABSENT, before.name()));
        hearth.issue(tea, "bob", "Too cold");
        hearth.node.lateSigning().flush();
    }

    private static ObjectId main(Shore shore, Repo repo) {
        return shore.node.refs().view(shore.repo(repo.rid())).headId().orElseThrow();
    }

    /// A fetch that breaks off when it passes a point for the so many-th time.
    private void cut(Repo tea, String point, int passes) {
        var left = new AtomicInteger(passes);
        var fetcher = Thread.currentThread();
        Probe.watch(passed -> {
            if (Thread.currentThread() == fetcher && passed.equals(point) && left.decrementAndGet() == 0)
                throw new Cut(point);
        });
        var outcome = harbour.fetch(hearth, tea.rid());
        Probe.watch(_ -> {});
        assertThat(left.get()).as("the point was passed").isLessThanOrEqualTo(0);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer fresh", "peer intent", "peer placed", "peer adopted"})
    void a_project_is_there_whole_or_not_at_all(String point) throws Exception {
        var tea = tea();

        cut(tea, point, 1);
        harbour.reopen();

        harbour.isAtRest();
        boolean there = harbour.node.storage().has(tea.rid());
        assertThat(there).isEqualTo(Set.of("peer placed", "peer adopted").contains(point));
        if (there) {
            assertThat(harbour.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
            assertThat(harbour.repo(tea.rid()).isSeeded()).isTrue();
        }
        harbour.fetched(hearth, tea.rid());
        assertThat(harbour.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer intent", "peer objects", "ref:1", "ref:2", "ref:3", "ref:4", "peer refs", "peer log"})
    void after_a_crash_a_change_is_there_whole_or_not_at_all(String at) throws Exception {
        crash(at, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer intent", "peer objects", "ref:1", "ref:2", "ref:3", "ref:4", "peer refs", "peer log"})
    void after_a_failure_a_change_is_seen_whole_or_not_at_all(String at) throws Exception {
        crash(at, false);
    }

    private void crash(String at, boolean reopens) throws Exception {
        var tea = tea();
        harbour.fetched(hearth, tea.rid());
        var before = harbour.signed(tea.rid());
        var mainBefore = main(harbour, tea);
        change(tea);
        String[] point = at.split(":");

        cut(tea, point[0], point.length == 2 ? Integer.parseInt(point[1]) : 1);
        if (reopens) harbour.reopen();

        var now = harbour.signed(tea.rid());
        boolean done = !now.equals(before);
        assertThat(done).isEqualTo(!at.equals("peer intent"));
        if (done) {
            assertThat(now).isEqualTo(hearth.signed(tea.rid()));
            assertThat(main(harbour, tea)).isEqualTo(main(hearth, tea));
            assertThat(harbour.brought().stream().filter(Change.RefsMoved.class::isInstance))
                    .hasSize(1);
        } else assertThat(main(harbour, tea)).isEqualTo(mainBefore);
        harbour.fetched(hearth, tea.rid());
        assertThat(harbour.signed(tea.rid())).isEqualTo(hearth.signed(tea.rid()));
        assertThat(harbour.brought().stream().filter(Change.RefsMoved.class::isInstance))
                .hasSize(1);
        assertThat(harbour.brought().stream().filter(Change.IssueOpened.class::isInstance))
                .hasSize(1);
        harbour.isAtRest();
    }

    @Test
    void a_view_that_was_read_before_stays_whole_while_refs_move() throws Exception {
        var tea = tea();
        harbour.fetched(hearth, tea.rid());
        var before = main(harbour, tea);
        change(tea);
        var seen = new java.util.concurrent.atomic.AtomicReference<ObjectId>(ObjectId.zeroId());
        Probe.watch(point -> {
            if (point.equals("ref")) seen.set(main(harbour, tea));
        });

        harbour.fetched(hearth, tea.rid());

        assertThat(seen.get()).isEqualTo(before);
        assertThat(main(harbour, tea)).isEqualTo(main(hearth, tea));
    }
}
