package dev.hob.node.protection;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Operation;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Refs;
import dev.hob.node.refs.Signer;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// The rules of a project's branches and tags: set by those who administer it, signed by its owner, kept as rows that
/// say the same. Of several rules for a name the most exact one decides alone. Shared between threads.
public final class Rules {
    /// The most rules of a kind.
    public static final int RULES_MAX = 100;

    /// A rule, and since when it is so.
    public record Kept<T>(T rule, Instant created, Instant updated) {}

    private final Database database;
    private final Cobs cobs;
    private final Means means;
    private final Intents intents;
    private final Repos repos;
    private final Refs refs;
    private final FoldCache<RulesFold> folds;

    Rules(Database database, Intents intents, Repos repos, Refs refs, Cobs cobs, Means means) {
        this.intents = intents;
        this.repos = repos;
        this.refs = refs;
        this.database = database;
        this.cobs = cobs;
        this.means = means;
        this.folds = new FoldCache<>(
                cobs,
                RulesFold.TYPE,
                RulesFold::new,
                fold -> fold.branches().size() + fold.tags().size());
        cobs.keep(RulesFold.TYPE, new Keeper());
    }

    /// The rules for branches, the most exact first. A fork has none: it is its owner's own.
    public List<Kept<BranchRule>> branches(Repo repo) {
        if (!repo.isProject()) return List.of();
        return sorted(database.read(handle -> RuleRows.branches(handle, repo.rid())), BranchRule::pattern);
    }

    /// The rules for tags, the most exact first.
    public List<Kept<TagRule>> tags(Repo repo) {
        if (!repo.isProject()) return List.of();
        return sorted(database.read(handle -> RuleRows.tags(handle, repo.rid())), TagRule::pattern);
    }

    private static <T> List<Kept<T>> sorted(List<RulesFold.Dated<T>> some, Function<T, Glob> pattern) {
        return some.stream()
                .map(it -> new Kept<>(it.rule(), it.created(), it.updated()))
                .sorted(Comparator.comparing(it -> pattern.apply(it.rule()), Glob.EXACT_FIRST))
                .toList();
    }

    /// The rule that decides about a branch, by its short name.
    public Optional<BranchRule> branch(Repo repo, String name) {
        return branches(repo).stream()
                .map(Kept::rule)
                .filter(rule -> rule.pattern().matches(name))
                .findFirst();
    }

    /// Why somebody who may write cannot commit to a branch directly, as far as that can be said before they do: in a
    /// page nobody signs.
    public Optional<String> writing(Repo repo, Person by, String name) {
        var right = means.access().right(by, repo);
        var rule = branch(repo, name);
        if (rule.isEmpty() || right.isEmpty()) return Optional.empty();
        if (rule.get().signed()) return Optional.of(Messages.text("protection.commits-are-signed"));
        return rule.get().pushing(by, right.get());
    }

    /// The rule that decides about a tag, by its short name.
    public Optional<TagRule> tag(Repo repo, String name) {
        return tags(repo).stream()
                .map(Kept::rule)
                .filter(rule -> rule.pattern().matches(name))
                .findFirst();
    }

    /// Sets a rule for branches.
    ///
    /// @param before the pattern that it had until now, when it had another
    public Answer set(Repo repo, Person by, BranchRule rule, Optional<String> before) {
        var objection = rule.objection();
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return act(
                repo,
                by,
                fold -> replace(
                        fold.branches(),
                        new Kind("branches", RuleAction.ForgetBranch::new),
                        rule.pattern().text(),
                        before,
                        kept -> kept.rule().equals(rule),
                        new RuleAction.SetBranch(rule)));
    }

    /// Takes a rule for branches away.
    public Answer forgetBranch(Repo repo, Person by, String pattern) {
        return act(
                repo,
                by,
                fold -> fold.branches().containsKey(pattern)
                        ? new Plan.Do(List.of(new RuleAction.ForgetBranch(pattern)))
                        : new Plan.No(Answer.missing(Messages.text("protection.no-such-rule"))));
    }

    /// Sets a rule for tags.
    ///
    /// @param before the pattern that it had until now, when it had another
    public Answer set(Repo repo, Person by, TagRule rule, Optional<String> before) {
        var objection = rule.objection();
        if (objection.isPresent()) return Answer.invalid(objection.get());
        return act(
                repo,
                by,
                fold -> replace(
                        fold.tags(),
                        new Kind("tags", RuleAction.ForgetTag::new),
                        rule.pattern().text(),
                        before,
                        kept -> kept.rule().equals(rule),
                        new RuleAction.SetTag(rule)));
    }

    /// Takes a rule for tags away.
    public Answer forgetTag(Repo repo, Person by, String pattern) {
        return act(
                repo,
                by,
                fold -> fold.tags().containsKey(pattern)
                        ? new Plan.Do(List.of(new RuleAction.ForgetTag(pattern)))
                        : new Plan.No(Answer.missing(Messages.text("protection.no-such-rule"))));
    }

    /// What rules are for, and what takes one away by its pattern.
    private record Kind(String what, Function<String, RuleAction> forgetting) {}

    /// A rule in place of the one of its pattern, or of the one that had another pattern before.
    private static <K> Plan replace(
            Map<String, K> known,
            Kind kind,
            String pattern,
            Optional<String> before,
            Predicate<K> same,
            RuleAction setting) {
        var old = before.filter(it -> !it.equals(pattern));
        if (old.isPresent() && !known.containsKey(old.get()))
            return new Plan.No(Answer.missing(Messages.text("protection.no-such-rule")));
        if (old.isPresent() && known.containsKey(pattern))
            return new Plan.No(Answer.invalid(Messages.text("protection.rule-is-there-already", pattern)));
        var now = Optional.ofNullable(known.get(pattern));
        if (now.filter(same).isPresent()) return new Plan.Do(List.of());
        if (now.isEmpty() && old.isEmpty() && known.size() >= RULES_MAX)
            return new Plan.No(Answer.invalid(Messages.text("protection.rules-max", RULES_MAX, kind.what())));
        var actions = new ArrayList<RuleAction>();
        old.map(kind.forgetting()).ifPresent(actions::add);
        actions.add(setting);
        return new Plan.Do(actions);
    }

    /// What to do, now that the rules are known.
    private sealed interface Plan {
        record Do(List<RuleAction> actions) implements Plan {}

        record No(Answer answer) implements Plan {}
    }

    private Answer act(Repo repo, Person by, Function<RulesFold, Plan> plan) {
        boolean may = means.access()
                .right(by, repo)
                .filter(right -> right == Right.ADMIN)
                .isPresent();
        if (!may) return Answer.forbidden(Messages.text("protection.only-administrators-change-rules"));
        if (!repo.isProject()) return Answer.invalid(Messages.text("protection.fork-has-no-rules"));
        return cobs.in(repo, session -> {
                    var object = object(session.git());
                    var known = object.isEmpty()
                            ? Optional.<FoldCache.Kept<RulesFold>>empty()
                            : folds.get(session, object.get());
                    var kept = known.isPresent() ? known.get() : folds.fresh(session);
                    return switch (plan.apply(kept.fold())) {
                        case Plan.No(var answer) -> answer;
                        case Plan.Do(var actions) ->
                            actions.isEmpty()
                                    ? new Answer.Same()
                                    : store(session, by, kept, known.isPresent() ? object : Optional.empty(), actions);
                    };
                })
                .orElseGet(() -> Answer.missing(Messages.text("refs.repository-is-gone")));
    }

    private Answer store(
            Cobs.Session session,
            Person by,
            FoldCache.Kept<RulesFold> kept,
            Optional<ObjectId> object,
            List<RuleAction> actions)
            throws IOException {
        var repo = session.repo();
        var identity = session.identity();
        var choice = Signer.choose(
                means.custody(),
                repo,
                identity.document(),
                by,
                true,
                means.clock().instant());
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return Answer.forbidden(((Signer.Choice.Refused) choice).told());
        Map<String, byte[]> embeds = new LinkedHashMap<>();
        signer.acting().ifPresent(acting -> embeds.put(Acting.EMBED, acting.bytes()));
        var operation = new Operation(
                RulesFold.TYPE,
                actions.stream().map(RuleAction::json).toList(),
                embeds,
                kept.tips(),
                List.of(),
                Optional.of(identity.head()),
                "Protect");
        var opened = new AtomicReference<Optional<Intent>>(Optional.empty());
        var stored = session.store(
                signer.author(),
                new Origin.Here(by.id()),
                operation,
                object,
                _ -> Optional.empty(),
                object.isEmpty() ? kept.fold()::begin : kept.fold()::apply,
                (handle, _) -> opened.set(replace(handle, repo, kept.fold(), new Origin.Here(by.id()))));
        opened.get().ifPresent(intent -> refs.follow(repo, intent));
        return stored.map(entry -> {
                    kept.grow(entry.id());
                    folds.keep(repo.rid(), object.orElse(entry.id()), kept);
                    return (Answer) new Answer.Done(entry.id());
                })
                .orElseGet(() -> Answer.forbidden(Messages.text("issue.project-refuses-that")));
    }

    /// Writes the rows anew, and with them the intent to let the identity follow where it has to.
    private Optional<Intent> replace(Handle handle, Repo repo, RulesFold rules, Origin origin) {
        var before = CanonicalPeople.of(repo, RuleRows.branches(handle, repo.rid()), RuleRows.tags(handle, repo.rid()));
        RuleRows.replace(handle, repo.rid(), rules);
        var after =
                CanonicalPeople.of(repo, rules.branches().values(), rules.tags().values());
        if (before.equals(after)) return Optional.empty();
        var draft = Intent.changing(
                repo.id(), repo.rid(), origin, Optional.empty(), means.clock().instant());
        return Optional.of(intents.open(handle, draft));
    }

    /// Whose refs count beside the delegates', by pattern, as the identity of a project says.
    SortedMap<String, List<DidKey>> canonical(Repo repo) {
        if (!repo.isProject()) return Collections.emptySortedMap();
        return database.read(handle ->
                CanonicalPeople.of(repo, RuleRows.branches(handle, repo.rid()), RuleRows.tags(handle, repo.rid())));
    }

    private final class Keeper implements Cobs.Keeper {
        @Override
        public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
            if (!object(repository).equals(Optional.of(object))) return;
            var read = folds.get(repository, rid, object);
            if (read.isEmpty()) return;
            var project = repos.of(rid).stream().filter(Repo::isProject).findFirst();
            // A boot that finishes this finishes what follows from it, too.
            if (project.isPresent())
                replace(
                        handle,
                        project.get(),
                        read.get().fold(),
                        new Origin.Here(project.get().ownerId()));
            else RuleRows.replace(handle, rid, read.get().fold());
        }

        @Override
        public void forget(RepoId rid, ObjectId object) {
            folds.forget(rid, object);
        }
    }

    /// Makes the rows of a project's rules again from git.
    public void rebuild(Repo repo) {
        if (!repo.isProject()) return;
        cobs.in(repo, session -> {
            var rid = session.repo().rid();
            var kept = Optional.<FoldCache.Kept<RulesFold>>empty();
            var object = object(session.git());
            if (object.isPresent()) {
                cobs.forget(rid, RulesFold.TYPE, object.get());
                kept = folds.get(session, object.get());
            }
            var rules = kept.map(FoldCache.Kept::fold);
            database.writing(handle -> {
                RuleRows.clear(handle, rid);
                rules.ifPresent(it -> RuleRows.replace(handle, rid, it));
            });
            return true;
        });
    }

    /// The object that the rules are said in. When peers made several, the one with the smallest id counts. Reads all
    /// refs: rules change seldom.
    private static Optional<ObjectId> object(Repository repository) throws IOException {
        return Cobs.objects(repository, List.of(RulesFold.TYPE))
                .getOrDefault(RulesFold.TYPE, Map.of())
                .keySet()
                .stream()
                .min(Comparator.naturalOrder());
    }

    /// What differs between a project's rules as they are kept and what git says.
    public List<Finding> examine(Repo repo) {
        if (!repo.isProject()) return List.of();
        return cobs.in(repo, session -> {
                    var rid = session.repo().rid();
                    var before = database.read(handle -> texts(handle, rid));
                    var said = new TreeMap<String, String>();
                    var object = object(session.git());
                    if (object.isPresent()) {
                        cobs.forget(rid, RulesFold.TYPE, object.get());
                        folds.get(session, object.get()).ifPresent(kept -> {
                            kept.fold()
                                    .branches()
                                    .forEach((pattern, it) -> said.put(
                                            RuleRows.BRANCH + " " + pattern,
                                            RuleText.json(it.rule()).toString()));
                            kept.fold()
                                    .tags()
                                    .forEach((pattern, it) -> said.put(
                                            RuleRows.TAG + " " + pattern,
                                            RuleText.json(it.rule()).toString()));
                        });
                    }
                    return before.equals(said)
                            ? List.<Finding>of()
                            : List.of(
                                    Finding.mendable(
                                            "rules of branches or tags are kept otherwise than git has them (protection_rule)"));
                })
                .orElse(List.of());
    }

    private static Map<String, String> texts(Handle handle, RepoId rid) {
        var kept = new TreeMap<String, String>();
        RuleRows.branches(handle, rid)
                .forEach(it -> kept.put(
                        RuleRows.BRANCH + " " + it.rule().pattern(),
                        RuleText.json(it.rule()).toString()));
        RuleRows.tags(handle, rid)
                .forEach(it -> kept.put(
                        RuleRows.TAG + " " + it.rule().pattern(),
                        RuleText.json(it.rule()).toString()));
        return kept;
    }
}
