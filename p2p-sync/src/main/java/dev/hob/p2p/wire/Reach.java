package dev.hob.p2p.wire;

/// Which IP addresses the world can reach: the special-purpose registries of RFC 6890, as far as nodes meet them.
final class Reach {
    private Reach() {}

    static boolean isRoutable(int bits) {
        return !(within(bits, 0, 8) // this network
                || within(bits, 0x0A00_0000, 8)
                || within(bits, 0x6440_0000, 10) // shared by carriers, RFC 6598
                || within(bits, 0x7F00_0000, 8)
                || within(bits, 0xA9FE_0000, 16) // link-local
                || within(bits, 0xAC10_0000, 12)
                || within(bits, 0xC0A8_0000, 16)
                || bits >>> 28 >= 0xE); // multicast, reserved, broadcast
    }

    static boolean isRoutable(long high, long low) {
        if (high == 0 && (low == 0 || low == 1)) return false;
        if (high == 0 && low >>> 32 == 0xFFFF) return isRoutable((int) low); // IPv4 in disguise
        int first = (int) (high >>> 48);
        boolean uniqueLocal = (first & 0xFE00) == 0xFC00;
        boolean linkLocal = (first & 0xFFC0) == 0xFE80;
        boolean multicast = first >>> 8 == 0xFF;
        return !uniqueLocal && !linkLocal && !multicast;
    }

    private static boolean within(int bits, int network, int prefix) {
        return (bits ^ network) >>> (32 - prefix) == 0;
    }
}
