package dev.hob.web.api.json;

import java.util.Optional;

/// Why a review counts no more.
public record DismissPullReview(
        @Most(10_000) Optional<String> message,
        @Says("Also the earlier ones of the same reviewer") Optional<Boolean> priors) {}
