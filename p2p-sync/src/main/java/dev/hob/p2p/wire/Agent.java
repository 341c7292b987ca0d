package dev.hob.p2p.wire;

/// The program a node runs, for example `/radicle:1.9.0/`: 1 to 64 bytes of printable ASCII that begin and end
/// with `/` (`radicle.md` §1.3).
public record Agent(String value) {
    static final String RULE = "2 to 64 printable ASCII characters between slashes";
    private static final int BYTES_MAX = 64;

    public Agent {
        if (!allows(value)) throw new IllegalArgumentException("an agent has " + RULE + ": " + value);
    }

    static boolean allows(String text) {
        return text.length() >= 2
                && text.length() <= BYTES_MAX
                && text.startsWith("/")
                && text.endsWith("/")
                && text.chars().allMatch(character -> character > ' ' && character < 0x7F);
    }

    @Override
    public String toString() {
        return value;
    }
}
