package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Contributors.Contributor;
import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who wrote how much, and when.
class ContributionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private House house;
    private Repo tea;
    private Person alice;
    private int writes;

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

    private ObjectId write(String name, String email, String day) {
        return write("main", name, email, day, "file-" + writes++, "text");
    }

    private ObjectId write(String branch, String name, String email, String day, String path, String text) {
        var signer = new Commits.Signer(name, email, Optional.of(Instant.parse(day + "T12:00:00Z")));
        var change = new FileChange.Create(new CodePath(path), text.getBytes(UTF_8));
        var draft = new Commits.Draft(branch, Optional.empty(), "Change\n", signer, signer, List.of(change));
        return ((Commits.Outcome.Done) house.node.commits().commit(tea, alice, draft)).id();
    }

    private Contributors counted(ObjectId tip, Optional<Week> since) throws Exception {
        try (var repository = house.node.storage().open(tea.rid())) {
            return house.node
                    .reading()
                    .contributions()
                    .soon(tea, repository, tip, since, PATIENCE)
                    .orElseThrow();
        }
    }

    private static Week week(String day) {
        return Week.of(LocalDate.parse(day));
    }

    private static String shown(Contributor one) {
        return one.name() + " " + one.commits();
    }

    @Test
    void a_week_is_from_monday_to_sunday() {
        assertThat(week("2025-03-09").plus(1)).isEqualTo(week("2025-03-10"));
        assertThat(week("2025-03-16").monday()).isEqualTo(LocalDate.parse("2025-03-10"));
        assertThat(week("1969-12-28").plus(1)).isEqualTo(week("1969-12-31")).isEqualTo(new Week(0));
    }

    @Test
    void people_are_told_apart_by_their_addresses_and_the_projects_own_list() throws Exception {
        write("Alice", "alice@example.org", "2024-01-01");
        write("Alice A.", "ALICE@example.org", "2024-01-09");
        write("Bob", "bob@example.org", "2024-01-10");
        var tip = write("bobby", "bob@laptop.example", "2025-03-10");
        var before = counted(tip, Optional.empty());
        assertThat(before.top().stream().map(ContributionsTest::shown))
                .containsExactly("Alice A. 2", "Bob 1", "bobby 1");
        assertThat(before.commits()).isEqualTo(4);
        assertThat(before.weeks())
                .isEqualTo(Map.of(week("2024-01-01"), 1, week("2024-01-08"), 2, week("2025-03-10"), 1));
        var named = write(
                "main",
                "Carol",
                "carol@example.org",
                "2025-03-11",
                ".mailmap",
                "Bob Brown <bob@example.org> <bob@laptop.example>\n");
        var after = counted(named, Optional.empty());
        assertThat(after.top().stream().map(ContributionsTest::shown))
                .containsExactly("Alice A. 2", "Bob Brown 2", "Carol 1");
        assertThat(after.top().get(1).names()).containsExactlyInAnyOrder("Bob", "bobby");
        assertThat(after.top().get(1).newest()).isEqualTo(tip);
        var lately = counted(named, Optional.of(week("2025-01-01")));
        assertThat(lately.top().stream().map(ContributionsTest::shown)).containsExactly("Bob Brown 1", "Carol 1");
        assertThat(lately.commits()).isEqualTo(2);
    }

    @Test
    void a_push_is_counted_on_from_what_was_known_and_a_rewritten_history_anew() throws Exception {
        ObjectId tip = ObjectId.zeroId();
        for (int i = 1; i <= 9; i++) tip = write("Alice", "alice@example.org", "2025-03-0" + i);
        assertThat(house.node.reading().contributions().glance(tea, tip))
                .as("nobody asked for it")
                .isEmpty();
        assertThat(counted(tip, Optional.empty()).commits()).isEqualTo(9);
        house.node.commits().point(tea, alice, "refs/heads/side", tip);
        for (int i = 10; i <= 20; i++) tip = write("Bob", "bob@example.org", "2025-03-" + i);
        assertThat(counted(tip, Optional.empty()).top().stream().map(ContributionsTest::shown))
                .containsExactly("Bob 11", "Alice 9");
        assertThat(house.node.reading().contributions().glance(tea, tip).orElseThrow())
                .containsEntry(week("2025-03-10"), 7);
        var side = write("side", "Carol", "carol@example.org", "2025-03-21", "side", "text");
        assertThat(counted(side, Optional.empty()).top().stream().map(ContributionsTest::shown))
                .containsExactly("Alice 9", "Carol 1");
    }

    @Test
    void what_is_no_commit_has_no_authors() throws Exception {
        write("Alice", "alice@example.org", "2025-03-01");
        var nowhere = ObjectId.fromString("1".repeat(40));
        try (var repository = house.node.storage().open(tea.rid())) {
            assertThat(house.node
                            .reading()
                            .contributions()
                            .soon(tea, repository, nowhere, Optional.empty(), PATIENCE)
                            .orElseThrow())
                    .isEqualTo(Contributors.NOBODY);
        }
    }
}
