package dev.hob.federation.signature;

/// Why a signature does not count.
public enum Cause {
    MISSING_SIGNATURE(401),
    MALFORMED_SIGNATURE(400),
    UNSUPPORTED_ALGORITHM(401),
    TARGET_NOT_COVERED(401),
    HOST_NOT_COVERED(401),
    TIME_NOT_COVERED(401),
    BODY_NOT_COVERED(401),
    MISSING_DIGEST(401),
    DIGEST_MISMATCH(401),
    OUTSIDE_TIME_WINDOW(401),
    ALGORITHM_KEY_MISMATCH(401),
    BAD_SIGNATURE(401),
    UNUSABLE_KEY(401),
    KEY_NOT_FOUND(401),
    KEY_OWNER_MISMATCH(401),
    KEY_NOT_OWNED_BY_ACTOR(401);

    private final int status;

    Cause(int status) {
        this.status = status;
    }

    /// The answer to the sender.
    public int status() {
        return status;
    }

    /// Whether another key under the same id could change the answer: the owner may have a new one.
    boolean mayBeRotation() {
        return this == BAD_SIGNATURE || this == ALGORITHM_KEY_MISMATCH;
    }
}
