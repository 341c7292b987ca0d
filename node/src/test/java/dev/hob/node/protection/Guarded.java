package dev.hob.node.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Verdict;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// A node with one repository and everybody who may want something of it: alice owns it, ada administers it, will and
/// lou write, rita was let in to read, and mallory was not.
final class Guarded implements AutoCloseable {
    final House house;
    final Person alice;
    final Person ada;
    final Person will;
    final Person lou;
    final Person rita;
    final Person mallory;
    final Repo repo;
    private int made;

    Guarded(Path folder) {
        house = new House(folder);
        alice = house.alice();
        ada = house.person("ada");
        will = house.person("will");
        lou = house.person("lou");
        rita = house.person("rita");
        mallory = house.person("mallory");
        repo = house.repository("tea");
        let(ada, Right.ADMIN);
        let(will, Right.WRITE);
        let(lou, Right.WRITE);
        let(rita, Right.READ);
        write(alice, "main", "README.md", "# Tea\n");
    }

    void let(Person person, Right right) {
        var wrong = node().edits().addCollaborator(repo, alice, person, right);
        if (wrong.isPresent()) throw new AssertionError(wrong.get());
    }

    Node node() {
        return house.node;
    }

    Protection protection() {
        return node().protection();
    }

    Repo now() {
        return node().repos().byId(repo.id()).orElseThrow();
    }

    void rule(BranchRule rule) {
        var answer = protection().rules().set(now(), alice, rule, Optional.empty());
        if (answer instanceof Answer.Refused refused) throw new AssertionError(refused.told());
    }

    void rule(TagRule rule) {
        var answer = protection().rules().set(now(), alice, rule, Optional.empty());
        if (answer instanceof Answer.Refused refused) throw new AssertionError(refused.told());
    }

    void noRules() {
        for (var rule : protection().rules().branches(now()))
            protection()
                    .rules()
                    .forgetBranch(now(), alice, rule.rule().pattern().text());
        for (var rule : protection().rules().tags(now()))
            protection().rules().forgetTag(now(), alice, rule.rule().pattern().text());
    }

    ObjectId tip(String branch) {
        return Optional.ofNullable(node().refs().view(now()).refs().get(Constants.R_HEADS + branch))
                .orElseThrow();
    }

    Optional<ObjectId> ref(String name) {
        return Optional.ofNullable(node().refs().view(now()).refs().get(name));
    }

    ObjectId write(Person by, String branch, String path, String text) {
        var outcome = tryWrite(by, branch, Optional.empty(), path, text);
        if (outcome instanceof Commits.Outcome.Done(var id, var _)) return id;
        throw new AssertionError(outcome.toString());
    }

    Commits.Outcome tryWrite(Person by, String branch, Optional<String> newBranch, String path, String text) {
        var signer = Commits.Signer.of(by);
        var at = CodePath.parse(path).orElseThrow();
        var draft = new Commits.Draft(
                branch,
                newBranch,
                "Write " + path,
                signer,
                signer,
                List.of(new FileChange.Create(at, text.getBytes(UTF_8))));
        return node().commits().commit(now(), by, draft);
    }

    /// A branch with one commit more than `main`, that touches a file of its own.
    String branch(Person by) {
        return branch(by, "file-" + made++ + ".txt");
    }

    String branch(Person by, String path) {
        String name = "topic-" + made++;
        var outcome = tryWrite(by, "main", Optional.of(name), path, "text " + made + "\n");
        if (!(outcome instanceof Commits.Outcome.Done)) throw new AssertionError(outcome.toString());
        return name;
    }

    ObjectId pull(Person by, String branch) {
        var source = new Source(repo.id(), branch);
        var answer = node().pulls()
                .patches()
                .open(now(), by, Patches.Opening.of("From " + branch, "", "main", tip(branch), Optional.of(source)));
        if (answer instanceof Answer.Done(var id)) return id;
        throw new AssertionError(answer.toString());
    }

    Patch patch(ObjectId id) {
        return node().pulls().reading().find(repo.rid(), id).orElseThrow();
    }

    void review(Person by, ObjectId id, Verdict verdict) {
        var answer = node().pulls()
                .patches()
                .review(now(), by, id, patch(id).revision(), "so", Optional.of(verdict), List.of());
        if (answer instanceof Answer.Refused refused) throw new AssertionError(refused.told());
    }

    void revise(Person by, ObjectId id, ObjectId head) {
        var answer = node().pulls().patches().revise(now(), by, id, "", head);
        if (answer instanceof Answer.Refused refused) throw new AssertionError(refused.told());
    }

    void report(ObjectId commit, String context, StatusState state) {
        var outcome = protection().statuses().report(now(), will, commit, new Statuses.Report(context, state, "", ""));
        if (!(outcome instanceof Statuses.Outcome.Kept)) throw new AssertionError(outcome.toString());
    }

    Merges.Outcome merge(Person by, ObjectId id, Merges.Way way) {
        return node().pulls().merges().merge(now(), by, id, new Merges.Wish(way, "", Optional.empty()));
    }

    Merges.Outcome mergeAnyway(Person by, ObjectId id, Merges.Way way) {
        return node().pulls().merges().merge(now(), by, id, new Merges.Wish(way, "", Optional.empty(), true));
    }

    Refs.Verdict move(Person by, String ref, Optional<ObjectId> before, Optional<ObjectId> after) {
        var move = new RefMove(
                ref,
                before.map(ObjectId::name).orElse(RefMove.ABSENT),
                after.map(ObjectId::name).orElse(RefMove.ABSENT));
        return node().refs().move(now(), new Origin.Here(by.id()), List.of(move), () -> {}, Optional.empty());
    }

    @Override
    public void close() {
        house.close();
    }
}
