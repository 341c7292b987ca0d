package dev.hob.node.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Commits;
import dev.hob.node.code.Signatures;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Merges;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every rule, everybody, every way in: what is let through is what the table says, beside and apart from the code that
/// decides. Whether somebody may push at all is asked before; here it is asked of everybody as if that had been
/// forgotten, and the guard alone refuses.
class GuardMatrixTest {
    @TempDir
    Path folder;

    private enum Actor {
        OWNER,
        ADMIN,
        WRITER,
        LISTED,
        READER,
        STRANGER;

        boolean writes() {
            return compareTo(LISTED) <= 0;
        }

        boolean administers() {
            return compareTo(ADMIN) <= 0;
        }
    }

    private enum In {
        PUSH,
        EDIT,
        FORCE_PUSH,
        DELETE,
        RECREATE,
        MERGE,
        SQUASH,
        REBASE,
        REBASE_MERGE,
        FAST_FORWARD,
        MERGE_ANYWAY,
        AUTO_MERGE;

        boolean merges() {
            return compareTo(MERGE) >= 0;
        }
    }

    /// A rule, by what matters of it here.
    ///
    /// @param ready whether the pull requests have what the rule asks for
    private record Given(String name, BranchRule rule, boolean ready) {}

    private static BranchRule usual() {
        return BranchRule.usual(Glob.of("main"));
    }

    private static BranchRule with(
            Who push, Who merge, int approvals, boolean linear, boolean signed, boolean force, boolean binds) {
        var usual = usual();
        return new BranchRule(
                usual.pattern(),
                push,
                merge,
                usual.reviewers(),
                force,
                false,
                approvals,
                true,
                true,
                false,
                usual.checks(),
                linear,
                signed,
                false,
                List.of(),
                binds);
    }

    private static BranchRule checked(boolean binds, Checks checks, boolean outdated, boolean deletion) {
        var usual = usual();
        return new BranchRule(
                usual.pattern(),
                usual.push(),
                usual.merge(),
                usual.reviewers(),
                false,
                deletion,
                0,
                true,
                true,
                outdated,
                checks,
                false,
                false,
                false,
                List.of(),
                binds);
    }

    private static List<Given> given(Who listed) {
        var nobody = new Who.Nobody();
        var writers = new Who.Writers();
        return List.of(
                new Given("nobody pushes", usual(), true),
                new Given("nobody pushes, admins are free", with(nobody, writers, 0, false, false, false, false), true),
                new Given("all push", with(writers, writers, 0, false, false, false, true), true),
                new Given("some push, some merge", with(listed, listed, 0, false, false, false, true), true),
                new Given("two approvals, none there", with(nobody, writers, 2, false, false, false, true), false),
                new Given("two approvals, both there", with(nobody, writers, 2, false, false, false, true), true),
                new Given(
                        "two approvals, none there, admins free",
                        with(nobody, writers, 2, false, false, false, false),
                        false),
                new Given("linear", with(writers, writers, 0, true, false, false, true), true),
                new Given("signed", with(writers, writers, 0, false, true, false, true), true),
                new Given("signed, admins free", with(writers, writers, 0, false, true, false, false), true),
                new Given("force is let", with(writers, writers, 0, false, false, true, true), true),
                new Given("deletion is let", checked(true, new Checks.None(), false, true), true),
                new Given("a check, missing", checked(true, new Checks.Named(List.of("ci")), false, false), false),
                new Given("a check, passed", checked(true, new Checks.Named(List.of("c*")), false, false), true),
                new Given(
                        "a check, missing, admins free",
                        checked(false, new Checks.Named(List.of("ci")), false, false),
                        false));
    }

    /// The table.
    private static boolean expected(Given given, Actor actor, In in) {
        var rule = given.rule();
        boolean writes = actor.writes();
        boolean free = actor.administers() && !rule.bindsAdmins();
        boolean pushes = writes
                && (free
                        || switch (rule.push()) {
                            case Who.Nobody _ -> false;
                            case Who.Writers _ -> true;
                            case Who.Listed _ -> actor == Actor.LISTED;
                        });
        boolean merges = writes
                && switch (rule.merge()) {
                    case Who.Nobody _ -> false;
                    case Who.Writers _ -> true;
                    case Who.Listed _ -> actor == Actor.LISTED;
                };
        return switch (in) {
            case PUSH, EDIT -> pushes && !rule.signed();
            case FORCE_PUSH -> pushes && rule.force() && !rule.signed();
            case DELETE -> writes && rule.deletion();
            // A branch of that name again, at commits that are there already: nothing new that must be signed.
            case RECREATE -> pushes;
            case MERGE, REBASE_MERGE -> merges && given.ready() && !rule.linear() && !rule.signed();
            case SQUASH, REBASE, FAST_FORWARD, AUTO_MERGE -> merges && given.ready() && !rule.signed();
            // Who is free of the rule may merge whoever it lets; what the history is like binds all the same.
            case MERGE_ANYWAY -> writes && ((merges && given.ready()) || free) && !rule.linear() && !rule.signed();
        };
    }

    private Person person(Guarded house, Actor actor) {
        return switch (actor) {
            case OWNER -> house.alice;
            case ADMIN -> house.ada;
            case WRITER -> house.will;
            case LISTED -> house.lou;
            case READER -> house.rita;
            case STRANGER -> house.mallory;
        };
    }

    @Test
    void there_is_no_way_round() {
        var wrong = new ArrayList<String>();
        int cases = 0;
        try (var house = new Guarded(folder)) {
            watch(house);
            house.write(house.alice, "main", "base.txt", "base\n");
            for (var given : given(new Who.Listed(List.of(house.lou.key())))) {
                house.rule(given.rule());
                offered = Optional.empty();
                for (var actor : Actor.values())
                    for (var in : In.values()) {
                        cases++;
                        boolean expected = expected(given, actor, in);
                        String came = came(house, given, actor, in);
                        if (came.isEmpty() != expected)
                            wrong.add(given.name() + ": " + actor + " by " + in + " should be "
                                    + (expected ? "let" : "refused") + ", and was told: " + came);
                    }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cases).isEqualTo(15 * 6 * 12);
    }

    /// While it is off, a case is prepared.
    private boolean guarding;

    private Optional<ObjectId> offered = Optional.empty();

    /// The guard of this house, which can be told to look away.
    private void watch(Guarded house) {
        var node = house.node();
        var guard = new BranchGuard(
                house.protection().rules(),
                new Members(node.people(), node.repos(), node.access()),
                node.pulls().reading(),
                house.protection().requirements(),
                new Signatures(node.sshKeys()));
        node.refs().guard((attempt, git) -> guarding ? guard.objection(attempt, git) : Optional.empty());
    }

    private void prepare(Guarded house, Given given, In in) {
        guarding = false;
        var main = house.ref("refs/heads/main");
        var kept = house.ref("refs/heads/kept");
        if (main.isEmpty()) house.move(house.alice, "refs/heads/main", Optional.empty(), kept);
        if (in == In.RECREATE || in == In.DELETE) {
            var tip = house.ref("refs/heads/main");
            if (!kept.equals(tip)) house.move(house.alice, "refs/heads/kept", kept, tip);
            if (in == In.RECREATE) house.move(house.alice, "refs/heads/main", tip, Optional.empty());
        }
        if (in.merges() && offered.isEmpty()) {
            // It is mallory's, so that everybody else can approve it.
            String branch = house.branch(house.alice);
            var pull = house.pull(house.mallory, branch);
            house.move(house.alice, "refs/heads/" + branch, house.ref("refs/heads/" + branch), Optional.empty());
            if (given.ready()) {
                house.review(house.will, pull, Verdict.ACCEPT);
                house.review(house.lou, pull, Verdict.ACCEPT);
                house.report(house.patch(pull).head(), "ci", StatusState.SUCCESS);
            }
            offered = Optional.of(pull);
        }
        guarding = true;
    }

    /// Empty when it was let through and the branch is where it should be; else what was told, with the branch where it
    /// was.
    private String came(Guarded house, Given given, Actor actor, In in) {
        prepare(house, given, in);
        var by = person(house, actor);
        var before = house.ref("refs/heads/main");
        String told =
                switch (in) {
                    case PUSH ->
                        told(house.move(
                                by, "refs/heads/main", before, Optional.of(commit(house, before.orElseThrow()))));
                    case EDIT ->
                        told(house.tryWrite(by, "main", Optional.empty(), "edit-" + System.nanoTime(), "text\n"));
                    case FORCE_PUSH -> {
                        var parent = parent(house, before.orElseThrow());
                        yield told(house.move(by, "refs/heads/main", before, Optional.of(commit(house, parent))));
                    }
                    case DELETE -> told(house.move(by, "refs/heads/main", before, Optional.empty()));
                    case RECREATE ->
                        told(house.move(by, "refs/heads/main", Optional.empty(), house.ref("refs/heads/kept")));
                    case MERGE, SQUASH, REBASE, REBASE_MERGE, FAST_FORWARD ->
                        told(house.merge(by, offered.orElseThrow(), Merges.Way.valueOf(in.name())));
                    case MERGE_ANYWAY -> told(house.mergeAnyway(by, offered.orElseThrow(), Merges.Way.MERGE));
                    case AUTO_MERGE -> {
                        var wish = new Merges.Wish(Merges.Way.SQUASH, "", Optional.empty());
                        var automatic = house.protection().automatic();
                        var asked = automatic.ask(house.now(), by, offered.orElseThrow(), wish, false);
                        automatic.catchUp();
                        automatic.cancel(house.now(), house.alice, offered.get());
                        yield asked instanceof AutomaticMerges.Outcome.Merged ? "" : asked.toString();
                    }
                };
        boolean moved = !house.ref("refs/heads/main").equals(before);
        assertThat(moved)
                .as(given.name() + ": " + actor + " by " + in + ": " + told)
                .isEqualTo(told.isEmpty());
        if (moved && in != In.RECREATE) offered = Optional.empty();
        return told;
    }

    private static ObjectId commit(Guarded house, ObjectId parent) {
        try (var repository = house.node().storage().open(house.repo.rid());
                var inserter = repository.newObjectInserter();
                var walk = new org.eclipse.jgit.revwalk.RevWalk(repository)) {
            var commit = new org.eclipse.jgit.lib.CommitBuilder();
            commit.setParentId(parent);
            commit.setTreeId(walk.parseCommit(parent).getTree());
            var ident = new org.eclipse.jgit.lib.PersonIdent("x", "x@example.org");
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage("Pushed " + System.nanoTime());
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectId parent(Guarded house, ObjectId commit) {
        try (var repository = house.node().storage().open(house.repo.rid());
                var walk = new org.eclipse.jgit.revwalk.RevWalk(repository)) {
            return walk.parseCommit(commit).getParent(0).copy();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String told(Refs.Verdict verdict) {
        return verdict instanceof Refs.Verdict.Moved ? "" : verdict.toString();
    }

    private static String told(Commits.Outcome outcome) {
        return outcome instanceof Commits.Outcome.Done ? "" : outcome.toString();
    }

    private static String told(Merges.Outcome outcome) {
        return outcome instanceof Merges.Outcome.Merged ? "" : outcome.toString();
    }

    @Test
    void tags_too() {
        var wrong = new ArrayList<String>();
        try (var house = new Guarded(folder)) {
            Map<String, Who> rules = new TreeMap<>(Map.of(
                    "nobody", new Who.Nobody(),
                    "writers", new Who.Writers(),
                    "listed", new Who.Listed(List.of(house.lou.key()))));
            int made = 0;
            var first = house.ref("refs/heads/main");
            var second = house.write(house.alice, "main", "more.txt", "more\n");
            for (var rule : rules.entrySet())
                for (var actor : Actor.values())
                    for (String way : List.of("make", "move", "delete")) {
                        house.noRules();
                        String ref = "refs/tags/v" + made++;
                        if (!way.equals("make")) house.move(house.alice, ref, Optional.empty(), first);
                        house.rule(new TagRule(Glob.of("v*"), rule.getValue()));
                        var by = person(house, actor);
                        var verdict =
                                switch (way) {
                                    case "make" -> house.move(by, ref, Optional.empty(), first);
                                    case "move" -> house.move(by, ref, first, Optional.of(second));
                                    default -> house.move(by, ref, first, Optional.empty());
                                };
                        boolean expected = rule.getKey().equals("writers") && actor.writes()
                                || rule.getKey().equals("listed") && actor == Actor.LISTED;
                        if (verdict instanceof Refs.Verdict.Moved != expected)
                            wrong.add(rule.getKey() + ": " + actor + " " + way + ": " + verdict);
                        assertThat(house.move(house.will, "refs/tags/other" + made, Optional.empty(), first))
                                .isInstanceOf(Refs.Verdict.Moved.class);
                    }
        }
        assertThat(wrong).isEmpty();
        assertThat(Arrays.asList(Actor.values())).hasSize(6);
    }
}
