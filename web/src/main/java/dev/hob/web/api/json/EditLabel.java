package dev.hob.web.api.json;

import java.util.Optional;

/// What to change of a label; what is left out stays.
public record EditLabel(
        @Most(50) Optional<String> name,
        @Most(7) Optional<String> color,
        @Most(200) Optional<String> description) {}
