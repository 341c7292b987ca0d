package dev.hob.web.html;

import dev.hob.node.code.Diffs;

/// A line of a change as a page shows it.
///
/// @param before its number as it was; 0 where it has none
/// @param after its number as it is; 0 where it has none
/// @param html safe to be put into a page
/// @param partner the place of the line that it took the place of, or that took its place, among the lines
/// that are
/// shown with it; -1 for none
public record ShownLine(Diffs.Kind kind, int before, int after, String html, int partner) {
    /// Whether the line went.
    public boolean gone() {
        return kind == Diffs.Kind.REMOVED;
    }

    /// Whether it is a line of the file.
    public boolean isCode() {
        return before > 0 || after > 0;
    }
}
