package dev.hob.web.api.json;

import java.util.Optional;

/// A release that is asked for.
public record CreateRelease(
        @Most(200) String tagName,

        @Most(200) @Says("Where the tag is made when there is none; the default branch when left out")
        Optional<String> targetCommitish,

        @Most(65_536) @Says("With a message a tag that is made is an annotated one")
        Optional<String> tagMessage,

        @Most(255) Optional<String> name,
        @Most(125_000) @Says("Markdown") Optional<String> body,

        @Says("Only for those who write, and without a tag, until it is published")
        Optional<Boolean> draft,

        Optional<Boolean> prerelease,

        @Says("Put what was merged since the release before behind the body")
        Optional<Boolean> generateReleaseNotes) {}
