package dev.hob.web.api.json;

/// Which Gitea this node behaves like, and which Hob it is.
public record Version(
        @Says("Gitea's version first, then Hob's behind a plus")
        String version) {}
