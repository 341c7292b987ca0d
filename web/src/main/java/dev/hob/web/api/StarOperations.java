package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Watches;
import dev.hob.node.repo.Watches.Wish;
import dev.hob.web.api.json.Repository;
import dev.hob.web.api.json.User;
import dev.hob.web.api.json.Watch;
import dev.hob.web.api.json.Watching;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What people mark with a star, and what they want to hear of.
final class StarOperations {
    private static final String STAR = "/user/starred/{owner}/{repo}";
    private static final String WATCH = "/repos/{owner}/{repo}/subscription";

    private final Node node;
    private final RepositoryShapes shapes;

    StarOperations(Node node, RepositoryShapes shapes) {
        this.node = node;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Stars and watches");
        all.get("userCurrentListStarred", "/user/starred", "What the caller gave stars to, the latest first")
                .known()
                .scope(Scope.READ_REPOSITORY)
                .lists(Repository.class, call -> seen(call, node.stars().by(call.person())));
        all.get("userCurrentCheckStarring", STAR, "Whether the caller gave it a star: 204 or 404")
                .needs(Right.READ)
                .known()
                .does(this::check);
        all.put("userCurrentPutStar", STAR, "Give it a star")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .does(call -> node.stars().give(call.repo(), call.person()));
        all.delete("userCurrentDeleteStar", STAR, "Take the star back")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .does(call -> node.stars().takeBack(call.repo(), call.person()));
        all.get("userListStarred", "/users/{username}/starred", "What an account gave stars to, the latest first")
                .scope(Scope.READ_REPOSITORY)
                .lists(Repository.class, call -> seen(call, node.stars().by(named(call))));
        all.get("repoListStargazers", "/repos/{owner}/{repo}/stargazers", "Who gave it a star, the latest first")
                .needs(Right.READ)
                .lists(User.class, this::givers);
        all.get("userCurrentListSubscriptions", "/user/subscriptions", "What the caller watches, the latest first")
                .known()
                .scope(Scope.READ_REPOSITORY)
                .lists(Repository.class, call -> seen(call, node.watches().by(call.person())));
        all.get("userListSubscriptions", "/users/{username}/subscriptions", "What an account watches, the latest first")
                .scope(Scope.READ_REPOSITORY)
                .lists(Repository.class, call -> seen(call, node.watches().by(named(call))));
        all.get("repoListSubscribers", "/repos/{owner}/{repo}/subscribers", "Who watches it, the latest first")
                .needs(Right.READ)
                .lists(User.class, this::watchers);
        all.get("userCurrentCheckSubscription", WATCH, "What the caller wants to hear of it: 404 when nothing was said")
                .needs(Right.READ)
                .known()
                .gives(Watching.class, this::watching);
        all.put("userCurrentPutSubscription", WATCH, "Watch it, or ignore it")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(Watch.class)
                .gives(Watching.class, this::watch);
        all.delete("userCurrentDeleteSubscription", WATCH, "Neither watch it nor ignore it")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .does(call -> node.watches().wish(call.repo(), call.person(), Wish.NONE));
    }

    private Person named(Call call) {
        return PeopleOperations.named(node, call, "username");
    }

    private Listed<Repository> seen(Call call, List<Repo> repos) {
        return shapes.page(
                call,
                repos.stream()
                        .filter(repo -> node.access().may(call.viewer(), Right.READ, repo))
                        .toList());
    }

    private void check(Call call) {
        if (!node.stars().of(call.repo(), call.perhaps()).mine()) throw Call.missing();
    }

    private Listed<User> givers(Call call) {
        var slice = call.slice();
        return users(
                call,
                node.stars().givers(call.repo(), slice.from(), slice.limit()),
                node.stars().of(call.repo(), call.perhaps()).count());
    }

    private Listed<User> watchers(Call call) {
        var slice = call.slice();
        return users(
                call,
                node.watches().watchers(call.repo(), slice.from(), slice.limit()),
                node.watches().of(call.repo(), call.perhaps()).count());
    }

    private static Listed<User> users(Call call, List<Person> people, int total) {
        var users = people.stream()
                .map(it -> PeopleShapes.user(it, call.viewer(), call.links()))
                .toList();
        return new Listed<>(users, total, call.slice());
    }

    private Watching watching(Call call) {
        var standing = node.watches().of(call.repo(), call.perhaps());
        if (standing.mine() == Wish.NONE) throw Call.missing();
        return shape(call, standing);
    }

    private Watching watch(Call call) throws IOException {
        boolean ignored = call.body(Watch.class).ignored().orElse(false);
        node.watches().wish(call.repo(), call.person(), ignored ? Wish.IGNORING : Wish.WATCHING);
        return shape(call, node.watches().of(call.repo(), call.perhaps()));
    }

    private static Watching shape(Call call, Watches.Standing standing) {
        return new Watching(
                standing.mine() == Wish.WATCHING,
                standing.mine() == Wish.IGNORING,
                Optional.empty(),
                standing.since().orElse(Instant.EPOCH),
                call.links().api(call.repo(), "subscription"),
                call.links().api(call.repo()));
    }
}
