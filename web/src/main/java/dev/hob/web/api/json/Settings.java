package dev.hob.web.api.json;

/// How long lists and files are.
public record Settings(
        int maxResponseItems, int defaultPagingNum, int defaultGitTreesPerPage, long defaultMaxBlobSize) {}
