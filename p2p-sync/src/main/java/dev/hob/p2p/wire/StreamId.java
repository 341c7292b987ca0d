package dev.hob.p2p.wire;

/// Names a stream within a connection: `n << 3 | kind << 1 | opener` (`radicle.md` §7.3). Never used again within
/// the connection. The opener is [Link#OUTBOUND] for the side that dialled, whoever looks.
public record StreamId(long value) {
    private static final long CONTROL = 0;
    private static final long GOSSIP = 1;
    private static final long GIT = 2;

    /// What flows on a stream.
    public enum Kind {
        /// Opening, ending and closing of git streams.
        CONTROL(StreamId.CONTROL),
        /// Messages.
        GOSSIP(StreamId.GOSSIP),
        /// One fetch.
        GIT(StreamId.GIT);

        private final long number;

        Kind(long number) {
            this.number = number;
        }
    }

    public StreamId {
        if (value < 0 || value > Varint.MAX) throw new IllegalArgumentException("no such stream: " + value);
        if (kindNumber(value) > GIT) throw new IllegalArgumentException("no such kind of stream: " + value);
    }

    /// The control stream of a side; there without being opened.
    public static StreamId control(Link opener) {
        return of(0, Kind.CONTROL, opener);
    }

    /// The gossip stream of a side; there without being opened.
    public static StreamId gossip(Link opener) {
        return of(0, Kind.GOSSIP, opener);
    }

    /// The n-th git stream of a side, counted from 1.
    public static StreamId git(Link opener, long n) {
        return of(n, Kind.GIT, opener);
    }

    private static StreamId of(long n, Kind kind, Link opener) {
        return new StreamId((n << 3) | (kind.number << 1) | (opener == Link.OUTBOUND ? 0 : 1));
    }

    /// What flows on it.
    public Kind kind() {
        return kindNumber(value) == GIT ? Kind.GIT : kindNumber(value) == GOSSIP ? Kind.GOSSIP : Kind.CONTROL;
    }

    private static long kindNumber(long value) {
        return (value >> 1) & 3;
    }

    /// Who opened it: the side that dialled, or the side that was dialled.
    public Link opener() {
        return (value & 1) == 0 ? Link.OUTBOUND : Link.INBOUND;
    }

    static StreamId read(WireReader in) throws Unreadable {
        long value = Varint.read(in);
        if (kindNumber(value) > GIT) throw new Unreadable(new Malformed.Unknown("kind of stream", kindNumber(value)));
        return new StreamId(value);
    }
}
