package dev.hob.cli;

import java.io.IOException;
import java.util.List;

/// The ground on which nodes of a test stand, and the roads between them, which can be cut.
interface Land extends AutoCloseable {
    /// A way from one place to another.
    interface Road {
        /// Where the other is dialled on this way.
        String address();

        /// Nothing goes through any more.
        void cut() throws IOException;

        /// From now on it does again.
        void mend() throws IOException;
    }

    /// A new place, to which no road leads yet.
    Place place() throws IOException;

    /// A new place among others: whoever stands on one of these reaches all who do.
    Place among() throws IOException;

    Road road(Place from, Place to) throws IOException;

    @Override
    void close();

    /// Namespaces where there are any; else loopback, and that is said on stderr. With `-Dhob.lands=loopback` that.
    static Land here() {
        if (wanted("loopback")) return new Loopback();
        if (Namespaces.areHere()) return new Namespaces();
        System.err.println("SKIPPED: nodes in network namespaces of their own, as only root makes them, with `ip`");
        return new Loopback();
    }

    /// The same; with `-Dhob.lands=all` both.
    static List<Land> all() {
        return wanted("all") && Namespaces.areHere() ? List.of(new Loopback(), new Namespaces()) : List.of(here());
    }

    private static boolean wanted(String lands) {
        return System.getProperty("hob.lands", "").equals(lands);
    }
}
