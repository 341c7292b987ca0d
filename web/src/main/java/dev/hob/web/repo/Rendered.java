package dev.hob.web.repo;

import java.util.Optional;

/// A file as what it is for.
///
/// @param html of it; empty when there is nothing but its source, or not even that
/// @param told why that is so, where somebody might ask
/// @param waits whether it looks otherwise in a moment
record Rendered(Optional<String> html, String told, boolean waits) {
    /// There is nothing but its source.
    static final Rendered NOT = new Rendered(Optional.empty(), "", false);

    static Rendered as(String html) {
        return new Rendered(Optional.of(html), "", false);
    }
}
