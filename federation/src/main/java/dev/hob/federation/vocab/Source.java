package dev.hob.federation.vocab;

import java.util.Optional;

/// A text in the form it was written in, such as the Markdown behind a `content`. Immutable.
public record Source(String content, Optional<String> mediaType, Rest rest) {
    /// CommonMark, as we write it.
    public static Source markdown(String content) {
        return new Source(content, Optional.of("text/markdown; variant=CommonMark"), Rest.NONE);
    }

    /// Whether it is Markdown, so that we may render it ourselves and ignore the HTML beside it.
    public boolean isMarkdown() {
        return mediaType.filter(type -> type.startsWith("text/markdown")).isPresent();
    }
}
