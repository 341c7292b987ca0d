package dev.hob.web.html;

import java.time.Instant;

/// Something that came from another server, in one line.
///
/// @param who said it or passed it on
/// @param did in a word or two
/// @param title of what was said, or of what it answers
/// @param url where all of it is read
/// @param said how it begins
public record HeardLine(String who, String whoUrl, String did, String title, String url, String said, Instant at) {}
