package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.RepoSearch.Order;
import dev.hob.node.repo.RepoSearch.Which;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateRepository;
import dev.hob.web.api.json.EditRepository;
import dev.hob.web.api.json.RepositoriesFound;
import dev.hob.web.api.json.Repository;
import dev.hob.web.html.Stop;
import dev.hob.web.people.Starters;
import dev.hob.web.people.Starters.Wish;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;

/// Repositories: made, found, changed and deleted.
final class RepositoryOperations {
    private final Node node;
    private final RepositoryShapes shapes;
    private final InstantSource clock;

    RepositoryOperations(Node node, RepositoryShapes shapes, InstantSource clock) {
        this.node = node;
        this.shapes = shapes;
        this.clock = clock;
    }

    void declare(Operations all) {
        all.chapter("Repositories");
        all.get("userCurrentListRepos", "/user/repos", "The repositories that the caller owns")
                .known()
                .scope(Scope.READ_REPOSITORY)
                .lists(Repository.class, call -> list(call, call.person()));
        all.post("createCurrentUserRepo", "/user/repos", "Make a repository")
                .known()
                .scope(Scope.WRITE_REPOSITORY)
                .takes(CreateRepository.class)
                .refuses(409, "There is one of that name")
                .creates(Repository.class, this::create);
        all.get("userListRepos", "/users/{username}/repos", "The repositories of an account")
                .scope(Scope.READ_REPOSITORY)
                .lists(Repository.class, call -> list(call, PeopleOperations.named(node, call, "username")));
        all.get("repoSearch", "/repos/search", "Find repositories that the caller may see")
                .scope(Scope.READ_REPOSITORY)
                .query("q", "Words in the name")
                .flag("topic", "Look for a topic instead")
                .flag("includeDesc", "Look into descriptions too")
                .flag("private", "false leaves out private ones")
                .flag("is_private", "Only private ones, or only others")
                .number("uid", "Only those of the account with this number")
                .query("sort", "By what they are sorted", "alpha", "created", "updated", "id")
                .query("order", "Which comes first", "asc", "desc")
                .number("page", "Which page, from 1")
                .number("limit", "How many on a page, up to " + Listed.LIMIT_MAX)
                .gives(RepositoriesFound.class, this::search);
        all.get("repoGet", "/repos/{owner}/{repo}", "A repository")
                .needs(Right.READ)
                .gives(Repository.class, call -> shapes.shape(call, call.repo()));
        all.patch("repoEdit", "/repos/{owner}/{repo}", "Change what a repository says of itself")
                .needs(Right.ADMIN)
                .takes(EditRepository.class)
                .gives(Repository.class, this::edit);
        all.delete("repoDelete", "/repos/{owner}/{repo}", "Delete a repository")
                .needs(Right.ADMIN)
                .does(call -> node.repos().delete(call.repo(), call.person()));
    }

    private Listed<Repository> list(Call call, Person owner) {
        return part(call, Which.ownedBy(owner), Order.NAME, false);
    }

    private Listed<Repository> part(Call call, Which which, Order order, boolean falls) {
        var slice = call.slice();
        var part = node.repoSearch().part(call.viewer(), which, order, falls, slice.from(), slice.limit());
        return new Listed<>(shapes.shapes(call, part.repos()), part.total(), slice);
    }

    private Repository create(Call call) throws IOException {
        var person = call.person();
        call.unlimited();
        var asked = call.body(CreateRepository.class);
        boolean taken = node.repos()
                .find(person.name(), asked.name())
                .filter(found -> !found.moved())
                .isPresent();
        if (taken) throw new Stop(409, "The repository with the same name already exists.");
        var wish = new Wish(
                asked.autoInit().orElse(false),
                asked.license().orElse(""),
                asked.gitignores().stream()
                        .flatMap(it -> Stream.of(it.split(",")))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList());
        wish.unknown().ifPresent(field -> {
            throw new Stop(422, "[" + field + "]: there is no such template");
        });
        String branch = asked.defaultBranch().filter(it -> !it.isEmpty()).orElse("main");
        var creation = node.refs()
                .create(
                        person,
                        asked.name(),
                        asked.isPrivate().orElse(false),
                        asked.description().orElse(""),
                        branch);
        return switch (creation) {
            case Repos.Creation.Created(var repo) -> {
                if (wish.readme()) refuse(Starters.commit(node, repo, person, wish, clock.instant()));
                yield shapes.shape(call, node.repos().byId(repo.id()).orElse(repo));
            }
            case Repos.Creation.Refused(var _, String told) -> throw new Stop(422, told);
        };
    }

    private Repository edit(Call call) throws IOException {
        var repo = call.repo();
        var person = call.person();
        var asked = call.body(EditRepository.class);
        var edits = node.edits();
        asked.defaultBranch().ifPresent(branch -> {
            if (!node.refs().view(repo).refs().containsKey(Constants.R_HEADS + branch)
                    && !branch.equals(repo.defaultBranch()))
                throw new Stop(422, "[default_branch]: there is no branch " + branch);
        });
        // The name comes first, since it is what may be refused; then nothing else has changed either.
        refuse(asked.name().filter(to -> !to.equals(repo.name())).flatMap(to -> edits.rename(repo, person, to)));
        refuse(asked.description().flatMap(to -> edits.describe(repo, person, to)));
        refuse(asked.defaultBranch().flatMap(to -> edits.setDefaultBranch(repo, new Origin.Here(person.id()), to)));
        refuse(asked.isPrivate().flatMap(to -> edits.setPrivate(repo, person, to)));
        return shapes.shape(call, node.repos().byId(repo.id()).orElseThrow(Call::missing));
    }

    private static void refuse(Optional<String> objection) {
        if (objection.isPresent()) throw new Stop(422, objection.get());
    }

    private RepositoriesFound search(Call call) {
        String words = call.query("q").orElse("");
        boolean byTopic = call.flag("topic", false);
        // Who leaves out private ones may still ask for only these: then there are none.
        boolean privateToo = call.flag("private", true);
        var isPrivate = call.flag("is_private").or(() -> privateToo ? Optional.empty() : Optional.of(false));
        long number = call.number("uid").orElse(0);
        var owner = number == 0 ? Optional.<Person>empty() : PeopleOperations.numbered(node, number);
        boolean nobody = (number != 0 && owner.isEmpty()) || (!privateToo && isPrivate.orElse(false));
        var which = new Which(
                byTopic ? "" : words,
                call.flag("includeDesc", false),
                byTopic ? Optional.of(words) : Optional.empty(),
                isPrivate,
                owner);
        var listed = nobody
                ? new Listed<Repository>(List.of(), 0, call.slice())
                : part(
                        call,
                        which,
                        order(call),
                        call.query("order").orElse("asc").equals("desc"));
        call.count(listed);
        return new RepositoriesFound(true, listed.items());
    }

    private static Order order(Call call) {
        return switch (call.query("sort").orElse("alpha")) {
            case "updated" -> Order.UPDATED;
            // Our numbers rise with nothing; Gitea's rise with time.
            case "created", "id" -> Order.CREATED;
            default -> Order.NAME;
        };
    }
}
