package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// Somebody, or a repository, of another server whom an account follows.
public record FollowedElsewhere(
        @Says("The address of the actor, which never changes")
        String id,

        @Says("Left out when they are not known any more") Optional<String> handle,

        @OneOf({"asked", "accepted", "rejected"}) String state,

        @Says("Why they do not want it, if they said so") Optional<String> reason,
        Instant since,
        @Says("Where to look: the page of this node") String url) {}
