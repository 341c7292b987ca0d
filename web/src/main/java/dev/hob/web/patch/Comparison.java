package dev.hob.web.patch;

import dev.hob.web.html.Urls;

/// Two that are to be compared, as an address names them: `base...head`, or `base..head`.
///
/// @param base empty when only the other one is named
/// @param dots how they are compared: three count from where their ways parted, two from the base itself
public record Comparison(String base, String dots, String head) {
    private static final String PARTED = "...";
    private static final String DIRECTLY = "..";

    /// What a pull request would bring to a branch of the project from another one, or from one of a fork
    /// (`bob:topic`).
    static Comparison parted(String base, String head) {
        return new Comparison(base, PARTED, head);
    }

    /// Reads what follows `/compare/`. No name that git allows holds two dots.
    static Comparison of(String address) {
        String dots = address.contains(PARTED) ? PARTED : DIRECTLY;
        int at = address.indexOf(dots);
        return at < 0
                ? parted("", address)
                : new Comparison(address.substring(0, at), dots, address.substring(at + dots.length()));
    }

    /// The page that compares them.
    public String address(String home) {
        return home + "/compare/" + Urls.path(base) + dots + Urls.path(head);
    }

    /// Whether what only the base has is left out, as a pull request does.
    public boolean parted() {
        return dots.equals(PARTED);
    }

    /// The same two, in the other way of the two.
    public Comparison otherwise() {
        return new Comparison(base, parted() ? DIRECTLY : PARTED, head);
    }

    /// The other way round.
    public Comparison turned() {
        return new Comparison(/* base= */ head, dots, /* head= */ base);
    }

    Comparison withBase(String other) {
        return new Comparison(other, dots, head);
    }

    Comparison withHead(String other) {
        return new Comparison(base, dots, other);
    }
}
