package dev.hob.p2p.wire;

/// The types and layouts of messages (`radicle.md` §8.2).
final class Messages {
    private static final int NODE = 2;
    private static final int INVENTORY = 4;
    private static final int REFS = 6;
    private static final int SUBSCRIBE = 8;
    private static final int PING = 10;
    private static final int PONG = 12;
    private static final int INFO = 14;
    private static final int INFO_REFS_SYNCED = 1;

    private Messages() {}

    static Message read(WireReader in) throws Unreadable {
        int type = in.u16("message type");
        return switch (type) {
            case NODE, INVENTORY, REFS -> announcement(type, in);
            case SUBSCRIBE -> new Message.Subscribe(Filter.read(in), Fields.timestamp(in), Fields.timestamp(in));
            case PING -> new Message.Ping(in.u16("pong length"), zeroes(in, Message.Ping.ZEROES_MAX));
            case PONG -> new Message.Pong(zeroes(in, Message.Pong.ZEROES_MAX));
            case INFO -> info(in);
            default -> throw new Unreadable(new Malformed.Unknown("message type", type));
        };
    }

    private static Announcement announcement(int type, WireReader in) throws Unreadable {
        var node = Fields.key(in);
        var signature = Fields.signature(in);
        Notice notice =
                switch (type) {
                    case NODE -> Notice.Node.read(in);
                    case INVENTORY -> Notice.Inventory.read(in);
                    case REFS -> Notice.Refs.read(in);
                    default -> throw new AssertionError("no announcement has type " + type);
                };
        return new Announcement(node, signature, notice);
    }

    private static Message info(WireReader in) throws Unreadable {
        int kind = in.u16("info kind");
        if (kind != INFO_REFS_SYNCED) throw new Unreadable(new Malformed.Unknown("info kind", kind));
        return new Message.Synced(Fields.repo(in), Fields.oid(in));
    }

    // Called zeroes, but the real node reads over them whatever they are.
    private static int zeroes(WireReader in, int max) throws Unreadable {
        int count = in.u16("zeroes");
        if (count > max) throw new Unreadable(new Malformed.TooLong("zeroes", count, max));
        in.skip("zeroes", count);
        return count;
    }

    static byte[] bytes(Message message) {
        var out = new WireWriter();
        switch (message) {
            case Announcement announcement ->
                out.u16(type(announcement.notice()))
                        .raw(announcement.node().bytes())
                        .raw(announcement.signature().bytes())
                        .raw(announcement.notice().bytes());
            case Message.Subscribe(var filter, var since, var until) -> {
                filter.write(out.u16(SUBSCRIBE));
                Fields.write(out, since);
                Fields.write(out, until);
            }
            case Message.Ping(int pongZeroes, int zeroes) ->
                out.u16(PING).u16(pongZeroes).u16(zeroes).zeroes(zeroes);
            case Message.Pong(int zeroes) -> out.u16(PONG).u16(zeroes).zeroes(zeroes);
            case Message.Synced(var repository, var at) -> {
                Fields.write(out.u16(INFO).u16(INFO_REFS_SYNCED), repository);
                Fields.write(out, at);
            }
        }
        return out.written();
    }

    private static int type(Notice notice) {
        return switch (notice) {
            case Notice.Node _ -> NODE;
            case Notice.Inventory _ -> INVENTORY;
            case Notice.Refs _ -> REFS;
        };
    }
}
