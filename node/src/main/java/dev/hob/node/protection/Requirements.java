package dev.hob.node.protection;

import dev.hob.keys.DidKey;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.Verdict;
import dev.hob.node.language.Messages;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.PatchReading;
import dev.hob.node.patch.PatchReading.Reviewed;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// What a branch's rule asks of a pull request, and how far it is there. Shared between threads.
public final class Requirements {
    private static final int PATHS_TOLD_MAX = 3;

    private final Storage storage;
    private final Members members;
    private final IssueReading issues;
    private final PatchReading patches;
    private final Statuses statuses;
    private final Owners owners;

    Requirements(
            Storage storage,
            Members members,
            IssueReading issues,
            PatchReading patches,
            Statuses statuses,
            Owners owners) {
        this.storage = storage;
        this.members = members;
        this.issues = issues;
        this.patches = patches;
        this.statuses = statuses;
        this.owners = owners;
    }

    /// Everything that a rule asks for, and how it stands; nothing when there is no rule.
    ///
    /// @param onto where the branch is now
    public List<Condition> of(Repo repo, Patch patch, BranchRule rule, ObjectId onto) {
        try (var repository = storage.open(repo.rid());
                var objects = repository.newObjectReader()) {
            return of(repo, patch, rule, onto, objects);
        } catch (IOException e) {
            throw new StorageException("cannot read what " + patch.id().name() + " offers", e);
        }
    }

    List<Condition> of(Repo repo, Patch patch, BranchRule rule, ObjectId onto, ObjectReader objects)
            throws IOException {
        var conditions = new ArrayList<Condition>();
        var opinions = opinions(repo, patch);
        approvals(rule, opinions).ifPresent(conditions::add);
        if (rule.blockRejected()) conditions.addAll(rejections(opinions));
        conditions.addAll(checks(repo, patch, rule));
        if (rule.blockOutdated()) conditions.add(upToDate(onto, patch, objects));
        try {
            if (rule.codeOwners()) conditions.addAll(owned(repo, patch, rule, onto, opinions, objects));
            if (!rule.files().isEmpty()) files(patch, rule, onto, objects).ifPresent(conditions::add);
        } catch (Brought.TooMuch e) {
            conditions.add(new Condition(
                    Condition.Kind.FILES,
                    false,
                    Messages.text("protection.too-large-to-be-judged", String.valueOf(e.getMessage()))));
        }
        return List.copyOf(conditions);
    }

    /// What one member thinks last.
    ///
    /// @param current whether it is about what is offered now
    private record Opinion(Person by, Verdict verdict, boolean current) {}

    /// What those think last who may write and have not offered it themselves. One who signs with several keys is one.
    private List<Opinion> opinions(Repo repo, Patch patch) {
        var reviews = patches.verdicts(repo.rid(), patch.id());
        var writers = members.writers(
                repo, reviews.stream().map(Reviewed::by).distinct().toList());
        var own = offerers(repo, patch);
        var last = new LinkedHashMap<String, Opinion>();
        for (var review : reviews) {
            var by = writers.get(review.by());
            if (by == null || own.contains(by.id())) continue;
            last.put(
                    by.id(),
                    new Opinion(
                            by,
                            review.verdict().orElseThrow(),
                            review.revision().equals(patch.revision())));
        }
        return List.copyOf(last.values());
    }

    /// Whose own the pull request is: who opened it, and who offered what would be merged now. Their word for it is no
    /// second one.
    private Set<String> offerers(Repo repo, Patch patch) {
        var ids = new HashSet<String>();
        issues.byId(repo.rid(), patch.id())
                .flatMap(issue -> members.byKey(issue.author()))
                .ifPresent(person -> ids.add(person.id()));
        offerer(repo, patch).ifPresent(person -> ids.add(person.id()));
        return ids;
    }

    private Optional<Person> offerer(Repo repo, Patch patch) {
        return patches.offerer(repo.rid(), patch.id(), patch.revision()).flatMap(members::byKey);
    }

    private static boolean counts(BranchRule rule, Opinion opinion) {
        return opinion.verdict() == Verdict.ACCEPT && (opinion.current() || !rule.dismissStale());
    }

    private static Optional<Condition> approvals(BranchRule rule, List<Opinion> opinions) {
        if (rule.approvals() == 0) return Optional.empty();
        var heard = opinions.stream()
                .filter(it -> it.verdict() == Verdict.ACCEPT
                        && rule.reviewers().has(it.by().key()))
                .toList();
        long have = heard.stream().filter(it -> counts(rule, it)).count();
        long past = heard.size() - have;
        String told = Messages.text("protection.approvals", have, rule.approvals(), past);
        return Optional.of(new Condition(Condition.Kind.APPROVALS, have >= rule.approvals(), told));
    }

    private static List<Condition> rejections(List<Opinion> opinions) {
        return opinions.stream()
                .filter(it -> it.verdict() == Verdict.REJECT)
                .map(it -> new Condition(
                        Condition.Kind.CHANGES,
                        false,
                        Messages.text("protection.asks-for-changes", it.by().name())))
                .toList();
    }

    private List<Condition> checks(Repo repo, Patch patch, BranchRule rule) {
        if (rule.checks() instanceof Checks.None) return List.of();
        var reported = statuses.newest(repo, patch.head());
        return switch (rule.checks()) {
            case Checks.None _ -> List.of();
            case Checks.Reported _ -> reported.stream().map(Requirements::check).toList();
            case Checks.Named(var names) -> {
                var conditions = new ArrayList<Condition>();
                for (String name : names) {
                    var glob = Glob.of(name);
                    var some = reported.stream()
                            .filter(it -> it.context().equals(name) || glob.matches(it.context()))
                            .toList();
                    if (some.isEmpty())
                        conditions.add(check(name, false, Messages.text("protection.check-has-not-reported", name)));
                    some.forEach(it -> conditions.add(check(it)));
                }
                yield conditions.stream().distinct().toList();
            }
        };
    }

    private static Condition check(CommitStatus status) {
        String name = status.context();
        return switch (status.state()) {
            case SUCCESS -> check(name, true, Messages.text("protection.check-has-passed", name));
            case PENDING -> check(name, false, Messages.text("protection.check-is-still-running", name));
            case FAILURE -> check(name, false, Messages.text("protection.check-has-failed", name));
            case ERROR -> check(name, false, Messages.text("protection.check-broke", name));
            case WARNING -> check(name, false, Messages.text("protection.check-warns", name));
        };
    }

    private static Condition check(String name, boolean met, String told) {
        return new Condition(Condition.Kind.CHECK, met, told, Optional.of(name));
    }

    private static Condition upToDate(ObjectId onto, Patch patch, ObjectReader objects) throws IOException {
        boolean met = Brought.isBuiltOn(objects, onto, patch.head());
        return new Condition(
                Condition.Kind.UP_TO_DATE,
                met,
                met
                        ? Messages.text("protection.stands-on-the-newest")
                        : Messages.text("protection.does-not-stand-on-the-newest"));
    }

    /// The owners of what a pull request changes; they are asked for their word whatever the rule.
    public List<Person> owners(Repo repo, Patch patch, ObjectId onto) {
        try (var repository = storage.open(repo.rid());
                var objects = repository.newObjectReader()) {
            return owners.of(repo, objects, onto, patch.head()).stream()
                    .flatMap(group -> group.people().stream())
                    .distinct()
                    .toList();
        } catch (Brought.TooMuch _) {
            return List.of(); // Nobody is asked about everything at once.
        } catch (IOException e) {
            throw new StorageException("cannot read what " + patch.id().name() + " changes", e);
        }
    }

    /// Of each line's owners one must agree; who offers a change themselves agrees with it.
    private List<Condition> owned(
            Repo repo, Patch patch, BranchRule rule, ObjectId onto, Collection<Opinion> opinions, ObjectReader objects)
            throws IOException {
        var agreed = opinions.stream()
                .filter(it -> counts(rule, it))
                .map(it -> it.by().id())
                .collect(Collectors.toCollection(HashSet::new));
        offerer(repo, patch).ifPresent(person -> agreed.add(person.id()));
        var conditions = new ArrayList<Condition>();
        for (var group : owners.of(repo, objects, onto, patch.head())) {
            boolean met = group.people().stream().anyMatch(person -> agreed.contains(person.id()));
            String names =
                    group.people().stream().map(person -> "@" + person.name()).collect(Collectors.joining(", "));
            String what = told(group.paths());
            conditions.add(new Condition(
                    Condition.Kind.OWNERS,
                    met,
                    met
                            ? Messages.text("protection.owner-agrees", what)
                            : Messages.text(
                                    "protection.owner-has-not-approved",
                                    group.people().size(),
                                    names,
                                    what)));
        }
        return conditions;
    }

    private static String told(List<String> paths) {
        String some = String.join(", ", paths.subList(0, Math.min(paths.size(), PATHS_TOLD_MAX)));
        int more = paths.size() - PATHS_TOLD_MAX;
        return more <= 0 ? some : Messages.text("protection.paths-and-more", some, more);
    }

    private static Optional<Condition> files(Patch patch, BranchRule rule, ObjectId onto, ObjectReader objects)
            throws IOException {
        var paths = Brought.paths(objects, Brought.fork(objects, onto, patch.head()), patch.head()).stream()
                .filter(path -> rule.files().stream().anyMatch(file -> file.matches(path)))
                .toList();
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition(
                        Condition.Kind.FILES, false, Messages.text("protection.files-must-not-change", told(paths))));
    }

    /// Whose approvals a rule hears, as far as they are known here; for pages.
    public Map<DidKey, Person> known(Repo repo, Collection<DidKey> keys) {
        return members.writers(repo, keys);
    }
}
