package dev.hob.web.patch;

import dev.hob.node.patch.PendingReviews.Kept;

/// A remark that was not sent yet, as the page shows it.
///
/// @param html what it says
/// @param lines where it stands, in words
public record PendingLine(Kept pending, String html, String lines) {}
