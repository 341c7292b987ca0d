package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.web.api.json.User;
import dev.hob.web.api.json.UsersFound;
import dev.hob.web.html.Stop;

/// Who has an account here.
final class PeopleOperations {
    private static final int FOUND_MAX = 1_000;

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
        var found = node.people().matching(call.query("q").orElse(""), true, "", FOUND_MAX);
        var listed = Listed.of(found, call.slice(), person -> PeopleShapes.user(person, call.viewer(), call.links()));
        call.count(listed);
        return new UsersFound(true, listed.items());
    }

    /// The account that a part of the path names.
    static Person named(Node node, Call call, String part) {
        String name = call.part(part);
        return node.people().find(name).orElseThrow(() -> new Stop(404, "user does not exist [name: " + name + "]"));
    }
}
