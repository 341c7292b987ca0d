package dev.hob.node.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Merges;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Right;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectionTest {
    @TempDir
    Path folder;

    private Guarded house;

    @BeforeEach
    void build() {
        house = new Guarded(folder);
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private static BranchRule rule(int approvals, boolean stale, boolean rejected, boolean owners, Checks checks) {
        var usual = BranchRule.usual(Glob.of("main"));
        return new BranchRule(
                usual.pattern(),
                usual.push(),
                usual.merge(),
                usual.reviewers(),
                false,
                false,
                approvals,
                stale,
                rejected,
                false,
                checks,
                false,
                false,
                owners,
                List.of(),
                true);
    }

    private static BranchRule approvals(int count) {
        return rule(count, true, true, false, new Checks.None());
    }

    private String missing(ObjectId id) {
        var outcome = house.merge(house.will, id, Merges.Way.MERGE);
        return outcome instanceof Merges.Outcome.Missing(var told) ? told : "";
    }

    private void merges(ObjectId id) {
        assertThat(house.merge(house.will, id, Merges.Way.MERGE)).isInstanceOf(Merges.Outcome.Merged.class);
    }

    private Optional<AutomaticMerge> waits(ObjectId id) {
        return house.protection().automatic().of(house.now(), id);
    }

    private AutomaticMerges.Outcome ask(Person by, ObjectId id) {
        return house.protection()
                .automatic()
                .ask(house.now(), by, id, new Merges.Wish(Merges.Way.MERGE, "", Optional.empty()), true);
    }

    private void settle() {
        house.protection().automatic().catchUp();
    }

    @Test
    void a_new_revision_voids_approvals_when_the_rule_says_so() {
        String branch = house.branch(house.will);
        var id = house.pull(house.will, branch);
        house.rule(approvals(1));
        house.review(house.lou, id, Verdict.ACCEPT);
        house.revise(house.will, id, house.write(house.will, branch, "more", "more\n"));
        assertThat(missing(id)).contains("0 of 1 approval; one is for earlier commits");
        house.rule(rule(1, false, true, false, new Checks.None()));
        merges(id);
    }

    @Test
    void the_word_of_those_who_offer_it_is_no_second_one() {
        String branch = house.branch(house.will);
        var id = house.pull(house.rita, branch);
        house.rule(approvals(1));
        house.review(house.will, id, Verdict.ACCEPT);
        house.revise(house.lou, id, house.write(house.will, branch, "more", "more\n"));
        house.review(house.lou, id, Verdict.ACCEPT);
        assertThat(missing(id)).as("lou offered what is approved").contains("0 of 1 approval");
        house.review(house.ada, id, Verdict.ACCEPT);
        merges(id);
    }

    @Test
    void only_the_approvals_of_members_count_and_only_while_they_are_members() {
        var id = house.pull(house.will, house.branch(house.will));
        house.rule(approvals(1));
        house.review(house.mallory, id, Verdict.ACCEPT);
        house.review(house.rita, id, Verdict.ACCEPT);
        assertThat(missing(id)).contains("0 of 1 approval");
        house.review(house.lou, id, Verdict.ACCEPT);
        house.let(house.lou, Right.READ);
        assertThat(missing(id)).contains("0 of 1 approval");
        house.let(house.rita, Right.WRITE);
        merges(id);
    }

    @Test
    void a_stranger_blocks_nothing_and_a_member_does_until_they_think_otherwise() {
        var id = house.pull(house.will, house.branch(house.will));
        house.rule(approvals(1));
        house.review(house.mallory, id, Verdict.REJECT);
        house.review(house.ada, id, Verdict.ACCEPT);
        house.review(house.lou, id, Verdict.REJECT);
        assertThat(missing(id)).contains("lou asks for changes").doesNotContain("mallory");
        house.review(house.lou, id, Verdict.ACCEPT);
        merges(id);
    }

    @Test
    void owners_of_what_is_changed_are_asked_by_the_file_of_the_base_branch() {
        house.write(house.alice, "main", "CODEOWNERS", "*.md @lou\n/docs/ @ada lou@example.org\n");
        String branch = house.branch(house.will, "docs/a.md");
        house.write(house.will, branch, "CODEOWNERS2", "");
        var id = house.pull(house.will, branch);
        house.rule(rule(0, true, true, true, new Checks.None()));
        var owners = house.protection().requirements().owners(house.now(), house.patch(id), house.tip("main"));
        assertThat(owners).extracting(Person::name).containsExactly("ada", "lou");
        assertThat(missing(id)).contains("One of @ada, @lou owns docs/a.md and has not approved");
        house.review(house.alice, id, Verdict.ACCEPT);
        assertThat(missing(id)).contains("has not approved");
        house.review(house.lou, id, Verdict.ACCEPT);
        merges(id);
    }

    @Test
    void a_pull_request_cannot_take_the_owners_away_that_it_needs() {
        house.write(house.alice, "main", "CODEOWNERS", "* @lou\n");
        var outcome = house.node()
                .commits()
                .commit(
                        house.now(),
                        house.will,
                        new dev.hob.node.code.Commits.Draft(
                                "main",
                                Optional.of("bare"),
                                "Bare",
                                dev.hob.node.code.Commits.Signer.of(house.will),
                                dev.hob.node.code.Commits.Signer.of(house.will),
                                List.of(new dev.hob.node.code.FileChange.Delete(
                                        dev.hob.node.code.CodePath.parse("CODEOWNERS")
                                                .orElseThrow(),
                                        Optional.empty()))));
        assertThat(outcome).isInstanceOf(dev.hob.node.code.Commits.Outcome.Done.class);
        var id = house.pull(house.will, "bare");
        house.rule(rule(0, true, true, true, new Checks.None()));
        assertThat(missing(id)).contains("@lou owns CODEOWNERS and has not approved");
    }

    @Test
    void files_that_must_stay_are_kept_from_pushes_and_merges() {
        var usual = BranchRule.usual(Glob.of("main"));
        String branch = house.branch(house.will, ".ci/run");
        var id = house.pull(house.will, branch);
        house.rule(new BranchRule(
                usual.pattern(),
                new Who.Writers(),
                usual.merge(),
                usual.reviewers(),
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
                List.of(Glob.of(".ci/**")),
                true));
        assertThat(missing(id)).contains(".ci/run must not be changed");
        assertThat(house.tryWrite(house.will, "main", Optional.empty(), ".ci/other", "x")
                        .toString())
                .contains(".ci/other must not be changed");
        house.write(house.will, "main", "free", "x");
    }

    @Test
    void the_most_exact_rule_decides_alone() {
        house.rule(BranchRule.usual(Glob.of("**")));
        house.rule(new BranchRule(
                Glob.of("topic-*"),
                new Who.Writers(),
                new Who.Writers(),
                new Who.Writers(),
                true,
                true,
                0,
                true,
                true,
                false,
                new Checks.None(),
                false,
                false,
                false,
                List.of(),
                true));
        String branch = house.branch(house.will);
        house.write(house.will, branch, "more", "more\n");
        assertThat(house.tryWrite(house.will, "main", Optional.of("other"), "x", "x")
                        .toString())
                .contains("The branch other is protected (**): nobody pushes to it. Open a pull request instead.");
        assertThat(house.move(house.will, "refs/heads/" + branch, Optional.of(house.tip(branch)), Optional.empty()))
                .isInstanceOf(Refs.Verdict.Moved.class);
    }

    @Test
    void rules_are_for_those_who_administer() {
        var rule = BranchRule.usual(Glob.of("main"));
        for (var person : List.of(house.will, house.rita, house.mallory))
            assertThat(house.protection().rules().set(house.now(), person, rule, Optional.empty()))
                    .isInstanceOf(Answer.Refused.class);
        assertThat(house.protection().rules().set(house.now(), house.ada, rule, Optional.empty()))
                .isInstanceOf(Answer.Done.class);
        assertThat(house.protection().rules().set(house.now(), house.ada, rule, Optional.empty()))
                .isInstanceOf(Answer.Same.class);
        assertThat(house.protection()
                        .rules()
                        .set(house.now(), house.ada, BranchRule.usual(Glob.of("m*")), Optional.of("main")))
                .isInstanceOf(Answer.Done.class);
        assertThat(house.protection().rules().branches(house.now()))
                .extracting(it -> it.rule().pattern().text())
                .containsExactly("m*");
    }

    @Test
    void rules_are_signed_operations_that_rows_are_made_of_again() {
        house.rule(approvals(2));
        house.rule(new TagRule(Glob.of("v*"), new Who.Listed(List.of(house.lou.key()))));
        var before = house.protection().rules().branches(house.now());
        assertThat(house.protection().rules().examine(house.now())).isEmpty();
        house.node().database().writing(handle -> handle.execute("delete from protection_rule where kind = 'branch'"));
        assertThat(house.protection().rules().examine(house.now())).hasSize(1);
        house.protection().rules().rebuild(house.now());
        assertThat(house.protection().rules().examine(house.now())).isEmpty();
        assertThat(house.protection().rules().branches(house.now())).isEqualTo(before);
        house.house.reopen();
        assertThat(house.protection().rules().branches(house.now())).isEqualTo(before);
        assertThat(house.tryWrite(house.will, "main", Optional.empty(), "x", "x")
                        .toString())
                .contains("protected");
        house.rule(approvals(1));
        assertThat(house.protection()
                        .rules()
                        .branch(house.now(), "main")
                        .orElseThrow()
                        .approvals())
                .isEqualTo(1);
        assertThat(house.protection().rules().tags(house.now())).hasSize(1);
    }

    private List<String> canonical() throws Exception {
        try (var repository = house.node().storage().open(house.repo.rid())) {
            var document = dev.hob.node.repo.Identity.read(repository, house.repo.rid())
                    .orElseThrow()
                    .current()
                    .document();
            return dev.hob.node.repo.CanonicalRefs.of(document).rules().stream()
                    .map(it -> it.pattern() + " " + it.allowed().size() + " " + it.threshold())
                    .toList();
        }
    }

    @Test
    void whom_the_networks_format_has_words_for_is_said_in_the_identity() throws Exception {
        var before = canonical();
        var listed = new Who.Listed(List.of(house.lou.key()));
        house.rule(new TagRule(Glob.of("v1"), listed));
        house.rule(new TagRule(Glob.of("rc/**"), listed));
        house.rule(new TagRule(Glob.of("beta/*"), listed));
        house.rule(new TagRule(Glob.of("mine"), new Who.Writers()));
        assertThat(canonical())
                .contains("refs/tags/v1 2 1", "refs/tags/rc/* 2 1")
                .hasSize(before.size() + 2);
        house.node().lateSigning().flush();
        assertThat(house.node().refs().examine(house.now())).isEmpty();
        house.node().edits().describe(house.now(), house.alice, "Other leaves");
        assertThat(canonical()).contains("refs/tags/v1 2 1");
        house.noRules();
        assertThat(canonical()).isEqualTo(before);
        house.node().lateSigning().flush();
        assertThat(house.node().refs().examine(house.now())).isEmpty();
    }

    @Test
    void an_identity_that_a_crash_kept_from_following_follows_at_the_next_start() throws Exception {
        dev.hob.node.log.Probe.watch(where -> {
            if (where.equals("log")) throw new IllegalStateException("died");
        });
        try {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> house.rule(new TagRule(Glob.of("v1"), new Who.Listed(List.of(house.lou.key())))))
                    .hasMessage("died");
        } finally {
            dev.hob.node.log.Probe.watch(_ -> {});
        }
        house.house.reopen();
        assertThat(canonical()).contains("refs/tags/v1 2 1");
        assertThat(house.protection().rules().tags(house.now())).hasSize(1);
        house.node().lateSigning().flush();
        assertThat(house.node().refs().examine(house.now())).isEmpty();
    }

    @Test
    void a_merge_waits_for_a_review_and_a_check_and_survives_a_restart() {
        String branch = house.branch(house.will);
        var id = house.pull(house.will, branch);
        house.rule(rule(1, true, true, false, new Checks.Named(List.of("ci"))));
        assertThat(ask(house.will, id)).isInstanceOf(AutomaticMerges.Outcome.Waits.class);
        house.review(house.lou, id, Verdict.ACCEPT);
        settle();
        assertThat(house.patch(id).state()).isEqualTo(PatchState.OPEN);
        house.report(house.patch(id).head(), "ci", StatusState.FAILURE);
        settle();
        assertThat(waits(id)).isPresent();
        house.house.reopen();
        house.report(house.patch(id).head(), "ci", StatusState.SUCCESS);
        settle();
        assertThat(house.patch(id).state()).isEqualTo(PatchState.MERGED);
        assertThat(waits(id)).isEmpty();
        assertThat(house.ref("refs/heads/" + branch))
                .as("deleted, as was asked")
                .isEmpty();
    }

    @Test
    void what_was_reported_while_the_node_was_down_is_looked_at_afterwards() {
        var id = house.pull(house.will, house.branch(house.will));
        house.rule(rule(0, true, true, false, new Checks.Named(List.of("ci"))));
        ask(house.will, id);
        house.report(house.patch(id).head(), "ci", StatusState.SUCCESS);
        house.house.reopen(); // The reader had no time.
        settle();
        assertThat(house.patch(id).state()).isEqualTo(PatchState.MERGED);
    }

    @Test
    void a_merge_that_waits_is_cancelled_when_a_stranger_offers_other_commits() {
        String branch = house.branch(house.will);
        var id = house.pull(house.mallory, branch);
        house.rule(approvals(1));
        ask(house.will, id);
        house.revise(house.will, id, house.write(house.will, branch, "more", "more\n"));
        settle();
        assertThat(waits(id)).as("a member's commits are meant too").isPresent();
        assertThat(waits(id).orElseThrow().head()).isEqualTo(house.patch(id).head());
        house.revise(house.mallory, id, house.write(house.will, branch, "evil", "evil\n"));
        house.review(house.lou, id, Verdict.ACCEPT); // Ready before the reader has seen who offered it.
        settle();
        assertThat(house.patch(id).state()).isEqualTo(PatchState.OPEN);
        assertThat(waits(id)).isEmpty();
    }

    @Test
    void a_merge_that_waits_is_cancelled_when_its_asker_may_not_merge_any_more() {
        var id = house.pull(house.mallory, house.branch(house.will));
        house.rule(approvals(1));
        ask(house.will, id);
        house.let(house.will, Right.READ);
        house.review(house.lou, id, Verdict.ACCEPT);
        settle();
        assertThat(house.patch(id).state()).isEqualTo(PatchState.OPEN);
        assertThat(waits(id)).isEmpty();
        assertThat(ask(house.rita, id)).isInstanceOf(AutomaticMerges.Outcome.Refused.class);
        assertThat(house.protection().automatic().cancel(house.now(), house.rita, id))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void two_reports_at_once_merge_once() throws Exception {
        house.rule(rule(0, true, true, false, new Checks.Named(List.of("a", "b"))));
        house.protection().automatic().start();
        for (int i = 0; i < 10; i++) {
            String branch = house.branch(house.will);
            var id = house.pull(house.will, branch);
            ask(house.will, id);
            var head = house.patch(id).head();
            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                var reports = List.<Callable<Boolean>>of(
                        () -> {
                            house.report(head, "a", StatusState.SUCCESS);
                            return true;
                        },
                        () -> {
                            house.report(head, "b", StatusState.SUCCESS);
                            return true;
                        });
                for (var done : pool.invokeAll(reports)) done.get();
            }
            assertThat(house.protection().automatic().await(java.time.Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(house.patch(id).state()).isEqualTo(PatchState.MERGED);
            assertThat(waits(id)).isEmpty();
        }
        long merges = house.node().log().after(0, 10_000).stream()
                .filter(entry -> entry.change() instanceof dev.hob.node.log.Change.IssueChanged changed
                        && changed.what().equals("automerge"))
                .count();
        assertThat(merges).isEqualTo(10);
    }

    @Test
    void of_each_check_the_newest_report_counts_and_few_are_kept() {
        var head = house.tip("main");
        for (int i = 0; i < Statuses.REPORTS_MAX + 5; i++) house.report(head, "ci", StatusState.PENDING);
        house.report(head, "ci", StatusState.SUCCESS);
        house.report(head, "lint", StatusState.WARNING);
        var statuses = house.protection().statuses();
        assertThat(statuses.all(house.now(), head)).hasSize(Statuses.REPORTS_MAX + 1);
        assertThat(statuses.newest(house.now(), head))
                .extracting(it -> it.context() + " " + it.state().word())
                .containsExactly("ci success", "lint warning");
        assertThat(StatusState.of(statuses.newest(house.now(), head))).contains(StatusState.WARNING);
        for (String url : List.of("javascript:alert(1)", "x", "ftp://a/b", "https:///nothing"))
            assertThat(statuses.report(
                            house.now(), house.will, head, new Statuses.Report("ci", StatusState.SUCCESS, url, "")))
                    .isInstanceOf(Statuses.Outcome.Refused.class);
    }
}
