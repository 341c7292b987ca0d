package dev.hob.node.log;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Named points between the steps of a change, where tests let the process die as `kill -9` would:
/// `-Dhob.kill=refs:3` ends it when it comes to the point `refs` for the third time. Within a process, a test may put
/// something of its own there with [#watch].
public final class Probe {
    private static final String POINT;
    private static final AtomicInteger LEFT = new AtomicInteger();

    static {
        String[] parts = System.getProperty("hob.kill", "").split(":", 2);
        POINT = parts[0];
        LEFT.set(parts.length == 2 ? Integer.parseInt(parts[1]) : 0);
    }

    private static volatile Consumer<String> watcher = _ -> {};

    private Probe() {}

    /// Lets a test see each point that is passed; what it throws comes out of the change.
    public static void watch(Consumer<String> next) {
        watcher = next;
    }

    /// Passes a point.
    public static void at(String point) {
        if (POINT.equals(point) && LEFT.decrementAndGet() == 0)
            Runtime.getRuntime().halt(137);
        watcher.accept(point);
    }
}
