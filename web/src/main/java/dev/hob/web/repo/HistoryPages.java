package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commit;
import dev.hob.node.code.CommitQuery;
import dev.hob.node.code.FileHistory;
import dev.hob.node.code.FileHistory.Lines;
import dev.hob.node.code.FileHistory.Step;
import dev.hob.node.code.History.Asked.NotYet;
import dev.hob.node.code.History.Asked.Nowhere;
import dev.hob.node.code.History.Asked.Page;
import dev.hob.node.code.Listing;
import dev.hob.node.code.Place;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.web.html.CommitDay;
import dev.hob.web.html.CommitLine;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// The history of a repository or of a path in it, a page at a time.
public final class HistoryPages {
    private static final int COMMITS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int ASKS_AGAIN_SECONDS = 3;
    private static final Pattern LINES = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

    private final Node node;
    private final Found found;
    private final Marks marks;
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();

    public HistoryPages(Node node, Found found, Marks marks) {
        this.node = node;
        this.found = found;
        this.marks = marks;
    }

    /// The history of a branch, a tag or a commit, or of a path there.
    public Consumer<Visit> commits(String kind) {
        return visit -> commits(visit, found.looking(visit, kind));
    }

    /// What of a history is asked for.
    ///
    /// @param lines only the commits that changed these
    /// @param typed what stands in the box, which is the query
    /// @param after the commit behind which it goes on
    private record Asked(
            Looking at,
            CodePath path,
            Optional<Lines> lines,
            String typed,
            CommitQuery query,
            Optional<ObjectId> after) {
        /// Whether it is an address that only a list with something in it has.
        boolean expects() {
            return query.isAny() || after.isPresent();
        }
    }

    /// Some commits of it.
    ///
    /// @param total how many there are in all, when they were counted
    /// @param whole whether all of it is known
    private record Some(List<Step> steps, boolean more, OptionalInt total, boolean whole) {}

    private void commits(Visit visit, Looking at) {
        var path = CodePath.parse(at.path()).orElseThrow(Stop::notFound);
        String typed = cut(visit, "q");
        String narrower = narrower(visit);
        if (!narrower.isEmpty()) {
            visit.go(Urls.query(
                    at.head().commits(path.value()),
                    "q",
                    (typed + narrower).strip(),
                    "lines",
                    visit.query("lines").orElse("")));
            return;
        }
        var after = visit.query("after").map(text -> {
            if (!ObjectId.isId(text)) throw Stop.notFound();
            return ObjectId.fromString(text);
        });
        var lines = visit.query("lines").map(HistoryPages::lines);
        var asked = new Asked(at, path, lines, typed, CommitQuery.parse(typed), after);
        try (var repository = node.storage().open(at.repo().rid())) {
            commits(visit, repository, asked);
        }
    }

    private static String cut(Visit visit, String name) {
        String text = visit.query(name).orElse("").strip();
        return text.length() > CommitQuery.TEXT_CHARACTERS_MAX
                ? text.substring(0, CommitQuery.TEXT_CHARACTERS_MAX)
                : text;
    }

    /// What was filled in beside the box, as it would be typed into it.
    private static String narrower(Visit visit) {
        var parts = new StringBuilder();
        for (String part : List.of("author", "after", "until")) {
            String value = cut(visit, part.equals("after") ? "since" : part).replace("\"", "");
            if (!value.isEmpty())
                parts.append(' ').append(part).append(":\"").append(value).append('"');
        }
        return parts.toString();
    }

    private static Lines lines(String text) {
        var found = LINES.matcher(text);
        if (!found.matches()) throw Stop.notFound();
        int first = Integer.parseInt(found.group(1));
        int last = found.group(2) == null ? first : Integer.parseInt(found.group(2));
        if (first < 1 || last < first) throw Stop.notFound();
        return new Lines(first, last);
    }

    private void commits(Visit visit, Repository repository, Asked asked) {
        var at = asked.at();
        var path = asked.path();
        var found = some(repository, asked);
        var some = found.orElse(new Some(List.of(), false, OptionalInt.empty(), true));
        var lines = some.steps().stream()
                .flatMap(step -> node.reading().history().commit(repository, step.commit()).stream()
                        .map(commit -> new CommitLine(
                                commit,
                                marks.of(repository, commit),
                                step.path(),
                                step.formerly().orElse(""),
                                asked.query().excerpt(commit).orElse(""))))
                .toList();
        var ids = lines.stream().map(line -> line.commit().id()).toList();
        node.reading().revisions().shown(at.repo(), at.commit(), ids);
        var checks = node.protection().statuses().tallies(at.repo(), ids);
        long moment = lines.isEmpty()
                ? 0
                : visit.page("").moment(lines.getFirst().commit().committer().at());
        String said = String.join(
                " ", lines.stream().map(line -> line.mark().toString()).toList());
        String narrowed = asked.lines().map(HistoryPages::shown).orElse("");
        visit.scripted();
        if (found.isEmpty()) visit.context().header("Refresh", String.valueOf(ASKS_AGAIN_SECONDS));
        else if (visit.unchanged(
                at.head().toString(),
                at.commit().name(),
                path.value(),
                narrowed,
                asked.typed(),
                some.toString(),
                asked.after().map(ObjectId::name).orElse(""),
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
        values.put("lines", narrowed);
        values.put("typed", asked.typed());
        values.put("query", asked.query());
        values.put("total", some.total());
        values.put("days", days(lines, visit.zone()));
        values.put("checks", checks);
        values.put("complete", found.isPresent());
        values.put("cut", !some.whole() && !some.more());
        values.put("first", asked.after().isEmpty());
        values.put(
                "next",
                some.more()
                        ? Optional.of(Urls.query(
                                "",
                                "q",
                                asked.typed(),
                                "lines",
                                narrowed,
                                "after",
                                ids.getLast().name()))
                        : Optional.empty());
        String what = path.isRoot() ? "" : path.name() + " · ";
        visit.show(
                "repo/commits.jte",
                text("repo.commits") + " · " + what + at.repo().path(),
                values);
    }

    private static String shown(Lines lines) {
        return lines.first() == lines.last() ? String.valueOf(lines.first()) : lines.first() + "-" + lines.last();
    }

    /// Some commits; none while the way to them is still being walked.
    private Optional<Some> some(Repository repository, Asked asked) {
        var at = asked.at();
        var place = trees.at(repository, at.commit(), asked.path());
        if (place.isPresent() && place.get() instanceof Place.File(var entry)) {
            asked.lines().filter(it -> it.last() > count(repository, entry)).ifPresent(_ -> {
                throw Stop.notFound();
            });
            return ofFile(asked);
        }
        if (asked.lines().isPresent()) throw Stop.notFound();
        if (!asked.path().isRoot() || !asked.query().isAny()) return ofFolder(asked);
        return switch (node.reading().history().page(at.repo(), repository, at.commit(), asked.after(), COMMITS)) {
            case Page page ->
                Optional.of(new Some(
                        steps(page.commits().stream().map(Commit::id).toList(), ""),
                        page.more(),
                        OptionalInt.empty(),
                        true));
            case Nowhere _ -> throw Stop.notFound();
            case NotYet _ -> Optional.empty();
        };
    }

    private static List<Step> steps(Listing.Part part, String path) {
        return IntStream.range(0, part.commits().size())
                .mapToObj(i -> new Step(part.commits().get(i), part.path(i, path), part.formerly(i), Optional.empty()))
                .toList();
    }

    private static List<Step> steps(List<ObjectId> commits, String path) {
        return commits.stream()
                .map(id -> new Step(id, path, Optional.empty(), Optional.empty()))
                .toList();
    }

    private long count(Repository repository, TreeEntry entry) {
        return blobs.shown(repository, entry.id())
                .flatMap(Blob::text)
                .map(text -> text.lines().count())
                .orElse(0L);
    }

    /// A file's history goes on under the names that it had before.
    private Optional<Some> ofFile(Asked asked) {
        var at = asked.at();
        var which = new FileHistory.Which(at.commit(), asked.path(), asked.lines(), asked.query());
        return node.reading()
                .files()
                .behind(at.repo(), which, asked.after(), COMMITS, PATIENCE)
                .map(part -> {
                    if (part.steps().isEmpty() && part.whole() && asked.expects()) throw Stop.notFound();
                    return new Some(part.steps(), part.more(), OptionalInt.of(part.total()), part.whole());
                });
    }

    /// Those that change something in a folder, under all its names, or in what is no longer there; or that a query
    /// asks for.
    private Optional<Some> ofFolder(Asked asked) {
        var at = asked.at();
        var path = asked.path();
        var which = new Listing.Which(at.commit(), Optional.of(path), true, asked.query(), Optional.empty());
        return node.reading()
                .listing()
                .behind(at.repo(), which, asked.after(), COMMITS, PATIENCE)
                .map(part -> {
                    if (part.commits().isEmpty() && part.whole() && asked.expects()) throw Stop.notFound();
                    return new Some(steps(part, path.value()), part.more(), OptionalInt.of(part.total()), part.whole());
                });
    }

    private static List<CommitDay> days(List<CommitLine> lines, ZoneId zone) {
        var days = new ArrayList<CommitDay>();
        for (int from = 0; from < lines.size(); ) {
            var day = day(lines.get(from).commit(), zone);
            int to = from;
            while (to < lines.size() && day(lines.get(to).commit(), zone).equals(day)) to++;
            days.add(new CommitDay(day.atStartOfDay(ZoneOffset.UTC).toInstant(), lines.subList(from, to)));
            from = to;
        }
        return days;
    }

    private static LocalDate day(Commit commit, ZoneId zone) {
        return LocalDate.ofInstant(commit.committer().at(), zone);
    }
}
