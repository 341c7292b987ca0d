package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.issue.Handles;
import dev.hob.node.issue.Label;
import dev.hob.node.log.RepoId;
import dev.hob.node.patch.Patch;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Address;
import dev.hob.web.Far;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// A call of every operation that does what it is for, and what it asks of who calls: beside and apart from what the
/// operations declare.
final class Rows {
    private static final AtomicInteger MADE = new AtomicInteger();

    private Rows() {}

    /// What an operation asks for.
    enum Door {
        ANYONE,
        KNOWN,
        /// Whoever administers the node.
        NODE,
        PASSWORD,
        READ,
        READ_KNOWN,
        WRITE,
        ADMIN
    }

    record Row(String id, String method, String path, Door door, String scope, int status, String body) {
        boolean changes() {
            return !method.equals("GET");
        }

        boolean inRepository() {
            return path.contains("$REPO");
        }
    }

    private static Row get(String id, String path, Door door, String scope) {
        return new Row(id, "GET", path, door, scope, 200, "");
    }

    private static Row row(String id, String method, String path, Door door, String scope, int status, String body) {
        return new Row(id, method, path, door, scope, status, body);
    }

    private static final String READS = "read:repository";
    private static final String WRITES = "write:repository";
    private static final String USER = "read:user";
    private static final String WRITE_USER = "write:user";
    private static final String FAR = "{\"target\":\"" + Far.REPOSITORY + "\"}";
    private static final String FEDERATES = "write:activitypub";
    private static final String LETTING = "/federation/collaborators/alice/$REPO";
    private static final String CLOSES = "{\"target\":\"" + Far.TICKET + "\",\"act\":\"close\"}";
    private static final String LUKE = "{\"target\":\"https://far.example/u/luke\"}";
    private static final String R = "/repos/alice/$REPO";
    private static final String STAR = "/user/starred/alice/$REPO";
    private static final String WATCH = R + "/subscription";
    private static final String HEARD = "read:notification";
    private static final String HEARS = "write:notification";
    private static final String READ_ISSUES = "read:issue";
    private static final String WRITE_ISSUES = "write:issue";
    private static final String I = R + "/issues/1";
    private static final String C = R + "/issues/comments/$COMMENT";
    private static final String P = R + "/pulls/$PULL";
    private static final String REMARK = R + "/pulls/comments/$REMARK";
    private static final String RITA = "{\"reviewers\":[\"rita\"]}";
    private static final String COMMENTS = "{\"event\":\"COMMENT\",\"body\":\"Hm\"}";
    private static final String HEART = "{\"content\":\"heart\"}";
    private static final String BLOB;
    private static final String FORK_ELSEWHERE = "{\"from\":\"@luke.tools@forge-b.example\",\"name\":\"$FRESH\"}";
    private static final String PULL_ELSEWHERE =
            "{\"repository\":\"$SHOWN\",\"head\":\"main\",\"title\":\"Steep it longer\"}";
    private static final String READS_NODE = "read:admin";
    private static final String WRITES_NODE = "write:admin";
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");
    private static final DidKey SOMEBODY = DidKey.parse("z6MkrLMMsiPWUcNPHcRajuMi9mDfYckSoJyPwwnknocNYPm7");
    private static final Address NOWHERE = Address.parse("127.0.0.1:1").orElseThrow();

    static {
        try (var inserter = new ObjectInserter.Formatter()) {
            BLOB = inserter.idFor(
                            Constants.OBJ_BLOB, ApiServer.README.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .name();
        }
    }

    static final List<Row> TABLE = List.of(
            get("getVersion", "/version", Door.ANYONE, ""),
            get("getGeneralAPISettings", "/settings/api", Door.ANYONE, ""),
            get("search", "/search?q=tea", Door.ANYONE, ""),
            get("issueFindSimilar", R + "/issues/similar?title=Tea", Door.READ, READ_ISSUES),
            get("searchProgress", "/search/progress", Door.NODE, READS_NODE),
            get("userGetCurrent", "/user", Door.KNOWN, USER),
            get("userSearch", "/users/search?q=al", Door.ANYONE, USER),
            get("userGet", "/users/alice", Door.ANYONE, USER),
            get("userGetTokens", "/users/alice/tokens", Door.PASSWORD, ""),
            row(
                    "userCreateToken",
                    "POST",
                    "/users/alice/tokens",
                    Door.PASSWORD,
                    "",
                    201,
                    "{\"name\":\"fresh\",\"scopes\":[\"all\"]}"),
            row("userDeleteAccessToken", "DELETE", "/users/alice/tokens/old", Door.PASSWORD, "", 204, ""),
            get("userListDevices", "/user/devices", Door.KNOWN, USER),
            row("userChallengeDevice", "POST", "/user/devices/challenge", Door.KNOWN, "write:user", 201, ""),
            row("userLinkDevice", "POST", "/user/devices", Door.KNOWN, "write:user", 201, "$LINK"),
            row("userRevokeDevice", "DELETE", "/user/devices/$DEVICE", Door.KNOWN, "write:user", 204, ""),
            get("userCurrentListRepos", "/user/repos", Door.KNOWN, READS),
            row("createCurrentUserRepo", "POST", "/user/repos", Door.KNOWN, WRITES, 201, "{\"name\":\"$FRESH\"}"),
            get("userListRepos", "/users/alice/repos", Door.ANYONE, READS),
            get("repoSearch", "/repos/search?q=t", Door.ANYONE, READS),
            get("topicSearch", "/topics/search?q=t", Door.ANYONE, ""),
            get("repoGet", R, Door.READ, READS),
            row("repoEdit", "PATCH", R, Door.ADMIN, WRITES, 200, "{\"description\":\"Other leaves\"}"),
            row("repoDelete", "DELETE", R, Door.ADMIN, WRITES, 204, ""),
            get("listForks", R + "/forks", Door.READ, READS),
            row("createFork", "POST", R + "/forks", Door.READ_KNOWN, WRITES, 202, "{\"name\":\"$FRESH\"}"),
            row("repoMergeUpstream", "POST", R + "/merge-upstream", Door.WRITE, WRITES, 200, "{\"branch\":\"main\"}"),
            get("repoListCollaborators", R + "/collaborators", Door.READ_KNOWN, READS),
            row("repoCheckCollaborator", "GET", R + "/collaborators/will", Door.READ_KNOWN, READS, 204, ""),
            row("repoAddCollaborator", "PUT", R + "/collaborators/mallory", Door.ADMIN, WRITES, 204, "{}"),
            row("repoDeleteCollaborator", "DELETE", R + "/collaborators/will", Door.ADMIN, WRITES, 204, ""),
            get("repoGetAssignees", R + "/assignees", Door.READ_KNOWN, READS),
            get("repoGetRepoPermissions", R + "/collaborators/$SELF/permission", Door.READ_KNOWN, READS),
            get("repoListTopics", R + "/topics", Door.READ, READS),
            row("repoUpdateTopics", "PUT", R + "/topics", Door.ADMIN, WRITES, 204, "{\"topics\":[\"cup\"]}"),
            row("repoAddTopic", "PUT", R + "/topics/cup", Door.ADMIN, WRITES, 204, ""),
            row("repoDeleteTopic", "DELETE", R + "/topics/tea", Door.ADMIN, WRITES, 204, ""),
            get("userCurrentListStarred", "/user/starred", Door.KNOWN, READS),
            row("userCurrentCheckStarring", "GET", STAR, Door.READ_KNOWN, READS, 204, ""),
            row("userCurrentPutStar", "PUT", STAR, Door.READ_KNOWN, WRITES, 204, ""),
            row("userCurrentDeleteStar", "DELETE", STAR, Door.READ_KNOWN, WRITES, 204, ""),
            get("userListStarred", "/users/alice/starred", Door.ANYONE, READS),
            get("repoListStargazers", R + "/stargazers", Door.READ, READS),
            get("userCurrentListSubscriptions", "/user/subscriptions", Door.KNOWN, READS),
            get("userListSubscriptions", "/users/alice/subscriptions", Door.ANYONE, READS),
            get("repoListSubscribers", R + "/subscribers", Door.READ, READS),
            row("userCurrentCheckSubscription", "GET", WATCH, Door.READ_KNOWN, READS, 200, ""),
            row("userCurrentPutSubscription", "PUT", WATCH, Door.READ_KNOWN, WRITES, 200, "{}"),
            row("userCurrentDeleteSubscription", "DELETE", WATCH, Door.READ_KNOWN, WRITES, 204, ""),
            get("userListActivityFeeds", "/users/alice/activities/feeds", Door.ANYONE, READS),
            get("repoListActivityFeeds", R + "/activities/feeds", Door.READ, READS),
            get("notifyGetList", "/notifications?all=true", Door.KNOWN, HEARD),
            row("notifyReadList", "PUT", "/notifications", Door.KNOWN, HEARS, 200, ""),
            get("notifyNewAvailable", "/notifications/new", Door.KNOWN, HEARD),
            get("notifyGetThread", "/notifications/threads/$THREAD", Door.KNOWN, HEARD),
            row("notifyReadThread", "PATCH", "/notifications/threads/$THREAD", Door.KNOWN, HEARS, 200, ""),
            get("notifyGetRepoList", R + "/notifications", Door.READ_KNOWN, HEARD),
            row("notifyReadRepoList", "PUT", R + "/notifications", Door.READ_KNOWN, HEARS, 200, ""),
            get("repoGetIssueTemplates", R + "/issue_templates", Door.READ, READS),
            get("repoGetIssueConfig", R + "/issue_config", Door.READ, READS),
            get("repoValidateIssueConfig", R + "/issue_config/validate", Door.READ, READS),
            get("issueSubscriptions", I + "/subscriptions", Door.READ, READ_ISSUES),
            get("issueCheckSubscription", I + "/subscriptions/check", Door.READ_KNOWN, READ_ISSUES),
            row("issueAddSubscription", "PUT", I + "/subscriptions/$SELF", Door.READ_KNOWN, WRITE_ISSUES, 201, ""),
            row(
                    "issueDeleteSubscription",
                    "DELETE",
                    I + "/subscriptions/$SELF",
                    Door.READ_KNOWN,
                    WRITE_ISSUES,
                    201,
                    ""),
            get("issueSearchIssues", "/repos/issues/search?q=t", Door.ANYONE, READ_ISSUES),
            get("issueListIssues", R + "/issues?labels=bug", Door.READ, READ_ISSUES),
            row("issueCreateIssue", "POST", R + "/issues", Door.READ_KNOWN, WRITE_ISSUES, 201, "{\"title\":\"Cold\"}"),
            get("issueGetIssue", I, Door.READ, READ_ISSUES),
            row("issueEditIssue", "PATCH", I, Door.WRITE, WRITE_ISSUES, 201, "{\"state\":\"closed\"}"),
            row("issueDelete", "DELETE", I, Door.ADMIN, WRITE_ISSUES, 204, ""),
            row(
                    "issueEditIssueDeadline",
                    "POST",
                    I + "/deadline",
                    Door.WRITE,
                    WRITE_ISSUES,
                    201,
                    "{\"due_date\":null}"),
            get("issueGetComments", I + "/comments", Door.READ, READ_ISSUES),
            row("issueCreateComment", "POST", I + "/comments", Door.READ_KNOWN, WRITE_ISSUES, 201, "{\"body\":\"Hm\"}"),
            get("issueGetCommentsAndTimeline", I + "/timeline", Door.READ, READ_ISSUES),
            get("issueGetRepoComments", R + "/issues/comments", Door.READ, READ_ISSUES),
            get("issueGetComment", C, Door.READ, READ_ISSUES),
            row("issueEditComment", "PATCH", C, Door.WRITE, WRITE_ISSUES, 200, "{\"body\":\"Hm\"}"),
            row("issueDeleteComment", "DELETE", C, Door.WRITE, WRITE_ISSUES, 204, ""),
            get("issueGetIssueReactions", I + "/reactions", Door.READ, READ_ISSUES),
            row("issuePostIssueReaction", "POST", I + "/reactions", Door.READ_KNOWN, WRITE_ISSUES, 201, HEART),
            row("issueDeleteIssueReaction", "DELETE", I + "/reactions", Door.READ_KNOWN, WRITE_ISSUES, 204, HEART),
            get("issueGetCommentReactions", C + "/reactions", Door.READ, READ_ISSUES),
            row("issuePostCommentReaction", "POST", C + "/reactions", Door.READ_KNOWN, WRITE_ISSUES, 201, HEART),
            row("issueDeleteCommentReaction", "DELETE", C + "/reactions", Door.READ_KNOWN, WRITE_ISSUES, 204, HEART),
            get("issueListIssueAttachments", I + "/assets", Door.READ, READ_ISSUES),
            row("issueCreateIssueAttachment", "POST", I + "/assets", Door.WRITE, WRITE_ISSUES, 201, ""),
            row("issueCreateIssueCommentAttachment", "POST", C + "/assets", Door.WRITE, WRITE_ISSUES, 201, ""),
            get("issueGetIssueAttachment", I + "/assets/$FILE", Door.READ, READ_ISSUES),
            row("issueDeleteIssueAttachment", "DELETE", I + "/assets/$FILE", Door.WRITE, WRITE_ISSUES, 204, ""),
            get("issueListIssueCommentAttachments", C + "/assets", Door.READ, READ_ISSUES),
            get("issueGetIssueCommentAttachment", C + "/assets/$FILE2", Door.READ, READ_ISSUES),
            row("issueDeleteIssueCommentAttachment", "DELETE", C + "/assets/$FILE2", Door.WRITE, WRITE_ISSUES, 204, ""),
            get("issueDownloadAttachment", C + "/assets/$FILE2/leaf.txt", Door.READ, READ_ISSUES),
            get("issueGetLabels", I + "/labels", Door.READ, READ_ISSUES),
            row("issueAddLabel", "POST", I + "/labels", Door.WRITE, WRITE_ISSUES, 200, "{\"labels\":[\"bug\"]}"),
            row("issueReplaceLabels", "PUT", I + "/labels", Door.WRITE, WRITE_ISSUES, 200, "{\"labels\":[]}"),
            row("issueClearLabels", "DELETE", I + "/labels", Door.WRITE, WRITE_ISSUES, 204, ""),
            row("issueRemoveLabel", "DELETE", I + "/labels/bug", Door.WRITE, WRITE_ISSUES, 204, ""),
            get("repoListPinnedIssues", R + "/issues/pinned", Door.READ, READ_ISSUES),
            row("pinIssue", "POST", I + "/pin", Door.WRITE, WRITE_ISSUES, 204, ""),
            row("unpinIssue", "DELETE", I + "/pin", Door.WRITE, WRITE_ISSUES, 204, ""),
            row("issueLockIssue", "PUT", I + "/lock", Door.WRITE, WRITE_ISSUES, 204, "{\"lock_reason\":\"off-topic\"}"),
            row("issueUnlockIssue", "DELETE", I + "/lock", Door.WRITE, WRITE_ISSUES, 204, ""),
            get("issueListIssueDependencies", I + "/dependencies", Door.READ, READ_ISSUES),
            row(
                    "issueCreateIssueDependencies",
                    "POST",
                    I + "/dependencies",
                    Door.WRITE,
                    WRITE_ISSUES,
                    201,
                    "{\"index\":2}"),
            row(
                    "issueRemoveIssueDependencies",
                    "DELETE",
                    I + "/dependencies",
                    Door.WRITE,
                    WRITE_ISSUES,
                    200,
                    "{\"index\":2}"),
            get("issueListBlocks", I + "/blocks", Door.READ, READ_ISSUES),
            row("issueCreateIssueBlocking", "POST", I + "/blocks", Door.WRITE, WRITE_ISSUES, 201, "{\"index\":2}"),
            row("issueRemoveIssueBlocking", "DELETE", I + "/blocks", Door.WRITE, WRITE_ISSUES, 200, "{\"index\":2}"),
            get("repoListPullRequests", R + "/pulls?labels=bug", Door.READ, READS),
            row(
                    "repoCreatePullRequest",
                    "POST",
                    R + "/pulls",
                    Door.READ_KNOWN,
                    WRITES,
                    201,
                    "{\"head\":\"lid\",\"base\":\"main\",\"title\":\"A lid\"}"),
            get("repoGetPullRequest", P, Door.READ, READS),
            get("repoGetPullRequestByBaseHead", R + "/pulls/main/spout", Door.READ, READS),
            row("repoEditPullRequest", "PATCH", P, Door.WRITE, WRITES, 201, "{\"title\":\"A longer spout\"}"),
            get("repoDownloadPullDiffOrPatch", P + ".diff", Door.READ, READS),
            row("repoPullRequestIsMerged", "GET", R + "/pulls/$MERGED/merge", Door.READ, READS, 204, ""),
            row("repoMergePullRequest", "POST", P + "/merge", Door.WRITE, WRITES, 200, "{\"Do\":\"merge\"}"),
            row("repoCancelScheduledAutoMerge", "DELETE", P + "/merge", Door.WRITE, WRITES, 204, ""),
            row("repoUpdatePullRequest", "POST", P + "/update", Door.WRITE, WRITES, 200, ""),
            get("repoGetPullRequestFiles", P + "/files", Door.READ, READS),
            get("repoGetPullRequestCommits", P + "/commits", Door.READ, READS),
            get("repoGetReviewers", R + "/reviewers", Door.READ_KNOWN, READS),
            get("pullSuggestReviewers", P + "/reviewers/suggested", Door.WRITE, READS),
            row("repoCreatePullReviewRequests", "POST", P + "/requested_reviewers", Door.WRITE, WRITES, 201, RITA),
            row("repoDeletePullReviewRequests", "DELETE", P + "/requested_reviewers", Door.WRITE, WRITES, 204, RITA),
            get("repoListPullReviews", P + "/reviews", Door.READ, READS),
            row("repoCreatePullReview", "POST", P + "/reviews", Door.READ_KNOWN, WRITES, 200, COMMENTS),
            get("repoGetPullReview", P + "/reviews/$REVIEW", Door.READ, READS),
            row("repoSubmitPullReview", "POST", P + "/reviews/$PENDING", Door.READ_KNOWN, WRITES, 200, COMMENTS),
            row("repoDeletePullReview", "DELETE", P + "/reviews/$REVIEW", Door.WRITE, WRITES, 204, ""),
            get("repoGetPullReviewComments", P + "/reviews/$REVIEW/comments", Door.READ, READS),
            row("repoDismissPullReview", "POST", P + "/reviews/$REVIEW/dismissals", Door.WRITE, WRITES, 200, "{}"),
            row("repoUnDismissPullReview", "POST", P + "/reviews/$REVIEW/undismissals", Door.WRITE, WRITES, 200, ""),
            row("repoResolvePullReviewComment", "POST", REMARK + "/resolve", Door.WRITE, WRITES, 204, ""),
            row("repoUnresolvePullReviewComment", "POST", REMARK + "/unresolve", Door.WRITE, WRITES, 204, ""),
            row(
                    "repoReplyToPullReviewComment",
                    "POST",
                    REMARK + "/replies",
                    Door.READ_KNOWN,
                    WRITES,
                    201,
                    "{\"body\":\"Hm\"}"),
            get("repoListReleases", R + "/releases?draft=false", Door.READ, READS),
            row("repoCreateRelease", "POST", R + "/releases", Door.WRITE, WRITES, 201, "{\"tag_name\":\"r3\"}"),
            row(
                    "repoGenerateReleaseNotes",
                    "POST",
                    R + "/releases/generate-notes",
                    Door.WRITE,
                    WRITES,
                    200,
                    "{\"tag_name\":\"r3\"}"),
            get("repoGetLatestRelease", R + "/releases/latest", Door.READ, READS),
            get("repoGetReleaseByTag", R + "/releases/tags/r1", Door.READ, READS),
            row("repoDeleteReleaseByTag", "DELETE", R + "/releases/tags/r1", Door.WRITE, WRITES, 204, ""),
            get("repoGetRelease", R + "/releases/$RELEASE", Door.READ, READS),
            row("repoEditRelease", "PATCH", R + "/releases/$RELEASE", Door.WRITE, WRITES, 200, "{\"name\":\"Uno\"}"),
            row("repoDeleteRelease", "DELETE", R + "/releases/$RELEASE", Door.WRITE, WRITES, 204, ""),
            get("repoListReleaseAttachments", R + "/releases/$RELEASE/assets", Door.READ, READS),
            row("repoCreateReleaseAttachment", "POST", R + "/releases/$RELEASE/assets", Door.WRITE, WRITES, 201, ""),
            get("repoGetReleaseAttachment", R + "/releases/$RELEASE/assets/$ASSET", Door.READ, READS),
            row(
                    "repoEditReleaseAttachment",
                    "PATCH",
                    R + "/releases/$RELEASE/assets/$ASSET",
                    Door.WRITE,
                    WRITES,
                    201,
                    "{\"name\":\"leaves.txt\"}"),
            row(
                    "repoDeleteReleaseAttachment",
                    "DELETE",
                    R + "/releases/$RELEASE/assets/$ASSET",
                    Door.WRITE,
                    WRITES,
                    204,
                    ""),
            get("issueListLabels", R + "/labels", Door.READ, READ_ISSUES),
            row(
                    "issueCreateLabel",
                    "POST",
                    R + "/labels",
                    Door.WRITE,
                    WRITE_ISSUES,
                    201,
                    "{\"name\":\"hot\",\"color\":\"#ff0000\"}"),
            get("issueGetLabel", R + "/labels/$LABEL", Door.READ, READ_ISSUES),
            row(
                    "issueEditLabel",
                    "PATCH",
                    R + "/labels/$LABEL",
                    Door.WRITE,
                    WRITE_ISSUES,
                    200,
                    "{\"name\":\"hot\",\"color\":\"00ff00\"}"),
            row("issueDeleteLabel", "DELETE", R + "/labels/$LABEL", Door.WRITE, WRITE_ISSUES, 204, ""),
            get("issueGetMilestonesList", R + "/milestones", Door.READ, READ_ISSUES),
            row(
                    "issueCreateMilestone",
                    "POST",
                    R + "/milestones",
                    Door.WRITE,
                    WRITE_ISSUES,
                    201,
                    "{\"title\":\"Two\"}"),
            get("issueGetMilestone", R + "/milestones/One", Door.READ, READ_ISSUES),
            row(
                    "issueEditMilestone",
                    "PATCH",
                    R + "/milestones/One",
                    Door.WRITE,
                    WRITE_ISSUES,
                    200,
                    "{\"state\":\"closed\"}"),
            row("issueDeleteMilestone", "DELETE", R + "/milestones/One", Door.WRITE, WRITE_ISSUES, 204, ""),
            get("repoListBranches", R + "/branches", Door.READ, READS),
            row("repoCreateBranch", "POST", R + "/branches", Door.WRITE, WRITES, 201, "{\"new_branch_name\":\"x/y\"}"),
            get("repoGetBranch", R + "/branches/side", Door.READ, READS),
            row("repoRenameBranch", "PATCH", R + "/branches/side", Door.WRITE, WRITES, 204, "{\"name\":\"aside\"}"),
            row("repoDeleteBranch", "DELETE", R + "/branches/side", Door.WRITE, WRITES, 204, ""),
            get("repoListTags", R + "/tags", Door.READ, READS),
            row("repoCreateTag", "POST", R + "/tags", Door.WRITE, WRITES, 201, "{\"tag_name\":\"v2\"}"),
            get("repoGetTag", R + "/tags/v1", Door.READ, READS),
            row("repoDeleteTag", "DELETE", R + "/tags/v1", Door.WRITE, WRITES, 204, ""),
            get("repoListBranchProtection", R + "/branch_protections", Door.ADMIN, READS),
            row(
                    "repoCreateBranchProtection",
                    "POST",
                    R + "/branch_protections",
                    Door.ADMIN,
                    WRITES,
                    201,
                    "{\"rule_name\":\"main\",\"enable_push\":true,\"required_approvals\":1}"),
            get("repoGetBranchProtection", R + "/branch_protections/held/*", Door.ADMIN, READS),
            row(
                    "repoEditBranchProtection",
                    "PATCH",
                    R + "/branch_protections/held/*",
                    Door.ADMIN,
                    WRITES,
                    200,
                    "{\"required_approvals\":2}"),
            row("repoDeleteBranchProtection", "DELETE", R + "/branch_protections/held/*", Door.ADMIN, WRITES, 204, ""),
            get("repoListTagProtection", R + "/tag_protections", Door.ADMIN, READS),
            row(
                    "repoCreateTagProtection",
                    "POST",
                    R + "/tag_protections",
                    Door.ADMIN,
                    WRITES,
                    201,
                    "{\"name_pattern\":\"v*\",\"whitelist_usernames\":[\"will\"]}"),
            get("repoGetTagProtection", R + "/tag_protections/$RULE", Door.ADMIN, READS),
            row(
                    "repoEditTagProtection",
                    "PATCH",
                    R + "/tag_protections/$RULE",
                    Door.ADMIN,
                    WRITES,
                    200,
                    "{\"name_pattern\":\"held-**\"}"),
            row("repoDeleteTagProtection", "DELETE", R + "/tag_protections/$RULE", Door.ADMIN, WRITES, 204, ""),
            row(
                    "repoCreateStatus",
                    "POST",
                    R + "/statuses/$MAIN",
                    Door.WRITE,
                    WRITES,
                    201,
                    "{\"state\":\"success\",\"context\":\"ci\"}"),
            get("repoListStatuses", R + "/statuses/$MAIN", Door.READ, READS),
            get("repoListStatusesByRef", R + "/commits/main/statuses", Door.READ, READS),
            get("repoGetCombinedStatusByRef", R + "/commits/main/status", Door.READ, READS),
            get("repoGetAllCommits", R + "/commits", Door.READ, READS),
            get("repoGetSingleCommit", R + "/git/commits/main", Door.READ, READS),
            get("repoCompareDiff", R + "/compare/v1...main", Door.READ, READS),
            get("repoGetContentsList", R + "/contents", Door.READ, READS),
            get("repoGetContents", R + "/contents/README.md", Door.READ, READS),
            row(
                    "repoChangeFiles",
                    "POST",
                    R + "/contents",
                    Door.WRITE,
                    WRITES,
                    201,
                    "{\"files\":[{\"operation\":\"create\",\"path\":\"b\",\"content\":\"YQ==\"}]}"),
            row("repoCreateFile", "POST", R + "/contents/b", Door.WRITE, WRITES, 201, "{\"content\":\"YQ==\"}"),
            row(
                    "repoUpdateFile",
                    "PUT",
                    R + "/contents/README.md",
                    Door.WRITE,
                    WRITES,
                    200,
                    "{\"content\":\"YQ==\",\"sha\":\"" + BLOB + "\"}"),
            row(
                    "repoDeleteFile",
                    "DELETE",
                    R + "/contents/README.md",
                    Door.WRITE,
                    WRITES,
                    200,
                    "{\"sha\":\"" + BLOB + "\"}"),
            get("repoGetRawFile", R + "/raw/README.md", Door.READ, READS),
            get("repoGetRawFileOrLFS", R + "/media/README.md", Door.READ, READS),
            get("repoGetArchive", R + "/archive/main.zip", Door.READ, READS),
            get("repoGetLanguages", R + "/languages", Door.READ, READS),
            get("repoListAllGitRefs", R + "/git/refs", Door.READ, READS),
            get("repoListGitRefs", R + "/git/refs/heads/main", Door.READ, READS),
            get("GetTree", R + "/git/trees/main", Door.READ, READS),
            get("GetBlob", R + "/git/blobs/" + BLOB, Door.READ, READS),
            get("GetAnnotatedTag", R + "/git/tags/$TAG", Door.READ, READS),
            get("p2pGetStatus", "/p2p/status", Door.ANYONE, ""),
            get("p2pListPeers", "/p2p/peers", Door.ANYONE, ""),
            get("p2pListKnown", "/p2p/known", Door.ANYONE, ""),
            get("p2pListElsewhere", "/p2p/elsewhere", Door.ANYONE, ""),
            row("p2pConnect", "POST", "/p2p/peers", Door.NODE, WRITES_NODE, 201, "{\"peer\":\"$OTHER\"}"),
            row("p2pDisconnect", "DELETE", "/p2p/peers/$WISHED", Door.NODE, WRITES_NODE, 204, ""),
            get("repoListCopies", "/p2p" + R + "/copies", Door.READ, READS),
            get("p2pListDecided", "/p2p/decided", Door.NODE, READS_NODE),
            row("p2pFollow", "PUT", "/p2p/followed/$FOLLOWED", Door.NODE, WRITES_NODE, 204, "{\"alias\":\"carol\"}"),
            row("p2pUnfollow", "DELETE", "/p2p/followed/$FOLLOWED", Door.NODE, WRITES_NODE, 204, ""),
            row("p2pBlock", "PUT", "/p2p/blocked/$BLOCKED", Door.NODE, WRITES_NODE, 204, ""),
            row("p2pUnblock", "DELETE", "/p2p/blocked/$BLOCKED", Door.NODE, WRITES_NODE, 204, ""),
            get("p2pListSeeds", "/p2p/seeds", Door.ANYONE, ""),
            get("p2pListWanted", "/p2p/wanted", Door.NODE, READS_NODE),
            row("p2pSeed", "PUT", "/p2p/seeds/$SEED", Door.NODE, WRITES_NODE, 204, "{\"scope\":\"followed\"}"),
            row("p2pUnseed", "DELETE", "/p2p/seeds/$SEED", Door.NODE, WRITES_NODE, 204, ""),
            row("p2pSync", "POST", "/p2p/seeds/$SEED/sync", Door.NODE, WRITES_NODE, 200, ""),
            row("federationFollow", "POST", "/federation/follow", Door.KNOWN, "write:activitypub", 202, FAR),
            row("federationUnfollow", "POST", "/federation/unfollow", Door.KNOWN, "write:activitypub", 204, FAR),
            row("federationStar", "POST", "/federation/star", Door.KNOWN, WRITES, 202, FAR),
            row("federationUnstar", "POST", "/federation/unstar", Door.KNOWN, WRITES, 204, FAR),
            row(
                    "federationCreateIssue",
                    "POST",
                    "/federation/issues",
                    Door.KNOWN,
                    WRITE_ISSUES,
                    202,
                    "{\"target\":\"" + Far.REPOSITORY + "\",\"title\":\"Cold\"}"),
            row(
                    "federationCreateComment",
                    "POST",
                    "/federation/comments",
                    Door.KNOWN,
                    WRITE_ISSUES,
                    202,
                    "{\"target\":\"" + Far.TICKET + "\",\"body\":\"Hm\"}"),
            row(
                    "federationCreateReview",
                    "POST",
                    "/federation/reviews",
                    Door.KNOWN,
                    WRITES,
                    202,
                    "{\"target\":\"" + Far.PULL + "\",\"event\":\"APPROVED\"}"),
            row(
                    "federationClose",
                    "POST",
                    "/federation/close",
                    Door.KNOWN,
                    WRITE_ISSUES,
                    202,
                    "{\"target\":\"" + Far.OURS + "\"}"),
            row(
                    "federationReopen",
                    "POST",
                    "/federation/reopen",
                    Door.KNOWN,
                    WRITE_ISSUES,
                    202,
                    "{\"target\":\"" + Far.OURS + "\"}"),
            row(
                    "federationEdit",
                    "POST",
                    "/federation/edits",
                    Door.KNOWN,
                    WRITE_ISSUES,
                    202,
                    "{\"target\":\"" + Far.OURS + "\",\"title\":\"$FRESH\"}"),
            get("federationListFollowed", "/federation/following", Door.KNOWN, "read:activitypub"),
            get("federationListStarred", "/federation/starred", Door.KNOWN, READS),
            get("federationListWritten", "/federation/written", Door.KNOWN, READ_ISSUES),
            get("federationGetWritten", "/federation/written/$WRITTEN", Door.KNOWN, READ_ISSUES),
            row(
                    "federationEditComment",
                    "PATCH",
                    "/federation/written/$SAID",
                    Door.KNOWN,
                    "write:issue",
                    202,
                    "{\"body\":\"Better so.\"}"),
            row("federationDeleteComment", "DELETE", "/federation/written/$SAID", Door.KNOWN, "write:issue", 204, ""),
            get("federationListHeard", "/federation/heard", Door.KNOWN, "read:activitypub"),
            get("federationGetStatus", "/federation/status", Door.NODE, READS_NODE),
            get("federationListInstances", "/federation/instances", Door.NODE, READS_NODE),
            row(
                    "federationDecideInstance",
                    "PUT",
                    "/federation/instances/$HOST",
                    Door.NODE,
                    WRITES_NODE,
                    204,
                    "{\"rule\":\"no-media\",\"reason\":\"Large pictures\"}"),
            row("federationForgetInstance", "DELETE", "/federation/instances/$HOST", Door.NODE, WRITES_NODE, 204, ""),
            row(
                    "federationRetryInstance",
                    "POST",
                    "/federation/instances/$HOST/retry",
                    Door.NODE,
                    WRITES_NODE,
                    204,
                    ""),
            get("federationListReceived", "/federation/inbox?state=held", Door.NODE, READS_NODE),
            row("federationApprove", "POST", "/federation/held/$HELD/approve", Door.NODE, WRITES_NODE, 204, ""),
            row("federationRefuse", "POST", "/federation/held/$HELD/refuse", Door.NODE, WRITES_NODE, 204, ""),
            get("federationListReports", "/federation/reports", Door.NODE, READS_NODE),
            row(
                    "federationSettleReport",
                    "POST",
                    "/federation/reports/$COMPLAINT/settle",
                    Door.NODE,
                    WRITES_NODE,
                    204,
                    ""),
            row("federationFork", "POST", "/federation/forks", Door.KNOWN, WRITES, 202, FORK_ELSEWHERE),
            get("federationGetFork", "/federation/forks/alice/$REPO", Door.READ, READS),
            row("federationSyncFork", "POST", "/federation/forks/alice/$REPO/sync", Door.WRITE, WRITES, 202, ""),
            row("federationOfferPull", "POST", "/federation/pulls", Door.KNOWN, WRITES, 202, PULL_ELSEWHERE),
            get("federationListPulls", "/federation/pulls", Door.KNOWN, READS),
            get("federationGetPull", "/federation/pulls/$OFFERED", Door.KNOWN, READS),
            get("federationListCollaborators", LETTING, Door.ADMIN, WRITES),
            row("federationInvite", "POST", LETTING, Door.ADMIN, WRITES, 202, LUKE),
            row("federationDismiss", "POST", LETTING + "/dismiss", Door.ADMIN, WRITES, 204, LUKE),
            get("federationListInvitations", "/federation/invitations", Door.KNOWN, "read:activitypub"),
            row(
                    "federationAcceptInvitation",
                    "POST",
                    "/federation/invitations/accept",
                    Door.KNOWN,
                    "write:activitypub",
                    202,
                    FAR),
            row("federationJoin", "POST", "/federation/invitations/join", Door.KNOWN, "write:activitypub", 202, FAR),
            row("federationLeave", "POST", "/federation/invitations/leave", Door.KNOWN, "write:activitypub", 204, FAR),
            row("federationAct", "POST", "/federation/acts", Door.KNOWN, WRITE_ISSUES, 202, CLOSES),
            get("federationListMoves", "/federation/moves", Door.KNOWN, "read:activitypub"),
            row("federationMoveFrom", "POST", "/federation/moves/from", Door.KNOWN, FEDERATES, 202, LUKE),
            row("federationMoveTo", "POST", "/federation/moves/to", Door.KNOWN, FEDERATES, 202, LUKE),
            row("federationWithdrawMove", "POST", "/federation/moves/withdraw", Door.KNOWN, FEDERATES, 204, LUKE));

    /// A row's body, as somebody writes it; what is to be new has a name of its own.
    static String body(ApiServer server, Row row, Optional<Person> person) {
        return row.body().equals("$LINK")
                ? server.link(person.orElse(server.alice), SigningKey.generate(new SecureRandom()))
                : row.body()
                        .replace("$FRESH", "fresh" + MADE.incrementAndGet())
                        .replace(
                                "$SHOWN",
                                row.body().contains("$SHOWN") ? server.shown().path() : "")
                        .replace(
                                "$OTHER",
                                row.body().contains("$OTHER")
                                        ? server.other().target().toString()
                                        : "");
    }

    /// The same of what is decided about peers, once it is.
    private static String among(ApiServer server, String path) {
        var book = server.peers.orElseThrow().book();
        if (path.contains("$WISHED")) book.persist(SOMEBODY, NOWHERE);
        if (path.contains("$FOLLOWED")) book.decide(SOMEBODY, Book.Policy.FOLLOW, Optional.empty());
        if (path.contains("$BLOCKED")) book.decide(SOMEBODY, Book.Policy.BLOCK, Optional.empty());
        if (path.contains("$SEED")) book.seed(ACME, Optional.of(Scope.ALL));
        return path.replaceAll("\\$(WISHED|FOLLOWED|BLOCKED)", SOMEBODY.nid()).replace("$SEED", ACME.value());
    }

    /// The same of other servers.
    private static String elsewhere(ApiServer server, String path, Optional<Person> person, Repo repo) {
        server.far.ifPresent(Far::renew);
        String found = path.replace("$HOST", ApiServer.SOCIAL);
        if (path.contains("$HOST")) server.elsewhere();
        if (path.contains("/invitations/accept") || path.contains("/acts"))
            server.far.ifPresent(far -> far.work(person.orElse(server.alice), path.contains("/acts")));
        if (path.contains("/forks/")) server.willing.begin(server.alice, repo);
        if (path.contains("$WRITTEN"))
            found = found.replace("$WRITTEN", server.far.orElseThrow().written(person.orElse(server.alice)));
        if (path.contains("$SAID"))
            found = found.replace("$SAID", server.far.orElseThrow().said(person.orElse(server.alice)));
        if (path.contains("$OFFERED")) found = found.replace("$OFFERED", server.offered(person.orElse(server.alice)));
        if (path.contains("$HELD")) found = found.replace("$HELD", String.valueOf(server.held()));
        return found.contains("$COMPLAINT") ? found.replace("$COMPLAINT", String.valueOf(server.report())) : found;
    }

    private static String pulls(ApiServer server, String path, Optional<Person> person, Repo repo) {
        var open = server.from(repo, "spout");
        var reading = server.node.pulls().reading();
        String found = path.replace("$PULL", number(server, repo, open))
                .replace("$MERGED", number(server, repo, server.from(repo, "handle")));
        if (found.contains("$REVIEW"))
            found = found.replace(
                    "$REVIEW",
                    String.valueOf(Handles.of(
                            reading.reviews(repo.rid(), open.id()).getFirst().id())));
        if (found.contains("$REMARK"))
            found = found.replace(
                    "$REMARK",
                    String.valueOf(Handles.of(
                            reading.comments(repo.rid(), open.id()).getFirst().entry())));
        if (found.contains("$PENDING"))
            found = found.replace("$PENDING", String.valueOf(server.pending(repo, person.orElse(server.alice))));
        return found;
    }

    private static String number(ApiServer server, Repo repo, Patch patch) {
        return String.valueOf(
                server.node.tracking().reading().number(repo.rid(), patch.id()).orElseThrow());
    }

    /// A row's path in a repository that has issues, as somebody writes it.
    static String path(ApiServer server, Row row, Optional<Person> person, Repo repo) {
        String path = row.path()
                .replace("$REPO", repo.name())
                .replace("$SELF", person.map(Person::name).orElse("alice"))
                .replace(
                        "$TAG",
                        server.node.refs().view(repo).refs().get("refs/tags/v1").name());
        if (path.contains("/issues/comments/")) {
            var comment = server.comment(repo);
            path = path.replace("$COMMENT", String.valueOf(comment.handle()))
                    .replace("$FILE2", String.valueOf(ApiServer.file(comment)));
        }
        if (path.contains("/pulls")) path = pulls(server, path, person, repo);
        if (path.startsWith("/p2p/")) path = among(server, path);
        if (path.startsWith("/federation/")) path = elsewhere(server, path, person, repo);
        if (path.contains("$FILE"))
            path = path.replace("$FILE", String.valueOf(ApiServer.file(server.description(repo))));
        if (path.contains("$RELEASE")) {
            var release =
                    server.node.publishing().reading().ofTag(repo.rid(), "r1").orElseThrow();
            path = path.replace("$RELEASE", String.valueOf(release.number()))
                    .replace(
                            "$ASSET", String.valueOf(release.assets().getFirst().number()));
        }
        if (path.contains("$RULE"))
            path = path.replace("$RULE", String.valueOf(ProtectionOperations.number(ApiServer.HELD_TAGS)));
        if (path.contains("$MAIN"))
            path = path.replace(
                    "$MAIN",
                    server.node.refs().view(repo).headId().orElseThrow().name());
        if (path.contains("$LABEL"))
            path = path.replace("$LABEL", String.valueOf(Label.plain("bug").number()));
        if (path.contains("$THREAD")) path = path.replace("$THREAD", String.valueOf(server.heard(repo, person)));
        if (path.contains("$DEVICE"))
            path = path.replace(
                    "$DEVICE", server.device(person.orElse(server.alice)).did());
        return path;
    }
}
