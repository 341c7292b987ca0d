package dev.hob.node.refs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DeviceLink;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Identity;
import dev.hob.node.repo.IdentityDocument;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoEditsTest {
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

    private RepoEdits edits() {
        return house.node.edits();
    }

    private Repo now() {
        return house.node.repos().byId(tea.id()).orElseThrow();
    }

    private Person person(String name) {
        var made = house.node.people().create(name, name + "@example.org", Optional.empty(), false);
        return ((People.Creation.Created) made).person();
    }

    private Identity identity() throws IOException {
        try (var repository = house.node.storage().open(tea.rid())) {
            var identity = Identity.read(repository, tea.rid()).orElseThrow();
            assertThat(repository.resolve("refs/rad/id"))
                    .as("the revision in force is the repository's")
                    .isEqualTo(identity.current().id());
            return identity;
        }
    }

    private IdentityDocument document() throws IOException {
        return identity().current().document();
    }

    private JsonNode project() throws IOException {
        return document().payload("xyz.radicle.project");
    }

    private List<Change> changes() {
        return house.node.log().after(0, 100).stream()
                .map(Entry::change)
                .filter(change -> !(change instanceof Change.PersonCreated))
                .skip(1)
                .toList();
    }

    /// The identity verifies and says what the row says, and every ref is signed.
    private void assertSaid() throws Exception {
        var repo = now();
        var document = document();
        assertThat(project().path("name").asText()).isEqualTo(repo.name());
        assertThat(project().path("description").asText()).isEqualTo(repo.description());
        assertThat(project().path("defaultBranch").asText()).isEqualTo(repo.defaultBranch());
        assertThat(document.isPrivate()).isEqualTo(repo.isPrivate());
        var members = new ArrayList<DidKey>();
        for (String name : house.node.repos().collaborators(repo).keySet())
            members.add(house.node.people().find(name).orElseThrow().key());
        assertThat(document.allowed()).containsExactlyInAnyOrderElementsOf(repo.isPrivate() ? members : List.of());
        assertThat(house.git(tea, "symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/" + repo.defaultBranch());
        assertThat(house.node.refs().examine(repo)).isEmpty();
        assertThat(house.openIntents()).isEmpty();
    }

    /// What can be done to a repository that was made public by alice, of which bob knows.
    enum Kind {
        DESCRIBE {
            @Override
            Optional<String> edit(House house, Repo tea) {
                return house.node.edits().describe(tea, house.alice(), "Leaves");
            }
        },
        RENAME {
            @Override
            Optional<String> edit(House house, Repo tea) {
                return house.node.edits().rename(tea, house.alice(), "chai");
            }
        },
        TURN_TO_BRANCH {
            @Override
            Optional<String> edit(House house, Repo tea) {
                return house.node
                        .edits()
                        .setDefaultBranch(tea, new Origin.Here(house.alice().id()), "trunk");
            }
        },
        HIDE {
            @Override
            Optional<String> edit(House house, Repo tea) {
                return house.node.edits().setPrivate(tea, house.alice(), true);
            }
        },
        SHOW {
            @Override
            void prepare(House house, Repo tea, Person bob) {
                house.node.edits().setPrivate(tea, house.alice(), true);
            }

            @Override
            Optional<String> edit(House house, Repo tea) {
                return house.node.edits().setPrivate(tea, house.alice(), false);
            }
        },
        LET_IN {
            @Override
            void prepare(House house, Repo tea, Person bob) {
                house.node.edits().setPrivate(tea, house.alice(), true);
            }

            @Override
            Optional<String> edit(House house, Repo tea) {
                var bob = house.node.people().find("bob").orElseThrow();
                return house.node.edits().addCollaborator(tea, house.alice(), bob, Right.READ);
            }
        },
        SHUT_OUT {
            @Override
            void prepare(House house, Repo tea, Person bob) {
                house.node.edits().setPrivate(tea, house.alice(), true);
                house.node.edits().addCollaborator(tea, house.alice(), bob, Right.READ);
            }

            @Override
            Optional<String> edit(House house, Repo tea) {
                var bob = house.node.people().find("bob").orElseThrow();
                return house.node.edits().removeCollaborator(tea, house.alice(), bob);
            }
        };

        void prepare(House house, Repo tea, Person bob) {}

        abstract Optional<String> edit(House house, Repo tea);
    }

    @ParameterizedTest
    @EnumSource
    void every_edit_is_one_revision_that_verifies_and_is_signed(Kind kind) throws Exception {
        house.move(tea, House.made("refs/heads/main", house.commit(tea, "first")));
        kind.prepare(house, tea, person("bob"));
        assertSaid();
        int revisions = identity().revisions().size();
        assertThat(kind.edit(house, tea)).isEmpty();
        assertSaid();
        assertThat(identity().revisions())
                .hasSize(revisions + 1)
                .allMatch(revision -> revision.state() == Identity.State.ACCEPTED);
        assertThat(house.git(tea, "fsck", "--strict")).doesNotContain("error", "missing");
        assertThat(kind.edit(house, tea)).as("it is so already").isEmpty();
        assertThat(identity().revisions()).hasSize(revisions + 1);
    }

    @Test
    void the_log_tells_every_edit_once() {
        var alice = house.alice();
        edits().describe(tea, alice, "Leaves");
        edits().rename(tea, alice, "chai");
        edits().setDefaultBranch(tea, new Origin.Here(alice.id()), "trunk");
        edits().setPrivate(tea, alice, true);
        edits().setPrivate(tea, alice, false);
        String id = tea.id().value();
        assertThat(changes())
                .containsExactly(
                        new Change.RepositoryDescribed(id),
                        new Change.RepositoryRenamed(id, "tea", "chai"),
                        new Change.RepositoryDescribed(id),
                        new Change.VisibilityChanged(id, true),
                        new Change.VisibilityChanged(id, false));
    }

    @Test
    void clients_see_the_new_default_branch() throws Exception {
        var first = house.commit(tea, "first");
        house.move(tea, House.made("refs/heads/main", first), House.made("refs/heads/trunk", first));
        assertThat(house.node.refs().view(now()).defaultBranch()).isEqualTo("main");
        edits().setDefaultBranch(tea, new Origin.Here(house.alice().id()), "trunk");
        assertThat(house.node.refs().view(now()).defaultBranch()).isEqualTo("trunk");
    }

    @Test
    void what_is_so_already_makes_no_revision_and_no_line() throws Exception {
        var alice = house.alice();
        assertThat(edits().describe(tea, alice, "")).isEmpty();
        assertThat(edits().rename(tea, alice, "tea")).isEmpty();
        assertThat(edits().setPrivate(tea, alice, false)).isEmpty();
        assertThat(identity().revisions()).hasSize(1);
        assertThat(changes()).isEmpty();
    }

    @Test
    void what_cannot_be_changes_nothing() throws Exception {
        var alice = house.alice();
        house.repository("chai");
        assertThat(edits().rename(tea, alice, "Chai")).isPresent();
        assertThat(edits().rename(tea, alice, "..")).isPresent();
        assertThat(edits().describe(tea, alice, "x".repeat(2_001))).isPresent();
        assertThat(edits().setDefaultBranch(tea, new Origin.Here(alice.id()), "a..b"))
                .isPresent();
        assertThat(edits().setDefaultBranch(tea, new Origin.Here(alice.id()), "x".repeat(251)))
                .isPresent();
        assertThat(edits().addCollaborator(tea, alice, alice, Right.WRITE)).isPresent();
        assertThat(identity().revisions()).hasSize(1);
        assertThat(house.openIntents()).isEmpty();
    }

    @Test
    void as_many_are_let_in_as_there_can_be_and_each_of_them_may_get_other_rights() {
        var alice = house.alice();
        var bob = person("bob");
        edits().addCollaborator(tea, alice, bob, Right.READ);
        for (int i = 1; i < 200; i++)
            assertThat(edits().addCollaborator(tea, alice, person("guest" + i), Right.READ))
                    .isEmpty();
        assertThat(edits().addCollaborator(tea, alice, person("carol"), Right.READ))
                .contains("At most 200 people can be let in by name.");
        assertThat(house.node.repos().collaborators(tea)).hasSize(200).doesNotContainKey("carol");
        assertThat(edits().addCollaborator(tea, alice, bob, Right.WRITE)).isEmpty();
        assertThat(edits().removeCollaborator(tea, alice, bob)).isEmpty();
        assertThat(edits().addCollaborator(
                                tea, alice, house.node.people().find("carol").orElseThrow(), Right.READ))
                .isEmpty();
    }

    @Test
    void a_private_identity_allows_the_members_and_a_public_one_names_nobody() throws Exception {
        var alice = house.alice();
        var bob = person("bob");
        assertThat(edits().addCollaborator(tea, alice, bob, Right.READ)).isEmpty();
        assertThat(identity().revisions()).as("nothing to say in public").hasSize(1);
        assertThat(edits().setPrivate(tea, alice, true)).isEmpty();
        assertThat(document().isPrivate()).isTrue();
        assertThat(document().allowed()).containsExactly(bob.key());
        assertThat(edits().removeCollaborator(tea, alice, bob)).isEmpty();
        assertThat(document().allowed()).isEmpty();
        assertThat(house.node.repos().collaborators(tea)).isEmpty();
        assertThat(edits().setPrivate(tea, alice, false)).isEmpty();
        assertThat(document().isPrivate()).isFalse();
        assertThat(document().bytes())
                .as("the first one again")
                .isEqualTo(identity().revisions().getFirst().document().bytes());
        assertThat(house.node.refs().examine(now())).isEmpty();
    }

    @Test
    void a_private_identity_allows_the_keys_of_members_own_computers_as_long_as_they_are_theirs() throws Exception {
        var alice = house.alice();
        var bob = person("bob");
        var laptop = link(bob, "laptop");
        edits().setPrivate(tea, alice, true);
        edits().addCollaborator(tea, alice, bob, Right.READ);
        assertThat(document().allowed()).containsExactlyInAnyOrder(bob.key(), laptop);
        var hearth = link(alice, "hearth");
        var node = link(bob, "node");
        assertThat(document().allowed()).containsExactlyInAnyOrder(bob.key(), laptop, node, hearth);
        assertThat(house.node.devices().revoke(bob, laptop)).isTrue();
        assertThat(document().allowed()).containsExactlyInAnyOrder(bob.key(), node, hearth);
        edits().removeCollaborator(tea, alice, bob);
        assertThat(document().allowed()).containsExactly(hearth);
        assertThat(house.node.refs().examine(now())).isEmpty();
    }

    @Test
    void a_private_identity_names_its_owners_other_keys_from_its_first_document_on() throws Exception {
        var laptop = link(house.alice(), "laptop");
        var creation = house.node.refs().create(house.alice(), "pot", true, "", "main");
        tea = ((Repos.Creation.Created) creation).repo();
        assertThat(document().allowed()).containsExactly(laptop);
        assertThat(house.node.refs().examine(now())).isEmpty();
    }

    private DidKey link(Person person, String name) {
        var key = SigningKey.generate(new SecureRandom());
        var nonce = house.node.devices().challenge(person);
        byte[] word = DeviceLink.sign(key, "here", person.name(), nonce.text());
        var linking = house.node.devices().link(person, "here", name, key.publicKey(), nonce, word);
        assertThat(linking).isInstanceOf(DeviceKeys.Linking.Linked.class);
        return key.publicKey();
    }

    @Test
    void who_ends_an_account_leaves_what_they_were_let_into() throws Exception {
        var bob = person("bob");
        edits().setPrivate(tea, house.alice(), true);
        edits().addCollaborator(tea, house.alice(), bob, Right.READ);
        assertThat(edits().leaveAll(bob)).isEmpty();
        assertThat(house.node.people().delete(bob)).isEmpty();
        assertThat(document().allowed()).isEmpty();
        assertSaid();
    }

    @Test
    void the_branch_of_the_first_push_is_the_default_one_in_the_identity_too() throws Exception {
        house.move(tea, House.made("refs/heads/trunk", house.commit(tea, "first")));
        assertThat(project().path("defaultBranch").asText()).isEqualTo("trunk");
        assertThat(house.node.refs().examine(now())).isEmpty();
    }

    private void dieAt(String point, Kind kind) {
        Probe.watch(passed -> {
            if (passed.equals(point)) throw new IllegalStateException("died at " + passed);
        });
        assertThatThrownBy(() -> kind.edit(house, tea)).hasMessageContaining("died");
        Probe.watch(_ -> {});
    }

    static Stream<Arguments> deaths() {
        return Stream.of("edit", "identity", "signed", "log").flatMap(point -> Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(true, false).map(booting -> Arguments.of(point, kind, booting))));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void an_edit_that_died_at_any_point_is_finished_by_the_next_boot_or_the_next_touch(
            String point, Kind kind, boolean booting) throws Exception {
        kind.prepare(house, tea, person("bob"));
        int revisions = identity().revisions().size();
        int lines = changes().size();
        dieAt(point, kind);
        var row = now();
        if (booting) house.reopen();
        else house.node.refs().view(row);
        assertSaid();
        assertThat(now()).as("nothing is done twice").isEqualTo(row);
        assertThat(identity().revisions()).hasSize(revisions + 1);
        boolean silent = kind == Kind.LET_IN || kind == Kind.SHUT_OUT;
        assertThat(changes()).hasSize(silent ? lines : lines + 1);
        assertThat(kind.edit(house, tea)).isEmpty();
        assertThat(identity().revisions()).hasSize(revisions + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/rad/id", "refs/namespaces/NID/refs/cobs/xyz.radicle.id/ROOT"})
    void a_lock_that_a_killed_edit_left_does_not_stop_its_completion(String ref) throws Exception {
        var root = identity().object().name();
        dieAt("edit", Kind.DESCRIBE);
        var lock = house.node
                .storage()
                .path(tea.rid())
                .resolve(ref.replace("NID", tea.namespace().nid()).replace("ROOT", root) + ".lock");
        Files.createFile(lock);
        house.reopen();
        assertThat(lock).doesNotExist();
        assertSaid();
    }

    private void assertTold(Optional<String> refusal) {
        assertThat(refusal).hasValueSatisfying(told -> assertThat(told)
                .contains("the key of alice was restored from a backup", "hob keys resume`"));
    }

    @Test
    void a_key_that_waits_signs_no_edit_in_public_and_the_person_is_told_why() throws Exception {
        var alice = house.alice();
        var bob = person("bob");
        var secret = ((Repos.Creation.Created) house.node.refs().create(alice, "secret", true, "", "main")).repo();
        String refs = house.git(tea, "for-each-ref");
        var row = now();
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        assertTold(edits().describe(tea, alice, "Leaves"));
        assertTold(edits().rename(tea, alice, "chai"));
        assertTold(edits().setDefaultBranch(tea, new Origin.Here(alice.id()), "trunk"));
        assertTold(edits().setPrivate(tea, alice, true));
        assertTold(edits().setPrivate(secret, alice, false));
        assertThat(edits().addCollaborator(tea, alice, bob, Right.READ))
                .as("nothing is signed for it")
                .isEmpty();
        assertThat(house.git(tea, "for-each-ref")).isEqualTo(refs);
        assertThat(now()).isEqualTo(row);

        assertThat(edits().describe(secret, alice, "Hidden leaves")).isEmpty();
        assertThat(edits().addCollaborator(secret, alice, bob, Right.READ)).isEmpty();
        tea = secret;
        assertSaid();
    }

    @ParameterizedTest
    @EnumSource(names = {"DESCRIBE", "RENAME", "TURN_TO_BRANCH", "HIDE", "SHOW"})
    void a_half_done_edit_of_a_key_that_waits_is_left_until_it_may_sign(Kind kind) throws Exception {
        kind.prepare(house, tea, person("bob"));
        dieAt("edit", kind);
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        String refs = house.git(tea, "for-each-ref");
        house.reopen();
        house.node.refs().view(now());
        assertThat(house.git(tea, "for-each-ref")).isEqualTo(refs);
        assertThat(house.openIntents()).hasSize(1);
        assertThat(house.node.refs().examine(tea)).hasValue("its identity does not say what its settings say");
        assertTold(edits().describe(tea, house.alice(), "Other leaves"));
        assertThat(house.move(now(), House.made("refs/heads/main", house.commit(tea, "first"))))
                .isInstanceOf(Refs.Verdict.Refused.class);
        assertThat(house.openIntents()).hasSize(1);

        house.node.custody().waiting().end(tea.namespace());
        house.node.refs().view(now());
        assertSaid();
    }

    @Test
    void a_boot_finishes_without_signing_an_edit_that_was_signed_before_the_key_had_to_wait() throws Exception {
        dieAt("signed", Kind.DESCRIBE);
        String refs = house.git(tea, "for-each-ref");
        house.node.custody().waiting().beginAll(WaitingKeys.Reason.RESTORED);
        house.reopen();
        assertThat(house.git(tea, "for-each-ref")).isEqualTo(refs);
        assertSaid();
    }
}
