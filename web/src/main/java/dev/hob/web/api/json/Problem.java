package dev.hob.web.api.json;

/// Why something was not done.
public record Problem(
        @Says("A sentence for whoever called") String message,
        @Says("Where to read on") String url) {}
