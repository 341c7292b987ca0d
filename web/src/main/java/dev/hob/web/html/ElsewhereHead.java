package dev.hob.web.html;

/// A repository of another server that one of here began as.
///
/// @param handle how people write it
/// @param whole whether all that it had once is here
/// @param fetching whether what it has, or has got since, is still on its way
/// @param told why that could not be had, or not all of it; empty when it could
public record ElsewhereHead(String handle, boolean whole, boolean fetching, String told) {
    /// Its page here.
    public String url() {
        return "/" + Urls.path(handle);
    }
}
