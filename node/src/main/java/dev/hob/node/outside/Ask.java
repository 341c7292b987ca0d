package dev.hob.node.outside;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A request to the outside. Immutable.
///
/// @param head the lines of its head for where it goes: asked again at each redirect, so that each hop is signed anew
/// @param body what is posted; a request with one is a POST, and follows no redirect
/// @param bytesMax how large the answer may be, unpacked
public record Ask(URI url, Function<URI, List<Line>> head, Optional<Posting> body, int bytesMax) {
    /// One line of a head.
    public record Line(String name, String value) {}

    /// Bytes that are posted. Not copied: nobody changes them.
    public record Posting(byte[] bytes) {}

    /// A GET.
    public static Ask get(URI url, Function<URI, List<Line>> head, int bytesMax) {
        return new Ask(url, head, Optional.empty(), bytesMax);
    }

    /// A POST.
    public static Ask post(URI url, Function<URI, List<Line>> head, byte[] body, int bytesMax) {
        return new Ask(url, head, Optional.of(new Posting(body)), bytesMax);
    }

    String method() {
        return body.isPresent() ? "POST" : "GET";
    }
}
