package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// Something that another server sent.
public record ReceivedActivity(
        @Says("By which it is let in or refused while it is held")
        long position,

        String id,
        @Says("Its first type") String type,
        String actor,
        String host,
        @Says("What it is about, if that has an id") Optional<String> object,
        Instant receivedAt,

        @OneOf({"held", "waiting", "refused", "done", "ignored"}) @Says("What became of it")
        String state,

        @Says("The same in words; may be empty") String told,

        @Says("What it says, in a line, as far as that is kept")
        String says) {}
