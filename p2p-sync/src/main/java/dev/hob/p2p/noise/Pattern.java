package dev.hob.p2p.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Which name of the handshake is hashed. The acts are those of XK either way.
public enum Pattern {
    /// What real nodes say: their library prints the one-way half of the pattern as `L` (`radicle.md` §7.1).
    XL,
    /// What they meant, should they ever mend it.
    XK;

    byte[] protocolName() {
        return ("Noise_" + name() + "_Edwards25519_ChaChaPoly_SHA256").getBytes(US_ASCII);
    }
}
