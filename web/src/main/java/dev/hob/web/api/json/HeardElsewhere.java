package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// Something that came from another server: of somebody who is followed, or in answer to what the account wrote.
public record HeardElsewhere(
        @Says("The address of what was said") String id,
        @Says("Who said it or passed it on") String actor,
        @Says("Who wrote it") String author,
        @OneOf({"note", "ticket", "release"}) String kind,
        Optional<String> title,
        @Says("How it begins") String excerpt,

        @Says("Its page there, if its server says so") Optional<String> page,
        Instant at,
        @Says("The page of this node") String url) {}
