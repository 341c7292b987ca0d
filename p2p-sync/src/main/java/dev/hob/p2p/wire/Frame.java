package dev.hob.p2p.wire;

import java.nio.ByteBuffer;

/// One unit on a connection after the handshake; streams are multiplexed by it (`radicle.md` §7.3).
public sealed interface Frame {
    /// The longest payload we read. The real node sends at most 64 KiB, and newer ones refuse more than this.
    int PAYLOAD_BYTES_MAX = 128 * 1024;

    /// The longest payload of git data we send.
    int GIT_BYTES_MAX = 64 * 1024;

    /// The stream it belongs to.
    StreamId stream();

    /// What happens to a git stream.
    enum Turn {
        /// The opener will send its request.
        OPEN,
        /// Nothing more will come, at once and in both directions.
        CLOSE,
        /// The sender has said all.
        EOF
    }

    /// Opens, ends or closes a git stream.
    record Control(StreamId stream, Turn turn, StreamId target) implements Frame {
        public Control {
            require(stream, StreamId.Kind.CONTROL);
        }
    }

    /// A message.
    record Gossip(StreamId stream, Message message) implements Frame {
        public Gossip {
            require(stream, StreamId.Kind.GOSSIP);
        }
    }

    /// Some bytes of a fetch. Packet lines do not end where frames do: treat a stream as bytes. The array is
    /// handed over, not copied.
    @SuppressWarnings("ArrayRecordComponent") // Sent on, never compared.
    record Git(StreamId stream, byte[] data) implements Frame {
        public Git {
            require(stream, StreamId.Kind.GIT);
            if (data.length > PAYLOAD_BYTES_MAX) throw new IllegalArgumentException("too long for a frame");
        }
    }

    /// The bytes of this frame.
    default byte[] bytes() {
        return Frames.bytes(this);
    }

    /// Reads the next frame and moves past it; moves nowhere when it is not all there, or broken.
    static Decoded<Frame> read(ByteBuffer bytes) {
        return Frames.read(bytes);
    }

    private static void require(StreamId stream, StreamId.Kind kind) {
        if (stream.kind() != kind) throw new IllegalArgumentException("stream " + stream + " is not for " + kind);
    }
}
