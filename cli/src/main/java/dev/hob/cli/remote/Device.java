package dev.hob.cli.remote;

import dev.hob.keys.Secret;

/// The key that this computer signs with at a node, as its account's.
///
/// @param did its public half
/// @param seed its private half, in base64
public record Device(String did, Secret seed) {
    private static final String PREFIX = "did:key:";

    /// The name of its namespace.
    public String nid() {
        return did.startsWith(PREFIX) ? did.substring(PREFIX.length()) : did;
    }
}
