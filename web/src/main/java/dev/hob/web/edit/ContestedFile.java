package dev.hob.web.edit;

import dev.hob.node.code.Diffs;
import java.util.List;
import java.util.Optional;

/// A file that somebody decides about, as a page shows it.
///
/// @param number among those of the page, from 0
/// @param was what tells whether the two sides still are what its writer saw
/// @param text as it is by now
/// @param ending how most of its lines end: LF, CRLF or CR
/// @param places that are shown, of those that are left
/// @param left how many are left
/// @param wrong with the text
/// @param former what its writer had made of it, when the two sides are others by now
/// @param result what the merge does to it, once it is decided
public record ContestedFile(
        int number,
        String path,
        String was,
        String text,
        String ending,
        List<Spot> places,
        int left,
        Optional<String> wrong,
        Optional<String> former,
        Optional<Diffs.File> result) {
    public ContestedFile {
        places = List.copyOf(places);
    }

    /// A place where somebody has to decide.
    ///
    /// @param line of the text where it begins
    /// @param before lines above it, and `after` those below
    public record Spot(String key, int line, List<String> before, Side ours, Side theirs, List<String> after) {
        public Spot {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /// What one side has there.
    ///
    /// @param more how many lines are not shown
    public record Side(List<String> lines, int more) {
        public Side {
            lines = List.copyOf(lines);
        }
    }
}
