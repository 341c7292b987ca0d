package dev.hob.node.log;

/// One ref that moved: its name as ordinary clients see it, and the object ids before and after.
/// Forty zeros stand for "not there".
public record RefMove(String ref, String before, String after) {
    /// The id that means absence.
    public static final String ABSENT = "0".repeat(40);

    public RefMove {
        if (before.length() != 40 || after.length() != 40)
            throw new IllegalArgumentException("object ids have 40 characters: " + ref);
    }

    /// Whether the ref is gone afterwards.
    public boolean deletes() {
        return after.equals(ABSENT);
    }
}
