package dev.hob.web.mcp;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.RepoSearch;
import dev.hob.web.html.Stop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `list_repositories`.
final class RepositoryTool {
    private static final int DESCRIPTION_CHARACTERS_MAX = 500;
    private static final int LIMIT = 30;
    private static final int LIMIT_MAX = 100;

    private final Node node;

    RepositoryTool(Node node) {
        this.node = node;
    }

    Tool tool() {
        return Tool.reading(
                "list_repositories",
                "List repositories",
                "Lists the repositories that this token sees, the latest changed first.",
                List.of(
                        new Parameter.Text("words", "Only those with this in their name or description", false, 200),
                        new Parameter.Text("owner", "Only those of this account", false, 100),
                        Paging.FROM,
                        Paging.limit(LIMIT, LIMIT_MAX)),
                Set.of(Scope.READ_REPOSITORY),
                Listed.class,
                this::list);
    }

    record Listed(List<One> repositories, int from, int total) {}

    record One(
            String name, String description, boolean isPrivate, String defaultBranch, boolean isFork, String updated) {}

    private Told<Listed> list(Asked asked) {
        var paging = Paging.of(asked.arguments());
        var words = asked.arguments().perhaps("words");
        var owner = asked.arguments().perhaps("owner").map(name -> node.people()
                .find(name)
                .orElseThrow(() -> new Stop(404, "There is no account " + Plain.line(name, 100) + " here.")));
        RepoSearch.Part part;
        if (asked.viewer().grant().limitedTo().isPresent()) {
            part = few(asked, words, owner.map(it -> it.id()), paging);
        } else {
            var which = new RepoSearch.Which(words.orElse(""), true, Optional.empty(), Optional.empty(), owner);
            part = node.repoSearch()
                    .part(asked.viewer(), which, RepoSearch.Order.UPDATED, true, paging.from(), paging.limit());
        }
        var shown = new ArrayList<One>();
        var text = new StringBuilder(
                "%d of %d repositories.\n".formatted(part.repos().size(), part.total()));
        for (var repo : part.repos()) {
            var one = one(repo);
            shown.add(one);
            text.append("\n%s%s%s, branch %s, updated %s\n"
                    .formatted(
                            one.name(),
                            one.isPrivate() ? ", private" : "",
                            one.isFork() ? ", a fork" : "",
                            one.defaultBranch(),
                            one.updated()));
            if (!one.description().isEmpty()) text.append(Plain.quoted(one.description()));
        }
        return new Told<>(
                text + paging.below(shown.size(), part.total()), new Listed(shown, paging.from(), part.total()));
    }

    /// Those that a token is limited to.
    private RepoSearch.Part few(Asked asked, Optional<String> words, Optional<String> owner, Paging paging) {
        Set<RepositoryId> ids = asked.viewer().grant().limitedTo().orElseThrow();
        var all = node.repos().byIds(ids).values().stream()
                .filter(it -> asked.isSeen(it, Scope.READ_REPOSITORY))
                .filter(it -> owner.isEmpty() || it.ownerId().equals(owner.get()))
                .filter(it -> words.isEmpty() || has(it, words.get()))
                .sorted(Comparator.comparing(Repo::updated).reversed().thenComparing(Repo::path))
                .toList();
        var some = all.stream().skip(paging.from()).limit(paging.limit()).toList();
        return new RepoSearch.Part(some, all.size());
    }

    private static boolean has(Repo repo, String words) {
        String text = (repo.name() + "\n" + repo.description()).toLowerCase(Locale.ROOT);
        return text.contains(words.strip().toLowerCase(Locale.ROOT));
    }

    private static One one(Repo repo) {
        return new One(
                repo.path(),
                Plain.line(repo.description(), DESCRIPTION_CHARACTERS_MAX),
                repo.isPrivate(),
                Plain.line(repo.defaultBranch(), Asked.NAME_SHOWN_MAX),
                repo.forkOf().isPresent() || repo.forkedFrom().isPresent(),
                Times.of(repo.updated()));
    }
}
