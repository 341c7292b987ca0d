package dev.hob.web.api.json;

import java.util.Optional;

/// What somebody wants to hear of a repository.
public record Watch(
        @Says("Nothing at all, instead of everything") Optional<Boolean> ignored) {}
