package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// A rule for tags that is asked for, or what of one is to change; what is left out stays as it is.
public record EditTagProtection(
        @Most(255) @Says("A pattern of names: v*") Optional<String> namePattern,

        @Most(100) Optional<List<String>> whitelistUsernames,
        @Says("Whether all who write may") Optional<Boolean> allowWriters) {}
