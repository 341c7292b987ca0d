package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// The files as they are now, and the commit that made them so.
public record FilesChanged(
        @Says("In the order they were sent; null for one that was deleted")
        List<Optional<Contents>> files,

        FileCommit commit,
        Verification verification) {}
