package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;

/// A rule for branches.
public record BranchProtection(
        @Says("The same as rule_name, for older clients") String branchName,
        @Says("The pattern of the names that it is for") String ruleName,
        boolean enablePush,
        boolean enablePushWhitelist,
        List<String> pushWhitelistUsernames,
        List<String> pushWhitelistTeams,
        boolean pushWhitelistDeployKeys,
        boolean enableForcePush,
        @Says("Whether such branches may be deleted") boolean enableDeletion,
        boolean enableMergeWhitelist,
        List<String> mergeWhitelistUsernames,
        List<String> mergeWhitelistTeams,
        boolean enableStatusCheck,
        List<String> statusCheckContexts,
        int requiredApprovals,
        boolean enableApprovalsWhitelist,
        List<String> approvalsWhitelistUsername,
        List<String> approvalsWhitelistTeams,
        boolean blockOnRejectedReviews,
        boolean blockOnOfficialReviewRequests,
        boolean blockOnOutdatedBranch,
        boolean dismissStaleApprovals,
        boolean ignoreStaleApprovals,
        boolean requireSignedCommits,
        @Says("Whether there may be no merge commits") boolean requireLinearHistory,

        @Says("Whether owners of what is changed must approve")
        boolean requireCodeOwnerReviews,

        @Says("Patterns, with semicolons between them") String protectedFilePatterns,
        String unprotectedFilePatterns,
        boolean applyToAdmins,
        Instant createdAt,
        Instant updatedAt) {}
