package dev.hob.web.search;

import static dev.hob.web.text.Messages.text;

import dev.hob.search.query.Notice;

/// What became of the branch or tag that a question names, as the page says it.
///
/// @param bad whether nothing can be found so
public record Told(String says, boolean bad) {
    static Told of(Notice notice) {
        return switch (notice) {
            case Notice.OfWhich _ -> new Told(text("search.rev.of-which"), true);
            case Notice.Unknown(var name, var repository) ->
                new Told(text("search.rev.unknown", name, repository), true);
            case Notice.FilesOnly _ -> new Told(text("search.rev.files-only"), true);
            case Notice.Reading(var name, int read, int files) ->
                new Told(
                        files == 0
                                ? text("search.rev.reading-begins", name)
                                : text("search.rev.reading", name, read, files),
                        false);
            case Notice.TooMuch(var name, int max) -> new Told(text("search.rev.too-much", name, max), true);
            case Notice.Busy(var name) -> new Told(text("search.rev.busy", name), true);
        };
    }
}
