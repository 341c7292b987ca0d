package dev.hob.p2p.wire;

/// Carries a [Malformed] from deep inside a decoder to its edge, where it becomes a return value. Never leaves
/// this package, and has no stack trace: a stranger decides how often it is thrown.
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Malformed why;

    Unreadable(Malformed why) {
        super(why.toString(), null, false, false);
        this.why = why;
    }

    Malformed why() {
        return why;
    }
}
