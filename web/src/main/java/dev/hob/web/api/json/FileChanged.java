package dev.hob.web.api.json;

import java.util.Optional;

/// A file as it is now, and the commit that made it so.
public record FileChanged(
        @OrNull @Says("Nothing when it was deleted") Optional<Contents> content,
        FileCommit commit,
        Verification verification) {}
