package dev.hob.web.api.json;

/// Whether what a repository says of its issues can be read.
public record IssueConfigValidation(
        boolean valid,
        @Says("What is wrong; empty when nothing is") String message) {}
