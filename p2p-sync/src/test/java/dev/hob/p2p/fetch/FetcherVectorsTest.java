package dev.hob.p2p.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.p2p.Vectors;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Word by word what the real fetcher (radicle-node 0.21.1) said in the recorded sessions.
class FetcherVectorsTest {
    private static final DidKey ALICE = DidKey.parse("z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX");
    private static final String ROOT = "0de192a641ebd12ff14fcf784be8c564c51af514";
    private static final String FIRST = "97ee31ae30bf1b338435642696dcee9a593aa904";
    private static final String LATER = "eaac867664573b560d0f809388fb0b453b810bcb";

    @TempDir
    Path folder;

    /// The fixture's storage as it was when alice's list stood there.
    private Shore alice(String list) throws Exception {
        var shore = new Shore(folder.resolve("alice-" + list));
        shore.acme();
        try (var repository = shore.node.storage().open(Shore.ACME)) {
            for (var ref : repository.getRefDatabase().getRefsByPrefix("refs/namespaces/")) {
                var update = repository.updateRef(ref.getName(), true);
                update.setForceUpdate(true);
                update.delete();
            }
            for (var ref : Map.of(
                            "refs/rad/id",
                            ROOT,
                            "refs/namespaces/" + ALICE.nid() + "/refs/rad/sigrefs",
                            list,
                            "refs/namespaces/" + ALICE.nid() + "/refs/cobs/xyz.radicle.id/" + ROOT,
                            ROOT)
                    .entrySet()) {
                var update = repository.updateRef(ref.getKey());
                update.setNewObjectId(ObjectId.fromString(ref.getValue()));
                update.forceUpdate();
            }
        }
        return shore;
    }

    private static String said(Shore shore) {
        return shore.last.orElseThrow().sentThere.toString(UTF_8);
    }

    @Test
    void a_clone_and_an_announced_pull_are_asked_for_in_the_same_words() throws Exception {
        try (var before = alice(FIRST);
                var after = alice(LATER);
                var bob = new Shore(folder.resolve("bob"))) {
            assertThat(bob.fetched(before, Shore.ACME).cloned()).isTrue();
            assertThat(said(bob))
                    .isEqualTo(Vectors.read("git-stream-clone.json")
                            .path("client_to_server_text")
                            .asText());

            var announced = new RefsAt(ALICE, Oid.parse(LATER));
            assertThat(bob.fetched(after, Shore.ACME, announced).updated()).containsExactly(announced);
            assertThat(said(bob))
                    .isEqualTo(Vectors.read("git-stream-announced-pull.json")
                            .path("client_to_server_text")
                            .asText());
        }
    }

    /// What the peer said in a recorded session, frame by frame, as if it had come at once.
    private static byte[] answers(String vector) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var frame : Vectors.read(vector).path("frames"))
            if (frame.path(1).asText().equals("R") && frame.path(2).asText().equals("git"))
                all.write(Vectors.hex(frame.path(3)));
        return all.toByteArray();
    }

    @Test
    void what_the_real_server_answered_is_understood() throws Exception {
        try (var bob = new Shore(folder.resolve("bob"))) {
            for (var session : List.of(
                    Map.entry("git-stream-clone.json", List.<RefsAt>of()),
                    Map.entry("git-stream-announced-pull.json", List.of(new RefsAt(ALICE, Oid.parse(LATER)))))) {
                var pipe = new Pipe();
                var server = pipe.server();
                server.out().write(answers(session.getKey()));
                var outcome = bob.fetcher()
                        .fetch(
                                pipe.client(),
                                new Wish(
                                        Shore.ACME,
                                        ALICE,
                                        false,
                                        session.getValue(),
                                        Scope.ALL,
                                        java.util.Set.of(),
                                        java.util.Set.of(),
                                        java.util.Optional.empty()));
                assertThat(outcome).isInstanceOf(Outcome.Brought.class);
                assertThat(((Outcome.Brought) outcome).updated()).hasSize(1);
            }
            assertThat(bob.head(Shore.ACME, ALICE).at()).hasToString(LATER);
            assertThat(bob.node
                            .tracking()
                            .reading()
                            .byId(Shore.ACME, ObjectId.fromString("f31be653b1d9032048d21901e5697a5f45e7e72f")))
                    .isPresent();
        }
    }
}
