package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// How to merge.
public record MergePullRequest(
        @JsonProperty("Do")
        @OneOf({"merge", "squash", "rebase", "rebase-merge", "fast-forward-only", "manually-merged"})
        @Says("manually-merged is refused: a push that has the commits merges it by itself")
        String way,

        @JsonProperty("MergeTitleField") @Most(1_000) @Says("First line of the message of the commit that is made")
        Optional<String> title,

        @JsonProperty("MergeMessageField") @Most(65_536) @Says("The rest of it")
        Optional<String> message,

        @JsonProperty("MergeCommitID") @Most(64) @Says("Has no meaning here")
        Optional<String> mergeCommitId,

        @Most(64) @Says("What the caller has seen: when other commits are offered by now, nothing is merged")
        Optional<String> headCommitId,

        @Says("Has no meaning where nothing is in the way") Optional<Boolean> forceMerge,
        @Says("Has no meaning where nothing is waited for") Optional<Boolean> mergeWhenChecksSucceed,

        @Says("Delete the branch it came from, unless something else needs it")
        Optional<Boolean> deleteBranchAfterMerge) {}
