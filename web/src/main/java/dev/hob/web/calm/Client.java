package dev.hob.web.calm;

import java.net.InetAddress;
import java.util.HexFormat;

/// Who asks for work, as far as it is counted.
public sealed interface Client {
    /// Under which name they are counted.
    String name();

    /// Somebody with an account, wherever they are.
    record Person(String id) implements Client {
        @Override
        public String name() {
            return "account " + id;
        }
    }

    /// Somebody without one: an address, and the network around it.
    ///
    /// @param here whether it is this machine
    record Stranger(String name, String network, boolean here) implements Client {
        private static final int IPV4_BYTES = 4;
        private static final int HOUSEHOLD_BYTES = 8; // Of IPv6, each household has so many addresses as that leaves.
        private static final int IPV4_NETWORK_BYTES = 3;
        private static final int IPV6_NETWORK_BYTES = 6;

        /// @param address of the Internet Protocol; anything else that a proxy says counts as one, too
        public static Stranger at(String address) {
            try {
                var at = InetAddress.ofLiteral(address);
                byte[] bytes = at.getAddress();
                boolean old = bytes.length == IPV4_BYTES;
                return new Stranger(
                        "address " + prefix(bytes, old ? IPV4_BYTES : HOUSEHOLD_BYTES),
                        "network " + prefix(bytes, old ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES),
                        at.isLoopbackAddress());
            } catch (IllegalArgumentException _) {
                return new Stranger("address " + address, "network " + address, false);
            }
        }

        private static String prefix(byte[] bytes, int length) {
            return HexFormat.of().formatHex(bytes, 0, length);
        }
    }

    /// Somebody without an account whose browser has worked for its turn.
    record Proven(String proof) implements Client {
        @Override
        public String name() {
            return "proof " + proof;
        }
    }
}
