package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CommitQuery;
import dev.hob.node.code.Contributors;
import dev.hob.node.code.Contributors.Contributor;
import dev.hob.node.code.Week;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Bars;
import dev.hob.web.html.ContributorLine;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Who wrote how much of a repository's default branch, and when.
public final class ContributorPages {
    /// How many weeks the last year has, beside this one.
    static final int WEEKS = 52;

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int ASKS_AGAIN_SECONDS = 3;
    /// Of so many, it is drawn when they wrote.
    private static final int DRAWN_MAX = 24;

    private static final String ALL = "all";

    private final Node node;
    private final Found found;
    private final Marks marks;

    public ContributorPages(Node node, Found found, Marks marks) {
        this.node = node;
        this.found = found;
        this.marks = marks;
    }

    /// Those of the last year, or of all times.
    public void show(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        var head = found.head(visit, repo, view, "branch", view.defaultBranch());
        var now = Week.of(visit.page("").now());
        boolean all = visit.query("time").filter(ALL::equals).isPresent();
        var since = all ? Optional.<Week>empty() : Optional.of(now.plus(-WEEKS));
        try (var repository = node.storage().open(repo.rid())) {
            var counted = counted(repo, view, repository, since);
            if (counted.isEmpty()) visit.context().header("Refresh", String.valueOf(ASKS_AGAIN_SECONDS));
            var contributors = counted.orElse(Contributors.NOBODY);
            var lines = lines(head, repository, contributors, since, now);
            if (counted.isPresent()
                    && visit.unchanged(
                            head.toString(),
                            view.headId().map(ObjectId::name).orElse(""),
                            now.toString(),
                            String.valueOf(all),
                            lines.toString())) return;
            var values = new HashMap<String, Object>();
            values.put("repo", head);
            values.put("all", all);
            values.put("complete", counted.isPresent());
            values.put("contributors", contributors);
            values.put("bars", bars(contributors.weeks(), contributors, since, now));
            values.put(
                    "most",
                    lines.stream()
                            .flatMap(line -> line.bars().stream())
                            .mapToInt(Bars::most)
                            .max()
                            .orElse(0));
            values.put("lines", lines);
            visit.show("repo/contributors.jte", text("repo.contributors") + " · " + repo.path(), values);
        }
    }

    private Optional<Contributors> counted(Repo repo, RefView view, Repository repository, Optional<Week> since) {
        return view.headId().isEmpty()
                ? Optional.of(Contributors.NOBODY)
                : node.reading()
                        .contributions()
                        .soon(repo, repository, view.headId().get(), since, PATIENCE);
    }

    /// All charts of a page are of the same time.
    private static Bars bars(
            SortedMap<Week, Integer> weeks, Contributors contributors, Optional<Week> since, Week now) {
        var all = contributors.weeks();
        var first = since.orElseGet(() -> all.isEmpty() ? now : all.firstKey());
        // Some clocks run ahead.
        var last = all.isEmpty() || all.lastKey().compareTo(now) < 0 ? now : all.lastKey();
        return Bars.of(weeks, first, last);
    }

    private List<ContributorLine> lines(
            RepoHead head, Repository repository, Contributors contributors, Optional<Week> since, Week now) {
        var lines = new ArrayList<ContributorLine>();
        for (var one : contributors.top())
            lines.add(new ContributorLine(
                    one.name(),
                    account(repository, one),
                    one.commits(),
                    commits(head, one, since),
                    lines.size() < DRAWN_MAX
                            ? Optional.of(bars(one.weeks(), contributors, since, now))
                            : Optional.empty()));
        return lines;
    }

    /// An address in a commit proves nothing, and whose address it is here is nobody's business: a signature does.
    private Optional<Who> account(Repository repository, Contributor one) {
        return node.reading()
                .history()
                .commit(repository, one.newest())
                .flatMap(commit -> marks.author(repository, commit))
                .map(Who::of);
    }

    private static String commits(RepoHead head, Contributor one, Optional<Week> since) {
        String typed = one.names().stream()
                .filter(name -> !name.isBlank())
                .sorted()
                .map(CommitQuery::by)
                .collect(Collectors.joining(" "));
        String after = since.map(week -> " after:" + week.monday()).orElse("");
        return typed.isEmpty() ? "" : Urls.query(head.commits(), "q", typed + " -is:merge" + after);
    }
}
