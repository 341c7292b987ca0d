package dev.hob.web.api.json;

import java.util.Optional;

/// How far somebody is let in.
public record AddCollaborator(
        @OneOf({"read", "write", "admin"}) @Says("write, when left out")
        Optional<String> permission) {}
