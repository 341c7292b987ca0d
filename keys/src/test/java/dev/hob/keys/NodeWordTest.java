package dev.hob.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeWordTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String TEA = "rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5";
    private static final String POT = "rad:z42hL2jL4XNk6K8oHQaSWfMgCL7ji";

    private final SigningKey bob = SigningKey.generate(new SecureRandom());
    private final DidKey harbour = SigningKey.generate(new SecureRandom()).publicKey();
    private final DidKey hearth = SigningKey.generate(new SecureRandom()).publicKey();
    private final String said = NodeWord.say(bob, harbour, hearth, TEA, NOW);

    @Test
    void it_holds_for_one_node_one_repository_and_a_while() {
        assertThat(NodeWord.hear(said, harbour, hearth, TEA, NOW)).contains(bob.publicKey());
        assertThat(NodeWord.hear(said, harbour, hearth, TEA, NOW.plus(Duration.ofMinutes(9))))
                .contains(bob.publicKey());
        assertThat(NodeWord.hear(said, hearth, hearth, TEA, NOW)).isEmpty();
        assertThat(NodeWord.hear(said, harbour, harbour, TEA, NOW)).isEmpty();
        assertThat(NodeWord.hear(said, harbour, hearth, POT, NOW)).isEmpty();
        assertThat(NodeWord.hear(said, harbour, hearth, TEA, NOW.plus(Duration.ofMinutes(11))))
                .isEmpty();
        assertThat(NodeWord.hear(said, harbour, hearth, TEA, NOW.minus(Duration.ofMinutes(11))))
                .isEmpty();
    }

    @Test
    void nobody_says_it_for_another() {
        var mallory = SigningKey.generate(new SecureRandom());
        String forged = NodeWord.say(mallory, harbour, hearth, TEA, NOW)
                .replace(mallory.publicKey().nid(), bob.publicKey().nid());
        for (String wrong : List.of(
                forged,
                "",
                "word",
                said + "x",
                said.replaceFirst(",\\d+,", ",1,"),
                said.replaceFirst(",\\d+,", ",999999999999999,"),
                said.substring(0, said.length() - 1),
                "z6Mk" + "1".repeat(44) + said.substring(said.indexOf(','))))
            assertThat(NodeWord.hear(wrong, harbour, hearth, TEA, NOW))
                    .as(wrong)
                    .isEmpty();
    }
}
