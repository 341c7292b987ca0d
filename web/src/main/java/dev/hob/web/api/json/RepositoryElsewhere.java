package dev.hob.web.api.json;

import java.util.List;

/// A repository that others say they have, and this node does not.
public record RepositoryElsewhere(
        String rid,

        @Says("How many nodes have it") int count,

        @Says("The ids of at most 20 of them") List<String> nodes) {}
