package dev.hob.node.refs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.log.Change;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Person;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Identity;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Forks of alice's tea: namespaces of its folder, and copies.
class ForksTest {
    @TempDir
    Path folder;

    House house;
    Repo tea;
    Person bob;
    ObjectId first;
    ObjectId topic;

    @BeforeEach
    void open() throws Exception {
        house = new House(folder);
        tea = house.repository("tea");
        bob = house.person("bob");
        first = house.commit(tea, "first");
        topic = house.commit(tea, "topic");
        house.move(
                tea,
                House.made("refs/heads/main", first),
                House.made("refs/heads/topic", topic),
                House.made("refs/tags/v1", first));
    }

    @AfterEach
    void close() {
        Probe.watch(_ -> {});
        house.close();
    }

    private static Forking.Wish wish(String name) {
        return new Forking.Wish(name, "Mine", false, false);
    }

    private Repos.Creation asked(Repo parent, Person by, Forking.Wish wish) {
        return house.node.refs().forking().fork(parent, by, wish);
    }

    private Repo forked(Repo parent, Person by, Forking.Wish wish) {
        return ((Repos.Creation.Created) asked(parent, by, wish)).repo();
    }

    private Repo now(Repo repo) {
        return house.node.repos().byId(repo.id()).orElseThrow();
    }

    private Map<String, ObjectId> shown(Repo repo) {
        return house.node.refs().view(repo).refs();
    }

    private void assertSound(Repo repo) {
        house.node.lateSigning().flush();
        assertThat(house.node.refs().examine(repo)).as(repo.path()).isEmpty();
        assertThat(house.node.namespaceCheck().examine(repo)).as(repo.path()).isEmpty();
        assertThat(house.openIntents()).isEmpty();
    }

    private boolean has(Repo repo, ObjectId id) throws Exception {
        try (var repository = house.node.storage().open(repo.rid())) {
            return repository.getObjectDatabase().has(id);
        }
    }

    private ObjectId ref(Repo repo, String name) throws Exception {
        try (var repository = house.node.storage().open(repo.rid())) {
            return repository.resolve(name);
        }
    }

    private Answer issue(Repo repo, Person by, String title) {
        return house.node.tracking().issues().open(repo, by, Issues.Opening.of(title, ""));
    }

    @Test
    void a_fork_is_a_namespace_and_not_a_copy() throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        assertThat(fork.rid()).isEqualTo(tea.rid());
        assertThat(fork.forkOf()).contains(tea.id());
        assertThat(fork.description()).isEqualTo("Mine");
        assertThat(shown(fork)).isEqualTo(shown(tea));
        assertThat(house.node.storage().all()).containsExactly(tea.rid());
        assertThat(house.node.log().after(0, 100).stream().map(it -> it.change()))
                .contains(new Change.RepositoryForked(
                        fork.id().value(), tea.rid().value(), tea.id().value()));
        assertSound(fork);
        assertSound(tea);
        assertThat(house.git(tea, "fsck", "--strict")).doesNotContain("error", "missing");
    }

    @Test
    void each_goes_its_own_way() throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        var bobs = house.commit(fork, "bob's");
        var alices = house.commit(tea, "alice's");
        assertThat(house.move(
                        fork,
                        new RefMove("refs/heads/main", first.name(), bobs.name()),
                        new RefMove("refs/heads/topic", topic.name(), RefMove.ABSENT)))
                .isInstanceOf(Refs.Verdict.Moved.class);
        house.move(tea, House.made("refs/heads/new", alices));
        assertThat(shown(now(fork)))
                .containsEntry("refs/heads/main", bobs)
                .doesNotContainKeys("refs/heads/topic", "refs/heads/new");
        assertThat(shown(tea)).containsEntry("refs/heads/main", first).containsKeys("refs/heads/topic");
        assertThat(house.node.refs().whole(tea).refs().values()).doesNotContain(bobs);
        assertThat(house.node.refs().whole(now(fork)).refs().values())
                .contains(bobs)
                .doesNotContain(alices);
        assertThat(house.node.edits().setDefaultBranch(now(fork), new dev.hob.node.log.Origin.Here(bob.id()), "main"))
                .isEmpty();
        house.reopen();
        assertThat(shown(now(fork))).containsEntry("refs/heads/main", bobs);
        assertSound(now(fork));
        assertSound(now(tea));
    }

    @Test
    void only_the_default_branch_when_that_is_asked() {
        var fork = forked(tea, bob, new Forking.Wish("tea", "", false, true));
        assertThat(shown(fork)).isEqualTo(Map.of("refs/heads/main", first));
        assertSound(fork);
    }

    @Test
    void one_for_each_person_and_project_and_none_of_ones_own() {
        assertThat(asked(tea, house.alice(), wish("other")))
                .isEqualTo(new Repos.Creation.Refused("alice/tea is yours already: make a branch in it."));
        var fork = forked(tea, bob, wish("tea"));
        assertThat(asked(tea, bob, wish("tea2")))
                .isEqualTo(new Repos.Creation.Refused("You have bob/tea already, which is of the same project."));
        assertThat(asked(fork, house.alice(), wish("tea2")))
                .isEqualTo(new Repos.Creation.Refused("You have alice/tea already, which is of the same project."));
        var carol = house.person("carol");
        var of = forked(fork, carol, wish("tea"));
        assertThat(of.rid()).as("of the same project").isEqualTo(tea.rid());
        assertThat(of.forkOf()).contains(fork.id());
        assertThat(asked(tea, carol, new Forking.Wish("copy", "", true, false)))
                .isInstanceOf(Repos.Creation.Refused.class);
    }

    @Test
    void a_name_that_is_taken_asks_for_another() {
        house.node.refs().create(bob, "Tea", false, "", "main");
        assertThat(asked(tea, bob, wish("tea")))
                .isEqualTo(new Repos.Creation.Refused(
                        Repos.Creation.Field.NAME, "bob has a repository of the name tea already."));
        assertThat(house.openIntents()).isEmpty();
        assertSound(tea);
        assertThat(forked(tea, bob, wish("kettle")).path()).isEqualTo("bob/kettle");
    }

    @Test
    void nothing_cannot_be_forked() {
        assertThat(asked(house.repository("empty"), bob, wish("empty")))
                .isEqualTo(new Repos.Creation.Refused("There is nothing to fork yet."));
    }

    @Test
    void a_private_fork_of_what_is_public_has_a_folder_of_its_own() throws Exception {
        var hidden = house.commit(tea, "reached by nothing");
        var fork = forked(tea, bob, new Forking.Wish("tea", "", true, true));
        assertThat(fork.rid()).isNotEqualTo(tea.rid());
        assertThat(fork.forkedFrom()).contains(tea.id());
        assertThat(fork.isProject()).isTrue();
        assertThat(shown(fork)).isEqualTo(Map.of("refs/heads/main", first));
        assertThat(has(fork, first)).isTrue();
        assertThat(has(fork, topic)).as("what it does not show is not there").isFalse();
        assertThat(has(fork, hidden)).isFalse();
        assertThat(house.git(fork, "fsck", "--strict", "--connectivity-only")).doesNotContain("error", "missing");
        assertThat(house.git(fork, "symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/main");
        var secret = house.commit(fork, "secret");
        house.move(fork, House.made("refs/heads/secret", secret));
        assertThat(has(tea, secret)).isFalse();
        assertSound(now(fork));
        assertThat(house.node.refs().forking().counts(List.of(tea)))
                .as("nobody hears of it by the count")
                .isEmpty();
    }

    @Test
    void a_fork_of_a_private_one_is_private_and_stays_so() {
        house.node.edits().setPrivate(tea, house.alice(), true);
        house.node.edits().addCollaborator(now(tea), house.alice(), bob, Right.READ);
        var fork = forked(now(tea), bob, wish("tea"));
        assertThat(fork.isPrivate()).isTrue();
        assertThat(fork.rid()).isNotEqualTo(tea.rid());
        assertThat(house.node.edits().setPrivate(fork, bob, false))
                .contains("It is a fork of a private repository, and stays private.");
        house.node.edits().setPrivate(now(tea), house.alice(), false);
        assertThat(house.node.edits().setPrivate(fork, bob, false)).isEmpty();
        assertSound(now(fork));
    }

    @Test
    void before_a_project_turns_private_its_forks_leave() throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        var carol = house.person("carol");
        var of = forked(fork, carol, wish("tea"));
        var bobs = house.commit(fork, "bob's");
        house.move(fork, House.made("refs/heads/mine", bobs));
        issue(tea, bob, "Milk");
        assertThat(house.node.edits().setPrivate(tea, house.alice(), true)).isEmpty();
        assertThat(now(tea).isPrivate()).isTrue();
        var alone = now(fork);
        assertThat(alone.rid()).isNotEqualTo(tea.rid());
        assertThat(alone.isPrivate()).isFalse();
        assertThat(alone.parent()).as("nothing names what is private").isEmpty();
        assertThat(now(of).parent()).contains(fork.id());
        assertThat(shown(alone)).containsEntry("refs/heads/mine", bobs).containsEntry("refs/heads/main", first);
        assertThat(house.git(alone, "fsck", "--strict", "--connectivity-only")).doesNotContain("error", "missing");
        assertThat(ref(tea, Repos.namespace(bob.key()) + "refs/heads/mine")).isNull();
        assertThat(house.node.tracking().cache().examine(now(tea)))
                .as("what bob said stays")
                .isEmpty();
        assertThat(house.node.tracking().reading().counts(tea.rid(), false).open())
                .isEqualTo(1);
        for (var repo : List.of(tea, fork, of)) assertSound(now(repo));
        try (var repository = house.node.storage().open(alone.rid())) {
            var identity = Identity.read(repository, alone.rid()).orElseThrow();
            assertThat(identity.current().document().delegates()).containsExactly(bob.key());
            assertThat(identity.current().document().isPrivate()).isFalse();
        }
        house.reopen();
        assertThat(shown(now(fork))).containsEntry("refs/heads/mine", bobs);
    }

    @Test
    void before_a_fork_turns_private_it_leaves() throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        assertThat(house.node.edits().setPrivate(fork, bob, true)).isEmpty();
        var hidden = now(fork);
        assertThat(hidden.isPrivate()).isTrue();
        assertThat(hidden.rid()).isNotEqualTo(tea.rid());
        assertThat(hidden.parent()).contains(tea.id());
        assertThat(ref(tea, Repos.namespace(bob.key()) + "refs/heads/main")).isNull();
        assertSound(now(tea));
        assertSound(hidden);
    }

    @Test
    void forks_outlive_their_project_and_the_folder_goes_with_the_last() throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        var opened = issue(tea, house.person("carol"), "Milk");
        assertThat(opened).isInstanceOf(Answer.Done.class);
        house.node.repos().delete(tea, house.alice());
        assertThat(house.node.storage().has(tea.rid())).isTrue();
        assertThat(shown(now(fork))).containsEntry("refs/heads/main", first);
        assertThat(ref(tea, "refs/heads/main")).isNull();
        assertThat(ref(tea, Repos.namespace(tea.namespace()) + "refs/heads/main"))
                .isNull();
        assertThat(house.git(fork, "for-each-ref")).doesNotContain("xyz.radicle.issue", "dev.hob");
        assertThat(house.node.tracking().reading().counts(tea.rid(), false).open())
                .isZero();
        assertSound(now(fork));
        assertThat(house.move(fork, House.made("refs/heads/on", topic))).isInstanceOf(Refs.Verdict.Moved.class);
        assertThat(house.node.refs().forking().detach(now(fork), bob, false)).isEmpty();
        assertThat(house.node.storage().has(tea.rid())).as("nobody is left").isFalse();
        assertThat(now(fork).isProject()).isTrue();
        assertThat(issue(now(fork), bob, "Mine now")).isInstanceOf(Answer.Done.class);
        assertSound(now(fork));
    }

    @Test
    void a_fork_that_is_deleted_leaves_what_its_owner_said() throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        var of = forked(fork, house.person("carol"), wish("tea"));
        issue(tea, bob, "Milk");
        house.node.repos().delete(fork, bob);
        assertThat(ref(tea, Repos.namespace(bob.key()) + "refs/heads/main")).isNull();
        assertThat(now(of).forkOf()).contains(tea.id());
        assertThat(house.node.tracking().reading().counts(tea.rid(), false).open())
                .isEqualTo(1);
        assertThat(shown(tea)).containsEntry("refs/heads/main", first);
        assertSound(tea);
        var again = forked(tea, bob, new Forking.Wish("again", "", false, true));
        assertThat(shown(again)).isEqualTo(Map.of("refs/heads/main", first));
        assertSound(again);
    }

    @Test
    void a_project_with_forks_can_be_handed_over_and_forked_by_who_gave_it() {
        var fork = forked(tea, bob, wish("tea"));
        var carol = house.person("carol");
        house.node.transferOffers().offer(tea, carol);
        assertThat(house.node.edits().accept(tea, carol)).isEmpty();
        assertSound(now(tea));
        assertSound(now(fork));
        assertThat(house.node.transferOffers().offer(now(tea), bob)).isEmpty();
        assertThat(house.node.edits().accept(now(tea), bob)).contains("bob has a repository of the name tea already.");
        var back = forked(now(tea), house.alice(), new Forking.Wish("mine", "", false, true));
        assertThat(shown(back)).isEqualTo(Map.of("refs/heads/main", first));
        assertSound(back);
    }

    @Test
    void a_key_that_waits_forks_nothing_in_public() {
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        assertThat(asked(tea, bob, wish("tea"))).isInstanceOf(Repos.Creation.Refused.class);
        assertThat(asked(tea, bob, new Forking.Wish("tea", "", true, false)))
                .isInstanceOf(Repos.Creation.Created.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fork intent",
                "fork refs",
                "fork signed",
                "copy intent",
                "copy objects",
                "copy fresh",
                "copy folder"
            })
    void a_fork_that_dies_half_way_is_not_there_and_can_be_made_again(String point) throws Exception {
        var wish = new Forking.Wish("tea", "", point.startsWith("copy"), false);
        dyingAt(point, () -> asked(tea, bob, wish));
        house.reopen();
        assertThat(house.node.repos().find("bob", "tea")).isEmpty();
        assertThat(house.node.storage().all()).containsExactly(tea.rid());
        assertThat(ref(tea, Repos.namespace(bob.key()) + "refs/heads/main")).isNull();
        assertSound(now(tea));
        assertSound(forked(now(tea), bob, wish));
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy intent", "copy objects", "copy fresh", "copy folder", "detached", "cleared"})
    void a_project_that_dies_while_forks_leave_it_can_turn_private_after(String point) throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        dyingAt(point, () -> house.node.edits().setPrivate(tea, house.alice(), true));
        house.reopen();
        assertThat(now(tea).isPrivate()).isFalse();
        assertThat(shown(now(fork))).containsEntry("refs/heads/topic", topic);
        assertSound(now(fork));
        assertSound(now(tea));
        assertThat(house.node.edits().setPrivate(now(tea), house.alice(), true)).isEmpty();
        assertThat(now(fork).rid()).isNotEqualTo(tea.rid());
        assertThat(shown(now(fork))).containsEntry("refs/heads/topic", topic);
        assertThat(ref(tea, Repos.namespace(bob.key()) + "refs/heads/main")).isNull();
        assertSound(now(fork));
        assertSound(now(tea));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deletion", "cleared"})
    void an_end_that_dies_half_way_is_finished_by_a_boot(String point) throws Exception {
        var fork = forked(tea, bob, wish("tea"));
        var of = forked(fork, house.person("carol"), wish("tea"));
        dyingAt(point, () -> house.node.repos().delete(fork, bob));
        house.reopen();
        assertThat(ref(tea, Repos.namespace(bob.key()) + "refs/heads/main")).isNull();
        assertSound(now(tea));
        dyingAt(point, () -> house.node.repos().delete(now(tea), house.alice()));
        house.reopen();
        assertThat(ref(tea, "refs/heads/main")).isNull();
        assertThat(shown(now(of))).containsEntry("refs/heads/main", first);
        assertSound(now(of));
        dyingAt(point, () -> house.node.repos().delete(now(of), house.person("carol")));
        house.reopen();
        assertThat(house.node.storage().all()).isEmpty();
    }

    @Test
    void locks_that_a_killed_fork_left_do_not_stop_the_boot() throws Exception {
        dyingAt("fork refs", () -> asked(tea, bob, wish("tea")));
        var folder = house.node.storage().path(tea.rid());
        Files.createFile(folder.resolve("packed-refs.lock"));
        var heads = folder.resolve(Repos.namespace(bob.key()) + "refs/heads");
        Files.createDirectories(heads);
        Files.createFile(heads.resolve("main.lock"));
        house.reopen();
        assertThat(house.openIntents()).isEmpty();
        assertSound(forked(now(tea), bob, wish("tea")));
    }

    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// As a kill would: what runs on the way out must do nothing more.
    private static void dyingAt(String point, Runnable work) {
        var dead = new java.util.concurrent.atomic.AtomicBoolean();
        Probe.watch(passed -> {
            if (dead.get() || passed.equals(point)) {
                dead.set(true);
                throw new Died();
            }
        });
        assertThatThrownBy(work::run).isInstanceOf(Died.class);
        Probe.watch(_ -> {});
    }
}
