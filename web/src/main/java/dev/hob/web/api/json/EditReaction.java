package dev.hob.web.api.json;

/// A sign to put under something, or to take away.
public record EditReaction(
        @Most(30) @Says("+1, -1, laugh, hooray, confused, heart, rocket, eyes, or a sign itself")
        String content) {}
