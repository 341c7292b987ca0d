package dev.hob.web.api.json;

import java.util.Optional;

/// A node that has a repository, and how far it is, as far as it says so.
public record RepositoryCopy(
        String nid,
        @Says("What it calls itself") Optional<String> alias,

        @Says("How many namespaces stand there as they do here")
        int same,

        @Says("How many there are here") int here,
        boolean connected) {}
