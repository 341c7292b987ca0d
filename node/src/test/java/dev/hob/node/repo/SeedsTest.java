package dev.hob.node.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.Secret;
import dev.hob.node.Vectors;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Numbers;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RepoId;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.refs.Forking;
import dev.hob.node.refs.House;
import dev.hob.node.refs.Refs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real radicle-node had in its storage, kept here for others.
class SeedsTest {
    private static final RepoId ACME = new RepoId("rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5");
    private static final ObjectId ISSUE = ObjectId.fromString("f31be653b1d9032048d21901e5697a5f45e7e72f");
    private static final ObjectId PATCH = ObjectId.fromString("27b782e4b735350c140649e8949222bc6d0851c8");

    @TempDir
    Path folder;

    private House house;
    private Person carol;

    @BeforeEach
    void build() {
        house = new House(folder);
        carol = house.person("carol");
        Vectors.acme(folder.resolve("storage")).close();
    }

    @AfterEach
    void leave() {
        house.close();
    }

    private Seeds seeds() {
        return house.node.seeds();
    }

    private Repo adopted() {
        assertThat(seeds().adopt(ACME)).isInstanceOf(Seeds.Adoption.Adopted.class);
        return house.node.repos().project(ACME).orElseThrow();
    }

    private Issue issue(ObjectId id) {
        return house.node.tracking().reading().byId(ACME, id).orElseThrow();
    }

    private void sameAsGit(Repo repo) {
        house.node.lateSigning().flush();
        assertThat(house.node.seeds().examine(repo)).isEmpty();
        assertThat(house.node.refs().examine(repo)).isEmpty();
        assertThat(house.node.namespaceCheck().examine(repo)).isEmpty();
        assertThat(house.node.tracking().cache().examine(repo)).isEmpty();
        assertThat(house.node.protection().rules().examine(repo)).isEmpty();
        assertThat(house.node.publishing().cache().examine(repo)).isEmpty();
    }

    private Map<String, List<String>> rows() {
        var tables = new TreeMap<String, List<String>>();
        for (String table : List.of(
                "issue",
                "issue_event",
                "issue_label",
                "issue_count",
                "patch",
                "patch_revision",
                "patch_review",
                "patch_comment",
                "tracker_number",
                "key_name"))
            tables.put(
                    table,
                    house.node
                            .database()
                            .read(handle -> handle.createQuery("select * from " + table).mapToMap().stream()
                                    .map(row -> new TreeMap<>(row).toString())
                                    .sorted()
                                    .toList()));
        return tables;
    }

    @Test
    void a_folder_that_a_peer_brought_is_a_repository_with_its_issues_and_pull_requests() {
        var repo = adopted();

        assertThat(repo.isSeeded()).isTrue();
        assertThat(repo.path()).isEqualTo(Vectors.ALICE.publicKey().nid() + "/acme");
        assertThat(repo.description()).isEqualTo("Acme test repository");
        assertThat(repo.defaultBranch()).isEqualTo("main");
        assertThat(house.node.repos().find(repo.owner(), "ACME").orElseThrow().repo())
                .isEqualTo(repo);
        assertThat(house.node.refs().view(repo).headId()).isPresent();
        assertThat(issue(ISSUE).state()).isEqualTo(IssueState.SOLVED);
        assertThat(house.node
                        .pulls()
                        .reading()
                        .find(ACME, PATCH)
                        .orElseThrow()
                        .state()
                        .name())
                .isEqualTo("MERGED");
        assertThat(house.node.tracking().reading().list(ACME, IssueQuery.parse("is:closed"), 0, 10))
                .extracting(Issue::id)
                .contains(ISSUE);
        sameAsGit(repo);
        assertThat(house.node.log().after(0, 100))
                .anyMatch(entry ->
                        entry.change() instanceof Change.RepositoryCreated && entry.origin() instanceof Origin.Peer);
    }

    @Test
    void its_issues_have_numbers_of_this_node_alone_and_a_rebuild_gives_the_same() {
        var repo = adopted();
        var before = rows();

        assertThat(Numbers.isLocal(issue(ISSUE).number())).isTrue();
        house.node.tracking().numbers().flush();
        house.node.tracking().cache().rebuild(repo, _ -> {});
        assertThat(rows()).isEqualTo(before);
        assertThat(seeds().adopt(ACME)).isEqualTo(new Seeds.Adoption.Adopted(repo, false));
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void authors_without_an_account_go_by_what_they_call_themselves() {
        adopted();
        assertThat(house.node.people().keyNames().of(List.of(Vectors.ALICE.publicKey(), Vectors.BOB.publicKey())))
                .containsEntry(Vectors.ALICE.publicKey(), "alice")
                .containsEntry(Vectors.BOB.publicKey(), "bob");
    }

    @Test
    void its_owner_is_nobodys_account() {
        var people = house.node.people();
        int before = people.count();
        var repo = adopted();

        assertThat(people.count()).isEqualTo(before);
        assertThat(people.find(repo.owner())).isEmpty();
        assertThat(people.byId(repo.ownerId())).isEmpty();
        assertThat(people.byKey(repo.namespace())).isEmpty();
        assertThat(people.after("", 100)).extracting(Person::name).containsExactly("carol");
        assertThat(people.matching("z6mk", 0L, 10)).isEmpty();
        assertThat(people.matching("", true, "", 10)).hasSize(1);
        assertThat(people.countMatching("z6Mk")).isZero();
        assertThat(people.login(repo.owner(), Secret.of("whatever"), "here")).isInstanceOf(People.Login.Wrong.class);
        assertThat(house.node.sshKeys().of(carol)).isEmpty();
    }

    @Test
    void everybody_finds_and_reads_it_and_nobody_here_decides_about_it() {
        var repo = adopted();
        var access = house.node.access();

        assertThat(access.may(Viewer.ANYONE, Right.READ, repo)).isTrue();
        assertThat(access.right(carol, repo)).contains(Right.READ);
        assertThat(house.node
                        .repoSearch()
                        .find(
                                Viewer.ANYONE,
                                new RepoSearch.Shelf.Public(),
                                "acme",
                                RepoSearch.Order.NAME,
                                Optional.empty(),
                                10)
                        .repos())
                .containsExactly(repo);
        var labels = house.node.tracking().issues().label(repo, carol, ISSUE, List.of("bug"), List.of());
        assertThat(labels).isInstanceOf(Answer.Refused.class);
        var move = house.move(
                repo,
                House.made(
                        "refs/heads/mine", house.node.refs().view(repo).headId().orElseThrow()));
        assertThat(move).isInstanceOf(Refs.Verdict.Refused.class);
        assertThat(((Refs.Verdict.Refused) move).told()).contains("Fork it");
        assertThat(house.node.edits().describe(repo, carol, "Mine")).isPresent();
        sameAsGit(repo);
    }

    @Test
    void somebody_here_speaks_in_their_own_namespace() throws Exception {
        var repo = adopted();
        var issues = house.node.tracking().issues();

        var opened = issues.open(repo, carol, Issues.Opening.of("It leaks", "All over."));
        assertThat(opened).isInstanceOf(Answer.Done.class);
        assertThat(issues.comment(repo, carol, ISSUE, "Me too", Optional.empty(), List.of()))
                .isInstanceOf(Answer.Done.class);
        var id = ((Answer.Done) opened).entry();
        assertThat(issues.turn(repo, carol, id, IssueState.CLOSED)).isInstanceOf(Answer.Done.class);
        assertThat(issues.turn(repo, carol, ISSUE, IssueState.OPEN)).isInstanceOf(Answer.Refused.class);

        assertThat(house.git(
                        repo, "for-each-ref", "refs/namespaces/" + carol.key().nid()))
                .contains("refs/cobs/xyz.radicle.issue/" + ISSUE.name(), "refs/rad/root")
                .doesNotContain("dev.hob.numbers");
        house.node.lateSigning().flush();
        assertThat(house.git(
                        repo, "for-each-ref", "refs/namespaces/" + carol.key().nid()))
                .contains("refs/rad/sigrefs");
        assertThat(Numbers.isLocal(issue(id).number())).isTrue();
        sameAsGit(repo);
    }

    @Test
    void somebody_forks_it_and_opens_a_pull_request() throws Exception {
        var repo = adopted();
        var made = house.node.refs().forking().fork(repo, carol, new Forking.Wish("acme", "", false, false));
        var fork = ((Repos.Creation.Created) made).repo();
        assertThat(fork.rid()).isEqualTo(ACME);
        assertThat(fork.isSeeded()).isFalse();
        var tip = child(fork, "Mine");
        assertThat(house.move(fork, House.made("refs/heads/topic", tip))).isInstanceOf(Refs.Verdict.Moved.class);

        var source = house.node
                .pulls()
                .heads()
                .find(Viewer.of(carol), repo, "carol:topic")
                .orElseThrow();
        var opened = house.node
                .pulls()
                .open(repo, carol, Patches.Opening.of("Take it", "", "main", tip, Optional.of(source.source())), fork);
        assertThat(opened).isInstanceOf(Answer.Done.class);
        sameAsGit(repo);
        assertThat(seeds().forget(ACME, false)).isEqualTo(new Seeds.Forgetting.Kept(List.of("carol")));
        assertThat(seeds().forget(ACME, true)).isEqualTo(new Seeds.Forgetting.Forgotten(true));
        assertThat(house.node.repos().project(ACME)).isEmpty();
        assertThat(house.node.repos().byId(fork.id())).isPresent();
    }

    private ObjectId child(Repo repo, String message) throws IOException {
        var parent = house.node.refs().view(repo).headId().orElseThrow();
        try (var repository = house.node.storage().open(repo.rid());
                var inserter = repository.newObjectInserter();
                var walk = new RevWalk(repository)) {
            var commit = new CommitBuilder();
            commit.setTreeId(walk.parseCommit(parent).getTree());
            commit.setParentId(parent);
            var ident = walk.parseCommit(parent).getAuthorIdent();
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    @Test
    void what_is_let_go_is_gone_with_its_rows_and_its_owner() {
        var repo = adopted();
        assertThat(seeds().forget(ACME, false)).isEqualTo(new Seeds.Forgetting.Forgotten(false));

        assertThat(house.node.storage().has(ACME)).isFalse();
        assertThat(house.node.repos().find(repo.owner(), "acme")).isEmpty();
        rows().forEach((table, rows) -> {
            if (!table.equals("key_name")) assertThat(rows).as(table).isEmpty();
        });
        for (String left : List.of("seed", "seed_key", "person where peer"))
            assertThat(count(left)).as(left).isZero();
        assertThat(seeds().forget(ACME, false)).isInstanceOf(Seeds.Forgetting.Missing.class);
    }

    /// A project of alice's on another node, with an issue, brought here.
    private Repo brought(House other, boolean isPrivate) throws IOException {
        var made = other.node.refs().create(other.alice(), "tea", isPrivate, "All about tea", "main");
        var tea = ((Repos.Creation.Created) made).repo();
        other.move(tea, House.made("refs/heads/main", other.commit(tea, "first")));
        other.node.tracking().issues().open(tea, other.alice(), Issues.Opening.of("Too hot", ""));
        if (isPrivate) other.node.edits().addCollaborator(tea, other.alice(), keyed(other), Right.READ);
        bring(other, tea);
        return house.node.repos().project(tea.rid()).orElseThrow();
    }

    /// Somebody of another node who has carol's key.
    private Person keyed(House other) {
        var person = other.person("carol");
        var key = house.node.custody().signingKey(carol.key()).orElseThrow();
        assertThat(other.node.custody().adopt(person, key)).isEmpty();
        return other.node.people().find("carol").orElseThrow();
    }

    private void bring(House other, Repo tea) throws IOException {
        other.node.lateSigning().flush();
        var to = house.node.storage().path(tea.rid());
        try (var files = Files.walk(other.node.storage().path(tea.rid()))) {
            for (var file : files.toList()) {
                var copy = to.resolve(other.node.storage().path(tea.rid()).relativize(file));
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assertThat(seeds().adopt(tea.rid())).isInstanceOf(Seeds.Adoption.Adopted.class);
    }

    private static Repo tea(House other) {
        return other.node.repos().find("alice", "tea").orElseThrow().repo();
    }

    /// As whoever fetches does for each ref that has moved.
    private void refold(Repo repo) throws IOException {
        try (var repository = house.node.storage().open(repo.rid())) {
            var refs = repository.getRefDatabase().getRefsByPrefix("refs/namespaces/");
            house.node.database().writing(handle -> {
                for (var ref : refs)
                    house.node.tracking().means().cobs().refold(handle, repository, repo.rid(), ref.getName());
            });
        }
    }

    @Test
    void issues_have_the_numbers_that_their_home_gave_them(@TempDir Path elsewhere) throws Exception {
        try (var other = new House(elsewhere)) {
            var tea = brought(other, false);
            var issues = house.node.tracking().reading();
            assertThat(issues.find(tea.rid(), 1)).map(Issue::title).contains("Too hot");
            var id = ((Answer.Done) house.node.tracking().issues().open(tea, carol, Issues.Opening.of("Cold", "")))
                    .entry();
            assertThat(issues.byId(tea.rid(), id).orElseThrow().handle())
                    .isEqualTo(id.name().substring(0, 7));
            // Its home numbers another one meanwhile.
            other.node.tracking().issues().open(tea(other), other.alice(), Issues.Opening.of("Bitter", ""));
            bring(other, tea(other));
            refold(tea);
            assertThat(issues.find(tea.rid(), 2)).map(Issue::title).contains("Bitter");
            assertThat(house.node.tracking().cache().examine(tea)).isEmpty();
        }
    }

    @Test
    void a_private_one_is_seen_by_whom_its_identity_names(@TempDir Path elsewhere) throws Exception {
        try (var other = new House(elsewhere)) {
            var tea = brought(other, true);
            var dave = house.person("dave");
            var access = house.node.access();
            assertThat(tea.isPrivate()).isTrue();
            assertThat(access.may(Viewer.of(carol), Right.READ, tea)).isTrue();
            assertThat(access.right(carol, tea)).contains(Right.READ);
            assertThat(access.may(Viewer.of(dave), Right.READ, tea)).isFalse();
            assertThat(access.may(Viewer.ANYONE, Right.READ, tea)).isFalse();
            assertThat(house.node.repos().sharedWith(carol)).containsExactly(tea);
            assertThat(house.node.delete(carol)).isEmpty();
            assertThat(house.node.seeds().examine(tea)).isEmpty();
        }
    }

    @Test
    void whoever_decides_about_it_alone_carries_on_from_here(@TempDir Path elsewhere) throws Exception {
        try (var other = new House(elsewhere)) {
            var tea = brought(other, false);
            String before = tea.owner();
            var issues = house.node.tracking().issues();
            var id = ((Answer.Done) issues.open(tea, carol, Issues.Opening.of("Cold", ""))).entry();
            var key = other.node.custody().signingKey(other.alice().key()).orElseThrow();
            assertThat(house.node.custody().adopt(house.alice(), key)).isEmpty();
            seeds().meet(house.alice());

            var mine = house.node.repos().project(tea.rid()).orElseThrow();
            assertThat(mine.path()).isEqualTo("alice/tea");
            assertThat(mine.isSeeded()).isFalse();
            assertThat(mine.id()).isEqualTo(tea.id());
            assertThat(house.node
                            .tracking()
                            .reading()
                            .byId(tea.rid(), id)
                            .orElseThrow()
                            .handle())
                    .isEqualTo("#2");
            assertThat(house.node.custody().waiting().of(key.publicKey())).isPresent();
            house.node.custody().waiting().end(key.publicKey());
            assertThat(issues.label(mine, house.alice(), id, List.of("bug"), List.of()))
                    .isInstanceOf(Answer.Done.class);
            house.node.lateSigning().flush();
            assertThat(house.node.refs().examine(mine)).isEmpty();
            assertThat(house.node.tracking().cache().examine(mine)).isEmpty();
            assertThat(count("person where peer")).isZero();
            assertThat(before).startsWith("z6Mk");
        }
    }

    private int count(String what) {
        return house.node.database().<Integer>read(handle -> handle.createQuery("select count(*) from " + what)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void a_boot_folds_what_a_crash_left_unfolded() {
        var repo = adopted();
        var whole = rows();
        house.node.database().writing(handle -> {
            handle.execute("update seed set identity = ''");
            handle.execute("delete from issue_event");
        });
        house.reopen();

        assertThat(rows()).isEqualTo(whole);
        sameAsGit(repo);
    }

    @Test
    void a_name_that_is_taken_gets_a_number() {
        var repo = adopted();
        house.node.database().writing(handle -> {
            handle.execute(
                    "update repository set rid = 'rad:z3gqcJUoA1n9HaHKufZs5FCSGazv5' where id = ?",
                    repo.id().value());
            handle.execute("delete from seed");
        });
        assertThat(((Seeds.Adoption.Adopted) seeds().adopt(ACME)).repo().name()).isEqualTo("acme-2");
    }

    @Test
    void a_merge_counts_once_the_branch_of_its_author_has_the_commit() throws Exception {
        adopted();
        String alice = "refs/namespaces/" + Vectors.ALICE.publicKey().nid() + "/refs/heads/main";
        String merged = house.git(house.node.repos().project(ACME).orElseThrow(), "rev-parse", alice)
                .strip();
        peerMoves(alice, merged, merged + "~1");
        assertThat(house.node
                        .pulls()
                        .reading()
                        .find(ACME, PATCH)
                        .orElseThrow()
                        .state()
                        .name())
                .isEqualTo("OPEN");
        peerMoves(alice, merged + "~1", merged);
        assertThat(house.node
                        .pulls()
                        .reading()
                        .find(ACME, PATCH)
                        .orElseThrow()
                        .state()
                        .name())
                .isEqualTo("MERGED");
    }

    private void peerMoves(String ref, String from, String to) throws Exception {
        var repo = house.node.repos().project(ACME).orElseThrow();
        house.git(repo, "update-ref", ref, to, from);
        try (var repository = house.node.storage().open(ACME)) {
            house.node
                    .database()
                    .writing(handle -> house.node.tracking().means().cobs().refold(handle, repository, ACME, ref));
        }
    }
}
