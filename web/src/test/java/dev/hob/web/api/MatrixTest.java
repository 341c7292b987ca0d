package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.SigningKey;
import dev.hob.node.issue.Label;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what: every operation, by everybody, with every kind of credentials, in public and in private. The table
/// says what should be, beside and apart from what the operations declare.
class MatrixTest {
    /// What an operation asks for.
    private enum Door {
        ANYONE,
        KNOWN,
        PASSWORD,
        READ,
        READ_KNOWN,
        WRITE,
        ADMIN
    }

    private record Row(String id, String method, String path, Door door, String scope, int status, String body) {
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
    private static final String R = "/repos/alice/$REPO";
    private static final String STAR = "/user/starred/alice/$REPO";
    private static final String WATCH = R + "/subscription";
    private static final String HEARD = "read:notification";
    private static final String HEARS = "write:notification";
    private static final String READ_ISSUES = "read:issue";
    private static final String WRITE_ISSUES = "write:issue";
    private static final String I = R + "/issues/1";
    private static final String C = R + "/issues/comments/$COMMENT";
    private static final String HEART = "{\"content\":\"heart\"}";
    private static final String BLOB;

    static {
        try (var inserter = new ObjectInserter.Formatter()) {
            BLOB = inserter.idFor(
                            Constants.OBJ_BLOB, ApiServer.README.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .name();
        }
    }

    private static final List<Row> TABLE = List.of(
            get("getVersion", "/version", Door.ANYONE, ""),
            get("getGeneralAPISettings", "/settings/api", Door.ANYONE, ""),
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
                    "{\"color\":\"00ff00\"}"),
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
            get("GetAnnotatedTag", R + "/git/tags/$TAG", Door.READ, READS));

    private enum Who {
        NOBODY,
        STRANGER,
        READER,
        WRITER,
        ADMIN,
        OWNER
    }

    private enum Key {
        NONE,
        /// A token for everything.
        ALL,
        /// One with the very scope that is needed.
        NEEDED,
        /// One with every scope but what is needed.
        LACKING,
        /// One for everything in this repository only.
        HERE,
        /// One for everything in another repository only.
        ELSEWHERE,
        PASSWORD
    }

    private record Case(Who who, Key key) {}

    @TempDir
    static Path data;

    private static ApiServer server;
    private static Repo elsewhere;
    private static int made;

    @BeforeAll
    static void start() {
        server = new ApiServer(data);
        elsewhere = server.empty("elsewhere", true);
        for (var person : List.of(server.ada, server.will, server.rita, server.mallory))
            server.node.edits().addCollaborator(elsewhere, server.alice, person, Right.READ);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void every_operation_is_in_the_table_once() {
        var declared = Api.operations(server.node, InstantSource.system()).stream()
                .map(Operation::id)
                .collect(Collectors.toSet());
        assertThat(TABLE.stream().map(Row::id).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @TestFactory
    Stream<DynamicTest> everybody_gets_what_is_theirs() {
        return TABLE.stream().flatMap(row -> Stream.of(true, false)
                .filter(isPrivate -> row.inRepository() || !isPrivate)
                .map(isPrivate -> DynamicTest.dynamicTest(
                        row.id() + (isPrivate ? " in private" : ""), () -> check(row, isPrivate))));
    }

    private static List<Case> cases(Row row) {
        if (row.door() == Door.PASSWORD)
            return List.of(
                    new Case(Who.NOBODY, Key.NONE),
                    new Case(Who.OWNER, Key.ALL),
                    new Case(Who.STRANGER, Key.PASSWORD),
                    new Case(Who.OWNER, Key.PASSWORD));
        var cases = new java.util.ArrayList<Case>();
        cases.add(new Case(Who.NOBODY, Key.NONE));
        for (var who : EnumSet.range(Who.STRANGER, Who.OWNER))
            for (var key : List.of(Key.ALL, Key.ELSEWHERE)) cases.add(new Case(who, key));
        for (var key : List.of(Key.NEEDED, Key.LACKING, Key.HERE)) cases.add(new Case(Who.OWNER, key));
        cases.add(new Case(Who.WRITER, Key.HERE));
        return cases;
    }

    private static void check(Row row, boolean isPrivate) {
        Optional<Repo> repo = Optional.empty();
        for (var one : cases(row)) {
            if (repo.isEmpty()) {
                repo = Optional.of(server.filled("tea" + made++, isPrivate));
                if (row.scope().endsWith(":issue")) server.issues(repo.get());
            }
            var answer = ask(row, one, repo.get());
            assertThat(answer.status())
                    .as(() -> row.method() + " " + row.path() + " by " + one
                            + (isPrivate ? " in private" : " in public") + ": " + answer.text())
                    .isEqualTo(expected(row, one, isPrivate));
            if (row.changes() && answer.status() == row.status()) repo = Optional.empty();
        }
    }

    private static ApiServer.Answer ask(Row row, Case one, Repo repo) {
        var person = person(one.who());
        String self = person.map(Person::name).orElse("alice");
        String path = row.path()
                .replace("$REPO", repo.name())
                .replace("$SELF", self)
                .replace(
                        "$TAG",
                        server.node.refs().view(repo).refs().get("refs/tags/v1").name());
        if (path.contains("/issues/comments/")) {
            var comment = server.comment(repo);
            path = path.replace("$COMMENT", String.valueOf(comment.handle()))
                    .replace("$FILE2", String.valueOf(ApiServer.file(comment)));
        }
        if (path.contains("$FILE"))
            path = path.replace("$FILE", String.valueOf(ApiServer.file(server.description(repo))));
        if (path.contains("$LABEL"))
            path = path.replace("$LABEL", String.valueOf(Label.plain("bug").number()));
        if (path.contains("$THREAD")) path = path.replace("$THREAD", String.valueOf(server.heard(repo, person)));
        if (row.id().equals("userDeleteAccessToken"))
            server.node.tokens().create(server.alice, "old", dev.hob.node.people.Grant.EVERYTHING, Optional.empty());
        if (path.contains("$DEVICE"))
            path = path.replace(
                    "$DEVICE", server.device(person.orElse(server.alice)).did());
        String credentials =
                person.map(it -> credentials(row, one.key(), it, repo)).orElse("");
        if (row.method().equals("POST") && path.endsWith("/assets"))
            return server.upload(path, credentials, "other.txt", "other\n");
        String body = row.body().equals("$LINK")
                ? server.link(person.orElse(server.alice), SigningKey.generate(new SecureRandom()))
                : row.body().replace("$FRESH", "fresh" + made++);
        return server.call(row.method(), path, credentials, body);
    }

    private static Optional<Person> person(Who who) {
        return switch (who) {
            case NOBODY -> Optional.empty();
            case STRANGER -> Optional.of(server.mallory);
            case READER -> Optional.of(server.rita);
            case WRITER -> Optional.of(server.will);
            case ADMIN -> Optional.of(server.ada);
            case OWNER -> Optional.of(server.alice);
        };
    }

    private static String credentials(Row row, Key key, Person person, Repo repo) {
        return switch (key) {
            case NONE -> "";
            case ALL -> server.token(person);
            case NEEDED -> server.token(person, Set.of(Scope.of(row.scope()).orElse(Scope.READ_ADMIN)));
            case LACKING -> server.token(person, lacking(row.scope()));
            case HERE -> server.token(person, Scope.everything(), repo);
            case ELSEWHERE -> server.token(person, Scope.everything(), elsewhere);
            case PASSWORD -> server.basic(person);
        };
    }

    private static Set<Scope> lacking(String scope) {
        var scopes = EnumSet.complementOf(EnumSet.of(Scope.ALL));
        Scope.of(scope).ifPresent(needed -> scopes.removeIf(it -> needed.isIn(Set.of(it))));
        return scopes;
    }

    private static int expected(Row row, Case one, boolean isPrivate) {
        boolean known = one.who() != Who.NOBODY;
        if (row.door() == Door.PASSWORD) {
            if (one.key() != Key.PASSWORD) return 401;
            return one.who() == Who.OWNER ? row.status() : 403;
        }
        if (one.key() == Key.LACKING && !row.scope().isEmpty()) return 403;
        boolean limited = one.key() == Key.HERE || one.key() == Key.ELSEWHERE;
        if (row.id().equals("createCurrentUserRepo") && limited) return 403;
        // What somebody is told is theirs alone: also of a public repository.
        if (row.path().contains("$THREAD") && one.key() == Key.ELSEWHERE) return 404;
        if (row.id().endsWith("Device") && limited) return 403;
        return switch (row.door()) {
            case ANYONE, PASSWORD -> row.status();
            case KNOWN -> known ? row.status() : 401;
            case READ, READ_KNOWN, WRITE, ADMIN -> inRepository(row, one, isPrivate, known);
        };
    }

    private static int inRepository(Row row, Case one, boolean isPrivate, boolean known) {
        // 0: nothing, 1: read, 2: write, 3: administer.
        int own =
                switch (one.who()) {
                    case NOBODY, STRANGER -> 0;
                    case READER -> 1;
                    case WRITER -> 2;
                    case ADMIN, OWNER -> 3;
                };
        if (one.key() == Key.ELSEWHERE) own = 0;
        int has = isPrivate ? own : Math.max(own, 1);
        int needs =
                switch (row.door()) {
                    case WRITE -> 2;
                    case ADMIN -> 3;
                    default -> 1;
                };
        if (has == 0) return 404;
        boolean signIn = row.door() != Door.READ;
        if (!known && signIn) return 401;
        if (one.key() == Key.ELSEWHERE && row.changes()) return 403;
        return has >= needs ? row.status() : 403;
    }
}
