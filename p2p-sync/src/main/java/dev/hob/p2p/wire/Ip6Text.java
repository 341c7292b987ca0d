package dev.hob.p2p.wire;

/// The text of an IPv6 address (RFC 5952 §4): lower case, no leading zeros, the longest run of two or more zero
/// groups, the first of equals, written `::`.
final class Ip6Text {
    private static final int GROUPS = 8;

    private Ip6Text() {}

    static String of(long high, long low) {
        int start = 0;
        int longest = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && group(high, low, i + run) == 0) run++;
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        if (longest < 2) return groups(high, low, 0, GROUPS);
        return groups(high, low, 0, start) + "::" + groups(high, low, start + longest, GROUPS);
    }

    private static String groups(long high, long low, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (i > from) text.append(':');
            text.append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    private static int group(long high, long low, int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (48 - index % (GROUPS / 2) * 16)) & 0xFFFF;
    }
}
