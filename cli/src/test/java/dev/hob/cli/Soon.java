package dev.hob.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/// What comes by itself, a little later.
final class Soon {
    private static final Duration WITHIN = Duration.ofSeconds(90);

    private Soon() {}

    /// Whether it is so by now.
    @FunctionalInterface
    interface Looked {
        boolean isSo() throws Exception;
    }

    /// Waits until something holds; if it never does, tells what the nodes have said.
    static void holds(Looked looked, Logged... nodes) throws Exception {
        holds("it", looked, nodes);
    }

    /// The same, of something that has a name.
    static void holds(String what, Looked looked, Logged... nodes) throws Exception {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (!looked.isSo()) {
            if (System.nanoTime() > end) throw new AssertionError(what + " did not come; " + told(nodes));
            Thread.sleep(100);
        }
    }

    private static String told(Logged... nodes) throws IOException {
        var told = new StringBuilder();
        for (var node : nodes)
            told.append("\n\n").append(node.log()).append(":\n").append(Files.readString(node.log()));
        return told.toString();
    }
}
