package dev.hob.federation.signature;

import dev.hob.federation.vocab.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A request as its signature sees it. Immutable.
///
/// `target` is the whole URL as the client saw it: behind a proxy it is built from the configured public origin,
/// never from the socket.
public final class Request {
    private final String method;
    private final Id target;
    private final List<Header> headers;
    private final byte[] body;

    /// One line of the head.
    public record Header(String name, String value) {}

    public Request(String method, Id target, List<Header> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
    }

    public String method() {
        return method;
    }

    public Id target() {
        return target;
    }

    public List<Header> headers() {
        return headers;
    }

    /// A fresh copy.
    public byte[] body() {
        return body.clone();
    }

    /// Whether there is a body, so that something must vouch for it.
    boolean hasBody() {
        return body.length > 0 || method.equalsIgnoreCase("POST");
    }

    /// The body itself, for whoever only reads it.
    byte[] bodyBytes() {
        return body;
    }

    /// All lines of a field as one value (RFC 9110 §5.2).
    Optional<String> field(String name) {
        var lines = lines(name);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
    }

    /// A field that must not be there twice: two readers would take two different ones.
    Optional<String> single(String name) {
        var lines = lines(name);
        if (lines.size() > 1) throw new SignatureException(Cause.MALFORMED_SIGNATURE, "more than one " + name);
        return lines.stream().findFirst();
    }

    private List<String> lines(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(header -> header.value().strip())
                .toList();
    }

    /// The same request with more lines in its head; a line of the same name gives way.
    public Request with(List<Header> more) {
        var names = more.stream()
                .map(header -> header.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var all = new ArrayList<Header>();
        for (var header : headers) if (!names.contains(header.name().toLowerCase(Locale.ROOT))) all.add(header);
        all.addAll(more);
        return new Request(method, target, all, body);
    }
}
