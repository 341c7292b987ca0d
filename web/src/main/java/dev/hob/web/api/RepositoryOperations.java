package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateRepository;
import dev.hob.web.api.json.EditRepository;
import dev.hob.web.api.json.RepositoriesFound;
import dev.hob.web.api.json.Repository;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;

/// Repositories: made, found, changed and deleted.
final class RepositoryOperations {
    private static final int SEARCHED_MAX = 2_000;

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
                .lists(Repository.class, call -> list(call, node.repos().ownedBy(call.person())));
        all.post("createCurrentUserRepo", "/user/repos", "Make a repository")
                .known()
                .scope(Scope.WRITE_REPOSITORY)
                .takes(CreateRepository.class)
                .refuses(409, "There is one of that name")
                .creates(Repository.class, this::create);
        all.get("userListRepos", "/users/{username}/repos", "The repositories of an account")
                .scope(Scope.READ_REPOSITORY)
                .lists(
                        Repository.class,
                        call -> list(call, node.repos().ownedBy(PeopleOperations.named(node, call, "username"))));
        all.get("repoSearch", "/repos/search", "Find repositories that the caller may see")
                .scope(Scope.READ_REPOSITORY)
                .query("q", "Words in the name")
                .flag("topic", "Look for a topic instead")
                .flag("includeDesc", "Look into descriptions too")
                .flag("private", "false leaves out private ones")
                .flag("is_private", "Only private ones, or only others")
                .number("uid", "Only those of the account with this number")
                .query("sort", "By what they are sorted", "alpha", "created", "updated", "stars", "id")
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

    private Listed<Repository> list(Call call, List<Repo> repos) {
        return shapes.page(
                call,
                repos.stream()
                        .filter(repo -> node.access().may(call.viewer(), Right.READ, repo))
                        .toList());
    }

    private Repository create(Call call) throws IOException {
        var person = call.person();
        if (call.viewer().grant().limitedTo().isPresent())
            throw new Stop(403, "this token is limited to chosen repositories");
        var asked = call.body(CreateRepository.class);
        boolean taken = node.repos()
                .find(person.name(), asked.name())
                .filter(found -> !found.moved())
                .isPresent();
        if (taken) throw new Stop(409, "The repository with the same name already exists.");
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
                if (asked.autoInit().orElse(false)) begin(repo, person);
                yield shapes.shape(call, node.repos().byId(repo.id()).orElse(repo));
            }
            case Repos.Creation.Refused(String told) -> throw new Stop(422, told);
        };
    }

    private void begin(Repo repo, Person by) {
        String about = repo.description().isEmpty() ? "" : "\n" + repo.description() + "\n";
        var readme =
                new FileChange.Create(new CodePath("README.md"), ("# " + repo.name() + "\n" + about).getBytes(UTF_8));
        var signer = Commits.Signer.of(by);
        var draft = new Commits.Draft(
                repo.defaultBranch(), Optional.empty(), "Initial commit\n", signer, signer, List.of(readme));
        switch (node.commits().commit(repo, by, draft)) {
            case Commits.Outcome.Done _ -> {}
            case Commits.Outcome.Refused(var told) -> throw new Stop(422, told);
            case Commits.Outcome other -> throw new AssertionError("a fresh repository takes a README: " + other);
        }
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
        var found = new ArrayList<Repo>();
        call.perhaps().ifPresent(person -> {
            found.addAll(node.repos().ownedBy(person));
            found.addAll(node.repos().sharedWith(person));
        });
        found.addAll(node.repos().publicBefore(clock.instant().plusSeconds(60), SEARCHED_MAX));
        var seen = new HashSet<String>();
        var wanted = wanted(call);
        var repos = found.stream()
                .filter(repo -> seen.add(repo.id().value()))
                .filter(wanted)
                .filter(repo -> node.access().may(call.viewer(), Right.READ, repo))
                .sorted(order(call, found))
                .toList();
        var listed = shapes.page(call, repos);
        call.count(listed);
        return new RepositoriesFound(true, listed.items());
    }

    private Predicate<Repo> wanted(Call call) {
        String words = call.query("q").orElse("").toLowerCase(Locale.ROOT);
        boolean described = call.flag("includeDesc", false);
        Predicate<Repo> wanted = repo -> repo.name().toLowerCase(Locale.ROOT).contains(words)
                || (described && repo.description().toLowerCase(Locale.ROOT).contains(words));
        if (call.flag("topic", false)) {
            var having = node.topics().having(words);
            wanted = repo -> having.contains(repo.id().value());
        }
        if (!call.flag("private", true)) wanted = wanted.and(repo -> !repo.isPrivate());
        var hidden = call.flag("is_private");
        if (hidden.isPresent()) wanted = wanted.and(repo -> repo.isPrivate() == hidden.get());
        var owner = call.number("uid");
        if (owner.isPresent() && owner.getAsLong() != 0)
            wanted = wanted.and(repo -> PeopleShapes.number(repo.ownerId()) == owner.getAsLong());
        return wanted;
    }

    private Comparator<Repo> order(Call call, List<Repo> found) {
        Comparator<Repo> order =
                switch (call.query("sort").orElse("alpha")) {
                    case "created" -> Comparator.comparing(Repo::created);
                    case "updated" -> Comparator.comparing(Repo::updated);
                    case "stars" -> {
                        var stars = node.stars().counts(found);
                        yield Comparator.comparing(repo -> stars.getOrDefault(repo.id(), 0));
                    }
                    case "id" ->
                        Comparator.comparingLong(
                                repo -> PeopleShapes.number(repo.id().value()));
                    default -> Comparator.comparing(Repo::path);
                };
        order = order.thenComparing(Repo::path);
        return call.query("order").orElse("asc").equals("desc") ? order.reversed() : order;
    }
}
