package dev.hob.node.outside;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses that begin alike, written as `10.0.0.0/8` or `fc00::/7`. Immutable.
public record AddressRange(InetAddress first, int bits) {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    public AddressRange {
        if (bits < 0 || bits > first.getAddress().length * 8)
            throw new IllegalArgumentException("not a range: " + first.getHostAddress() + "/" + bits);
    }

    /// The range in a text; an address alone is a range of one.
    public static Optional<AddressRange> of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(address).matches()) return Optional.empty(); // A name would be looked up.
        try {
            var first = InetAddress.getByName(address);
            int whole = first.getAddress().length * 8;
            int bits = slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > whole ? Optional.empty() : Optional.of(new AddressRange(first, bits));
        } catch (UnknownHostException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Whether an address is one of them.
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((mine[bit >> 3] & mask) != (other[bit >> 3] & mask)) return false;
        }
        return true;
    }
}
