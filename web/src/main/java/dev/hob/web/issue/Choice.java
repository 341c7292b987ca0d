package dev.hob.web.issue;

/// Something that can be chosen in a menu.
///
/// @param url the page once it was chosen
/// @param chosen whether it is already; choosing it again lets it go
public record Choice(String words, String url, boolean chosen) {}
