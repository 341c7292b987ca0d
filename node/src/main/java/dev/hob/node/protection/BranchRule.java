package dev.hob.node.protection;

import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Right;
import java.util.List;
import java.util.Optional;

/// What holds for the branches that a pattern stands for.
///
/// @param push who may bring commits directly; whoever may, needs nobody's approval for it
/// @param merge who may merge pull requests
/// @param reviewers whose approvals count
/// @param force whether commits may be taken back
/// @param deletion whether the branch may be deleted
/// @param approvals how many people must approve
/// @param dismissStale whether an approval is about the revision that it was given for, and no later one
/// @param blockRejected whether somebody who asks for changes is waited for
/// @param blockOutdated whether the pull request must stand on the newest commit of the branch
/// @param checks what must be reported of the newest commit
/// @param linear whether there may be no merge commits
/// @param signed whether each commit must be signed by a key of an account here
/// @param codeOwners whether those must approve who own what was changed
/// @param files patterns of paths that no push and no merge may change
/// @param bindsAdmins whether those who administer the repository must keep to it too
public record BranchRule(
        Glob pattern,
        Who push,
        Who merge,
        Who reviewers,
        boolean force,
        boolean deletion,
        int approvals,
        boolean dismissStale,
        boolean blockRejected,
        boolean blockOutdated,
        Checks checks,
        boolean linear,
        boolean signed,
        boolean codeOwners,
        List<Glob> files,
        boolean bindsAdmins) {
    public static final int APPROVALS_MAX = 50;
    public static final int FILES_MAX = 50;
    private static final int NAME_CHARACTERS_MAX = 255;

    public BranchRule {
        files = List.copyOf(files);
    }

    /// Nobody pushes, members merge, nothing is taken back: what a rule is to begin with.
    public static BranchRule usual(Glob pattern) {
        return new BranchRule(
                pattern,
                new Who.Nobody(),
                new Who.Writers(),
                new Who.Writers(),
                false,
                false,
                0,
                true,
                true,
                false,
                new Checks.None(),
                false,
                false,
                false,
                List.of(),
                true);
    }

    /// The same, with other checks.
    public BranchRule waitingFor(Checks others) {
        return new BranchRule(
                pattern,
                push,
                merge,
                reviewers,
                force,
                deletion,
                approvals,
                dismissStale,
                blockRejected,
                blockOutdated,
                others,
                linear,
                signed,
                codeOwners,
                files,
                bindsAdmins);
    }

    /// Why a member may not bring commits directly, if they may not.
    Optional<String> pushing(Person by, Right right) {
        if ((!bindsAdmins && right == Right.ADMIN) || push.has(by.key())) return Optional.empty();
        return Optional.of(
                push instanceof Who.Nobody
                        ? Messages.text("protection.nobody-pushes")
                        : Messages.text("protection.you-may-not-push"));
    }

    /// Why a rule cannot be so, if it cannot.
    public Optional<String> objection() {
        if (approvals < 0 || approvals > APPROVALS_MAX)
            return Optional.of(Messages.text("protection.approvals-max", APPROVALS_MAX));
        for (var who : List.of(push, merge, reviewers))
            if (who.people().size() > Who.PEOPLE_MAX)
                return Optional.of(Messages.text("protection.people-max", Who.PEOPLE_MAX));
        if (files.size() > FILES_MAX) return Optional.of(Messages.text("protection.file-patterns-max", FILES_MAX));
        if (checks instanceof Checks.Named(var names)) {
            if (names.isEmpty() || names.size() > Checks.NAMES_MAX)
                return Optional.of(Messages.text("protection.checks-max", Checks.NAMES_MAX));
            for (String name : names) {
                if (name.length() > NAME_CHARACTERS_MAX)
                    return Optional.of(Messages.text("protection.check-name-characters-max", NAME_CHARACTERS_MAX));
                var wrong = Glob.objection(name);
                if (wrong.isPresent()) return Optional.of(Messages.text("protection.check", name, wrong.get()));
            }
        }
        return Optional.empty();
    }
}
