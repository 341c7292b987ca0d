package dev.hob.node.refs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.DidKey;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Identity;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A repository that goes from one owner to another.
class TransferTest {
    @TempDir
    Path folder;

    House house;
    Repo tea;
    Person bob;
    DidKey alices;
    ObjectId first;

    @BeforeEach
    void open() throws Exception {
        house = new House(folder);
        tea = house.repository("tea");
        alices = tea.namespace();
        bob = person("bob");
        first = house.commit(tea, "first");
        house.move(tea, House.made("refs/heads/main", first), House.made("refs/tags/v1", first));
    }

    @AfterEach
    void close() {
        Probe.watch(_ -> {});
        house.close();
    }

    private Person person(String name) {
        var made = house.node.people().create(name, name + "@example.org", Optional.empty(), false);
        return ((People.Creation.Created) made).person();
    }

    private Repo now() {
        return house.node.repos().byId(tea.id()).orElseThrow();
    }

    private Optional<String> handOver() {
        house.node.transferOffers().offer(now(), bob);
        return house.node.edits().accept(now(), bob);
    }

    /// The new owner's key decides and signs; the old namespace is as it was, and still verifies.
    private void assertBobs(Repo repo) throws Exception {
        assertThat(repo.owner()).isEqualTo("bob");
        assertThat(repo.namespace()).isEqualTo(bob.key());
        assertThat(house.node.refs().examine(repo)).isEmpty();
        assertThat(house.openIntents()).isEmpty();
        try (var repository = house.node.storage().open(repo.rid());
                var reader = repository.newObjectReader()) {
            var identity = Identity.read(repository, repo.rid()).orElseThrow();
            assertThat(identity.current().document().delegates()).containsExactly(bob.key());
            assertThat(identity.current().author())
                    .as("the old owner's key names the new one")
                    .isEqualTo(alices);
            assertThat(repository.resolve("refs/rad/id"))
                    .isEqualTo(identity.current().id());
            for (var key : List.of(alices, bob.key())) {
                var tip = repository.resolve(Repos.namespace(key) + "refs/rad/sigrefs");
                var signed = SignedRefs.read(reader, tip, key, repo.rid());
                assertThat(signed.refs())
                        .containsEntry("refs/heads/main", first)
                        .containsEntry("refs/tags/v1", first);
                assertThat(repository.resolve(Repos.namespace(key) + "refs/rad/root"))
                        .isEqualTo(identity.object());
            }
        }
        assertThat(house.git(repo, "fsck", "--strict")).doesNotContain("error", "missing");
    }

    @Test
    void it_goes_over_with_all_it_shows() throws Exception {
        assertThat(handOver()).isEmpty();
        assertBobs(now());
        assertThat(house.node.repos().find("alice", "tea").orElseThrow().moved())
                .isTrue();
        assertThat(house.node.repos().find("bob", "tea").orElseThrow().moved()).isFalse();
        assertThat(house.node.repos().collaborators(now()))
                .containsOnlyKeys("alice")
                .containsValue(Right.WRITE);
        assertThat(house.node.log().after(0, 100).stream().map(Entry::change))
                .contains(new Change.RepositoryTransferred(tea.id().value(), "alice/tea", "bob/tea", alices.nid()));
        assertThat(house.node.people().delete(house.alice()))
                .as("alice owns nothing any more")
                .isEmpty();
    }

    @Test
    void who_leaves_is_offered_nothing_any_more() {
        assertThat(house.node.transferOffers().offer(now(), bob)).isEmpty();
        assertThat(house.node.delete(bob)).isEmpty();
        assertThat(house.node.transferOffers().of(now())).isEmpty();
        assertThat(house.node.transferOffers().to(bob)).isEmpty();
        assertThat(house.node.transferOffers().isOffered(now(), bob)).isFalse();
    }

    @Test
    void pushes_go_to_the_new_owner() throws Exception {
        handOver();
        var second = house.commit(tea, "second");
        assertThat(house.move(now(), new RefMove("refs/heads/main", first.name(), second.name())))
                .isInstanceOf(Refs.Verdict.Moved.class);
        try (var repository = house.node.storage().open(tea.rid())) {
            assertThat(repository.resolve("refs/heads/main")).isEqualTo(second);
            assertThat(repository.resolve(Repos.namespace(bob.key()) + "refs/heads/main"))
                    .isEqualTo(second);
            assertThat(repository.resolve(Repos.namespace(alices) + "refs/heads/main"))
                    .as("frozen")
                    .isEqualTo(first);
        }
        assertThat(house.node.edits().describe(now(), bob, "Leaves")).isEmpty();
        assertThat(house.node.refs().examine(now())).isEmpty();
    }

    @Test
    void it_goes_back_again_with_what_changed_meanwhile() throws Exception {
        handOver();
        var second = house.commit(tea, "second");
        house.move(
                now(),
                new RefMove("refs/heads/main", first.name(), second.name()),
                new RefMove("refs/tags/v1", first.name(), RefMove.ABSENT),
                House.made("refs/heads/topic", second));
        assertThat(house.node.transferOffers().offer(now(), house.alice())).isEmpty();
        assertThat(house.node.edits().accept(now(), house.alice())).isEmpty();
        assertThat(now().owner()).isEqualTo("alice");
        assertThat(house.node.refs().examine(now())).isEmpty();
        try (var repository = house.node.storage().open(tea.rid())) {
            assertThat(repository.resolve(Repos.namespace(alices) + "refs/heads/topic"))
                    .isEqualTo(second);
            assertThat(repository.resolve(Repos.namespace(alices) + "refs/tags/v1"))
                    .isNull();
        }
        assertThat(house.node.repos().find("alice", "tea").orElseThrow().moved())
                .isFalse();
        assertThat(house.node.repos().find("bob", "tea").orElseThrow().moved()).isTrue();
    }

    @Test
    void a_private_one_is_allowed_to_those_who_work_on_it() throws Exception {
        house.node.edits().setPrivate(tea, house.alice(), true);
        house.node.edits().addCollaborator(now(), house.alice(), bob, Right.READ);
        assertThat(handOver()).isEmpty();
        assertBobs(now());
        try (var repository = house.node.storage().open(tea.rid())) {
            var document =
                    Identity.read(repository, tea.rid()).orElseThrow().current().document();
            assertThat(document.isPrivate()).isTrue();
            assertThat(document.allowed()).containsExactly(alices);
        }
    }

    @Test
    void nothing_is_handed_to_who_was_not_asked_or_cannot_have_it() {
        assertThat(house.node.edits().accept(tea, bob)).contains("This repository is not offered to you any more.");
        house.node.transferOffers().offer(tea, bob);
        assertThat(house.node.edits().accept(tea, person("carol"))).isPresent();
        house.node.refs().create(bob, "Tea", false, "", "main");
        assertThat(house.node.edits().accept(tea, bob)).contains("bob has a repository of the name tea already.");
        assertThat(now().owner()).isEqualTo("alice");
        assertThat(house.openIntents()).isEmpty();
        assertThat(house.node.refs().examine(now())).isEmpty();
    }

    @Test
    void a_key_that_waits_neither_gives_nor_takes() {
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        assertThat(handOver()).hasValueSatisfying(told -> assertThat(told).contains("the key of alice was restored"));
        house.node.custody().waiting().end(alices);
        assertThat(handOver()).hasValueSatisfying(told -> assertThat(told).contains("the key of bob was restored"));
        house.node.custody().waiting().end(bob.key());
        assertThat(handOver()).isEmpty();
    }

    static Stream<Arguments> deaths() {
        return Stream.of(1, 2).flatMap(time -> Stream.of("edit", "identity", "signed", "log")
                .flatMap(point -> Stream.of(true, false).map(booting -> Arguments.of(point, time, booting))));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void one_that_died_half_way_is_finished_by_the_next_boot_or_the_next_touch(String point, int time, boolean booting)
            throws Exception {
        boolean once = point.equals("edit") || point.equals("log");
        var left = new int[] {once ? 1 : time};
        Probe.watch(passed -> {
            if (passed.equals(point) && --left[0] == 0) throw new IllegalStateException("died at " + passed);
        });
        assertThatThrownBy(this::handOver).hasMessageContaining("died");
        Probe.watch(_ -> {});
        for (var key : List.of(alices, bob.key())) {
            var namespace = house.node.storage().path(tea.rid()).resolve(Repos.namespace(key));
            if (booting && Files.isDirectory(namespace.resolve("refs")))
                Files.createFile(namespace.resolve("refs/rad-sigrefs.lock"));
        }
        if (booting) house.reopen();
        else house.node.refs().view(now());
        assertBobs(now());
        assertThat(house.node.log().after(0, 100).stream()
                        .filter(entry -> entry.change() instanceof Change.RepositoryTransferred))
                .hasSize(1);
    }
}
