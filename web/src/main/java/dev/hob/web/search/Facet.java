package dev.hob.web.search;

/// A way to narrow what was found, or to widen it again.
///
/// @param count how many of those that were found
/// @param chosen whether it is narrowed so now; its link leads out of that
public record Facet(String word, int count, String url, boolean chosen) {}
