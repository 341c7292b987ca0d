package dev.hob.web.patch;

import dev.hob.node.Node;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Diffs;
import dev.hob.web.html.Stop;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import dev.hob.web.patch.Ends.Pair;
import dev.hob.web.render.RichDiffs;
import dev.hob.web.render.RichFiles;
import dev.hob.web.repo.PatchFile;
import dev.hob.web.repo.RefOrder;
import dev.hob.web.text.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Any two commits beside each other, by whatever names: branches, tags, ids; of a project and of its forks. Shared
/// between threads.
final class ComparedPages {
    private static final int COMMITS_MAX = 250;
    private static final int OFFERED_MAX = 300;

    private final Node node;
    private final Finding finding;
    private final TextPages texts;
    private final RichDiffs rich;
    private final Ends ends;

    ComparedPages(Node node, Finding finding, TextPages texts, RichDiffs rich) {
        this.node = node;
        this.finding = finding;
        this.texts = texts;
        this.rich = rich;
        this.ends = new Ends(node);
    }

    /// What the one has and the other has not.
    ///
    /// @param commits the oldest first; of more than [#COMMITS_MAX] the newest
    /// @param before what the changes are counted from
    /// @param rich files that are wanted as what they are for
    private record Between(
            List<Commit> commits, Optional<Diffs.Diff> diff, ObjectId before, Map<Integer, RichDiffs.Look> rich) {}

    /// The page where both are named.
    void choose(Here here, Comparison asked) {
        answer(here, asked, "", Map.of());
    }

    /// The two that are named; 404 when one of them is nothing that the reader may see. An address that ends in
    /// `.patch` or `.diff` is answered with a text for git, unless something is called so.
    void show(Here here, Comparison asked) {
        var pair = ends.find(here.visit().viewer(), here.repo(), asked);
        if (pair.isEmpty()) {
            text(here, asked);
            return;
        }
        try (var repository = ends.open(pair.get())) {
            var before = before(repository, pair.get(), asked);
            if (before.isEmpty()) {
                answer(here, asked, Messages.text("pulls.no-commit-in-common"), Map.of());
                return;
            }
            var between = between(repository, pair.get(), before.get(), RichFiles.of(here.visit()));
            String told = between.commits().isEmpty() && before.get().equals(head(pair.get()))
                    ? head(pair.get()).equals(base(pair.get()))
                            ? Messages.text("pulls.same-commit")
                            : Messages.text("pulls.has-everything", asked.base(), asked.head())
                    : "";
            answer(here, asked, told, told.isEmpty() ? values(here, pair.get(), between) : Map.of());
        }
    }

    private static ObjectId base(Pair pair) {
        return pair.base().revision().commit();
    }

    private static ObjectId head(Pair pair) {
        return pair.head().revision().commit();
    }

    private Optional<ObjectId> before(Repository repository, Pair pair, Comparison asked) {
        return asked.parted()
                ? node.reading().history().common(repository, base(pair), head(pair))
                : Optional.of(base(pair));
    }

    private Between between(Repository repository, Pair pair, ObjectId before, RichFiles wanted) {
        var commits = node.reading().history().between(repository, before, head(pair), COMMITS_MAX);
        var diff = node.reading().diffs().between(repository, before, head(pair));
        var looks = diff.map(it -> rich.of(repository, it, wanted)).orElse(Map.of());
        return new Between(commits, diff, before, looks);
    }

    private Map<String, Object> values(Here here, Pair pair, Between between) {
        var from = pair.head().repo();
        var ids = between.commits().stream().map(Commit::id).toList();
        node.reading().revisions().shown(from, head(pair), ids);
        return Map.of(
                "theirs",
                finding.head(here.visit(), from),
                "commits",
                between.commits(),
                "more",
                between.commits().size() == COMMITS_MAX,
                "checks",
                node.protection().statuses().tallies(from, ids),
                "diff",
                between.diff(),
                "rich",
                between.rich(),
                "before",
                between.before().name(),
                "tip",
                head(pair).name());
    }

    private void answer(Here here, Comparison asked, String told, Map<String, Object> shown) {
        var repo = finding.head(here);
        var values = new HashMap<String, Object>(Map.of(
                "theirs", repo, "commits", List.of(), "more", false, "checks", Map.of(), "before", "", "tip", ""));
        values.put("rich", Map.of());
        var wanted = RichFiles.of(here.visit());
        wanted.allow(here.visit());
        values.put("wanted", wanted);
        values.put("here", RichFiles.rest(here.visit(), asked.address(repo.url())));
        values.put("diff", Optional.empty());
        values.putAll(shown);
        values.put("repo", repo);
        values.put("asked", asked);
        values.put("told", told);
        values.put("names", names(here));
        String title = asked.head().isEmpty()
                ? Messages.text("action.compare")
                : Messages.text("pulls.compare-two", asked.base(), asked.head());
        here.visit().show("pulls/compared.jte", title + " · " + here.repo().path(), values);
    }

    /// What the boxes offer: branches, and tags with the newest version first.
    private List<String> names(Here here) {
        var view = node.refs().view(here.repo());
        return Stream.of(Constants.R_HEADS, Constants.R_TAGS)
                .flatMap(prefix -> view.below(prefix).keySet().stream()
                        .map(it -> it.substring(prefix.length()))
                        .sorted(RefOrder.UPWARDS.reversed())
                        .limit(OFFERED_MAX))
                .distinct()
                .toList();
    }

    private void text(Here here, Comparison asked) {
        var kind = Stream.of(PatchFile.Kind.values())
                .filter(it -> asked.head().endsWith(it.ending()))
                .findFirst()
                .orElseThrow(Stop::notFound);
        int end = asked.head().length() - kind.ending().length();
        var named = asked.withHead(asked.head().substring(0, end));
        var pair = ends.find(here.visit().viewer(), here.repo(), named).orElseThrow(Stop::notFound);
        try (var repository = ends.open(pair)) {
            var before = before(repository, pair, named).orElseThrow(Stop::notFound);
            texts.send(here.visit(), kind, repository, before, head(pair));
        }
    }
}
