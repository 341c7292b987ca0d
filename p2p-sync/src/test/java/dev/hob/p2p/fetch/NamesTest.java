package dev.hob.p2p.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.NodeWord;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A private repository is given to the node of somebody who may have it, in their name, and to nobody else's.
class NamesTest {
    @TempDir
    Path folder;

    private Shore hearth;
    private Shore harbour;
    private Repo diary;
    private SigningKey bob;

    @BeforeEach
    void open() throws Exception {
        hearth = new Shore(folder.resolve("hearth"));
        harbour = new Shore(folder.resolve("harbour"));
        diary = hearth.repository("alice", "diary", true);
        hearth.push(
                diary,
                new RefMove(
                        "refs/heads/main",
                        RefMove.ABSENT,
                        hearth.commit(diary.rid(), "first").name()));
        bob = harbour.node.custody().signingKey(harbour.person("bob").key()).orElseThrow();
        assertThat(hearth.node.custody().adopt(hearth.person("bob"), bob)).isEmpty();
        assertThat(hearth.node.edits().addCollaborator(diary, hearth.person("alice"), hearth.person("bob"), Right.READ))
                .isEmpty();
    }

    @AfterEach
    void close() {
        hearth.close();
        harbour.close();
    }

    private Outcome fetch(boolean proven, Optional<String> word) {
        return harbour.fetch(
                hearth, new Wish(diary.rid(), hearth.nid(), proven, List.of(), Scope.ALL, Set.of(), Set.of(), word));
    }

    private Optional<String> word(SigningKey person, Shore asking, Shore asked, Instant at) {
        return Optional.of(
                NodeWord.say(person, asking.nid(), asked.nid(), diary.rid().value(), at));
    }

    private void gotNothing() {
        assertThat(harbour.served).get().isInstanceOf(UploadService.Served.Refused.class);
        assertThat(harbour.last.orElseThrow().answered()).isZero();
        assertThat(harbour.node.storage().has(diary.rid())).isFalse();
    }

    @Test
    void a_member_s_node_gets_it_by_their_word() throws Exception {
        assertThat(fetch(true, word(bob, harbour, hearth, Instant.now()))).isInstanceOf(Outcome.Brought.class);
        assertThat(harbour.served).get().isInstanceOfSatisfying(UploadService.Served.Done.class, done -> assertThat(
                        done.name())
                .contains(bob.publicKey()));
        assertThat(harbour.signed(diary.rid())).isEqualTo(hearth.signed(diary.rid()));
        assertThat(harbour.repo(diary.rid()).isPrivate()).isTrue();
        // And the one it came from asks for it in the name of its delegate, whose key it holds.
        var alice = hearth.node.peerRefs().named(diary.rid()).orElseThrow();
        assertThat(alice.publicKey()).isEqualTo(diary.namespace());
    }

    @Test
    void without_a_word_or_in_clear_or_by_another_s_it_gets_nothing() {
        var now = Instant.now();
        var mallory = SigningKey.generate(new SecureRandom());
        for (var wrong : List.of(
                Optional.<String>empty(),
                Optional.of("bob"),
                word(mallory, harbour, hearth, now),
                word(harbour.node.custody().nodeKey(), harbour, hearth, now),
                word(bob, hearth, hearth, now),
                word(bob, harbour, harbour, now),
                word(bob, harbour, hearth, now.minus(Duration.ofHours(1))),
                Optional.of(NodeWord.say(bob, harbour.nid(), hearth.nid(), Shore.ACME.value(), now)))) {
            assertThat(fetch(true, wrong)).as(wrong.toString()).isInstanceOf(Outcome.Failed.class);
            gotNothing();
        }
        assertThat(fetch(false, word(bob, harbour, hearth, now))).isInstanceOf(Outcome.Failed.class);
        gotNothing();
    }

    @Test
    void who_is_let_out_gets_no_more() {
        var out = hearth.node.edits().removeCollaborator(diary, hearth.person("alice"), hearth.person("bob"));
        assertThat(out).isEmpty();
        assertThat(fetch(true, word(bob, harbour, hearth, Instant.now()))).isInstanceOf(Outcome.Failed.class);
        gotNothing();
    }
}
