package dev.hob.node.refs;

/// Named points in the writing of a push, where tests let the process die as `kill -9` would:
/// `-Dhob.kill=refs:3` ends it when it comes to the point `refs` for the third time.
public final class Probe {
    private static final String POINT;
    private static final java.util.concurrent.atomic.AtomicInteger LEFT =
            new java.util.concurrent.atomic.AtomicInteger();

    static {
        String[] parts = System.getProperty("hob.kill", "").split(":", 2);
        POINT = parts[0];
        LEFT.set(parts.length == 2 ? Integer.parseInt(parts[1]) : 0);
    }

    private Probe() {}

    /// Passes a point.
    public static void at(String point) {
        if (POINT.equals(point) && LEFT.decrementAndGet() == 0)
            Runtime.getRuntime().halt(137);
    }
}
