package dev.hob.web.api.json;

import java.util.Optional;

/// A public repository that is here, and how it is kept in step with other nodes.
public record KeptRepository(
        String rid,
        String fullName,

        @Says("Whether it is kept for others: nobody of this node decides about it")
        boolean seeded,

        @OneOf({"all", "followed", "none"})
        @Says(
                "Whose work is fetched and announced: everybody's, that of its delegates and of who is followed, or nobody's")
        String scope,

        @Says("How many other nodes say they have it; left out when that cannot be said at once")
        Optional<Integer> holders) {}
