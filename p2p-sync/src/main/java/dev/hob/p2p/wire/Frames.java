package dev.hob.p2p.wire;

import java.nio.ByteBuffer;

/// The layout of frames (`radicle.md` §7.3). Every frame repeats the magic `rad` and the version.
final class Frames {
    private static final int MAGIC = 0x72616401;
    private static final int MAGIC_BYTES = 4;

    private Frames() {}

    static Decoded<Frame> read(ByteBuffer bytes) {
        int start = bytes.position();
        try {
            var in = new WireReader(bytes);
            if (!hasMagic(bytes)) throw new Unreadable(new Malformed.Unknown("magic", magic(bytes)));
            if (in.left() < MAGIC_BYTES) return new Decoded.Partial<>();
            in.skip("magic", MAGIC_BYTES);
            if (isPartialVarint(bytes)) return partial(bytes, start);
            var stream = StreamId.read(in);
            return switch (stream.kind()) {
                case CONTROL -> control(bytes, start, in, stream);
                case GOSSIP, GIT -> payload(bytes, start, in, stream);
            };
        } catch (Unreadable unreadable) {
            bytes.position(start);
            return new Decoded.Broken<>(unreadable.why());
        }
    }

    private static Decoded<Frame> control(ByteBuffer bytes, int start, WireReader in, StreamId stream)
            throws Unreadable {
        if (in.left() == 0) return partial(bytes, start);
        var turn = turn(in.u8("control"));
        if (isPartialVarint(bytes)) return partial(bytes, start);
        return new Decoded.Whole<>(new Frame.Control(stream, turn, StreamId.read(in)));
    }

    private static Frame.Turn turn(int number) throws Unreadable {
        return switch (number) {
            case 0 -> Frame.Turn.OPEN;
            case 1 -> Frame.Turn.CLOSE;
            case 2 -> Frame.Turn.EOF;
            default -> throw new Unreadable(new Malformed.Unknown("control", number));
        };
    }

    private static int number(Frame.Turn turn) {
        return switch (turn) {
            case OPEN -> 0;
            case CLOSE -> 1;
            case EOF -> 2;
        };
    }

    private static Decoded<Frame> payload(ByteBuffer bytes, int start, WireReader in, StreamId stream)
            throws Unreadable {
        if (isPartialVarint(bytes)) return partial(bytes, start);
        long length = Varint.read(in);
        if (length > Frame.PAYLOAD_BYTES_MAX)
            throw new Unreadable(new Malformed.TooLong("frame", length, Frame.PAYLOAD_BYTES_MAX));
        if (length > in.left()) return partial(bytes, start);
        if (stream.kind() == StreamId.Kind.GIT)
            return new Decoded.Whole<>(new Frame.Git(stream, in.bytes("git data", (int) length)));
        var payload = bytes.slice(bytes.position(), (int) length);
        in.skip("message", (int) length);
        return new Decoded.Whole<>(new Frame.Gossip(stream, Messages.read(new WireReader(payload))));
    }

    /// Whether what there is of the magic is right: rubbish is told from a slow start at its first byte.
    private static boolean hasMagic(ByteBuffer bytes) {
        int there = Math.min(MAGIC_BYTES, bytes.remaining());
        for (int i = 0; i < there; i++)
            if (bytes.get(bytes.position() + i) != (byte) (MAGIC >>> (24 - 8 * i))) return false;
        return true;
    }

    private static long magic(ByteBuffer bytes) {
        long magic = 0;
        for (int i = 0; i < Math.min(MAGIC_BYTES, bytes.remaining()); i++)
            magic = (magic << 8) | (bytes.get(bytes.position() + i) & 0xFF);
        return magic;
    }

    private static boolean isPartialVarint(ByteBuffer bytes) {
        return !bytes.hasRemaining() || bytes.remaining() < Varint.length(bytes.get(bytes.position()));
    }

    private static Decoded<Frame> partial(ByteBuffer bytes, int start) {
        bytes.position(start);
        return new Decoded.Partial<>();
    }

    static byte[] bytes(Frame frame) {
        var out = new WireWriter().u32(MAGIC);
        Varint.write(out, frame.stream().value());
        switch (frame) {
            case Frame.Control control -> {
                out.u8(number(control.turn()));
                Varint.write(out, control.target().value());
            }
            case Frame.Gossip gossip -> payload(out, gossip.message().bytes());
            case Frame.Git git -> payload(out, git.data());
        }
        return out.written();
    }

    private static void payload(WireWriter out, byte[] payload) {
        Varint.write(out, payload.length);
        out.raw(payload);
    }
}
