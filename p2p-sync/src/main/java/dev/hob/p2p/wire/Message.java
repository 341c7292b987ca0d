package dev.hob.p2p.wire;

import dev.hob.node.log.RepoId;
import java.nio.ByteBuffer;

/// What peers say to each other on the gossip stream (`radicle.md` §8).
public sealed interface Message permits Announcement, Message.Subscribe, Message.Ping, Message.Pong, Message.Synced {
    /// The longest message, with its type.
    int BYTES_MAX = 0xFFFF;

    /// Asks for announcements of a time, and from now on for those of repositories in the filter.
    record Subscribe(Filter filter, Timestamp since, Timestamp until) implements Message {}

    /// Asks whether anybody is there, padded with zeroes so that an onlooker learns little from its length.
    ///
    /// @param pongZeroes how many zeroes the answer shall have
    record Ping(int pongZeroes, int zeroes) implements Message {
        /// How many zeroes fit: the message less its type and two lengths.
        public static final int ZEROES_MAX = BYTES_MAX - 6;

        public Ping {
            if (pongZeroes < 0 || pongZeroes > 0xFFFF || zeroes < 0 || zeroes > ZEROES_MAX)
                throw new IllegalArgumentException("too many zeroes");
        }
    }

    /// The answer to a ping.
    record Pong(int zeroes) implements Message {
        /// How many zeroes fit: the message less its type and one length.
        public static final int ZEROES_MAX = BYTES_MAX - 4;

        public Pong {
            if (zeroes < 0 || zeroes > ZEROES_MAX) throw new IllegalArgumentException("too many zeroes");
        }
    }

    /// Tells an announcer that what it announced is here already. An `Info` message, the only kind of it.
    record Synced(RepoId repository, Oid at) implements Message {}

    /// The bytes of this message, its type first.
    default byte[] bytes() {
        return Messages.bytes(this);
    }

    /// Reads one message; bytes after it are ignored, as the real node does.
    static Decoded<Message> read(ByteBuffer bytes) {
        try {
            return new Decoded.Whole<>(Messages.read(new WireReader(bytes)));
        } catch (Unreadable unreadable) {
            return new Decoded.Broken<>(unreadable.why());
        }
    }
}
