package dev.hob.web;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// How this node is reached over HTTP.
///
/// @param port 0 for any that is free
/// @param publicUrl what people and other nodes call this node, when it is not what they connect to
/// @param trustedProxies addresses whose `X-Forwarded-For` is believed
/// @param openSignUp whether anyone may make an account
public record HttpConfig(
        String host, int port, Optional<URI> publicUrl, Set<String> trustedProxies, boolean openSignUp) {
    public HttpConfig {
        trustedProxies = Set.copyOf(trustedProxies);
    }

    /// For a node that only this machine reaches.
    public static HttpConfig local(int port) {
        return new HttpConfig("127.0.0.1", port, Optional.empty(), Set.of(), false);
    }
}
