package dev.hob.node.outside;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A request to the outside. Immutable.
///
/// @param head the lines of its head for where it goes: asked again at each redirect, so that each hop is signed anew
/// @param body what is posted; a request with one is a POST, and follows no redirect
/// @param bytesMax how large the answer may be, unpacked
/// @param met whether the asker wants to meet a place: asked at each redirect too
public record Ask(URI url, Function<URI, List<Line>> head, Optional<Body> body, int bytesMax, Predicate<URI> met) {
    /// One line of a head.
    public record Line(String name, String value) {}

    /// A GET.
    public static Ask get(URI url, Function<URI, List<Line>> head, int bytesMax) {
        return new Ask(url, head, Optional.empty(), bytesMax, _ -> true);
    }

    /// A POST.
    public static Ask post(URI url, Function<URI, List<Line>> head, byte[] body, int bytesMax) {
        return new Ask(url, head, Optional.of(new Body(body)), bytesMax, _ -> true);
    }

    /// The same, but only where the asker wants to go.
    public Ask where(Predicate<URI> met) {
        return new Ask(url, head, body, bytesMax, met);
    }

    String method() {
        return body.isPresent() ? "POST" : "GET";
    }
}
