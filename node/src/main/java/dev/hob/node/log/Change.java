package dev.hob.node.log;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// Everything that can have happened on this node. Facts, not intentions: what is in the log is so.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.RepositoryCreated.class, name = "repository.created"),
    @JsonSubTypes.Type(value = Change.RepositoryForked.class, name = "repository.forked"),
    @JsonSubTypes.Type(value = Change.RepositoryDetached.class, name = "repository.detached"),
    @JsonSubTypes.Type(value = Change.NamespaceCleared.class, name = "namespace.cleared"),
    @JsonSubTypes.Type(value = Change.RefsMoved.class, name = "refs.moved"),
    @JsonSubTypes.Type(value = Change.RepositoryRenamed.class, name = "repository.renamed"),
    @JsonSubTypes.Type(value = Change.RepositoryDescribed.class, name = "repository.described"),
    @JsonSubTypes.Type(value = Change.VisibilityChanged.class, name = "repository.visibility"),
    @JsonSubTypes.Type(value = Change.RepositoryTransferred.class, name = "repository.transferred"),
    @JsonSubTypes.Type(value = Change.RepositoryMoved.class, name = "repository.moved"),
    @JsonSubTypes.Type(value = Change.RepositoryDeleted.class, name = "repository.deleted"),
    @JsonSubTypes.Type(value = Change.RepositoryStarred.class, name = "repository.starred"),
    @JsonSubTypes.Type(value = Change.RepositoryUnstarred.class, name = "repository.unstarred"),
    @JsonSubTypes.Type(value = Change.IssueOpened.class, name = "issue.opened"),
    @JsonSubTypes.Type(value = Change.IssueCommented.class, name = "issue.commented"),
    @JsonSubTypes.Type(value = Change.IssueChanged.class, name = "issue.changed"),
    @JsonSubTypes.Type(value = Change.StatusReported.class, name = "status.reported"),
    @JsonSubTypes.Type(value = Change.ReleasePublished.class, name = "release.published"),
    @JsonSubTypes.Type(value = Change.ReleaseChanged.class, name = "release.changed"),
    @JsonSubTypes.Type(value = Change.PersonCreated.class, name = "person.created"),
    @JsonSubTypes.Type(value = Change.PersonDescribed.class, name = "person.described"),
    @JsonSubTypes.Type(value = Change.PersonMoved.class, name = "person.moved"),
    @JsonSubTypes.Type(value = Change.PersonDeleted.class, name = "person.deleted")
})
public sealed interface Change {
    /// A repository exists.
    record RepositoryCreated(String repository, String rid) implements Change {}

    /// A repository exists that is a fork of another.
    ///
    /// @param parent the repository that it is a fork of
    record RepositoryForked(String repository, String rid, String parent) implements Change {}

    /// A fork has a folder and an identity of its own now.
    ///
    /// @param before the project that it was a namespace of
    record RepositoryDetached(String repository, String before, String after) implements Change {}

    /// A fork shows no branches and tags in its project's folder any more.
    ///
    /// @param nid whose namespace it was
    record NamespaceCleared(String repository, String rid, String nid) implements Change {}

    /// Branches or tags of a repository moved; all of them became visible together.
    record RefsMoved(String repository, String rid, List<RefMove> moves) implements Change {
        public RefsMoved {
            moves = List.copyOf(moves);
        }
    }

    /// A repository goes by another name.
    record RepositoryRenamed(String repository, String before, String after) implements Change {}

    /// A repository's description or default branch changed.
    record RepositoryDescribed(String repository) implements Change {}

    /// A repository turned private or public.
    record VisibilityChanged(String repository, boolean isPrivate) implements Change {}

    /// A repository belongs to somebody else.
    ///
    /// @param before its path until then
    /// @param after its path since
    /// @param from the key that signed for it until then
    record RepositoryTransferred(String repository, String before, String after, String from) implements Change {}

    /// A repository is on another server from now on.
    ///
    /// @param actor its address there
    record RepositoryMoved(String repository, String actor) implements Change {}

    /// A repository is gone.
    record RepositoryDeleted(String repository, String rid) implements Change {}

    /// Somebody gave a repository a star.
    record RepositoryStarred(String repository) implements Change {}

    /// Somebody took their star back.
    record RepositoryUnstarred(String repository) implements Change {}

    /// There is a new issue or pull request.
    ///
    /// @param issue the object's id
    record IssueOpened(String repository, String rid, String issue, long number) implements Change {}

    /// Somebody said something about an issue or a pull request.
    ///
    /// @param comment the entry that is the comment
    record IssueCommented(String repository, String rid, String issue, long number, String comment) implements Change {}

    /// Anything else about an issue or a pull request is other than before.
    ///
    /// @param entry the operation that did it
    /// @param what kind of operation: `title`, `closed`, `reopened`, `labels`, `assignees`, `edit`, `redact`,
    /// `react`, `milestone`, `pin`, `lock`, `due` or `depend`; of a pull request also `revision`, `review`,
    /// `approved` or `rejected` (a review with a verdict), `reviewer`, `dismiss`, `undismiss`, `resolve`, `target`,
    /// `draft`, `ready`, `merge`, or `automerge`, which somebody had asked for before
    record IssueChanged(String repository, String rid, String issue, long number, String entry, String what)
            implements Change {}

    /// A check said how it went with a commit.
    record StatusReported(String repository, String rid, String commit, String context, String state)
            implements Change {}

    /// There is a new release.
    ///
    /// @param release the object's id
    record ReleasePublished(String repository, String rid, String release, String tag) implements Change {}

    /// A release is other than before.
    ///
    /// @param what kind of operation: `edit`, `assets` or `delete`
    record ReleaseChanged(String repository, String rid, String release, String tag, String what) implements Change {}

    /// An account exists.
    record PersonCreated(String person, String name) implements Change {}

    /// Somebody tells other things about themselves.
    record PersonDescribed(String person) implements Change {}

    /// Somebody is on another server from now on.
    ///
    /// @param actor the address of their account there
    record PersonMoved(String person, String actor) implements Change {}

    /// An account is gone; its name is never given again.
    record PersonDeleted(String person, String name) implements Change {}
}
