package dev.hob.p2p.wire;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where a node can be dialled (`radicle.md` §8.2: type, host, port).
public record Address(Host host, int port) {
    /// What peers listen on unless told otherwise.
    public static final int DEFAULT_PORT = 8776;

    /// Type, the shortest host (an empty name) and port.
    static final int BYTES_MIN = 4;

    private static final int IP4 = 1;
    private static final int IP6 = 2;
    private static final int NAME = 3;
    private static final int ONION = 4;
    private static final int I2P = 5;
    private static final int PORT_MAX = 0xFFFF;
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    public Address {
        if (port < 0 || port > PORT_MAX) throw new IllegalArgumentException("no such port: " + port);
    }

    /// Reads `host:port`, an IPv6 host in brackets; without a port it is the usual one. Empty when it is neither.
    public static Optional<Address> parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && colon == text.indexOf(':', text.lastIndexOf(']') + 1);
        if (hasPort && !PORT.matcher(text.substring(colon + 1)).matches()) return Optional.empty();
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : DEFAULT_PORT;
        if (port > PORT_MAX) return Optional.empty();
        return Host.parse(hasPort ? text.substring(0, colon) : text).map(host -> new Address(host, port));
    }

    static Address read(WireReader in) throws Unreadable {
        int type = in.u8("address type");
        Host host =
                switch (type) {
                    case IP4 -> new Host.Ip4(in.u32("IPv4 address"));
                    case IP6 -> new Host.Ip6(in.u64("IPv6 address"), in.u64("IPv6 address"));
                    case NAME -> new Host.Name(in.text("host name"));
                    case ONION -> onion(in.bytes("onion address", OnionText.RAW_BYTES));
                    case I2P -> i2p(in.text("I2P address"));
                    default -> throw new Unreadable(new Malformed.Unknown("address type", type));
                };
        return new Address(host, in.u16("port"));
    }

    private static Host onion(byte[] raw) throws Unreadable {
        if (!OnionText.allows(raw)) throw new Unreadable(new Malformed.BadText("onion address", OnionText.RULE));
        return new Host.Onion(OnionText.of(raw));
    }

    private static Host i2p(String text) throws Unreadable {
        if (!Host.I2p.allows(text)) throw new Unreadable(new Malformed.BadText("I2P address", Host.I2p.RULE));
        return new Host.I2p(text);
    }

    void write(WireWriter out) {
        switch (host) {
            case Host.Ip4(int bits) -> out.u8(IP4).u32(bits);
            case Host.Ip6(long high, long low) -> out.u8(IP6).u64(high).u64(low);
            case Host.Name(var value) -> out.u8(NAME).text(value);
            case Host.Onion(var value) -> out.u8(ONION).raw(OnionText.raw(value));
            case Host.I2p(var value) -> out.u8(I2P).text(value);
        }
        out.u16(port);
    }

    /// `host:port`, an IPv6 host in brackets.
    @Override
    public String toString() {
        return (host instanceof Host.Ip6 ? "[" + host + "]" : host) + ":" + port;
    }
}
