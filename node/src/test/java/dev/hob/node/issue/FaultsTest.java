package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Operation;
import dev.hob.node.cob.Operations;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Faults are planted one by one, found, named, and mended where that can be.
class FaultsTest {
    @TempDir
    Path folder;

    private House house;
    private Repo repo;
    private ObjectId issue;
    private ObjectId comment;

    @BeforeEach
    void build() {
        house = new House(folder);
        repo = house.repository("tea");
        var issues = house.node.tracking().issues();
        issue = ((Answer.Done) issues.open(repo, house.alice(), Issues.Opening.of("Leak", "It leaks"))).entry();
        comment = ((Answer.Done) issues.comment(repo, house.alice(), issue, "Still does", Optional.empty(), List.of()))
                .entry();
        house.node.lateSigning().flush();
        assertThat(findings()).isEmpty();
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private List<Finding> findings() {
        var findings = new ArrayList<>(house.node.namespaceCheck().examine(repo));
        findings.addAll(house.node.tracking().cache().examine(repo));
        return findings;
    }

    private void mend() {
        house.node.namespaceCheck().mend(repo);
        house.node.tracking().cache().mend(repo);
    }

    private void foundAndMended(String what) {
        assertThat(findings()).extracting(Finding::what).anyMatch(it -> it.contains(what));
        mend();
        assertThat(findings()).isEmpty();
        var kept = house.node.tracking().reading().find(repo.rid(), 1).orElseThrow();
        assertThat(kept.title()).isEqualTo("Leak");
        assertThat(kept.comments()).isEqualTo(1);
    }

    private String ref() {
        return Repos.namespace(house.alice().key()) + "refs/cobs/" + IssueFold.TYPE + "/" + issue.name();
    }

    private interface Harm {
        void to(Repository repository) throws IOException;
    }

    private void harm(Harm harm) throws IOException {
        try (var repository = house.node.storage().open(repo.rid())) {
            harm.to(repository);
        }
    }

    private static void set(Repository repository, String ref, ObjectId id) throws IOException {
        var update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.forceUpdate();
    }

    private void sql(String statement) {
        house.node.database().writing(handle -> handle.execute(statement));
    }

    @Test
    void a_lost_ref() throws IOException {
        harm(repository -> {
            var update = repository.updateRef(ref());
            update.setForceUpdate(true);
            update.delete();
        });
        foundAndMended("is lost");
    }

    @Test
    void a_ref_that_has_gone_back() throws IOException {
        harm(repository -> set(repository, ref(), issue));
        foundAndMended("is not where its key has signed it");
    }

    @Test
    void a_ref_that_nobody_signed() throws IOException {
        harm(repository -> set(repository, Repos.namespace(house.alice().key()) + "refs/heads/side", issue));
        foundAndMended("is signed by nobody");
    }

    @Test
    void a_list_of_signed_refs_that_is_gone() throws IOException {
        harm(repository -> {
            var update = repository.updateRef(Repos.namespace(house.alice().key()) + "refs/rad/sigrefs");
            update.setForceUpdate(true);
            update.delete();
        });
        foundAndMended("do not hold");
    }

    @Test
    void a_list_that_was_signed_by_somebody_else() throws IOException {
        harm(repository -> set(repository, Repos.namespace(house.alice().key()) + "refs/rad/sigrefs", issue));
        foundAndMended("do not hold");
    }

    @Test
    void a_title_that_nobody_gave() {
        sql("update issue set title = 'Spout'");
        foundAndMended("issue #1 is kept otherwise than git has it (issue)");
    }

    @Test
    void a_comment_that_is_not_kept() {
        sql("delete from issue_event where position = 1");
        foundAndMended("issue #1 is kept otherwise than git has it (issue_event)");
    }

    @Test
    void an_issue_that_git_does_not_have() {
        sql("insert into issue (rid, id, number, title, state, is_open, author, created, updated, comments)"
                + " select rid, '2222222222222222222222222222222222222222', 9, 'Ghost', state, is_open, author, 0, 0, 0"
                + " from issue");
        foundAndMended("git has no such issue");
    }

    @Test
    void wrong_counts() {
        sql("update issue_count set opened = 7");
        foundAndMended("the numbers of open and closed issues are wrong");
    }

    @Test
    void another_number_than_git_has() {
        sql("update tracker_number set number = 5");
        assertThat(findings())
                .extracting(Finding::what)
                .anyMatch(it -> it.contains("has the number 1 in git, and 5 here"));
        mend();
        assertThat(findings()).isEmpty();
        assertThat(house.node.tracking().reading().find(repo.rid(), 1)).isPresent();
    }

    @Test
    void a_missing_operation_is_named_and_what_is_kept_of_it_is_not_thrown_away() throws IOException {
        // Another comment, so that the missing one is in the middle.
        house.node.tracking().issues().comment(repo, house.alice(), issue, "More", Optional.empty(), List.of());
        house.node.lateSigning().flush();
        String name = comment.name();
        Files.delete(house.node
                .storage()
                .path(repo.rid())
                .resolve("objects/" + name.substring(0, 2) + "/" + name.substring(2)));
        house.reopen();
        assertThat(findings()).extracting(Finding::what).anyMatch(it -> it.contains(name) && it.contains("is missing"));
        sql("update issue_count set opened = 7");
        mend();
        assertThat(house.node
                        .tracking()
                        .reading()
                        .find(repo.rid(), 1)
                        .orElseThrow()
                        .comments())
                .isEqualTo(2);
    }

    @Test
    void an_operation_with_a_wrong_signature_is_named_and_counts_for_nothing() throws IOException {
        harm(repository -> {
            var stranger = SigningKey.generate(new SecureRandom());
            ObjectId forged;
            try (var inserter = repository.newObjectInserter()) {
                var operation = new Operation(
                        IssueFold.TYPE,
                        List.of(new IssueAction.Retitle("Forged").json()),
                        Map.of(),
                        List.of(comment),
                        List.of(),
                        house.node.tracking().reading().byId(repo.rid(), issue).map(_ -> root(repository)),
                        "Edit");
                var good = Operations.write(
                        inserter, operation, new Author(stranger, "mallory", Instant.ofEpochSecond(2_000_000_000)));
                inserter.flush();
                forged = withOtherTree(repository, inserter, good);
                inserter.flush();
            }
            set(
                    repository,
                    Repos.namespace(stranger.publicKey()) + "refs/cobs/" + IssueFold.TYPE + "/" + issue.name(),
                    forged);
        });
        house.reopen();
        assertThat(findings()).extracting(Finding::what).anyMatch(it -> it.contains("not signed as it should be"));
        assertThat(house.node
                        .tracking()
                        .reading()
                        .find(repo.rid(), 1)
                        .orElseThrow()
                        .title())
                .isEqualTo("Leak");
    }

    private static ObjectId root(Repository repository) {
        try {
            return repository.exactRef("refs/rad/id").getObjectId();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The same commit over the tree of another operation: the signature is of the first tree.
    private ObjectId withOtherTree(Repository repository, ObjectInserter inserter, ObjectId good) throws IOException {
        try (var reader = repository.newObjectReader();
                var walk = new org.eclipse.jgit.revwalk.RevWalk(reader)) {
            String text = new String(reader.open(good).getBytes(), java.nio.charset.StandardCharsets.UTF_8);
            String other = walk.parseCommit(comment).getTree().name();
            String forged = text.replaceFirst("tree [0-9a-f]{40}", "tree " + other);
            return inserter.insert(Constants.OBJ_COMMIT, forged.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
