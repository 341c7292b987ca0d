package dev.hob.node.protection;

import dev.hob.keys.DidKey;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Whose word counts in a repository: those who may write. Shared between threads.
final class Members {
    private final People people;
    private final Repos repos;
    private final Access access;

    Members(People people, Repos repos, Access access) {
        this.people = people;
        this.repos = repos;
        this.access = access;
    }

    Optional<Person> byId(String id) {
        return people.byId(id);
    }

    Optional<Right> right(Person person, Repo repo) {
        return access.right(person, repo);
    }

    boolean mayWrite(Person person, Repo repo) {
        return right(person, repo)
                .filter(right -> right.compareTo(Right.WRITE) >= 0)
                .isPresent();
    }

    /// The people whose keys these are, as far as they may write.
    Map<DidKey, Person> writers(Repo repo, Collection<DidKey> keys) {
        var writers = new HashMap<>(people.byKeys(keys));
        writers.values().removeIf(person -> !mayWrite(person, repo));
        return writers;
    }

    /// Somebody by a word of a file of owners: `@name`, or an address. Addresses are not proven here, so one that two
    /// members have is nobody's.
    Optional<Person> owner(Repo repo, String word) {
        if (word.startsWith("@")) return people.find(word.substring(1)).filter(person -> mayWrite(person, repo));
        var found = Stream.concat(Stream.of(repo.owner()), repos.collaborators(repo).keySet().stream())
                .flatMap(name -> people.find(name).stream())
                .filter(person -> person.email().equalsIgnoreCase(word) && mayWrite(person, repo))
                .distinct()
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    Optional<Person> byKey(DidKey key) {
        return people.byKey(key);
    }
}
