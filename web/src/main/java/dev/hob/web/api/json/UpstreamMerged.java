package dev.hob.web.api.json;

/// What came of bringing a branch up to date.
public record UpstreamMerged(
        @Says("fast-forward or up-to-date") String mergeType) {}
