package dev.hob.search.index;

/// Nobody waits any more for what is being looked for.
final class Impatience extends RuntimeException {
    private static final long serialVersionUID = 1;

    Impatience() {
        super("took too long", null, false, false);
    }
}
