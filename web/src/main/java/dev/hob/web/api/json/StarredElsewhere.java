package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A repository of another server that has a star of an account's.
public record StarredElsewhere(
        @Says("The address of the repository, which never changes")
        String id,

        @Says("Left out when it is not known any more") Optional<String> handle,
        Instant since,
        @Says("Where to look: the page of this node") String url) {}
