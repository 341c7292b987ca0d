package dev.hob.web.api.json;

import java.util.List;

/// A tree.
public record GitTree(
        String sha,
        String url,
        List<Entry> tree,
        @Says("There are more: ask for the next page") boolean truncated,
        int page,
        int totalCount) {

    /// A line of a tree.
    public record Entry(
            String path,
            String mode,
            @OneOf({"blob", "tree", "commit"}) String type,
            long size,
            String sha,
            String url) {}
}
