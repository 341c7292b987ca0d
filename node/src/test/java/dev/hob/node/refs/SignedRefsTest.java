package dev.hob.node.refs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.Vectors;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.SignedRefs.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedRefsTest {
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");
    private static final ObjectId ROOT = ObjectId.fromString("0de192a641ebd12ff14fcf784be8c564c51af514");
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);

    @Test
    void our_lists_are_the_same_bytes_as_those_of_the_reference_implementation() throws IOException {
        try (var inserter = memory().newObjectInserter()) {
            for (String who : new String[] {"alice", "bob"}) {
                var key = who.equals("alice") ? Vectors.ALICE : Vectors.BOB;
                for (var vector : Vectors.json("sigrefs.json").path(who).path("commits")) {
                    var refs = refs(vector);
                    var parent = Optional.ofNullable(refs.remove("refs/rad/sigrefs-parent"));
                    assertThat(SignedRefs.write(inserter, key, refs, parent, at(vector))
                                    .name())
                            .isEqualTo(vector.path("commit").asText());
                }
            }
        }
    }

    @Test
    void every_namespace_of_a_real_storage_is_believed_and_names_exactly_its_refs(@TempDir Path folder)
            throws Exception {
        try (var repository = Vectors.acme(folder)) {
            for (var key : new SigningKey[] {Vectors.ALICE, Vectors.BOB}) {
                String prefix = "refs/namespaces/" + key.publicKey().nid() + "/";
                var signed = read(repository, tip(repository, key), key.publicKey());
                var refs = new TreeMap<String, ObjectId>();
                for (var ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
                    String name = ref.getName().substring(prefix.length());
                    if (SignedRefs.listed(name)) refs.put(name, ref.getObjectId());
                }
                assertThat(signed.level()).isEqualTo(Level.PARENT);
                assertThat(signed.refs()).containsKey("refs/rad/root").containsAllEntriesOf(refs);
            }
        }
    }

    @Test
    void a_list_signed_by_another_key_is_refused(@TempDir Path folder) throws Exception {
        try (var repository = Vectors.acme(folder)) {
            var tip = tip(repository, Vectors.ALICE);
            assertThatThrownBy(() -> read(repository, tip, Vectors.BOB.publicKey()))
                    .isInstanceOf(SignedRefs.Invalid.class)
                    .hasMessageContaining("wrong signature");
        }
    }

    @Test
    void a_list_of_another_repository_is_refused(@TempDir Path folder) throws Exception {
        try (var repository = Vectors.acme(folder);
                var reader = repository.newObjectReader()) {
            var other = new RepoId("rad:z8FBSeAdVvNUuicoVjsBQXjT1m44");
            var tip = tip(repository, Vectors.ALICE);
            assertThatThrownBy(() -> SignedRefs.read(reader, tip, Vectors.ALICE.publicKey(), other))
                    .isInstanceOf(SignedRefs.Invalid.class)
                    .hasMessageContaining("another repository");
        }
    }

    @Test
    void a_list_that_names_another_parent_is_refused(@TempDir Path folder) throws Exception {
        try (var repository = Vectors.acme(folder)) {
            var first = write(repository, rooted("a"), Optional.empty());
            var second = write(repository, rooted("b"), Optional.of(first));
            var text = "%s refs/rad/root\n%s refs/rad/sigrefs-parent\n".formatted(ROOT.name(), first.name());
            var moved = commit(repository, text, Vectors.ALICE.sign(text.getBytes(UTF_8)), Optional.of(second));
            var orphan = commit(repository, text, Vectors.ALICE.sign(text.getBytes(UTF_8)), Optional.empty());
            assertThatThrownBy(() -> read(repository, moved)).hasMessageContaining("another parent");
            assertThatThrownBy(() -> read(repository, orphan)).hasMessageContaining("another parent");
        }
    }

    @Test
    void an_old_list_put_back_on_top_binds_less_than_its_parents_and_is_refused(@TempDir Path folder) throws Exception {
        try (var repository = Vectors.acme(folder)) {
            var first = write(repository, rooted("a"), Optional.empty());
            var second = write(repository, rooted("b"), Optional.of(first));
            String old = "%s refs/rad/root\n".formatted(ROOT.name());
            var replayed = commit(repository, old, Vectors.ALICE.sign(old.getBytes(UTF_8)), Optional.of(second));
            assertThatThrownBy(() -> read(repository, replayed)).hasMessageContaining("bind less");
        }
    }

    @Test
    void a_replayed_tip_without_levels_gives_way_to_the_newest_list_that_was_new(@TempDir Path folder)
            throws Exception {
        try (var repository = Vectors.acme(folder)) {
            var a = unbound(repository, "a", Optional.empty());
            var b = unbound(repository, "b", Optional.of(a));
            var again = unbound(repository, "a", Optional.of(b));
            var answer = read(repository, again);
            assertThat(answer.commit()).isEqualTo(b);
            assertThat(answer.level()).isEqualTo(Level.NONE);
            var c = unbound(repository, "c", Optional.of(again));
            assertThat(read(repository, c).commit())
                    .as("a new list after a replay counts")
                    .isEqualTo(c);
        }
    }

    @Test
    void a_list_without_a_signature_is_refused(@TempDir Path folder) throws Exception {
        try (var repository = Vectors.acme(folder);
                var inserter = repository.newObjectInserter()) {
            var tree = new TreeFormatter();
            String text = "%s refs/rad/root\n".formatted(ROOT.name());
            tree.append("refs", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8)));
            var commit = commit(inserter, inserter.insert(tree), Optional.empty());
            assertThatThrownBy(() -> read(repository, commit)).hasMessageContaining("without signature");
            var empty = commit(repository, text, new byte[0], Optional.empty());
            assertThatThrownBy(() -> read(repository, empty)).hasMessageContaining("wrong signature");
            var missing = ObjectId.fromString("1".repeat(40));
            assertThatThrownBy(() -> read(repository, missing)).isInstanceOf(SignedRefs.Invalid.class);
        }
    }

    @Test
    void names_are_sorted_by_their_bytes_and_not_by_their_chars(@TempDir Path folder) throws Exception {
        try (var repository = Vectors.acme(folder)) {
            var refs = rooted("\uFF5E");
            refs.put("refs/heads/\uD83D\uDE00", ROOT);
            var tip = write(repository, refs, Optional.empty());
            var text =
                    "%1$s refs/heads/\uFF5E\n%1$s refs/heads/\uD83D\uDE00\n%1$s refs/rad/root\n".formatted(ROOT.name());
            assertThat(commit(repository, text, Vectors.ALICE.sign(text.getBytes(UTF_8)), Optional.empty()))
                    .isEqualTo(tip);
            assertThat(read(repository, tip).refs()).isEqualTo(refs);
        }
    }

    private static InMemoryRepository memory() {
        return new InMemoryRepository(new DfsRepositoryDescription("memory"));
    }

    private static SortedMap<String, ObjectId> rooted(String branch) {
        var refs = new TreeMap<String, ObjectId>();
        refs.put("refs/heads/" + branch, ROOT);
        refs.put("refs/rad/root", ROOT);
        return refs;
    }

    private static ObjectId write(Repository repository, SortedMap<String, ObjectId> refs, Optional<ObjectId> previous)
            throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var id = SignedRefs.write(inserter, Vectors.ALICE, refs, previous, AT);
            inserter.flush();
            return id;
        }
    }

    /// A list as old versions wrote them: it names neither its repository nor its parent.
    private static ObjectId unbound(Repository repository, String branch, Optional<ObjectId> previous)
            throws IOException {
        String text = ROOT.name() + " refs/heads/" + branch + "\n";
        return commit(repository, text, Vectors.ALICE.sign(text.getBytes(UTF_8)), previous);
    }

    private static ObjectId commit(Repository repository, String text, byte[] signature, Optional<ObjectId> previous)
            throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append("refs", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8)));
            tree.append("signature", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, signature));
            return commit(inserter, inserter.insert(tree), previous);
        }
    }

    private static ObjectId commit(ObjectInserter inserter, ObjectId tree, Optional<ObjectId> previous)
            throws IOException {
        String ident = "radicle <" + Vectors.ALICE.publicKey().nid() + "> " + AT.getEpochSecond() + " +0000\n";
        String text = "tree " + tree.name() + "\n"
                + previous.map(p -> "parent " + p.name() + "\n").orElse("") + "author " + ident + "committer " + ident
                + "\nUpdate signed refs\n";
        var id = inserter.insert(Constants.OBJ_COMMIT, text.getBytes(UTF_8));
        inserter.flush();
        return id;
    }

    private static ObjectId tip(Repository repository, SigningKey key) throws IOException {
        String name = "refs/namespaces/" + key.publicKey().nid() + "/" + SignedRefs.REF;
        return repository.resolve(name);
    }

    private static SignedRefs read(Repository repository, ObjectId tip) throws Exception {
        return read(repository, tip, Vectors.ALICE.publicKey());
    }

    private static SignedRefs read(Repository repository, ObjectId tip, DidKey key) throws Exception {
        try (var reader = repository.newObjectReader()) {
            return SignedRefs.read(reader, tip, key, ACME);
        }
    }

    private static SortedMap<String, ObjectId> refs(JsonNode vector) {
        var refs = new TreeMap<String, ObjectId>();
        vector.path("refs_blob")
                .asText()
                .lines()
                .forEach(line -> refs.put(line.substring(41), ObjectId.fromString(line.substring(0, 40))));
        return refs;
    }

    private static Instant at(JsonNode vector) {
        String committer = vector.path("commit_raw")
                .asText()
                .lines()
                .filter(l -> l.startsWith("committer "))
                .findFirst()
                .orElseThrow();
        String[] words = committer.split(" ");
        return Instant.ofEpochSecond(Long.parseLong(words[words.length - 2]));
    }
}
