package dev.hob.cli;

import java.util.List;

/// Where a node of a test stands: in a network namespace of its own, or on the loopback address.
///
/// @param inside what a command begins with to run there
/// @param test the address of the test itself, as it is called there
/// @param http where it serves pages to the test, on any port
/// @param peers where it listens to peers
/// @param dialled where peers next to it dial it
record Place(List<String> inside, String test, String http, String peers, String dialled) {
    /// On this machine, where peers find a port of their own.
    static Place loopback() {
        String peers = "127.0.0.1:" + Radicle.freePort();
        return new Place(List.of(), "127.0.0.1", "127.0.0.1:0", peers, peers);
    }
}
