package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From where lines are, against what git says of it.
class BlameTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private House house;
    private Repo tea;
    private Person alice;
    private Blame blame;

    @BeforeEach
    void open() {
        house = new House(folder);
        tea = house.repository("tea");
        alice = house.node.people().find("alice").orElseThrow();
        blame = house.node.reading().blame();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private ObjectId commit(FileChange change) {
        var signer = Commits.Signer.of(alice);
        var draft = new Commits.Draft("main", Optional.empty(), "Change\n", signer, signer, List.of(change));
        return ((Commits.Outcome.Done) house.node.commits().commit(tea, alice, draft)).id();
    }

    private ObjectId create(String path, byte[] bytes) {
        return commit(new FileChange.Create(new CodePath(path), bytes));
    }

    private ObjectId update(String from, String to, String text) {
        return commit(
                new FileChange.Update(new CodePath(to), new CodePath(from), Optional.empty(), text.getBytes(UTF_8)));
    }

    private Blame.Answer of(ObjectId commit, String path) {
        return blame.of(tea, commit, new CodePath(path), PATIENCE);
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private List<String> gits(ObjectId commit, String path) throws Exception {
        return house.git(tea, "blame", "--line-porcelain", commit.name(), "--", path)
                .lines()
                .filter(line -> line.matches("[0-9a-f]{40} .*"))
                .map(line -> line.substring(0, 40))
                .toList();
    }

    private static List<String> ours(Blame.Answer.Known known) {
        var ids = new ArrayList<String>();
        for (var run : known.runs())
            for (int line = run.first(); line <= run.last(); line++)
                ids.add(run.commit().name());
        return ids;
    }

    @Test
    void each_line_is_from_the_commit_that_git_names() throws Exception {
        long seed = 42;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var text = new ArrayList<String>();
        for (int i = 0; i < 60; i++) text.add("line " + i);
        var tip = create("a.txt", lines(text).getBytes(UTF_8));
        for (int i = 0; i < 25; i++) {
            int at = random.nextInt(text.size());
            if (random.nextBoolean()) text.set(at, "changed by " + i);
            else text.add(at, "new with " + i);
            tip = update("a.txt", "a.txt", lines(text));
        }
        var known = (Blame.Answer.Known) of(tip, "a.txt");
        assertThat(known.complete()).isTrue();
        assertThat(known.lines()).isEqualTo(text.size());
        assertThat(ours(known)).as("seed " + seed).isEqualTo(gits(tip, "a.txt"));
        assertThat(of(tip, "a.txt")).as("the second time it is at hand").isSameAs(known);
    }

    @Test
    void a_file_that_was_moved_keeps_its_lines_commits_and_their_names_for_it() throws Exception {
        var first = create(
                "old.txt", lines(List.of("one", "two", "three", "four", "five")).getBytes(UTF_8));
        var second = update("old.txt", "new.txt", lines(List.of("one", "two", "3", "four", "five")));
        var known = (Blame.Answer.Known) of(second, "new.txt");
        assertThat(ours(known)).isEqualTo(gits(second, "new.txt"));
        assertThat(known.runs())
                .containsExactly(
                        new Blame.Run(1, 2, first, "old.txt", 1, Optional.empty()),
                        new Blame.Run(3, 3, second, "new.txt", 3, Optional.of(new Blame.Earlier(first, "old.txt"))),
                        new Blame.Run(4, 5, first, "old.txt", 4, Optional.empty()));
    }

    @Test
    void what_is_no_text_or_too_much_or_not_there_is_said_to_be_so() {
        create("folder/a.txt", "a\n".getBytes(UTF_8));
        create("binary", new byte[] {1, 0, 2, 0});
        create("empty", new byte[0]);
        create("long", "\n".repeat(Blame.LINES_MAX + 1).getBytes(UTF_8));
        var tip = create("large", "x".repeat(Blame.FILE_BYTES_MAX + 1).getBytes(UTF_8));
        assertThat(of(tip, "nothing")).isEqualTo(new Blame.Answer.Missing());
        assertThat(of(tip, "folder")).isEqualTo(new Blame.Answer.Missing());
        assertThat(of(tip, "binary")).isInstanceOf(Blame.Answer.Unfit.class);
        assertThat(of(tip, "long")).isInstanceOf(Blame.Answer.Unfit.class);
        assertThat(of(tip, "large")).isInstanceOf(Blame.Answer.Unfit.class);
        assertThat(of(tip, "empty")).isEqualTo(new Blame.Answer.Known(List.of(), 0, true));
        assertThat(of(ObjectId.fromString("1".repeat(40)), "empty")).isEqualTo(new Blame.Answer.Missing());
    }

    @Test
    void when_time_is_over_the_lines_that_are_missing_are_not_made_up() {
        create("a.txt", lines(List.of("one", "two")).getBytes(UTF_8));
        var tip = update("a.txt", "a.txt", lines(List.of("one", "2")));
        try (var walkers = new Walkers("hurried")) {
            var hurried = new Blame(house.node.storage(), walkers, Duration.ZERO);
            var known = (Blame.Answer.Known) hurried.of(tea, tip, new CodePath("a.txt"), PATIENCE);
            assertThat(known.complete()).isFalse();
            assertThat(known.runs()).isEmpty();
            assertThat(known.lines()).isEqualTo(2);
        }
    }
}
