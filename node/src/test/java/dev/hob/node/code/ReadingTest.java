package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Distances.Distance;
import dev.hob.node.code.History.Asked;
import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pages and the API ask of a history, against what git says of it.
class ReadingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private House house;
    private Repo tea;
    private Person alice;

    @BeforeEach
    void open() {
        house = new House(folder);
        tea = house.repository("tea");
        alice = house.node.people().find("alice").orElseThrow();
    }

    @AfterEach
    void close() {
        house.close();
    }

    /// A commit that gives a file this text, whether there is one or not.
    private ObjectId write(String branch, String path, String text) {
        var place = new CodePath(path);
        byte[] bytes = text.getBytes(UTF_8);
        return commit(branch, new FileChange.Create(place, bytes))
                .or(() -> commit(branch, new FileChange.Update(place, place, Optional.empty(), bytes)))
                .orElseThrow();
    }

    private Optional<ObjectId> commit(String branch, FileChange change) {
        var signer = Commits.Signer.of(alice);
        var draft = new Commits.Draft(branch, Optional.empty(), "Change\n", signer, signer, List.of(change));
        return house.node.commits().commit(tea, alice, draft) instanceof Commits.Outcome.Done done
                ? Optional.of(done.id())
                : Optional.empty();
    }

    private void branch(String name, ObjectId at) {
        house.node.commits().point(tea, alice, "refs/heads/" + name, at);
    }

    private static Listing.Which touching(ObjectId tip, String path) {
        return new Listing.Which(tip, Optional.of(new CodePath(path)), CommitQuery.ANY, Optional.empty());
    }

    private List<String> git(String... words) throws Exception {
        return house.git(tea, words).lines().toList();
    }

    @Test
    void the_history_of_a_path_is_gits_and_goes_on_behind_each_commit_of_it() throws Exception {
        ObjectId tip = ObjectId.zeroId();
        for (int i = 0; i < 40; i++)
            tip = write("main", List.of("a.txt", "d/b.txt", "d/e/c.txt").get(i % 3), "" + i);
        var listing = house.node.reading().listing();
        for (String path : List.of("a.txt", "d", "d/e", "d/e/c.txt", "nothing")) {
            var expected = git("log", "--format=%H", "main", "--", path);
            var found = new ArrayList<String>();
            var after = Optional.<ObjectId>empty();
            for (boolean more = true; more; ) {
                var part = listing.behind(tea, touching(tip, path), after, 7, PATIENCE)
                        .orElseThrow();
                assertThat(part.total()).isEqualTo(expected.size());
                part.commits().forEach(id -> found.add(id.name()));
                if (!part.commits().isEmpty())
                    after = Optional.of(part.commits().getLast());
                more = part.more();
            }
            assertThat(found).as(path).isEqualTo(expected);
        }
        var elsewhere = listing.behind(tea, touching(tip, "d"), Optional.of(ObjectId.zeroId()), 7, PATIENCE);
        assertThat(elsewhere.orElseThrow().commits()).isEmpty();
    }

    @Test
    void branches_are_as_far_apart_as_git_counts() throws Exception {
        var first = write("main", "a.txt", "0");
        branch("old", first);
        branch("side", first);
        ObjectId side = first;
        for (int i = 0; i < 3; i++) side = write("side", "b.txt", "" + i);
        ObjectId tip = first;
        for (int i = 1; i < 6; i++) tip = write("main", "a.txt", "" + i);
        var distances = house.node.reading().distances().from(tea, tip, List.of(first, side, tip), PATIENCE);
        assertThat(distances)
                .isEqualTo(Map.of(first, new Distance(0, 5), side, new Distance(3, 5), tip, new Distance(0, 0)));
        assertThat(git("rev-list", "--left-right", "--count", "main...side")).containsExactly("5\t3");
    }

    @Test
    void a_page_that_nobody_walked_to_before_is_the_same_as_one_on_the_way() throws Exception {
        ObjectId tip = ObjectId.zeroId();
        for (int i = 0; i < 30; i++) tip = write("main", "a.txt", "" + i);
        var first = page(tip, Optional.empty());
        var second = page(tip, Optional.of(first.getLast()));
        house.reopen();
        assertThat(page(tip, Optional.of(first.getLast()))).isEqualTo(second);
        try (var repository = house.node.storage().open(tea.rid())) {
            var history = house.node.reading().history();
            assertThat(history.page(tea, repository, tip, Optional.of(ObjectId.zeroId()), 10))
                    .isEqualTo(new Asked.Nowhere());
        }
        assertThat(git("log", "--format=%H", "--skip=10", "-10", "main"))
                .containsExactlyElementsOf(second.stream().map(ObjectId::name).toList());
    }

    private List<ObjectId> page(ObjectId tip, Optional<ObjectId> after) {
        try (var repository = house.node.storage().open(tea.rid())) {
            var page = house.node.reading().history().page(tea, repository, tip, after, 10);
            assertThat(page).isInstanceOf(Asked.Page.class);
            return ((Asked.Page) page).commits().stream().map(Commit::id).toList();
        }
    }

    @Test
    void a_commit_goes_by_the_beginning_of_its_id_as_long_as_something_leads_to_it() throws Exception {
        var first = write("main", "a.txt", "0");
        branch("side", first);
        var second = write("side", "b.txt", "1");
        var revisions = house.node.reading().revisions();
        try (var repository = house.node.storage().open(tea.rid())) {
            var view = house.node.refs().view(tea);
            String cut = second.name().substring(0, 8);
            assertThat(revisions.commit(repository, tea, view, cut)).contains(second);
            assertThat(revisions.commit(repository, tea, view, cut.substring(0, 6)))
                    .isEmpty();
            assertThat(revisions.commit(repository, tea, view, "0".repeat(40))).isEmpty();
            house.node.commits().remove(tea, alice, "refs/heads/side", second);
            assertThat(revisions.commit(repository, tea, house.node.refs().view(tea), cut))
                    .isEmpty();
        }
    }
}
