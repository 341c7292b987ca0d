package dev.hob.p2p.noise;

/// Is shown each intermediate value of a handshake, so that a test can compare it with another program's.
interface Trace {
    Trace NONE = (what, value) -> {};

    void saw(String what, byte[] value);
}
