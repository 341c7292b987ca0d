package dev.hob.node.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.SigningKey;
import dev.hob.node.Vectors;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Operation;
import dev.hob.node.cob.Operations;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Identity.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");

    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("memory"));
    private final Set<ObjectId> tips = new LinkedHashSet<>();
    private long time = 1_700_000_000;

    @Test
    void the_identity_of_a_real_storage_is_what_the_reference_implementation_says(@TempDir Path folder)
            throws IOException {
        var vector = Vectors.json("cob-identity.json");
        try (var acme = Vectors.acme(folder)) {
            var identity = Identity.read(acme, ACME).orElseThrow();
            assertThat(identity.object().name())
                    .isEqualTo(vector.path("object_id").asText());
            assertThat(identity.current().id())
                    .isEqualTo(acme.resolve("refs/rad/id"))
                    .isEqualTo(ObjectId.fromString(
                            vector.path("top_level_refs_rad_id").asText()));
            var states = vector.path("revisions");
            assertThat(identity.revisions()).hasSize(states.size());
            for (var revision : identity.revisions()) {
                String id = revision.id().name();
                String state = states.has(id)
                        ? states.path(id).asText()
                        : states.path(id.substring(0, 7)).asText();
                assertThat(state).startsWith(revision.state().name().toLowerCase(java.util.Locale.ROOT));
            }
            assertThat(identity.tips())
                    .extracting(ObjectId::name)
                    .containsExactly("7c164fefd02b38b04b4bbe2048a81cbfca8ff59d");
        }
    }

    @Test
    void an_identity_of_another_repository_is_none(@TempDir Path folder) throws IOException {
        try (var acme = Vectors.acme(folder)) {
            assertThat(Identity.read(acme, new RepoId("rad:z8FBSeAdVvNUuicoVjsBQXjT1m44")))
                    .isEmpty();
        }
    }

    @Test
    void the_first_revision_is_the_same_bytes_as_that_of_the_reference_implementation() throws IOException {
        var vector = Vectors.json("cob-identity.json").path("entries").get(0);
        String text =
                vector.path("blobs").path("embeds/radicle.json").path("text").asText();
        var root = InitialRepository.mint(
                repository,
                IdentityDocument.parse(text.getBytes(UTF_8)),
                new Author(
                        Vectors.ALICE,
                        "alice",
                        Instant.ofEpochSecond(vector.path("timestamp").asLong())));
        assertThat(root.name()).isEqualTo(vector.path("oid").asText());
    }

    @Test
    void only_the_first_delegate_writes_the_first_revision() {
        assertThatThrownBy(() -> InitialRepository.mint(
                        repository, document("one", Vectors.ALICE), new Author(Vectors.BOB, "bob", Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_revision_is_in_force_once_more_than_half_of_the_delegates_accept_it() throws IOException {
        var identity = minted(Vectors.ALICE, Vectors.BOB, Vectors.CAROL);
        var next = document("two", Vectors.ALICE, Vectors.BOB, Vectors.CAROL);
        write(identity.propose(next, "Two", "", Vectors.BOB), Vectors.BOB);
        var proposed = read().revisions().getLast();
        assertThat(proposed.state()).isEqualTo(State.ACTIVE);
        assertThat(read().current()).isEqualTo(identity.current());
        write(read().accept(proposed, Vectors.CAROL), Vectors.CAROL);
        assertThat(read().current().id()).isEqualTo(proposed.id());
        assertThat(read().current().document().bytes()).isEqualTo(next.bytes());
    }

    @Test
    void a_revision_is_rejected_once_it_can_no_longer_be_accepted() throws IOException {
        var identity = minted(Vectors.ALICE, Vectors.BOB, Vectors.CAROL);
        var next = document("two", Vectors.ALICE);
        write(identity.propose(next, "Two", "", Vectors.ALICE), Vectors.ALICE);
        var proposed = read().revisions().getLast();
        write(read().reject(proposed), Vectors.BOB);
        assertThat(read().revisions().getLast().state()).isEqualTo(State.ACTIVE);
        write(read().reject(proposed), Vectors.CAROL);
        assertThat(read().revisions().getLast().state()).isEqualTo(State.REJECTED);
        write(read().accept(proposed, Vectors.BOB), Vectors.BOB);
        assertThat(read().current()).as("a late vote changes nothing").isEqualTo(identity.current());
    }

    @Test
    void a_stranger_neither_proposes_nor_votes_and_leaves_no_tip() throws IOException {
        var identity = minted(Vectors.ALICE, Vectors.BOB);
        write(identity.propose(document("mine", Vectors.CAROL), "Mine", "", Vectors.CAROL), Vectors.CAROL);
        assertThat(read()).isEqualTo(identity);
        write(identity.propose(document("two", Vectors.ALICE), "Two", "", Vectors.ALICE), Vectors.ALICE);
        var proposed = read();
        write(proposed.accept(proposed.revisions().getLast(), Vectors.CAROL), Vectors.CAROL);
        assertThat(read()).isEqualTo(proposed);
    }

    @Test
    void a_revision_or_consent_that_was_signed_by_another_key_counts_for_nothing() throws IOException {
        var identity = minted(Vectors.ALICE, Vectors.BOB);
        var next = document("two", Vectors.ALICE);
        write(identity.propose(next, "Two", "", Vectors.BOB), Vectors.ALICE);
        assertThat(read()).isEqualTo(identity);
        write(identity.propose(next, "Two", "", Vectors.ALICE), Vectors.ALICE);
        var proposed = read();
        write(proposed.accept(proposed.revisions().getLast(), Vectors.CAROL), Vectors.BOB);
        assertThat(read()).isEqualTo(proposed);
    }

    @Test
    void a_revision_without_its_document_or_without_a_change_is_refused() throws IOException {
        var identity = minted(Vectors.ALICE);
        var whole = identity.propose(document("two", Vectors.ALICE), "Two", "", Vectors.ALICE);
        write(
                new Operation(
                        whole.type(), whole.actions(), Map.of(), whole.parents(), List.of(), Optional.empty(), "x"),
                Vectors.ALICE);
        write(identity.propose(identity.current().document(), "Same", "", Vectors.ALICE), Vectors.ALICE);
        assertThat(read()).isEqualTo(identity);
    }

    @Test
    void a_delegate_accepts_one_of_two_rival_revisions_only() throws IOException {
        var identity = minted(Vectors.ALICE, Vectors.BOB);
        write(identity.propose(document("two", Vectors.ALICE), "Two", "", Vectors.ALICE), Vectors.ALICE);
        write(identity.propose(document("three", Vectors.BOB), "Three", "", Vectors.BOB), Vectors.BOB);
        var both = read();
        assertThat(both.revisions())
                .extracting(Identity.Revision::state)
                .containsExactly(State.ACCEPTED, State.ACTIVE, State.ACTIVE);
        var two = both.revisions().stream()
                .filter(r -> r.title().equals("Two"))
                .findFirst()
                .orElseThrow();
        write(both.accept(two, Vectors.BOB), Vectors.BOB);
        assertThat(read().current().id())
                .as("a delegate accepts one child only")
                .isEqualTo(identity.object());
    }

    @Test
    void rivals_of_the_adopted_revision_are_void() throws IOException {
        var identity = minted(Vectors.ALICE, Vectors.BOB, Vectors.CAROL);
        write(identity.propose(document("two", Vectors.ALICE), "Two", "", Vectors.ALICE), Vectors.ALICE);
        write(identity.propose(document("three", Vectors.BOB), "Three", "", Vectors.BOB), Vectors.BOB);
        var both = read();
        var two = both.revisions().stream()
                .filter(r -> r.title().equals("Two"))
                .findFirst()
                .orElseThrow();
        write(both.accept(two, Vectors.CAROL), Vectors.CAROL);
        assertThat(read().current().id()).isEqualTo(two.id());
        assertThat(read().revisions())
                .filteredOn(r -> r.title().equals("Three"))
                .extracting(Identity.Revision::state)
                .containsExactly(State.REJECTED);
    }

    private Identity minted(SigningKey... delegates) throws IOException {
        tips.add(InitialRepository.mint(repository, document("one", delegates), author(delegates[0])));
        return read();
    }

    private static IdentityDocument document(String name, SigningKey... delegates) {
        var dids = java.util.Arrays.stream(delegates)
                .map(key -> "\"" + key.publicKey().did() + "\"")
                .toList();
        String text = "{\"delegates\":" + dids + ",\"threshold\":1,\"payload\":{\"xyz.radicle.project\":{\"name\":\""
                + name + "\",\"description\":\"\",\"defaultBranch\":\"main\"}}}";
        return IdentityDocument.parse(text.getBytes(UTF_8));
    }

    private Author author(SigningKey key) {
        return new Author(key, "someone", Instant.ofEpochSecond(time++));
    }

    private void write(Operation operation, SigningKey key) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            tips.add(Operations.write(inserter, operation, author(key)));
            inserter.flush();
        }
    }

    private Identity read() throws IOException {
        var object = tips.iterator().next();
        try (var reader = repository.newObjectReader()) {
            var rid = rid();
            return Identity.read(reader, rid, object, tips).orElseThrow();
        }
    }

    private RepoId rid() throws IOException {
        byte[] id = new byte[20];
        var root = repository.parseCommit(tips.iterator().next());
        try (var found =
                org.eclipse.jgit.treewalk.TreeWalk.forPath(repository, "embeds/radicle.json", root.getTree())) {
            found.getObjectId(0).copyRawTo(id, 0);
        }
        return RepoId.of(id);
    }
}
