package dev.hob.node.refs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.refs.Refs.Verdict;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefsTest {
    private static final String MAIN = "refs/heads/main";

    @TempDir
    Path folder;

    House house;
    Repo tea;

    @BeforeEach
    void open() {
        house = new House(folder);
        tea = house.repository("tea");
    }

    @AfterEach
    void close() {
        Probe.watch(_ -> {});
        house.close();
    }

    @Test
    void stock_git_reads_what_a_push_moved() throws Exception {
        var first = house.commit(tea, "first");
        assertThat(house.move(tea, House.made(MAIN, first), House.made("refs/tags/v1", first)))
                .isInstanceOf(Verdict.Moved.class);

        String namespace = "refs/namespaces/" + tea.namespace().nid() + "/";
        assertThat(house.git(tea, "for-each-ref", "--format=%(refname)").lines())
                .contains(
                        MAIN,
                        "refs/tags/v1",
                        "refs/rad/id",
                        namespace + MAIN,
                        namespace + "refs/tags/v1",
                        namespace + "refs/rad/id",
                        namespace + "refs/rad/root",
                        namespace + "refs/rad/sigrefs");
        assertThat(house.git(tea, "rev-parse", "HEAD").strip()).isEqualTo(first.name());
        assertThat(house.git(tea, "fsck", "--strict", "--no-dangling")).doesNotContain("error", "missing");
        assertThat(house.node.refs().examine(tea)).isEmpty();
    }

    @Test
    void stock_git_reads_many_refs_that_came_at_once() throws Exception {
        var first = house.commit(tea, "first");
        var moves = new RefMove[300];
        for (int i = 0; i < moves.length; i++) moves[i] = House.made("refs/heads/b" + i, first);
        assertThat(house.move(tea, moves)).isInstanceOf(Verdict.Moved.class);
        assertThat(house.git(tea, "for-each-ref", "refs/heads/").lines()).hasSize(300);
        assertThat(house.git(tea, "fsck", "--strict")).doesNotContain("error", "missing");
        assertThat(house.node.refs().examine(tea)).isEmpty();

        assertThat(house.move(tea, new RefMove("refs/heads/b7", first.name(), RefMove.ABSENT)))
                .isInstanceOf(Verdict.Moved.class);
        assertThat(house.git(tea, "for-each-ref", "refs/heads/").lines()).hasSize(299);
        assertThat(house.node.refs().view(tea).refs()).hasSize(299);
        assertThat(house.node.refs().examine(tea)).isEmpty();
    }

    @Test
    void a_new_repository_is_signed_before_it_is_seen() {
        assertThat(house.node.refs().examine(tea)).isEmpty();
        assertThat(house.node.refs().view(tea).isEmpty()).isTrue();
    }

    @Test
    void a_stale_old_value_moves_nothing() throws Exception {
        var first = house.commit(tea, "first");
        var second = house.commit(tea, "second");
        house.move(tea, House.made(MAIN, first));

        assertThat(house.move(tea, House.made("refs/heads/other", first), House.made(MAIN, second)))
                .isInstanceOf(Verdict.Stale.class);
        assertThat(house.node.refs().view(tea).refs()).containsOnlyKeys(MAIN).containsEntry(MAIN, first);
        assertThat(house.pushes()).isEqualTo(1);
    }

    @Test
    void moves_that_no_boot_could_finish_are_refused() throws Exception {
        var first = house.commit(tea, "first");
        for (var moves : List.of(
                List.of(House.made("refs/heads/a", first), House.made("refs/heads/a/b", first)),
                List.of(House.made("refs/heads/a/b", first), House.made("refs/heads/a", first)),
                List.of(House.made("refs/heads/a", first), House.made("refs/heads/a", first)),
                List.of(House.made("refs/heads/" + "x".repeat(251), first)),
                List.of(House.made("refs/heads/a..b", first))))
            assertThat(house.move(tea, moves.toArray(RefMove[]::new))).isInstanceOf(Verdict.Refused.class);
        assertThat(house.pushes()).isZero();

        assertThat(house.move(tea, House.made("refs/heads/" + "x".repeat(250), first)))
                .isInstanceOf(Verdict.Moved.class);
        house.reopen();
        assertThat(house.node.refs().view(tea).refs()).hasSize(1);
    }

    @Test
    void the_first_pushed_branch_becomes_the_default_one() throws Exception {
        var first = house.commit(tea, "first");
        house.move(tea, House.made("refs/heads/trunk", first), House.made("refs/tags/v1", first));
        tea = house.repository("tea");
        assertThat(tea.defaultBranch()).isEqualTo("trunk");
        assertThat(house.git(tea, "symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/trunk");

        house.move(tea, House.made(MAIN, first));
        assertThat(house.repository("tea").defaultBranch()).isEqualTo("trunk");
    }

    @Test
    void of_many_who_move_one_branch_at_once_one_succeeds() throws Exception {
        var first = house.commit(tea, "first");
        house.move(tea, House.made(MAIN, first));
        var tries = new ArrayList<Callable<Verdict>>();
        for (int i = 0; i < 16; i++) {
            var next = house.commit(tea, "next " + i);
            tries.add(() -> house.move(tea, new RefMove(MAIN, first.name(), next.name())));
        }
        long moved = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var verdict : threads.invokeAll(tries)) if (verdict.get() instanceof Verdict.Moved) moved++;
        }
        assertThat(moved).isEqualTo(1);
        assertThat(house.pushes()).isEqualTo(2);
        assertThat(house.node.refs().examine(tea)).isEmpty();
    }

    @Test
    void a_reader_sees_two_branches_move_together() throws Exception {
        var ids = new ObjectId[20];
        for (int i = 0; i < ids.length; i++) ids[i] = house.commit(tea, "commit " + i);
        house.move(tea, House.made("refs/heads/a", ids[0]), House.made("refs/heads/b", ids[0]));
        var torn = new AtomicBoolean();
        var done = new AtomicBoolean();
        var reader = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                var refs = house.node.refs().view(tea).refs();
                if (!refs.get("refs/heads/a").equals(refs.get("refs/heads/b"))) torn.set(true);
                Thread.onSpinWait();
            }
        });
        for (int i = 1; i < ids.length; i++)
            house.move(
                    tea,
                    new RefMove("refs/heads/a", ids[i - 1].name(), ids[i].name()),
                    new RefMove("refs/heads/b", ids[i - 1].name(), ids[i].name()));
        done.set(true);
        reader.join();
        assertThat(torn).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"intent", "objects", "ref", "refs", "signed", "head", "log"})
    void a_push_that_died_at_any_point_is_whole_after_the_next_boot(String point) throws Exception {
        dieAt(point);
        house.reopen();
        assertWhole();
        house.reopen();
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"intent", "objects", "ref", "refs", "signed", "head"})
    void a_push_that_failed_at_any_point_is_finished_before_the_next_one(String point) throws Exception {
        dieAt(point);
        var first = house.node.refs().view(house.repository("tea")).refs().get("refs/heads/trunk");
        var next = house.commit(tea, "next");
        assertThat(house.move(house.repository("tea"), new RefMove("refs/heads/trunk", first.name(), next.name())))
                .isInstanceOf(Verdict.Moved.class);
        house.reopen();
        assertThat(house.node.refs().view(house.repository("tea")).refs())
                .containsEntry("refs/heads/trunk", next)
                .hasSize(2);
        assertThat(house.pushes()).isEqualTo(2);
        assertThat(house.node.refs().examine(tea)).isEmpty();
    }

    private void dieAt(String point) throws IOException {
        var first = house.commit(tea, "first");
        Probe.watch(passed -> {
            if (passed.equals(point)) throw new IllegalStateException("died at " + passed);
        });
        assertThatThrownBy(() ->
                        house.move(tea, House.made("refs/heads/trunk", first), House.made("refs/heads/other", first)))
                .hasMessageContaining("died");
        Probe.watch(_ -> {});
    }

    private void assertWhole() throws Exception {
        tea = house.repository("tea");
        assertThat(house.node.refs().view(tea).refs()).containsOnlyKeys("refs/heads/trunk", "refs/heads/other");
        assertThat(house.git(tea, "for-each-ref", "refs/heads/").lines()).hasSize(2);
        assertThat(house.git(tea, "symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/other");
        assertThat(house.git(tea, "fsck", "--strict")).doesNotContain("error", "missing");
        assertThat(house.node.refs().examine(tea)).isEmpty();
        assertThat(house.pushes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"intent", "objects"})
    void a_push_whose_objects_never_came_is_dropped_at_boot(String point) {
        var nowhere = ObjectId.fromString("ab".repeat(20));
        Probe.watch(passed -> {
            if (passed.equals(point)) throw new IllegalStateException("died");
        });
        assertThatThrownBy(() -> house.move(tea, House.made(MAIN, nowhere))).hasMessage("died");
        Probe.watch(_ -> {});
        house.reopen();
        assertThat(house.node.refs().view(tea).isEmpty()).isTrue();
        assertThat(house.pushes()).isZero();
    }

    @Test
    void objects_that_fail_to_come_leave_nothing_behind() throws Exception {
        var first = house.commit(tea, "first");
        assertThatThrownBy(() -> house.move(
                        tea,
                        () -> {
                            throw new IOException("disk full");
                        },
                        House.made(MAIN, first)))
                .hasRootCauseMessage("disk full");
        assertThat(house.node.refs().view(tea).isEmpty()).isTrue();
        house.reopen();
        assertThat(house.node.refs().view(tea).isEmpty()).isTrue();
        assertThat(house.move(tea, House.made(MAIN, first))).isInstanceOf(Verdict.Moved.class);
    }

    @Test
    void a_repository_that_cannot_be_finished_does_not_stop_the_boot() throws Exception {
        var other = house.repository("other");
        dieAt("objects");
        var path = house.node.storage().path(tea.rid());
        var away = folder.resolve("away");
        house.node.close();
        Files.move(path, away);
        house.reopen();
        assertThat(house.node.refs().view(other).isEmpty()).isTrue();
        Files.move(away, path);
        house.reopen();
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"intent", "objects", "ref", "refs"})
    void a_boot_signs_nothing_in_public_with_a_key_that_waits_and_takes_back_what_is_not_signed(String point)
            throws Exception {
        var before = house.git(tea, "for-each-ref");
        dieAt(point);
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        house.reopen();
        assertThat(house.git(tea, "for-each-ref")).isEqualTo(before);
        assertThat(house.openIntents()).isEmpty();
        assertThat(house.pushes()).isZero();
        var first = house.commit(tea, "first");
        assertThat(house.move(tea, House.made(MAIN, first))).isInstanceOf(Verdict.Refused.class);
        assertThat(house.node.refs().create(house.alice(), "open", false, "", "main"))
                .isInstanceOf(Repos.Creation.Refused.class);
        assertThat(house.node.custody().waiting().end(tea.namespace())).isTrue();
        assertThat(house.move(tea, House.made(MAIN, first))).isInstanceOf(Verdict.Moved.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed", "head"})
    void a_boot_finishes_without_signing_what_was_signed_before_the_key_had_to_wait(String point) throws Exception {
        dieAt(point);
        String signed = "refs/namespaces/" + tea.namespace().nid() + "/" + SignedRefs.REF;
        var tip = house.git(tea, "rev-parse", signed);
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        house.reopen();
        assertWhole();
        assertThat(house.git(tea, "rev-parse", signed)).isEqualTo(tip);
    }

    @Test
    void a_key_that_waits_goes_on_in_private() throws Exception {
        house.node.edits().setPrivate(tea, house.alice(), true);
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        assertThat(house.move(house.repository("tea"), House.made(MAIN, house.commit(tea, "first"))))
                .isInstanceOf(Verdict.Moved.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deletion", "gone"})
    void a_deletion_that_died_half_way_is_finished_at_boot(String point) {
        Probe.watch(passed -> {
            if (passed.equals(point)) throw new IllegalStateException("died");
        });
        assertThatThrownBy(() -> house.node.repos().delete(tea, house.alice())).hasMessage("died");
        Probe.watch(_ -> {});
        assertThat(house.node.repos().find("alice", "tea")).isEmpty();
        house.reopen();
        assertThat(house.node.repos().all()).isEmpty();
        assertThat(folder.resolve("storage")).isEmptyDirectory();
        assertThat(house.openIntents()).isEmpty();
        assertThat(house.repository("tea").rid()).isNotEqualTo(tea.rid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fresh", "folder"})
    void a_creation_that_failed_half_way_leaves_nothing(String point) {
        Probe.watch(passed -> {
            if (passed.equals(point)) throw new IllegalStateException("died");
        });
        assertThatThrownBy(() -> house.repository("chai")).hasMessage("died");
        Probe.watch(_ -> {});
        assertThat(house.node.repos().all()).hasSize(1);
        assertThat(folder.resolve("storage").toFile().list())
                .containsExactly(tea.rid().folder());
        assertThat(house.openIntents()).isEmpty();
        assertThat(house.repository("chai").owner()).isEqualTo("alice");
    }

    @Test
    void a_folder_whose_repository_never_came_to_be_is_removed_at_boot() {
        var rid = RepoId.of(new byte[20]);
        var origin = new Origin.Here(house.alice().id());
        new Intents(house.node.database())
                .open(Intent.changing(
                        RepositoryId.random(new Random(1)), rid, origin, Optional.empty(), Instant.EPOCH));
        assertThat(house.node.storage().path(rid).toFile().mkdir()).isTrue();
        house.reopen();
        assertThat(house.node.storage().has(rid)).isFalse();
        assertThat(house.node.storage().has(tea.rid())).isTrue();
        assertThat(house.openIntents()).isEmpty();
    }

    @Test
    void what_a_killed_push_left_among_the_objects_is_swept_at_boot() throws Exception {
        dieAt("ref");
        var objects = house.node.storage().path(tea.rid()).resolve("objects");
        var unfinished = Files.createFile(objects.resolve("noz123.tmp"));
        var blind = Files.createFile(objects.resolve("pack/pack-" + "0".repeat(40) + ".pack"));
        house.reopen();
        assertThat(unfinished).doesNotExist();
        assertThat(blind).doesNotExist();
        assertWhole();
    }

    @Test
    void a_repository_made_again_by_the_same_name_is_another_one() {
        house.node.repos().delete(tea, house.alice());
        var again = house.repository("tea");
        assertThat(again.rid()).isNotEqualTo(tea.rid());
        assertThat(again.id()).isNotEqualTo(tea.id());
        assertThat(house.node.storage().has(tea.rid())).isFalse();
    }

    @Test
    void an_old_name_leads_to_the_renamed_repository_until_it_is_taken() {
        assertThat(house.node.edits().rename(tea, house.alice(), "chai")).isEmpty();
        var found = house.node.repos().find("alice", "tea").orElseThrow();
        assertThat(found.moved()).isTrue();
        assertThat(found.repo().rid()).isEqualTo(tea.rid());

        house.node.refs().create(house.alice(), "tea", false, "", "main");
        assertThat(house.node.repos().find("alice", "tea").orElseThrow().repo().rid())
                .isNotEqualTo(tea.rid());
    }
}
