package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.History;
import dev.hob.node.repo.Right;
import dev.hob.web.html.CommitDay;
import dev.hob.web.html.CommitLine;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;

/// The history of a repository, a page at a time, and one commit of it.
public final class CommitPages {
    private static final int COMMITS = 50;

    private final Node node;
    private final Found found;
    private final History history;
    private final Marks marks;
    private final Parts parts;
    private final Diffs diffs = new Diffs();

    public CommitPages(Node node, Found found, History history, Marks marks, Parts parts) {
        this.node = node;
        this.found = found;
        this.history = history;
        this.marks = marks;
        this.parts = parts;
    }

    /// The history of a branch, a tag or a commit.
    public Consumer<Visit> commits(String kind) {
        return visit -> commits(visit, found.looking(visit, kind));
    }

    private void commits(Visit visit, Looking at) {
        if (!at.path().isEmpty()) throw Stop.notFound();
        var after = visit.query("after").map(text -> {
            if (!ObjectId.isId(text)) throw Stop.notFound();
            return ObjectId.fromString(text);
        });
        try (var repository = node.storage().open(at.repo().rid())) {
            var page = history.page(repository, at.commit(), after, COMMITS).orElseThrow(Stop::notFound);
            var lines = page.commits().stream()
                    .map(commit -> new CommitLine(commit, marks.of(repository, commit)))
                    .toList();
            found.shown(
                    at.repo(),
                    at.commit(),
                    page.commits().stream().map(Commit::id).toList());
            long moment = lines.isEmpty()
                    ? 0
                    : visit.page("")
                            .moment(lines.getFirst().commit().committer().at());
            String said = String.join(
                    " ", lines.stream().map(line -> line.mark().toString()).toList());
            if (visit.unchanged(
                    at.head().toString(),
                    at.commit().name(),
                    after.map(ObjectId::name).orElse(""),
                    said,
                    Long.toString(moment))) return;
            Optional<String> next =
                    page.more() ? Optional.of(page.commits().getLast().id().name()) : Optional.empty();
            visit.show(
                    "repo/commits.jte",
                    "Commits · " + at.repo().path(),
                    Map.of("repo", at.head(), "days", days(lines), "first", after.isEmpty(), "next", next));
        }
    }

    private static List<CommitDay> days(List<CommitLine> lines) {
        var days = new ArrayList<CommitDay>();
        for (int from = 0; from < lines.size(); ) {
            var day = day(lines.get(from).commit());
            int to = from;
            while (to < lines.size() && day(lines.get(to).commit()).equals(day)) to++;
            days.add(new CommitDay(day.atStartOfDay(ZoneOffset.UTC).toInstant(), lines.subList(from, to)));
            from = to;
        }
        return days;
    }

    private static LocalDate day(Commit commit) {
        return LocalDate.ofInstant(commit.committer().at(), ZoneOffset.UTC);
    }

    /// One commit and what it changed.
    public void commit(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        var id = found.commit(repo, view, visit.part("id"));
        try (var repository = node.storage().open(repo.rid())) {
            var commit = history.commit(repository, id).orElseThrow(Stop::notFound);
            var mark = marks.of(repository, commit);
            var head = found.head(visit, repo, view, "commit", id.name());
            if (visit.unchanged(head.toString(), id.name(), mark.toString())) return;
            String changes = parts.of("repo/changes.jte", List.of(head.url(), id.name()), () -> {
                var diff = diffs.of(repository, id).orElseThrow(Stop::notFound);
                return Map.of("repo", head, "commit", id.name(), "diff", diff);
            });
            visit.show(
                    "repo/commit.jte",
                    commit.subject() + " · " + repo.path(),
                    Map.of("repo", head, "commit", commit, "mark", mark, "changes", changes));
        }
    }
}
