package dev.hob.web.api.json;

import java.util.Optional;

/// Who a commit is to name; what is left out is taken from the caller's account.
public record CommitIdentity(
        @Most(100) Optional<String> name, @Most(254) Optional<String> email) {}
