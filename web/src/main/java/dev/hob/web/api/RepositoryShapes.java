package dev.hob.web.api;

import dev.hob.node.Node;
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
    private final Node node;
    private final Code code;

    RepositoryShapes(Node node, Code code) {
        this.node = node;
        this.code = code;
    }

    /// A page of some.
    Listed<Repository> page(Call call, List<Repo> repos) {
        var owners = new HashMap<String, Person>();
        return Listed.of(repos, call.slice(), repo -> shape(call, repo, owners));
    }

    Repository shape(Call call, Repo repo) {
        return shape(call, repo, new HashMap<>());
    }

    private Repository shape(Call call, Repo repo, Map<String, Person> owners) {
        var owner = owners.computeIfAbsent(repo.ownerId(), id -> node.people()
                .byId(id)
                .orElseThrow(() -> new AssertionError("a repository has an owner: " + repo.path())));
        var links = call.links();
        String html = links.html(repo);
        var view = node.refs().view(repo);
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
                node.storage().packedBytes(repo.rid()) / 1024,
                language(repo),
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
                List.copyOf(node.topics().of(repo)),
                repo.rid().value());
    }

    /// Counted folder by folder, so that after the first time it costs next to nothing.
    private String language(Repo repo) {
        try (var opened = code.open(repo)) {
            return opened.view()
                    .headId()
                    .flatMap(head -> code.languages().main(opened.git(), head))
                    .orElse("");
        }
    }

    private Repository.Permissions permissions(Call call, Repo repo) {
        var access = node.access();
        return new Repository.Permissions(
                access.may(call.viewer(), Right.ADMIN, repo), access.may(call.viewer(), Right.WRITE, repo), true);
    }
}
