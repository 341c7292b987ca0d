package dev.hob.p2p.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a node can be reached, without its port.
public sealed interface Host {
    /// What is written as numbers and is no name.
    Pattern DIGITS = Pattern.compile("[0-9.]+");

    /// What DNS takes for a name.
    Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

    /// An IPv4 address, its four bytes big end first.
    record Ip4(int bits) implements Host {
        @Override
        public String toString() {
            return (bits >>> 24) + "." + ((bits >>> 16) & 0xFF) + "." + ((bits >>> 8) & 0xFF) + "." + (bits & 0xFF);
        }
    }

    /// An IPv6 address. Kept as numbers: the JDK turns mapped addresses into IPv4, and the signature over the
    /// announcement would no longer fit.
    record Ip6(long high, long low) implements Host {
        @Override
        public String toString() {
            return Ip6Text.of(high, low);
        }
    }

    /// A name that DNS resolves; at most 255 bytes, else unchecked: the one who dials judges it.
    record Name(String value) implements Host {
        static final int BYTES_MAX = 255;

        public Name {
            if (value.getBytes(UTF_8).length > BYTES_MAX) throw new IllegalArgumentException("a name has 255 bytes");
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /// A Tor onion service, version 3, by its text `….onion`.
    record Onion(String value) implements Host {
        public Onion {
            if (!OnionText.allows(value)) throw new IllegalArgumentException("not an onion address: " + value);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /// An I2P destination by its text.
    record I2p(String value) implements Host {
        static final String RULE = "an I2P name";
        private static final int BYTES_MAX = 255;
        private static final Pattern HASHED = Pattern.compile("([a-z2-7]{52}|[a-z2-7]{56,})\\.b32\\.i2p(\\.alt)?");
        private static final Pattern NAMED = Pattern.compile(".*\\.i2p(\\.alt)?", Pattern.DOTALL);
        private static final Pattern CLAIMS_HASH = Pattern.compile(".*\\.b32\\.i2p(\\.alt)?", Pattern.DOTALL);

        public I2p {
            if (!allows(value)) throw new IllegalArgumentException("not an I2P address: " + value);
        }

        static boolean allows(String text) {
            if (text.getBytes(UTF_8).length > BYTES_MAX) return false;
            return CLAIMS_HASH.matcher(text).matches()
                    ? HASHED.matcher(text).matches()
                    : NAMED.matcher(text).matches();
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /// Reads a host as people write it: an address, a hidden service, or a name that DNS may know.
    static Optional<Host> parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bare.indexOf(':') >= 0 || DIGITS.matcher(bare).matches()) return literal(bare);
        if (bracketed) return Optional.empty();
        if (OnionText.allows(bare)) return Optional.of(new Onion(bare));
        if (I2p.allows(bare)) return Optional.of(new I2p(bare));
        return NAME.matcher(bare).matches() && bare.length() <= Name.BYTES_MAX
                ? Optional.of(new Name(bare))
                : Optional.empty();
    }

    private static Optional<Host> literal(String text) {
        try {
            return Optional.of(of(InetAddress.ofLiteral(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The host that an accepted connection came from.
    static Host of(InetAddress address) {
        byte[] bytes = address.getAddress();
        var buffer = ByteBuffer.wrap(bytes);
        return bytes.length == 4 ? new Ip4(buffer.getInt()) : new Ip6(buffer.getLong(), buffer.getLong());
    }

    /// Whether it can be reached from anywhere: names and hidden services can, private and local addresses
    /// cannot.
    default boolean isRoutable() {
        return switch (this) {
            case Ip4(int bits) -> Reach.isRoutable(bits);
            case Ip6(long high, long low) -> Reach.isRoutable(high, low);
            case Name(var value) -> !value.equals("localhost");
            case Onion _, I2p _ -> true;
        };
    }

    /// Whether it is this machine.
    default boolean isLoopback() {
        return switch (this) {
            case Ip4(int bits) -> bits >>> 24 == 127;
            case Ip6(long high, long low) -> high == 0 && low == 1;
            case Name(var value) -> value.equals("localhost");
            case Onion _, I2p _ -> false;
        };
    }

    /// What one subscriber has to itself, and is held to account for: with IPv6 not an address but a /64.
    default Host network() {
        return this instanceof Ip6 address ? new Ip6(address.high, 0) : this;
    }

    /// The JDK's form of an address that is a number.
    ///
    /// @throws IllegalArgumentException for names
    default InetAddress inet() {
        try {
            return switch (this) {
                case Ip4(int bits) ->
                    InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
                case Ip6(long high, long low) ->
                    InetAddress.getByAddress(
                            ByteBuffer.allocate(16).putLong(high).putLong(low).array());
                case Name _, Onion _, I2p _ -> throw new IllegalArgumentException("a name, not an address: " + this);
            };
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError("an address has 4 or 16 bytes", wrongLength);
        }
    }
}
