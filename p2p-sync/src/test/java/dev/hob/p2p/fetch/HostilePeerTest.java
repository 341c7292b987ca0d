package dev.hob.p2p.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.git.PacketLines;
import dev.hob.node.git.PeerUpload;
import dev.hob.node.git.ReceiveLimits;
import dev.hob.node.log.Change;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.SignedRefs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.SideBandOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a peer may try: nothing that is not signed as it should be is ever seen.
class HostilePeerTest {
    private static final SigningKey MALLORY = key(66);

    @TempDir
    Path folder;

    private Shore hearth;
    private Shore harbour;

    private static SigningKey key(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return SigningKey.ofSeed(seed);
    }

    @BeforeEach
    void open() {
        hearth = new Shore(folder.resolve("hearth"));
        harbour = new Shore(folder.resolve("harbour"));
    }

    @AfterEach
    void close() {
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
        return hearth.repo(tea.rid());
    }

    private static String list(DidKey key) {
        return Repos.namespace(key) + SignedRefs.REF;
    }

    private static ObjectId at(SortedMap<String, ObjectId> refs, String name) {
        return Optional.ofNullable(refs.get(name)).orElseThrow();
    }

    /// The refs of a namespace that belong into its list.
    private static SortedMap<String, ObjectId> listed(SortedMap<String, ObjectId> all, DidKey key) {
        var own = new TreeMap<String, ObjectId>();
        String prefix = Repos.namespace(key);
        all.forEach((name, id) -> {
            if (name.startsWith(prefix) && !name.equals(list(key))) own.put(name.substring(prefix.length()), id);
        });
        return own;
    }

    /// Signs a list in the storage of the hearth, without telling it.
    private ObjectId sign(Repo repo, SigningKey key, SortedMap<String, ObjectId> refs, Optional<ObjectId> previous)
            throws IOException {
        try (var repository = hearth.node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter()) {
            var commit = SignedRefs.write(inserter, key, refs, previous, Instant.ofEpochSecond(1_800_000_000L));
            inserter.flush();
            return commit;
        }
    }

    private interface Craft {
        ObjectId in(ObjectInserter inserter, RevWalk walk) throws IOException;
    }

    private ObjectId craft(Repo repo, Craft craft) throws IOException {
        try (var repository = hearth.node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter();
                var walk = new RevWalk(repository)) {
            var id = craft.in(inserter, walk);
            inserter.flush();
            return id;
        }
    }

    private static ObjectId commit(ObjectInserter inserter, ObjectId tree, DidKey key, ObjectId parent)
            throws IOException {
        String ident = "radicle <" + key.nid() + "> 1800000000 +0000\n";
        return inserter.insert(
                Constants.OBJ_COMMIT,
                ("tree " + tree.name() + "\nparent " + parent.name() + "\nauthor " + ident + "committer " + ident
                                + "\nUpdate signed refs\n")
                        .getBytes(UTF_8));
    }

    /// A server that shows other refs than it has.
    private Outcome fetchLies(Repo repo, UnaryOperator<SortedMap<String, ObjectId>> lie) {
        return fetchLies(Shore.wish(hearth, repo.rid(), true, Scope.ALL), lie, (_, _) -> false);
    }

    private interface Answer {
        /// Whether it has answered.
        boolean to(String command, OutputStream out) throws IOException;
    }

    private Outcome fetchLies(Wish wish, UnaryOperator<SortedMap<String, ObjectId>> lie, Answer answer) {
        var pipe = new Pipe();
        var shown = new RefView(0, lie.apply(new TreeMap<>(hearth.signed(wish.repository()))), Map.of(), "");
        var serving = Thread.ofVirtual().start(() -> {
            try (var stream = pipe.server();
                    var upload =
                            new PeerUpload(hearth.node.storage(), hearth.node.clonePacks(), wish.repository(), shown)) {
                var in = new PacketLines(stream.in());
                in.next(1000);
                upload.advertise(stream.out());
                while (true) {
                    var command = in.command(1 << 24);
                    if (command.isEmpty()) return;
                    if (!answer.to(new String(command.get(), UTF_8), stream.out()))
                        upload.answer(command.get(), stream.out());
                }
            } catch (IOException e) {
                // Mallory was hung up on.
            }
        });
        try {
            return harbour.fetcher().fetch(pipe.client(), wish);
        } finally {
            serving.interrupt();
        }
    }

    /// With what lists name, so that it can be had.
    private static SortedMap<String, ObjectId> promising(
            SortedMap<String, ObjectId> refs, SortedMap<String, ObjectId> more) {
        more.values().forEach(id -> refs.put("refs/promised/" + id.name(), id));
        return refs;
    }

    private static String why(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).why();
    }

    private void isNotHere(Repo repo) throws IOException {
        assertThat(harbour.node.storage().has(repo.rid())).isFalse();
        assertThat(harbour.node.repos().of(repo.rid())).isEmpty();
        harbour.isAtRest();
    }

    @Test
    void a_list_that_somebody_else_has_signed_is_not_believed() throws Exception {
        var tea = tea();
        hearth.issue(tea, "bob", "Too hot");
        var bob = hearth.person("bob").key();
        var all = hearth.signed(tea.rid());
        var forged = sign(tea, MALLORY, listed(all, bob), Optional.of(at(all, list(bob))));

        var outcome = fetchLies(tea, refs -> {
            refs.put(list(bob), forged);
            return refs;
        });

        assertThat(outcome).isInstanceOf(Outcome.Brought.class);
        assertThat(harbour.node.peerRefs().signed().heads(tea.rid())).containsOnlyKeys(tea.namespace());
        assertThat(harbour.stored(tea.rid()).keySet()).noneMatch(name -> name.contains(bob.nid()));
    }

    @Test
    void without_a_delegates_true_list_nothing_comes() throws Exception {
        var tea = tea();
        var alice = tea.namespace();
        var forged = sign(tea, MALLORY, listed(hearth.signed(tea.rid()), alice), Optional.empty());

        var outcome = fetchLies(tea, refs -> {
            refs.put(list(alice), forged);
            return refs;
        });

        assertThat(why(outcome)).contains("wrong signature");
        isNotHere(tea);
    }

    @Test
    void the_list_of_one_is_not_that_of_another() throws Exception {
        var tea = tea();
        var alice = tea.namespace();
        var mallory = MALLORY.publicKey();

        var outcome = fetchLies(tea, refs -> {
            refs.put(list(mallory), at(refs, list(alice)));
            return refs;
        });

        assertThat(outcome).isInstanceOf(Outcome.Brought.class);
        assertThat(harbour.node.peerRefs().signed().heads(tea.rid())).containsOnlyKeys(alice);
    }

    @Test
    void a_list_whose_end_is_missing_is_not_believed() throws Exception {
        var tea = tea();
        var alice = tea.namespace();
        var tip = at(hearth.signed(tea.rid()), list(alice));
        var truncated = craft(tea, (inserter, walk) -> {
            var tree = walk.parseCommit(tip).getTree();
            try (var found = org.eclipse.jgit.treewalk.TreeWalk.forPath(walk.getObjectReader(), "refs", tree);
                    var signature =
                            org.eclipse.jgit.treewalk.TreeWalk.forPath(walk.getObjectReader(), "signature", tree)) {
                byte[] text = walk.getObjectReader().open(found.getObjectId(0)).getBytes();
                var lines = new String(text, UTF_8);
                var cut = lines.substring(0, lines.lastIndexOf('\n', lines.length() - 2) + 1)
                        .getBytes(UTF_8);
                var made = new org.eclipse.jgit.lib.TreeFormatter();
                made.append(
                        "refs", org.eclipse.jgit.lib.FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, cut));
                made.append("signature", org.eclipse.jgit.lib.FileMode.REGULAR_FILE, signature.getObjectId(0));
                return commit(inserter, inserter.insert(made), alice, tip);
            }
        });

        var outcome = fetchLies(tea, refs -> {
            refs.put(list(alice), truncated);
            return refs;
        });

        assertThat(why(outcome)).contains("wrong signature");
        isNotHere(tea);
    }

    @Test
    void an_older_list_put_back_is_not_believed() throws Exception {
        var tea = tea();
        var alice = tea.namespace();
        var old = at(hearth.signed(tea.rid()), list(alice));
        var before = hearth.node.refs().view(tea).headId().orElseThrow();
        hearth.push(
                tea,
                new RefMove(
                        "refs/heads/main",
                        before.name(),
                        hearth.commit(tea.rid(), "second", before).name()));
        var tip = at(hearth.signed(tea.rid()), list(alice));
        harbour.fetched(hearth, tea.rid());
        var stored = harbour.stored(tea.rid());
        var replayed = craft(
                tea, (inserter, walk) -> commit(inserter, walk.parseCommit(old).getTree(), alice, tip));

        var again = fetchLies(tea, refs -> {
            refs.put(list(alice), replayed);
            return refs;
        });
        var older = fetchLies(tea, refs -> {
            refs.put(list(alice), old);
            return refs;
        });

        assertThat(again).isEqualTo(new Outcome.Brought(List.of(), false));
        assertThat(older).isEqualTo(new Outcome.Brought(List.of(), false));
        assertThat(harbour.stored(tea.rid())).isEqualTo(stored);
    }

    @Test
    void a_list_that_binds_less_than_those_before_is_not_believed() throws Exception {
        var tea = tea();
        var alice = tea.namespace();
        var key = hearth.node.custody().signingKey(alice).orElseThrow();
        harbour.fetched(hearth, tea.rid());
        var stored = harbour.stored(tea.rid());
        var tip = at(hearth.signed(tea.rid()), list(alice));
        var bare = sign(tea, key, listed(hearth.signed(tea.rid()), alice), Optional.empty());
        var downgraded = craft(
                tea, (inserter, walk) -> commit(inserter, walk.parseCommit(bare).getTree(), alice, tip));

        fetchLies(tea, refs -> {
            refs.put(list(alice), downgraded);
            return refs;
        });

        assertThat(harbour.stored(tea.rid())).isEqualTo(stored);
    }

    @Test
    void what_was_signed_for_another_project_is_not_grafted_onto_this() throws Exception {
        var tea = tea();
        var coffee = hearth.repository("alice", "coffee", false);
        hearth.push(
                coffee,
                new RefMove(
                        "refs/heads/main",
                        RefMove.ABSENT,
                        hearth.commit(coffee.rid(), "evil").name()));
        hearth.git(
                tea.rid(),
                "fetch",
                "-q",
                hearth.node.storage().path(coffee.rid()).toString(),
                "+refs/*:refs/evil/*");
        var other = hearth.signed(coffee.rid());

        var outcome = fetchLies(tea, refs -> {
            refs.keySet().removeIf(name -> name.startsWith(Repos.NAMESPACES));
            other.forEach((name, id) -> {
                if (name.startsWith(Repos.NAMESPACES)) refs.put(name, id);
            });
            return refs;
        });

        assertThat(why(outcome)).contains("another repository");
        isNotHere(tea);
        var whole = fetchLies(tea, _ -> new TreeMap<>(other));
        assertThat(why(whole)).contains("identity");
        isNotHere(tea);
    }

    @Test
    void when_a_delegate_has_signed_two_ways_nothing_moves() throws Exception {
        var tea = tea();
        var alice = tea.namespace();
        var key = hearth.node.custody().signingKey(alice).orElseThrow();
        hearth.issue(tea, "bob", "Too hot");
        var base = hearth.signed(tea.rid());
        var other = listed(base, alice);
        other.put("refs/heads/main", hearth.commit(tea.rid(), "elsewhere"));
        var diverged = sign(tea, key, other, Optional.of(at(base, list(alice))));
        var before = hearth.node.refs().view(tea).headId().orElseThrow();
        hearth.push(
                tea,
                new RefMove(
                        "refs/heads/main",
                        before.name(),
                        hearth.commit(tea.rid(), "second", before).name()));
        harbour.fetched(hearth, tea.rid());
        var stored = harbour.stored(tea.rid());
        hearth.issue(tea, "bob", "Too cold");

        var outcome = fetchLies(tea, refs -> {
            refs.put(list(alice), diverged);
            return promising(refs, other);
        });

        assertThat(why(outcome)).contains("diverged");
        assertThat(harbour.stored(tea.rid())).isEqualTo(stored);
        harbour.isAtRest();
    }

    @Test
    void when_anybody_else_has_signed_two_ways_only_they_stay_behind() throws Exception {
        var tea = tea();
        hearth.issue(tea, "bob", "Too hot");
        var bob = hearth.person("bob").key();
        var key = hearth.node.custody().signingKey(bob).orElseThrow();
        var base = hearth.signed(tea.rid());
        var other = listed(base, bob);
        other.put("refs/heads/other", hearth.commit(tea.rid(), "elsewhere"));
        var diverged = sign(tea, key, other, Optional.of(at(base, list(bob))));
        hearth.issue(tea, "bob", "Too cold");
        harbour.fetched(hearth, tea.rid());
        var stored = harbour.stored(tea.rid());
        var before = hearth.node.refs().view(tea).headId().orElseThrow();
        hearth.push(
                tea,
                new RefMove(
                        "refs/heads/main",
                        before.name(),
                        hearth.commit(tea.rid(), "second", before).name()));

        var outcome = fetchLies(tea, refs -> {
            refs.put(list(bob), diverged);
            return promising(refs, other);
        });

        assertThat(((Outcome.Brought) outcome).updated()).containsExactly(hearth.head(tea.rid(), tea.namespace()));
        assertThat(at(harbour.stored(tea.rid()), list(bob))).isEqualTo(at(stored, list(bob)));
    }

    @Test
    void a_key_of_ours_that_signs_elsewhere_waits_and_is_not_overwritten() throws Exception {
        var tea = tea();
        harbour.fetched(hearth, tea.rid());
        var alice = tea.namespace();
        var key = hearth.node.custody().signingKey(alice).orElseThrow();
        var stored = hearth.stored(tea.rid());
        // Somebody has a copy of the key and signs with it at the harbour.
        var base = hearth.signed(tea.rid());
        var other = listed(base, alice);
        other.put("refs/heads/other", at(base, Repos.namespace(alice) + "refs/heads/main"));
        ObjectId newer;
        try (var repository = harbour.node.storage().open(tea.rid());
                var inserter = repository.newObjectInserter()) {
            newer = SignedRefs.write(
                    inserter, key, other, Optional.of(at(base, list(alice))), Instant.ofEpochSecond(1_800_000_000L));
            inserter.flush();
            var update = repository.updateRef(list(alice));
            update.setNewObjectId(newer);
            update.forceUpdate();
        }

        hearth.fetch(harbour, tea.rid());

        assertThat(hearth.node.custody().waiting().of(alice)).get().satisfies(waiting -> assertThat(waiting.reason())
                .isEqualTo(WaitingKeys.Reason.SEEN));
        assertThat(hearth.stored(tea.rid())).isEqualTo(stored);
        // Now that it waits, it goes on from there.
        hearth.fetched(harbour, tea.rid());
        assertThat(at(hearth.stored(tea.rid()), list(alice))).isEqualTo(newer);
        assertThat(hearth.node.custody().waiting().of(alice)).isPresent();
    }

    @Test
    void a_peer_that_has_not_what_it_says_is_left() throws Exception {
        var tea = tea();
        try (var island = new Shore(folder.resolve("island"))) {
            assertThat(why(harbour.fetch(island, tea.rid()))).contains("does not give it");
        }
        isNotHere(tea);
    }

    /// A pack of just these objects.
    private void pack(Repo repo, List<ObjectId> objects, OutputStream out) throws IOException {
        try (var repository = hearth.node.storage().open(repo.rid());
                var walk = new RevWalk(repository);
                var writer = new PackWriter(new PackConfig(repository), repository.newObjectReader())) {
            var all = new java.util.ArrayList<RevObject>();
            for (var id : objects) all.add(walk.parseAny(id));
            writer.preparePack(all.iterator());
            var bytes = new ByteArrayOutputStream();
            writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, bytes);
            var lines = new PacketLineOut(out);
            lines.writeString("packfile\n");
            var band = new SideBandOutputStream(SideBandOutputStream.CH_DATA, SideBandOutputStream.MAX_BUF, out);
            band.write(bytes.toByteArray());
            band.flush();
            lines.end();
        }
    }

    @Test
    void a_pack_without_what_was_asked_for_is_refused() throws Exception {
        var tea = tea();
        var main = hearth.node.refs().view(tea).headId().orElseThrow();

        var outcome = fetchLies(Shore.wish(hearth, tea.rid(), true, Scope.ALL), refs -> refs, (command, out) -> {
            if (!command.contains("want " + main.name())) return false;
            pack(tea, List.of(), out);
            return true;
        });

        assertThat(why(outcome)).contains("lacks an object");
        isNotHere(tea);
    }

    @Test
    void a_pack_with_a_hole_is_refused() throws Exception {
        var tea = tea();
        var main = hearth.node.refs().view(tea).headId().orElseThrow();

        var outcome = fetchLies(Shore.wish(hearth, tea.rid(), true, Scope.ALL), refs -> refs, (command, out) -> {
            if (!command.contains("want " + main.name())) return false;
            pack(tea, List.of(main), out);
            return true;
        });

        assertThat(why(outcome)).contains("missing");
        isNotHere(tea);
    }

    @Test
    void what_a_pack_has_too_much_is_seen_by_nobody() throws Exception {
        var tea = tea();
        var main = hearth.node.refs().view(tea).headId().orElseThrow();
        var extra = hearth.commit(tea.rid(), "unasked");
        List<ObjectId> all;
        try (var repository = hearth.node.storage().open(tea.rid());
                var walk = new RevWalk(repository)) {
            var tree = walk.parseCommit(main).getTree();
            var unasked = walk.parseCommit(extra).getTree();
            try (var blobs = org.eclipse.jgit.treewalk.TreeWalk.forPath(repository, "text", tree);
                    var more = org.eclipse.jgit.treewalk.TreeWalk.forPath(repository, "text", unasked)) {
                all = List.of(main, tree.copy(), blobs.getObjectId(0), extra, unasked.copy(), more.getObjectId(0));
            }
        }

        var outcome = fetchLies(Shore.wish(hearth, tea.rid(), true, Scope.ALL), refs -> refs, (command, out) -> {
            if (!command.contains("want " + main.name())) return false;
            pack(tea, all, out);
            return true;
        });

        assertThat(outcome).isInstanceOf(Outcome.Brought.class);
        assertThat(harbour.stored(tea.rid()).values()).doesNotContain(extra);
        assertThat(harbour.base(tea.rid())).doesNotExist();
        try (var island = new PeerUpload(
                harbour.node.storage(),
                harbour.node.clonePacks(),
                tea.rid(),
                new RefView(0, harbour.signed(tea.rid()), Map.of(), ""))) {
            var out = new ByteArrayOutputStream();
            String ask = "0012command=fetch\n0001" + "0032want " + extra.name() + "\n0009done\n0000";
            assertThat(island.answer(ask.getBytes(UTF_8), out)).isFalse();
        }
    }

    @Test
    void a_hundred_thousand_refs_are_too_many_where_that_is_said() throws Exception {
        var tea = tea();
        try (var small = new Shore(
                folder.resolve("small"),
                new FetchLimits(ReceiveLimits.of(1 << 20, 1 << 20), 10_000, 100, Duration.ofMinutes(1)))) {
            harbour.close();
            harbour = small;
            var outcome = fetchLies(tea, refs -> {
                var main = at(refs, Repos.namespace(tea.namespace()) + "refs/heads/main");
                for (int i = 0; i < 100_000; i++)
                    refs.put(Repos.namespace(tea.namespace()) + "refs/heads/many-" + i, main);
                return refs;
            });
            assertThat(why(outcome)).contains("more than 10000 refs");
            isNotHere(tea);
            harbour = new Shore(folder.resolve("again"));
        }
    }

    @Test
    void a_pack_larger_than_is_taken_is_cut_off() throws Exception {
        var tea = tea();
        try (var repository = hearth.node.storage().open(tea.rid())) {
            assertThat(repository).isNotNull();
        }
        var random = new java.util.Random(1);
        byte[] noise = new byte[300_000];
        random.nextBytes(noise);
        var before = hearth.node.refs().view(tea).headId().orElseThrow();
        var big = hearth.commit(tea.rid(), java.util.Base64.getEncoder().encodeToString(noise), before);
        hearth.push(tea, new RefMove("refs/heads/main", before.name(), big.name()));
        try (var small = new Shore(
                folder.resolve("small"),
                new FetchLimits(ReceiveLimits.of(100_000, 1 << 20), 10_000, 100, Duration.ofMinutes(1)))) {
            assertThat(why(small.fetch(hearth, tea.rid()))).contains("larger than");
            assertThat(small.node.storage().has(tea.rid())).isFalse();
        }
    }

    @Test
    void a_peer_that_falls_silent_is_stalled() {
        var pipe = new Pipe(Duration.ofMillis(300));
        var outcome = harbour.fetcher().fetch(pipe.client(), Shore.wish(hearth, Shore.ACME, true, Scope.ALL));
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).stalled()).isTrue();
    }

    @Test
    void a_peer_that_says_a_little_now_and_then_is_not_waited_for_forever() throws Exception {
        var tea = tea();
        try (var hasty = new Shore(
                folder.resolve("hasty"),
                new FetchLimits(FetchLimits.USUAL.packs(), 10_000, 100, Duration.ofSeconds(1)))) {
            harbour.close();
            harbour = hasty;
            var outcome = fetchLies(Shore.wish(hearth, tea.rid(), true, Scope.ALL), refs -> refs, (command, out) -> {
                if (!command.contains("command=fetch")) return false;
                new PacketLineOut(out).writeString("packfile\n");
                for (int i = 0; i < 100; i++) {
                    Pipe.pause(Duration.ofMillis(50));
                    out.write("0006\2x".getBytes(UTF_8));
                }
                return true;
            });
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(((Outcome.Failed) outcome).stalled()).isTrue();
            harbour = new Shore(folder.resolve("again"));
        }
    }

    @Test
    void when_delegates_take_the_main_branch_two_ways_the_project_stays() throws Exception {
        hearth.acme();
        harbour.fetched(hearth, Shore.ACME);
        var acme = hearth.repo(Shore.ACME);
        var bob = key(2);
        var main = at(hearth.stored(Shore.ACME), "refs/heads/main");
        var alice = key(1);
        var base = hearth.signed(Shore.ACME);
        var ours = listed(base, alice.publicKey());
        var theirs = listed(base, bob.publicKey());
        ours.put("refs/heads/main", hearth.commit(Shore.ACME, "this way", main));
        theirs.put("refs/heads/main", hearth.commit(Shore.ACME, "that way", main));
        var left = sign(acme, alice, ours, Optional.of(at(base, list(alice.publicKey()))));
        var right = sign(acme, bob, theirs, Optional.of(at(base, list(bob.publicKey()))));

        var outcome = fetchLies(acme, refs -> {
            refs.put(list(alice.publicKey()), left);
            refs.put(list(bob.publicKey()), right);
            return promising(promising(refs, ours), theirs);
        });

        assertThat(((Outcome.Brought) outcome).updated()).hasSize(2);
        var stored = harbour.stored(Shore.ACME);
        assertThat(at(stored, "refs/heads/main")).isEqualTo(main);
        assertThat(stored.get(Repos.namespace(bob.publicKey()) + "refs/heads/main"))
                .isEqualTo(theirs.get("refs/heads/main"));
        assertThat(harbour.brought()).noneMatch(Change.RefsMoved.class::isInstance);
    }
}
