package dev.hob.web.search;

import dev.hob.search.index.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that was found, as the page shows it.
///
/// @param repository as `owner/name`
/// @param also other repositories, as `owner/name`, that have the same file
/// @param more whether it has further lines that fit
public record FoundLine(
        Kind kind,
        String repository,
        String repositoryUrl,
        String title,
        String url,
        String language,
        Optional<Boolean> open,
        Optional<Instant> at,
        List<Piece> pieces,
        List<String> also,
        boolean more) {
    public FoundLine {
        pieces = List.copyOf(pieces);
        also = List.copyOf(also);
    }

    /// Whether its lines are code, and not what somebody wrote to somebody.
    public boolean isCode() {
        return kind == Kind.CODE;
    }

    /// Some lines that stand together.
    ///
    /// @param name of what they define, with what it stands in; empty for none
    public record Piece(String name, List<Line> lines) {
        public Piece {
            lines = List.copyOf(lines);
        }
    }

    /// A line, what fits marked.
    ///
    /// @param url of the place itself
    /// @param html safe to put into a page
    public record Line(int number, String url, String html) {}
}
