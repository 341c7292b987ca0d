package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.web.api.json.User;
import dev.hob.web.api.json.UsersFound;
import dev.hob.web.html.Stop;
import java.util.Optional;

/// Who has an account here.
final class PeopleOperations {
    private static final int LOOKED_AT_ONCE = 1_000;
    private static final int PEOPLE_MAX = 1_000_000;

    private final Node node;

    PeopleOperations(Node node) {
        this.node = node;
    }

    void declare(Operations all) {
        all.chapter("People");
        all.get("userGetCurrent", "/user", "The account that calls")
                .known()
                .scope(Scope.READ_USER)
                .gives(User.class, call -> PeopleShapes.user(call.person(), call.viewer(), call.links()));
        all.get("userSearch", "/users/search", "Find accounts by their names")
                .scope(Scope.READ_USER)
                .query("q", "Letters of the name")
                .number("page", "Which page, from 1")
                .number("limit", "How many on a page, up to " + Listed.LIMIT_MAX)
                .gives(UsersFound.class, this::search);
        all.get("userGet", "/users/{username}", "An account")
                .scope(Scope.READ_USER)
                .gives(
                        User.class,
                        call -> PeopleShapes.user(named(node, call, "username"), call.viewer(), call.links()));
    }

    private UsersFound search(Call call) {
        String words = call.query("q").orElse("");
        var slice = call.slice();
        var found = node.people().matching(words, slice.from(), slice.limit()).stream()
                .map(person -> PeopleShapes.user(person, call.viewer(), call.links()))
                .toList();
        var listed = new Listed<>(found, node.people().countMatching(words), slice);
        call.count(listed);
        return new UsersFound(true, listed.items());
    }

    /// The account that a part of the path names.
    static Person named(Node node, Call call, String part) {
        String name = call.part(part);
        return node.people().find(name).orElseThrow(() -> new Stop(404, "user does not exist [name: " + name + "]"));
    }

    /// The account with a number that the API gave it. Numbers are made of ids, so that all are looked through.
    static Optional<Person> numbered(Node node, long number) {
        String last = "";
        for (int looked = 0; looked < PEOPLE_MAX; looked += LOOKED_AT_ONCE) {
            var some = node.people().after(last, LOOKED_AT_ONCE);
            var found = some.stream()
                    .filter(person -> PeopleShapes.number(person.id()) == number)
                    .findFirst();
            if (found.isPresent() || some.size() < LOOKED_AT_ONCE) return found;
            last = some.getLast().name();
        }
        return Optional.empty();
    }
}
