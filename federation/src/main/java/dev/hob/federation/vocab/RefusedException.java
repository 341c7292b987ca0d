package dev.hob.federation.vocab;

/// Why a document is not taken, in words that may be told to its sender. Never leaves the package: see [Reading].
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String why) {
        super(why, null, false, false); // A stranger's nonsense is an expected answer; its stack tells nothing.
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
