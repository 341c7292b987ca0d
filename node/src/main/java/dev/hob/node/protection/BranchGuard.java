package dev.hob.node.protection;

import dev.hob.node.code.Signatures;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.patch.PatchReading;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Guard;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/// Holds every move of a branch or tag against the rule for it. What the history of a branch must be like binds
/// everybody; who decides what comes in can be left to those who administer the repository. Shared between threads.
final class BranchGuard implements Guard {
    private final Rules rules;
    private final Members members;
    private final PatchReading patches;
    private final Requirements requirements;
    private final Signatures signatures;

    BranchGuard(Rules rules, Members members, PatchReading patches, Requirements requirements, Signatures signatures) {
        this.rules = rules;
        this.members = members;
        this.patches = patches;
        this.requirements = requirements;
        this.signatures = signatures;
    }

    @Override
    public Optional<Refs.Verdict.Forbidden> objection(Attempt attempt, Repository git) throws IOException {
        if (!attempt.repo().isProject()) return Optional.empty();
        var branches = rules.branches(attempt.repo());
        var tags = rules.tags(attempt.repo());
        if (branches.isEmpty() && tags.isEmpty()) return Optional.empty();
        var by = person(attempt.by());
        for (var move : attempt.moves()) {
            Optional<String> told = Optional.empty();
            if (move.ref().startsWith(Constants.R_HEADS)) {
                String name = move.ref().substring(Constants.R_HEADS.length());
                var rule = branches.stream()
                        .map(Rules.Kept::rule)
                        .filter(it -> it.pattern().matches(name))
                        .findFirst();
                if (rule.isPresent()) told = branch(attempt, by, rule.get(), name, move);
            } else if (move.ref().startsWith(Constants.R_TAGS)) {
                String name = move.ref().substring(Constants.R_TAGS.length());
                var rule = tags.stream()
                        .map(Rules.Kept::rule)
                        .filter(it -> it.pattern().matches(name))
                        .findFirst();
                if (rule.isPresent()) told = tag(attempt.repo(), by, rule.get(), name);
            }
            if (told.isPresent()) return Optional.of(new Refs.Verdict.Forbidden(move.ref(), told.get()));
        }
        return Optional.empty();
    }

    private Optional<Person> person(Origin origin) {
        return origin instanceof Origin.Here(var id) ? members.byId(id) : Optional.empty();
    }

    private Optional<String> tag(Repo repo, Optional<Person> by, TagRule rule, String name) {
        boolean may = by.filter(
                        it -> members.mayWrite(it, repo) && rule.allowed().has(it.key()))
                .isPresent();
        return may
                ? Optional.empty()
                : Optional.of(
                        Messages.text("protection.tag-is-protected", name, rule.pattern(), those(rule.allowed())));
    }

    /// What the message chooses by.
    private static String those(Who who) {
        return switch (who) {
            case Who.Nobody _ -> "nobody";
            case Who.Writers _ -> "members";
            case Who.Listed _ -> "listed";
        };
    }

    private Optional<String> branch(Attempt attempt, Optional<Person> by, BranchRule rule, String name, RefMove move)
            throws IOException {
        UnaryOperator<String> of = it -> Messages.text("protection.branch-is-protected", name, rule.pattern(), it);
        var told = history(attempt, rule, move);
        if (told.isPresent()) return told.map(of);
        var right = by.flatMap(it -> members.right(it, attempt.repo()));
        if (right.filter(it -> it.compareTo(Right.WRITE) >= 0).isEmpty())
            return Optional.of(of.apply(Messages.text("protection.only-members-move-it")));
        if (move.deletes()) return Optional.empty();
        boolean free = !rule.bindsAdmins() && right.get() == Right.ADMIN;
        return switch (attempt.way()) {
            case Way.Directly _ ->
                free ? Optional.empty() : pushed(attempt, by.get(), rule, move).map(of);
            case Way.Merging(var patch, var anyway) ->
                free && anyway
                        ? Optional.empty()
                        : merged(attempt, by.get(), rule, move, patch).map(of);
        };
    }

    /// What the branch's history must be like, whoever moves it.
    private Optional<String> history(Attempt attempt, BranchRule rule, RefMove move) throws IOException {
        if (move.deletes())
            return rule.deletion() ? Optional.empty() : Optional.of(Messages.text("protection.cannot-be-deleted"));
        var after = ObjectId.fromString(move.after());
        boolean isNew = move.before().equals(RefMove.ABSENT);
        if (!isNew && !rule.force() && !Brought.isBuiltOn(attempt.objects(), ObjectId.fromString(move.before()), after))
            return Optional.of(Messages.text("protection.no-commits-are-taken-back"));
        try {
            if (rule.linear()) {
                var merge = first(attempt, move, after, commit -> commit.getParentCount() > 1);
                if (merge.isPresent())
                    return Optional.of(Messages.text(
                            "protection.history-is-one-line", merge.get().name().substring(0, 10)));
            }
            if (rule.signed()) {
                var unsigned = first(attempt, move, after, commit -> !isSigned(commit));
                if (unsigned.isPresent())
                    return Optional.of(Messages.text(
                            "protection.commit-is-not-signed",
                            unsigned.get().name().substring(0, 10)));
            }
        } catch (Brought.TooMuch e) {
            return Optional.of(Messages.text("protection.cannot-be-judged", String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private Optional<RevCommit> first(Attempt attempt, RefMove move, ObjectId after, Predicate<RevCommit> holds)
            throws IOException {
        // What is new to the branch; of a branch that is new itself, what no other has.
        Collection<ObjectId> known = move.before().equals(RefMove.ABSENT)
                ? List.copyOf(attempt.before()
                        .subMap(Constants.R_HEADS, Constants.R_HEADS + Character.MAX_VALUE)
                        .values())
                : List.of(ObjectId.fromString(move.before()));
        return Brought.first(attempt.objects(), known, after, holds);
    }

    private boolean isSigned(RevCommit commit) {
        return switch (signatures.of(commit)) {
            case Signatures.Verdict.Verified _, Signatures.Verdict.Another _ -> true;
            case Signatures.Verdict.Unsigned _,
                    Signatures.Verdict.Stranger _,
                    Signatures.Verdict.Bad _,
                    Signatures.Verdict.Unchecked _ -> false;
        };
    }

    private Optional<String> pushed(Attempt attempt, Person by, BranchRule rule, RefMove move) throws IOException {
        var told = rule.pushing(by, members.right(by, attempt.repo()).orElse(Right.READ));
        if (told.isPresent()) return told.map(it -> Messages.text("protection.open-a-pull-request-instead", it));
        if (rule.files().isEmpty() || move.deletes()) return Optional.empty();
        var after = ObjectId.fromString(move.after());
        try {
            return Brought.paths(attempt.objects(), before(attempt, move, after), after).stream()
                    .filter(path -> rule.files().stream().anyMatch(file -> file.matches(path)))
                    .findFirst()
                    .map(path -> Messages.text("protection.file-must-not-change", path));
        } catch (Brought.TooMuch e) {
            return Optional.of(Messages.text("protection.cannot-be-judged", String.valueOf(e.getMessage())));
        }
    }

    /// What a push is compared with: where the branch was, or, of a new one, where it leaves the default branch.
    private static Optional<ObjectId> before(Attempt attempt, RefMove move, ObjectId after) throws IOException {
        if (!move.before().equals(RefMove.ABSENT)) return Optional.of(ObjectId.fromString(move.before()));
        var main = attempt.before().get(Constants.R_HEADS + attempt.repo().defaultBranch());
        return main == null ? Optional.empty() : Brought.fork(attempt.objects(), main, after);
    }

    private Optional<String> merged(Attempt attempt, Person by, BranchRule rule, RefMove move, ObjectId id)
            throws IOException {
        if (!rule.merge().has(by.key())) return Optional.of(Messages.text("protection.you-may-not-merge"));
        var patch = patches.find(attempt.repo().rid(), id);
        if (patch.isEmpty()) return Optional.of(Messages.text("protection.no-such-pull-request"));
        var missing =
                requirements
                        .of(attempt.repo(), patch.get(), rule, ObjectId.fromString(move.before()), attempt.objects())
                        .stream()
                        .filter(condition -> !condition.met())
                        .map(Condition::told)
                        .collect(Collectors.joining("; "));
        return missing.isEmpty() ? Optional.empty() : Optional.of(missing + ".");
    }
}
