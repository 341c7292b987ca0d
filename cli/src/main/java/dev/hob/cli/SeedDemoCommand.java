package dev.hob.cli;

import dev.hob.keys.Secret;
import dev.hob.node.log.Origin;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs.Verdict;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.PersonIdent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hob seed-demo`: fills a node with people, repositories and history, for pictures and load tests.
@Command(name = "seed-demo", description = "Fills a node with people, repositories and history to try things on.")
final class SeedDemoCommand extends Act {
    @Option(names = "--seed", paramLabel = "N", description = "Another number, other history (default: 1).")
    long seed = 1;

    @Option(names = "--large", description = "Also one of fifty thousand commits.")
    boolean large;

    @Option(
            names = "--password-stdin",
            description = "Reads the password of all of them from standard input; without it nobody can sign in.")
    boolean passwordStdin;

    SeedDemoCommand(Terminal terminal, Ground ground) {
        super(terminal, ground);
    }

    @Override
    int run(House house) {
        for (String name : DemoProject.CAST)
            if (house.node().people().find(name).isPresent())
                throw new CommandException(
                        "there is an account " + name + " already: a demonstration needs a fresh node");
        Optional<Secret> password = passwordStdin ? Optional.of(terminal.input()) : Optional.empty();
        var people = new LinkedHashMap<String, Person>();
        for (String name : DemoProject.CAST) people.put(name, person(house, name, password));
        var projects = new ArrayList<>(DemoProject.USUAL);
        if (large) projects.add(DemoProject.LARGE);
        for (var project : projects) make(house, people, project);
        return 0;
    }

    private static Person person(House house, String name, Optional<Secret> password) {
        return switch (house.node().people().create(name, name + "@example.org", password, false)) {
            case People.Creation.Refused(var _, String told) -> throw new CommandException(told);
            case People.Creation.Created(var person) -> person;
        };
    }

    private void make(House house, Map<String, Person> people, DemoProject project) {
        var owner = person(people, project.owner());
        var created = house.node().refs().create(owner, project.name(), !project.isPublic(), project.about(), "main");
        var repo =
                switch (created) {
                    case Repos.Creation.Refused(var _, String told) -> throw new CommandException(told);
                    case Repos.Creation.Created(Repo made) -> made;
                };
        var others = people.values().stream()
                .filter(it -> !it.id().equals(owner.id()))
                .toList();
        var members = new ArrayList<>(List.of(owner));
        if (project.merges()) {
            members.add(others.getFirst());
            told(house.node().edits().addCollaborator(repo, owner, others.getFirst(), Right.WRITE));
            told(house.node().edits().addCollaborator(repo, owner, others.get(1), Right.READ));
        }
        stars(house, repo, project, others);
        if (project.commits() > 0) push(house, repo, owner, others, project);
        if (project.isPublic() && project.commits() > 0) {
            var today = Assembly.CLOCK.instant().truncatedTo(ChronoUnit.DAYS);
            new DemoTalk(house.node(), repo, owner, others, members, seed, today).tell(project);
        }
        terminal.out(repo.path() + ": " + project.commits() + " commits");
    }

    /// The more there is to see, the more people liked it.
    private static void stars(House house, Repo repo, DemoProject project, List<Person> others) {
        if (!project.isPublic()) return;
        int fond = Math.min(others.size(), Integer.toString(project.commits()).length());
        for (var other : others.subList(0, fond)) house.node().stars().give(repo, other);
    }

    private static Person person(Map<String, Person> people, String name) {
        return Optional.ofNullable(people.get(name)).orElseThrow(() -> new AssertionError(name + " is of the cast"));
    }

    private static void told(Optional<String> wrong) {
        wrong.ifPresent(told -> {
            throw new CommandException(told);
        });
    }

    private void push(House house, Repo repo, Person owner, List<Person> others, DemoProject project) {
        var authors = new ArrayList<PersonIdent>();
        authors.add(new PersonIdent(DemoCode.capital(owner.name()), owner.email()));
        for (var other : others.subList(0, 3))
            authors.add(new PersonIdent(DemoCode.capital(other.name()), other.email()));
        var today = Assembly.CLOCK.instant().truncatedTo(ChronoUnit.DAYS);
        try (var repository = house.node().storage().open(repo.rid());
                var inserter = Storage.inserter(repository)) {
            var moves = new DemoHistory(project, inserter, seed, authors, today).write();
            var verdict =
                    house.node().refs().move(repo, new Origin.Here(owner.id()), moves, () -> {}, Optional.empty());
            if (!(verdict instanceof Verdict.Moved))
                throw new CommandException("cannot fill " + repo.path() + ": " + verdict);
        } catch (IOException e) {
            throw new CommandException("cannot fill " + repo.path() + ": " + e.getMessage(), e);
        }
    }
}
