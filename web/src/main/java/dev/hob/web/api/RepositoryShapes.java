package dev.hob.web.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.Repository;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Repositories as the API shows them. Shared between threads.
final class RepositoryShapes {
    private static final int FACTS_MAX = 10_000;

    private final Node node;
    private final Code code;
    private final Cache<Seen, Facts> facts =
            Caffeine.newBuilder().maximumSize(FACTS_MAX).build();

    private record Seen(RepositoryId repository, long generation) {}

    /// What is looked up once after each push.
    private record Facts(String language, long kibibytes) {}

    RepositoryShapes(Node node, Code code) {
        this.node = node;
        this.code = code;
    }

    /// Some of a list that is at hand.
    Listed<Repository> page(Call call, List<Repo> repos) {
        var slice = call.slice();
        var shown = Listed.of(repos, slice, repo -> repo);
        return new Listed<>(shapes(call, shown.items()), shown.total(), slice);
    }

    List<Repository> shapes(Call call, List<Repo> repos) {
        return List.copyOf(of(call, repos).values());
    }

    /// Some, in their order: whatever belongs to them is asked for together.
    Map<RepositoryId, Repository> of(Call call, List<Repo> repos) {
        var beside = beside(repos);
        var shapes = new LinkedHashMap<RepositoryId, Repository>();
        for (var repo : repos) shapes.put(repo.id(), shape(call, repo, known(beside, repo)));
        return shapes;
    }

    private Map<RepositoryId, Beside> beside(List<Repo> repos) {
        var owners = new HashMap<String, Person>();
        for (var person : node.people()
                .inOrder(repos.stream().map(Repo::ownerId).distinct().toList())) owners.put(person.id(), person);
        var topics = node.topics().of(repos);
        var stars = node.stars().counts(repos);
        var forks = node.refs().forking().counts(repos);
        var watchers = node.watches().counts(repos);
        var rids = repos.stream().filter(Repo::isProject).map(Repo::rid).toList();
        var issues = node.tracking().reading().open(rids, false);
        var pulls = node.tracking().reading().open(rids, true);
        var all = new HashMap<RepositoryId, Beside>();
        for (var repo : repos)
            all.put(
                    repo.id(),
                    new Beside(
                            Optional.ofNullable(owners.get(repo.ownerId())),
                            topics.getOrDefault(repo.id(), List.of()),
                            stars.getOrDefault(repo.id(), 0),
                            forks.getOrDefault(repo.id(), 0),
                            watchers.getOrDefault(repo.id(), 0),
                            repo.isProject() ? issues.getOrDefault(repo.rid(), 0) : 0,
                            repo.isProject() ? pulls.getOrDefault(repo.rid(), 0) : 0));
        return all;
    }

    private static Beside known(Map<RepositoryId, Beside> all, Repo repo) {
        return Optional.ofNullable(all.get(repo.id()))
                .orElseThrow(() -> new AssertionError("nothing is beside " + repo.path()));
    }

    /// What is kept beside a repository.
    private record Beside(
            Optional<Person> owner, List<String> topics, int stars, int forks, int watchers, int issues, int pulls) {}

    Repository shape(Call call, Repo repo) {
        return of(call, List.of(repo)).values().iterator().next();
    }

    private Repository shape(Call call, Repo repo, Beside beside) {
        return shape(call, repo, beside, true);
    }

    /// What it is a fork of, if the caller may see that; not what that one is a fork of.
    private Optional<Repository> parent(Call call, Repo repo) {
        return repo.parent()
                .flatMap(node.repos()::byId)
                .filter(it -> node.access().may(call.viewer(), Right.READ, it))
                .map(it -> shape(call, it, known(beside(List.of(it)), it), false));
    }

    private Repository shape(Call call, Repo repo, Beside beside, boolean withParent) {
        var links = call.links();
        String html = links.html(repo);
        var view = node.refs().view(repo);
        var code = facts.get(new Seen(repo.id(), view.generation()), _ -> look(repo));
        return new Repository(
                PeopleShapes.number(repo.id().value()),
                // Of what is kept for others the owner is a peer.
                beside.owner()
                        .map(owner -> PeopleShapes.user(owner, call.viewer(), links))
                        .orElseGet(() -> PeopleShapes.stranger(repo.namespace(), "", links)),
                repo.name(),
                repo.path(),
                repo.description(),
                view.isEmpty(),
                repo.isPrivate(),
                repo.parent().isPresent(),
                false,
                false,
                code.kibibytes(),
                code.language(),
                links.api(repo, "languages"),
                html,
                links.api(repo),
                "",
                "",
                html + ".git",
                "",
                "",
                beside.stars(),
                beside.forks(),
                beside.watchers(),
                beside.issues(),
                beside.pulls(),
                0,
                repo.defaultBranch(),
                false,
                repo.created(),
                repo.updated(),
                Optional.of(permissions(call, repo)),
                repo.isProject(),
                false,
                true,
                false,
                false,
                false,
                false,
                true,
                true,
                true,
                true,
                true,
                true,
                false,
                false,
                "merge",
                false,
                "",
                false,
                "sha1",
                beside.topics(),
                withParent ? parent(call, repo) : Optional.empty(),
                repo.rid().value());
    }

    private Facts look(Repo repo) {
        long kibibytes = node.diskUse().of(repo.rid()) / 1024;
        try (var opened = code.open(repo)) {
            var head = opened.view().headId();
            var language = head.flatMap(id -> code.languages().main(opened.git(), id));
            return new Facts(language.orElse(""), kibibytes);
        }
    }

    private Repository.Permissions permissions(Call call, Repo repo) {
        var access = node.access();
        return new Repository.Permissions(
                access.may(call.viewer(), Right.ADMIN, repo),
                !repo.isSeeded() && access.may(call.viewer(), Right.WRITE, repo),
                true);
    }
}
