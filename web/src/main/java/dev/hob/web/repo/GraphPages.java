package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Graph;
import dev.hob.node.code.Revisions;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.GraphLine;
import dev.hob.web.html.GraphLine.Ref;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// The commits of a repository with the lines between them, a page at a time.
public final class GraphPages {
    private static final int ROWS = 60;
    private static final int REFS_SHOWN_MAX = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int ASKS_AGAIN_SECONDS = 3;

    private final Node node;
    private final Found found;

    public GraphPages(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// What is drawn.
    ///
    /// @param all whether that is all branches and tags
    private record Asked(
            Repo repo, RefView view, RepoHead head, Collection<ObjectId> tips, boolean all, Optional<ObjectId> after) {}

    /// All branches and tags.
    public void all(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        var tips = view.refs().keySet().stream()
                .flatMap(ref -> Revisions.target(view, ref).stream())
                .collect(Collectors.toSet());
        var head = found.head(visit, repo, view, "branch", view.defaultBranch());
        show(visit, new Asked(repo, view, head, tips, true, after(visit)));
    }

    /// A branch, a tag or a commit, and what it is made of.
    public Consumer<Visit> of(String kind) {
        return visit -> {
            var at = found.looking(visit, kind);
            if (!at.path().isEmpty()) throw Stop.notFound();
            show(visit, new Asked(at.repo(), at.view(), at.head(), List.of(at.commit()), false, after(visit)));
        };
    }

    private static Optional<ObjectId> after(Visit visit) {
        return visit.query("after").map(text -> {
            if (!ObjectId.isId(text)) throw Stop.notFound();
            return ObjectId.fromString(text);
        });
    }

    private void show(Visit visit, Asked asked) {
        var repo = asked.repo();
        var drawn = node.reading().graph().behind(repo, asked.tips(), asked.after(), ROWS, PATIENCE);
        var part = drawn.orElse(new Graph.Part(List.of(), false, true));
        if (drawn.isPresent() && part.rows().isEmpty() && asked.after().isPresent()) throw Stop.notFound();
        try (var repository = node.storage().open(repo.rid())) {
            var lines = lines(repository, asked.view(), part);
            if (drawn.isEmpty()) visit.context().header("Refresh", String.valueOf(ASKS_AGAIN_SECONDS));
            else if (visit.unchanged(
                    asked.head().toString(),
                    String.valueOf(asked.all()),
                    String.valueOf(asked.view().generation()),
                    lines.toString(),
                    Long.toString(moment(visit, lines)))) return;
            var values = new HashMap<String, Object>();
            values.put("repo", asked.head());
            values.put("all", asked.all());
            values.put("complete", drawn.isPresent());
            values.put("cut", !part.whole() && !part.more());
            values.put("lines", lines);
            values.put("lanes", lines.stream().mapToInt(GraphLine::lanes).max().orElse(1));
            values.put("first", asked.after().isEmpty());
            values.put(
                    "next",
                    part.more()
                            ? Optional.of(Urls.query(
                                    "", "after", part.rows().getLast().commit().name()))
                            : Optional.empty());
            visit.show("repo/graph.jte", text("repo.graph") + " · " + repo.path(), values);
        }
    }

    private static long moment(Visit visit, List<GraphLine> lines) {
        return lines.stream()
                .map(line -> line.commit().committer().at())
                .max(Comparator.naturalOrder())
                .map(visit.page("")::moment)
                .orElse(0L);
    }

    private List<GraphLine> lines(Repository repository, RefView view, Graph.Part part) {
        var refs = refs(view, part);
        var lines = new ArrayList<GraphLine>();
        for (var row : part.rows()) {
            var all = refs.getOrDefault(row.commit(), List.of());
            var some = all.subList(0, Math.min(all.size(), REFS_SHOWN_MAX));
            node.reading()
                    .history()
                    .commit(repository, row.commit())
                    .ifPresent(commit -> lines.add(new GraphLine(commit, row, some, all.size() - some.size())));
        }
        return lines;
    }

    /// The branches and tags of the commits that are shown, the default branch first.
    private static Map<ObjectId, List<Ref>> refs(RefView view, Graph.Part part) {
        var shown = part.rows().stream().map(Graph.Row::commit).collect(Collectors.toCollection(HashSet::new));
        var refs = new HashMap<ObjectId, List<Ref>>();
        view.headId().filter(shown::contains).ifPresent(head -> refs.computeIfAbsent(head, _ -> new ArrayList<>())
                .add(new Ref("branch", view.defaultBranch())));
        for (String kind : List.of("branch", "tag")) {
            String prefix = kind.equals("branch") ? Constants.R_HEADS : Constants.R_TAGS;
            for (String name : view.below(prefix).keySet()) {
                if (name.equals(view.head())) continue;
                Revisions.target(view, name).filter(shown::contains).ifPresent(commit -> refs.computeIfAbsent(
                                commit, _ -> new ArrayList<>())
                        .add(new Ref(kind, name.substring(prefix.length()))));
            }
        }
        return refs;
    }
}
