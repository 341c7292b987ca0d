package dev.hob.web.api.json;

import java.util.Optional;

/// A tag that is asked for.
public record CreateTag(
        @Most(200) String tagName,

        @Most(65_536) @Says("With a message it becomes an annotated tag")
        Optional<String> message,

        @Most(200) @Says("A branch, tag or commit; the default branch when left out")
        Optional<String> target) {}
