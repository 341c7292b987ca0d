package dev.hob.web;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where and how HTTP is spoken.
///
/// @param port 0 takes any free one
/// @param publicUrl what people and other nodes call this node, when it is not what they connect to
/// @param tls with it, HTTPS is spoken instead
/// @param trustedProxies addresses or CIDRs whose `X-Forwarded-…` headers are believed
/// @param openSignUp whether anyone may make an account
public record HttpConfig(
        String host,
        int port,
        Optional<URI> publicUrl,
        Optional<TlsFiles> tls,
        List<String> trustedProxies,
        boolean openSignUp) {
    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// For a node that only this machine reaches.
    public static HttpConfig local(int port) {
        return new HttpConfig("127.0.0.1", port, Optional.empty(), Optional.empty(), List.of(), false);
    }

    /// The PEM files of a certificate chain and its private key.
    public record TlsFiles(Path certificate, Path key) {}
}
