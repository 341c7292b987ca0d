package dev.hob.cli;

import java.util.List;

/// Where a node of a test stands: in a network namespace of its own, or on the loopback address.
///
/// @param inside what a command begins with to run there
/// @param http where it serves pages to the test, on any port
/// @param peers where it listens to peers
record Place(List<String> inside, String http, String peers) {
    /// On this machine, where peers find a port of their own.
    static Place loopback() {
        return new Place(List.of(), "127.0.0.1:0", "127.0.0.1:" + Radicle.freePort());
    }
}
