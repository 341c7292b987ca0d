package dev.hob.web.patch;

import dev.hob.node.patch.ReviewDrafts.Pending;

/// A remark that was not sent yet, as the page shows it.
///
/// @param html what it says
/// @param lines where it stands, in words
public record PendingLine(Pending pending, String html, String lines) {}
