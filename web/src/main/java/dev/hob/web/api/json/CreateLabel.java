package dev.hob.web.api.json;

import java.util.Optional;

/// A label that is asked for.
public record CreateLabel(
        @Most(50) String name,

        @Most(7) @Says("Six hexadecimal digits, with or without # before them")
        String color,

        @Most(200) Optional<String> description) {}
