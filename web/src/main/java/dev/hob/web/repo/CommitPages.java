package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.History.Asked;
import dev.hob.node.code.Listing;
import dev.hob.node.repo.Right;
import dev.hob.web.html.CommitDay;
import dev.hob.web.html.CommitLine;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// The history of a repository or of a path in it, a page at a time, and one commit.
public final class CommitPages {
    private static final int COMMITS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Node node;
    private final Found found;
    private final Marks marks;
    private final Parts parts;
    private final Diffs diffs;

    public CommitPages(Node node, Found found, Marks marks, Parts parts) {
        this.node = node;
        this.diffs = node.reading().diffs();
        this.found = found;
        this.marks = marks;
        this.parts = parts;
    }

    /// The history of a branch, a tag or a commit, or of a path there.
    public Consumer<Visit> commits(String kind) {
        return visit -> commits(visit, found.looking(visit, kind));
    }

    private void commits(Visit visit, Looking at) {
        var path = CodePath.parse(at.path()).orElseThrow(Stop::notFound);
        var after = visit.query("after").map(text -> {
            if (!ObjectId.isId(text)) throw Stop.notFound();
            return ObjectId.fromString(text);
        });
        try (var repository = node.storage().open(at.repo().rid())) {
            var found = page(at, repository, path, after);
            var page = found.orElse(new Asked.Page(List.of(), false));
            var lines = page.commits().stream()
                    .map(commit -> new CommitLine(commit, marks.of(repository, commit)))
                    .toList();
            node.reading()
                    .revisions()
                    .shown(
                            at.repo(),
                            at.commit(),
                            page.commits().stream().map(Commit::id).toList());
            var checks = node.protection()
                    .statuses()
                    .tallies(at.repo(), page.commits().stream().map(Commit::id).toList());
            long moment = lines.isEmpty()
                    ? 0
                    : visit.page("")
                            .moment(lines.getFirst().commit().committer().at());
            String said = String.join(
                    " ", lines.stream().map(line -> line.mark().toString()).toList());
            if (visit.unchanged(
                    at.head().toString(),
                    at.commit().name(),
                    path.value(),
                    after.map(ObjectId::name).orElse(""),
                    Boolean.toString(found.isPresent()),
                    said,
                    checks.entrySet().stream()
                            .map(Object::toString)
                            .sorted()
                            .toList()
                            .toString(),
                    Long.toString(moment))) return;
            var values = new HashMap<String, Object>();
            values.put("repo", at.head());
            values.put("path", path.value());
            values.put("days", days(lines));
            values.put("checks", checks);
            values.put("complete", found.isPresent());
            values.put("first", after.isEmpty());
            values.put(
                    "next",
                    page.more() ? Optional.of(page.commits().getLast().id().name()) : Optional.empty());
            String what = path.isRoot() ? "" : path.name() + " · ";
            visit.show("repo/commits.jte", "Commits · " + what + at.repo().path(), values);
        }
    }

    /// Some commits; none while the way to them is still being walked.
    private Optional<Asked.Page> page(Looking at, Repository repository, CodePath path, Optional<ObjectId> after) {
        if (!path.isRoot()) return touching(at, repository, path, after);
        return switch (node.reading().history().page(at.repo(), repository, at.commit(), after, COMMITS)) {
            case Asked.Page page -> Optional.of(page);
            case Asked.Nowhere _ -> throw Stop.notFound();
            case Asked.NotYet _ -> Optional.empty();
        };
    }

    /// Those that change something at a path.
    private Optional<Asked.Page> touching(Looking at, Repository repository, CodePath path, Optional<ObjectId> after) {
        var which =
                new Listing.Which(at.commit(), Optional.of(path), Optional.empty(), Optional.empty(), Optional.empty());
        return node.reading()
                .listing()
                .behind(at.repo(), which, after, COMMITS, PATIENCE)
                .map(part -> {
                    if (part.commits().isEmpty()) throw Stop.notFound();
                    var commits = part.commits().stream()
                            .flatMap(id -> node.reading().history().commit(repository, id).stream())
                            .toList();
                    return new Asked.Page(commits, part.more());
                });
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
        if (!id.name().equals(visit.part("id"))) {
            visit.go("/" + Urls.path(repo.path()) + "/commit/" + id.name());
            return;
        }
        try (var repository = node.storage().open(repo.rid())) {
            var commit = node.reading().history().commit(repository, id).orElseThrow(Stop::notFound);
            var mark = marks.of(repository, commit);
            var head = found.head(visit, repo, view, "commit", id.name());
            var checks = node.protection().statuses().newest(repo, id);
            if (visit.unchanged(head.toString(), id.name(), mark.toString(), checks.toString())) return;
            String changes = parts.of("repo/changes.jte", List.of(head.url(), id.name()), () -> {
                var diff = diffs.of(repository, id).orElseThrow(Stop::notFound);
                return Map.of("repo", head, "commit", id.name(), "diff", diff);
            });
            visit.show(
                    "repo/commit.jte",
                    commit.subject() + " · " + repo.path(),
                    Map.of("repo", head, "commit", commit, "mark", mark, "checks", checks, "changes", changes));
        }
    }
}
