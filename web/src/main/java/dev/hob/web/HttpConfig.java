package dev.hob.web;

import dev.hob.node.people.SignUp;
import dev.hob.web.calm.Strangers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where and how HTTP is spoken.
///
/// @param port 0 takes any free one
/// @param publicUrl what people and other nodes call this node, when it is not what they connect to
/// @param tls with it, HTTPS is spoken instead
/// @param trustedProxies addresses or CIDRs whose `X-Forwarded-…` headers are believed
/// @param signUp who may make an account, until an administrator says otherwise on the pages
/// @param patience how long a client may be silent or drip
/// @param connectionsMax how many connections are open at once; others wait until one closes
/// @param strangers how those without an account are met
/// @param asciidoc whether files in AsciiDoc are rendered
public record HttpConfig(
        String host,
        int port,
        Optional<URI> publicUrl,
        Optional<TlsFiles> tls,
        List<String> trustedProxies,
        SignUp signUp,
        Duration patience,
        int connectionsMax,
        Strangers strangers,
        boolean asciidoc) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECTIONS_MAX = 1_000;

    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// For a node that only this machine reaches.
    public static HttpConfig local(int port) {
        return new HttpConfig(
                "127.0.0.1",
                port,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                SignUp.CLOSED,
                PATIENCE,
                CONNECTIONS_MAX,
                Strangers.USUAL,
                true);
    }

    /// The PEM files of a certificate chain and its private key.
    public record TlsFiles(Path certificate, Path key) {}
}
