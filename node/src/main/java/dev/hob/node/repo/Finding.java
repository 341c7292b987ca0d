package dev.hob.node.repo;

/// Something that is not as it should be.
///
/// @param what is wrong, and where
/// @param remedy what to do about it
/// @param mendable whether `hob doctor --fix` does it
public record Finding(String what, String remedy, boolean mendable) {
    private static final String FIX = "hob doctor --fix mends it";

    /// One that can be mended from what is here.
    public static Finding mendable(String what) {
        return new Finding(what, FIX, true);
    }

    /// One that cannot.
    public static Finding lasting(String what, String remedy) {
        return new Finding(what, remedy, false);
    }
}
