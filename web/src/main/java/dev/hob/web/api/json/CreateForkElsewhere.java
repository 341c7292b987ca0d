package dev.hob.web.api.json;

import java.util.Optional;

/// A fork of a repository on another server that is asked for.
public record CreateForkElsewhere(
        @Most(2_048) @Says("Its handle (@owner.name@host) or its URL")
        String from,

        @Most(100) @Says("How it shall be called here; as there when left out")
        Optional<String> name) {}
