package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.code.Conflict;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patch;
import dev.hob.node.protection.CommitStatus;
import dev.hob.node.protection.Condition;
import dev.hob.web.html.Who;
import java.util.List;
import java.util.Optional;

/// What stands on a pull request's pages and on no issue's.
///
/// @param target the branch that it is for
/// @param from the branch that it comes from; empty when it comes from none
/// @param fromUrl where that branch is looked at, while it is there
/// @param commits how many it offers, as far as they are counted
/// @param merging whether it can be merged
/// @param gate whether the rule of its branch lets it be
/// @param ways of merging that are offered to the reader
/// @param leaves whether its branch can be deleted with it
/// @param reviewed the number of the revision that the reader has reviewed last
/// @param asked who is asked for a review and has not given one since
/// @param reviewers whom the reader may ask, and who is asked; none where the reader may not
/// @param lending whether its branch is lent to members, and whether the reader may say so
/// @param stack those that stand on one another, the lowest first; empty when this one stands alone
public record PullLook(
        Patch patch,
        String target,
        String targetUrl,
        String from,
        String fromUrl,
        Optional<Integer> commits,
        int revision,
        List<Opinion> opinions,
        Merging merging,
        Gate gate,
        List<Way> ways,
        boolean leaves,
        List<String> branches,
        Optional<Integer> reviewed,
        List<Who> asked,
        List<IssuePages.PersonChoice> reviewers,
        Lending lending,
        List<Floor> stack) {
    public PullLook {
        asked = List.copyOf(asked);
        reviewers = List.copyOf(reviewers);
        stack = List.copyOf(stack);
        opinions = List.copyOf(opinions);
        ways = List.copyOf(ways);
        branches = List.copyOf(branches);
    }

    /// Whether members may push to the branch of a fork.
    public record Lending(boolean lent, boolean may) {}

    /// One of those that stand on one another.
    ///
    /// @param here whether it is the one that is shown
    public record Floor(String handle, String title, String url, boolean here) {}

    /// Somebody who could review it.
    ///
    /// @param because why, in words
    public record Fit(Who who, String because) {}

    /// What a reviewer thinks.
    ///
    /// @param past whether it is about commits that others have taken the place of
    public record Opinion(Who who, Verdict verdict, boolean past) {}

    /// The revision that the reader has reviewed last, when there are newer ones.
    public Optional<Integer> since() {
        return reviewed.filter(it -> it < revision);
    }

    /// How many think so of what is offered now.
    public long count(Verdict verdict) {
        return opinions.stream()
                .filter(it -> !it.past() && it.verdict() == verdict)
                .count();
    }

    /// What the rule of its branch asks for, and how far it is there.
    ///
    /// @param rule the rule's pattern; empty when there is none
    /// @param checks what is reported of its newest commit
    /// @param owners who owns what it changes, and has not given a verdict yet
    /// @param may whether the rule lets the reader merge
    /// @param anyway whether the reader may merge although something is missing
    /// @param waits that it is merged as soon as nothing is missing
    public record Gate(
            String rule,
            List<Condition> conditions,
            List<CommitStatus> checks,
            List<Who> owners,
            boolean may,
            boolean anyway,
            Optional<Waiting> waits) {
        /// Of one that is not open.
        public static final Gate NONE = new Gate("", List.of(), List.of(), List.of(), false, false, Optional.empty());

        public Gate {
            conditions = List.copyOf(conditions);
            checks = List.copyOf(checks);
            owners = List.copyOf(owners);
        }

        /// Whether nothing is missing.
        public boolean ready() {
            return conditions.stream().allMatch(Condition::met);
        }

        /// How many things are missing.
        public long missing() {
            return conditions.stream().filter(it -> !it.met()).count();
        }

        /// Reports that no condition tells of already.
        public List<CommitStatus> others() {
            return checks.stream()
                    .filter(check -> conditions.stream()
                            .noneMatch(it ->
                                    it.check().filter(check.context()::equals).isPresent()))
                    .toList();
        }
    }

    /// Who wants it to be merged as soon as nothing is missing, and how.
    public record Waiting(Who by, String way, boolean leaves) {}

    /// A way of merging.
    ///
    /// @param message that its commit has when nobody writes another; empty where none is made
    public record Way(Merges.Way way, String name, String told, String message) {}

    /// Whether it can be merged.
    public sealed interface Merging {
        /// It was.
        record Done(Who by, String commit, String url, boolean branchStays) implements Merging {}

        /// It was closed.
        record Closed() implements Merging {}

        /// Not before somebody says that it is ready.
        record Draft() implements Merging {}

        /// That is being tried.
        record Checking() implements Merging {}

        /// Nothing is in the way.
        record Ready() implements Merging {}

        /// People have to decide.
        ///
        /// @param commands what to type to do so
        /// @param url where the reader does so in a page; empty when they do not
        /// @param told why not, for whom that concerns
        record Conflicting(List<Contradiction> files, String commands, String url, String told) implements Merging {
            public Conflicting {
                files = List.copyOf(files);
            }
        }

        /// It cannot be, for a reason that is told.
        record Impossible(String told) implements Merging {}
    }

    /// A path on which both sides have done something else.
    public record Contradiction(String path, String told) {
        static Contradiction of(Conflict conflict) {
            return new Contradiction(
                    conflict.path(),
                    switch (conflict.kind()) {
                        case CONTENT -> text("issues.conflict.both-changed-lines");
                        case ADD_ADD -> text("issues.conflict.both-made-it");
                        case MODIFY_DELETE -> text("issues.conflict.changed-and-deleted");
                        case RENAME_DELETE -> text("issues.conflict.renamed-and-deleted");
                        case RENAME_RENAME -> text("issues.conflict.renamed-by-each");
                        case LOCATION -> text("issues.conflict.put-into-renamed");
                        case NO_LOCATION -> text("issues.conflict.put-into-renamed-unclear");
                        case FILE_DIRECTORY -> text("issues.conflict.file-and-folder");
                        case BINARY -> text("issues.conflict.both-changed-binary");
                        case SUBMODULE -> text("issues.conflict.both-moved-submodule");
                        case MODE -> text("issues.conflict.kind-for-each");
                    });
        }
    }

    /// The same for all of a merge.
    public static List<Contradiction> contradictions(List<Conflict> conflicts) {
        return conflicts.stream().map(Contradiction::of).toList();
    }
}
