package dev.hob.web.html;

/// A repository of another server that one of here began as.
///
/// @param handle how people write it
/// @param fetching whether what it has is still on its way
/// @param told why that could not be had; empty when it could
public record ElsewhereHead(String handle, boolean fetching, String told) {
    /// Its page here.
    public String url() {
        return "/" + Urls.path(handle);
    }

    /// Whether all of it is here.
    public boolean isWhole() {
        return !fetching && told.isEmpty();
    }
}
