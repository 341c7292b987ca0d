package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A repository.
public record Repository(
        long id,
        User owner,
        String name,
        String fullName,
        String description,
        @Says("Nothing was pushed yet") boolean empty,

        @JsonProperty("private") boolean isPrivate,

        boolean fork,
        boolean template,
        boolean mirror,
        @Says("What its folder takes on the disk, in KiB") long size,
        @Says("The language with the most bytes") String language,
        String languagesUrl,
        String htmlUrl,
        String url,
        String link,
        @Says("Empty: this node speaks HTTP only") String sshUrl,
        String cloneUrl,
        String originalUrl,
        String website,
        long starsCount,
        @Says("Those that everybody may see") long forksCount,
        long watchersCount,
        long openIssuesCount,
        long openPrCounter,
        long releaseCounter,
        String defaultBranch,
        boolean archived,
        Instant createdAt,
        Instant updatedAt,
        @Says("What the caller may do") Optional<Permissions> permissions,
        boolean hasIssues,
        boolean hasWiki,
        boolean hasPullRequests,
        boolean hasProjects,
        boolean hasReleases,
        boolean hasPackages,
        boolean hasActions,
        boolean allowMergeCommits,
        boolean allowRebase,
        boolean allowRebaseExplicit,
        boolean allowSquashMerge,
        boolean allowFastForwardOnlyMerge,
        boolean allowRebaseUpdate,
        boolean allowManualMerge,
        boolean defaultDeleteBranchAfterMerge,
        String defaultMergeStyle,
        boolean defaultAllowMaintainerEdit,
        String avatarUrl,
        boolean internal,
        String objectFormatName,
        List<String> topics,

        @Says("What it is a fork of, if the caller may see that")
        Optional<Repository> parent,

        @Says("The id that it has on every node") String rid) {

    /// What somebody may do with a repository.
    public record Permissions(boolean admin, boolean push, boolean pull) {}
}
