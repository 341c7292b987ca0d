package dev.hob.federation.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Home;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Subjects;
import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.git.RemoteGit;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Line;
import dev.hob.node.outside.AddressRange;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Policy;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A node at `https://forge-a.example` with alice and her `tea`, and the other servers it knows; left as a crash leaves
/// it, and opened again.
final class Ground implements AutoCloseable {
    static final String ADDRESS = "https://forge-a.example";

    private final Path folder;
    private final Limits limits;
    private final DatabaseConfig database;
    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-03-03T08:00:00Z"));
    final InstantSource clock = () -> time.get();
    final Others others = new Others();
    private final Outside outside =
            new Outside(new Policy(true, List.of(AddressRange.of("127.0.0.1/32").orElseThrow()), "Hob/test"), clock);
    Node node;
    LocalActors actors;
    Followers followers;
    Reception reception;

    Ground(Path folder) {
        this(folder, Limits.USUAL.withRequests(100_000));
    }

    Ground(Path folder, Limits limits) {
        this(folder, limits, sqlite(folder));
    }

    Ground(Path folder, Limits limits, DatabaseConfig database) {
        this.folder = folder;
        this.limits = limits;
        this.database = database;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        open();
    }

    static DatabaseConfig sqlite(Path folder) {
        return new DatabaseConfig("sqlite:" + folder.resolve("hob.db"), Optional.empty(), Optional.empty(), 4);
    }

    private void open() {
        node = Node.open(folder, database, MasterKey.open(folder.resolve("master.key")), clock);
        actors = new LocalActors(node, new Home(ADDRESS));
        followers = new Followers(node.database(), clock);
        others.git = Optional.of(new RemoteGit(node.storage(), node.refs(), node.peerRefs(), outside));
        reception = new Reception(node, actors, new Subjects(node, actors), followers, others, limits, clock);
    }

    void reopen() {
        reception.close();
        node.close();
        open();
    }

    void pass(Duration some) {
        time.updateAndGet(now -> now.plus(some));
    }

    Person person(String name) {
        return node.people().find(name).orElseGet(() -> {
            var made = node.people().create(name, name + "@example.org", Optional.empty(), false);
            return ((People.Creation.Created) made).person();
        });
    }

    Person alice() {
        return person("alice");
    }

    Repo tea() {
        return repository("tea", false);
    }

    Repo repository(String name, boolean isPrivate) {
        var found = node.repos().find(alice().name(), name);
        if (found.isPresent()) return found.get().repo();
        var made = node.refs().create(alice(), name, isPrivate, "", "main");
        return ((Repos.Creation.Created) made).repo();
    }

    String id(Repo repo) {
        return actors.id(new Local.Project(repo)).value();
    }

    /// Alice's issue, by its id elsewhere.
    String issue(String title) {
        var answer = node.tracking().issues().open(tea(), alice(), Issues.Opening.of(title, "It does not work."));
        var entry = ((Answer.Done) answer).entry();
        long number = node.tracking().reading().number(tea().rid(), entry).orElseThrow();
        return id(tea()) + "/tickets/" + number;
    }

    Issue issue(long number) {
        return node.tracking().reading().find(tea().rid(), number).orElseThrow();
    }

    /// What is said under an issue of tea, after its description.
    List<Line> talk(long number) {
        return node.tracking().talks().history(tea().rid(), issue(number).id(), 0, 1_000);
    }

    /// What the comments of an issue say now.
    List<String> said(long number) {
        return talk(number).stream()
                .flatMap(line -> line.said().stream())
                .map(Comment::body)
                .filter(body -> !body.isEmpty())
                .toList();
    }

    /// Somebody sends something, and it is done.
    Inbox.Answer sent(Stranger by, ObjectNode activity) {
        var answer = taken(by, activity);
        reception.drain();
        return answer;
    }

    Inbox.Answer taken(Stranger by, ObjectNode activity) {
        return reception.inbox().take(by.signed(activity, clock.instant()), "192.0.2.1");
    }

    /// What became of the last one that was settled so.
    String told(String state) {
        return reception.queue().lines(state, 1).stream()
                .findFirst()
                .map(Queue.Line::told)
                .orElse("nothing was " + state);
    }

    @Override
    public void close() {
        reception.close();
        node.close();
        outside.close();
    }
}
