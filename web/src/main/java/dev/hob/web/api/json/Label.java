package dev.hob.web.api.json;

/// A label.
public record Label(
        @Says("Made of its name") long id,
        String name,
        @Says("Always false") boolean exclusive,
        @Says("Always false") boolean isArchived,
        @Says("Six hexadecimal digits") String color,
        String description,
        String url) {}
