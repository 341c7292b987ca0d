package dev.hob.web.api.json;

import java.util.Optional;

/// What notes are asked for.
public record GenerateNotes(
        @Most(200) String tagName,

        @Most(200) @Says("What would be released, when there is no such tag yet")
        Optional<String> targetCommitish,

        @Most(200) @Says("The tag to begin behind; else that of the release before")
        Optional<String> previousTagName) {}
