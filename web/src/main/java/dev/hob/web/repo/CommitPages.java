package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.Patchwork;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.render.RichDiffs;
import dev.hob.web.render.RichFiles;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// One commit: what it says, and what it changed.
public final class CommitPages {
    private final Node node;
    private final Found found;
    private final Marks marks;
    private final Parts parts;
    private final Diffs diffs;
    private final RichDiffs rich;
    private final PatchFile patches = new PatchFile();

    public CommitPages(Node node, Found found, Marks marks, Parts parts) {
        this.node = node;
        this.diffs = node.reading().diffs();
        this.found = found;
        this.marks = marks;
        this.parts = parts;
        this.rich = new RichDiffs(parts);
    }

    /// One commit and what it changed.
    public void commit(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        var id = found.commit(repo, view, visit.part("id"));
        if (!id.name().equals(visit.part("id"))) {
            visit.go("/" + Urls.path(repo.path()) + "/commit/" + id.name());
            return;
        }
        try (var repository = node.storage().open(repo.rid())) {
            var commit = node.reading().history().commit(repository, id).orElseThrow(Stop::notFound);
            var mark = marks.of(repository, commit);
            var head = found.head(visit, repo, view, "commit", id.name());
            var checks = node.protection().statuses().newest(repo, id);
            var wanted = RichFiles.of(visit);
            wanted.allow(visit);
            if (visit.unchanged(head.toString(), id.name(), mark.toString(), checks.toString(), wanted.toString()))
                return;
            String changes = parts.of("repo/changes.jte", List.of(head.url(), id.name(), wanted.toString()), () -> {
                var diff = diffs.of(repository, id).orElseThrow(Stop::notFound);
                String before = commit.parents().isEmpty()
                        ? ""
                        : commit.parents().getFirst().name();
                return Map.of(
                        "repo",
                        head,
                        "before",
                        before,
                        "commit",
                        id.name(),
                        "diff",
                        diff,
                        "here",
                        head.commit(id.name()),
                        "wanted",
                        wanted,
                        "rich",
                        rich.of(repository, diff, wanted));
            });
            visit.show(
                    "repo/commit.jte",
                    commit.subject() + " · " + repo.path(),
                    Map.of("repo", head, "commit", commit, "mark", mark, "checks", checks, "changes", changes));
        }
    }

    /// The same as a mail for `git am`, or as a text for `git apply`.
    public Consumer<Visit> text(PatchFile.Kind kind) {
        return visit -> {
            var repo = found.repo(visit, Right.READ);
            var id = found.commit(repo, node.refs().view(repo), visit.part("id"));
            try (var repository = node.storage().open(repo.rid())) {
                patches.send(visit.context(), kind, id.name(), to -> {
                    if (kind == PatchFile.Kind.PATCH) Patchwork.mail(repository, id, to);
                    else Patchwork.diff(repository, id, to);
                });
            }
        };
    }
}
