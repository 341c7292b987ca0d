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

    List<Repository> shapes(Call call, List<Repo> repos) {
        var owners = new HashMap<String, Person>();
        var topics = node.topics().of(repos);
        return repos.stream()
                .map(repo -> shape(call, repo, owners, topics.getOrDefault(repo.id(), List.of())))
                .toList();
    }

    Repository shape(Call call, Repo repo) {
        return shape(call, repo, new HashMap<>(), List.copyOf(node.topics().of(repo)));
    }

    private Repository shape(Call call, Repo repo, Map<String, Person> owners, List<String> topics) {
        var owner = owners.computeIfAbsent(repo.ownerId(), id -> node.people()
                .byId(id)
                .orElseThrow(() -> new AssertionError("a repository has an owner: " + repo.path())));
        var links = call.links();
        String html = links.html(repo);
        var view = node.refs().view(repo);
        var code = facts.get(new Seen(repo.id(), view.generation()), _ -> look(repo));
        return new Repository(
                PeopleShapes.number(repo.id().value()),
                PeopleShapes.user(owner, call.viewer(), links),
                repo.name(),
                repo.path(),
                repo.description(),
                view.isEmpty(),
                repo.isPrivate(),
                repo.forkOf().isPresent(),
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
                0,
                0,
                0,
                0,
                0,
                0,
                repo.defaultBranch(),
                false,
                repo.created(),
                repo.updated(),
                Optional.of(permissions(call, repo)),
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                "",
                false,
                "sha1",
                topics,
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
                access.may(call.viewer(), Right.ADMIN, repo), access.may(call.viewer(), Right.WRITE, repo), true);
    }
}
