package dev.hob.p2p.protocol;

import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Oid;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who and what the protocol's tests are about.
final class Cast {
    static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    static final SigningKey ALICE = key(1);
    static final SigningKey BOB = key(2);
    static final SigningKey CAROL = key(3);
    static final SigningKey MALLORY = key(13);
    static final RepoId TEA = repository(1);
    static final RepoId SOUP = repository(2);

    private Cast() {}

    static SigningKey key(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return SigningKey.ofSeed(bytes);
    }

    static RepoId repository(int number) {
        return RepoId.of(ByteBuffer.allocate(20).putInt(16, number).array());
    }

    static Oid oid(int number) {
        return Oid.of(ByteBuffer.allocate(20).putInt(0, number).array());
    }

    /// An address that the world can reach.
    static Address address(int number) {
        return new Address(new Host.Ip4(0x5000_0000 + number), Address.DEFAULT_PORT);
    }

    static Settings settings(Address address) {
        return new Settings(
                new Alias("alice"),
                new Agent("/hob:0/"),
                List.of(address),
                Map.of(),
                Optional.empty(),
                true,
                0,
                Settings.INBOUND_USUAL);
    }
}
