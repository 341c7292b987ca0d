package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who knows the files that somebody changes.
class FileAuthorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private House house;
    private Repo tea;
    private Person alice;
    private int minute;

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

    private ObjectId write(String name, String email, FileChange... changes) {
        var at = Instant.parse("2026-01-01T12:00:00Z").plusSeconds(60L * minute++);
        var signer = new Commits.Signer(name, email, Optional.of(at));
        var draft = new Commits.Draft("main", Optional.empty(), "Change\n", signer, signer, List.of(changes));
        return ((Commits.Outcome.Done) house.node.commits().commit(tea, alice, draft)).id();
    }

    private static FileChange made(String path, String text) {
        return new FileChange.Create(new CodePath(path), text.getBytes(UTF_8));
    }

    private static FileChange changed(String path, String text) {
        return new FileChange.Update(new CodePath(path), new CodePath(path), Optional.empty(), text.getBytes(UTF_8));
    }

    private FileAuthors.Lately lately(ObjectId base, ObjectId head) {
        return house.node
                .reading()
                .fileAuthors()
                .soon(tea, base, head, PATIENCE)
                .orElseThrow();
    }

    @Test
    void who_changed_the_same_files_is_counted_under_one_name() {
        write("Ann", "ann@example.org", made("kettle.c", "1"), made("cup.c", "1"));
        write("Bob", "bob@example.org", changed("kettle.c", "2"));
        write("bob at work", "Bob@Work.example", changed("kettle.c", "3"));
        write("Cy", "cy@example.org", changed("cup.c", "2"));
        var base = write("Ann", "ann@example.org", made(".mailmap", "Bob <bob@example.org> <bob@work.example>\n"));
        var head = write("Dee", "dee@example.org", changed("kettle.c", "4"), made("new.c", "1"));
        assertThat(lately(base, head))
                .isEqualTo(new FileAuthors.Lately(
                        List.of(
                                new FileAuthors.Author("Bob", "bob@example.org", 2),
                                new FileAuthors.Author("Ann", "ann@example.org", 1)),
                        3));
    }

    @Test
    void of_new_files_and_of_what_is_gone_nobody_knows_anything() {
        var base = write("Ann", "ann@example.org", made("kettle.c", "1"));
        var head = write("Dee", "dee@example.org", made("new.c", "1"));
        assertThat(lately(base, head).authors()).isEmpty();
        assertThat(lately(ObjectId.fromString("1".repeat(40)), head).authors()).isEmpty();
    }
}
