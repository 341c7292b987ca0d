package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// A rule for branches that is asked for, or what of one is to change; what is left out stays as it is.
public record EditBranchProtection(
        @Most(255) @Says("A pattern of names: main, release/*, **")
        Optional<String> ruleName,

        @Most(255) @Says("The same as rule_name, for older clients")
        Optional<String> branchName,

        Optional<Boolean> enablePush,
        Optional<Boolean> enablePushWhitelist,
        @Most(100) Optional<List<String>> pushWhitelistUsernames,
        Optional<Boolean> enableForcePush,
        Optional<Boolean> enableDeletion,
        Optional<Boolean> enableMergeWhitelist,
        @Most(100) Optional<List<String>> mergeWhitelistUsernames,

        @Says("With no contexts, whatever is reported must be good")
        Optional<Boolean> enableStatusCheck,

        @Most(50) @Says("Names of checks, or patterns of them")
        Optional<List<String>> statusCheckContexts,

        Optional<Long> requiredApprovals,
        Optional<Boolean> enableApprovalsWhitelist,
        @Most(100) Optional<List<String>> approvalsWhitelistUsername,
        @Says("True in a new rule") Optional<Boolean> blockOnRejectedReviews,
        Optional<Boolean> blockOnOutdatedBranch,
        @Says("True in a new rule") Optional<Boolean> dismissStaleApprovals,
        Optional<Boolean> requireSignedCommits,
        Optional<Boolean> requireLinearHistory,
        Optional<Boolean> requireCodeOwnerReviews,

        @Most(10_000) @Says("Patterns, with semicolons between them")
        Optional<String> protectedFilePatterns,

        @Says("True in a new rule") Optional<Boolean> applyToAdmins) {}
