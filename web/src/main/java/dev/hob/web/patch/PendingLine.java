package dev.hob.web.patch;

import dev.hob.node.cob.CodeLocation;

/// A remark that was not sent yet, as the page shows it.
///
/// @param html what it says
/// @param lines where it stands, in words
/// @param past whether it is about commits that others have taken the place of
public record PendingLine(int number, CodeLocation location, String body, String html, String lines, boolean past) {}
