package dev.hob.web.patch;

import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.Following;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Reactions;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.Patches.Remark;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import dev.hob.web.issue.IssuePages;
import dev.hob.web.issue.TalkLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// What a pull request changes: its commits, its files with what was said at their lines, and the review.
public final class FilePages {
    private static final int COMMITS_MAX = 250;
    private static final int REMARK_LINES_MAX = 1_000;

    private final Node node;
    private final Finding finding;
    private final IssuePages pages;
    private final Looks looks;
    private final Diffs diffs;
    private final Blobs blobs = new Blobs();

    FilePages(Node node, Finding finding, IssuePages pages, Looks looks, Diffs diffs) {
        this.node = node;
        this.finding = finding;
        this.pages = pages;
        this.looks = looks;
        this.diffs = diffs;
    }

    /// A place in the changes.
    ///
    /// @param file which of the files, from 1; 0 for none
    /// @param line 0 for none
    public record Spot(int file, boolean old, int line) {
        /// No place.
        static final Spot NONE = new Spot(0, false, 0);

        /// Whether it is this line.
        public boolean is(int file, Diffs.Line line) {
            return this.file == file
                    && this.line > 0
                    && (old ? line.before() : line.after()) == this.line
                    && (old ? line.kind() == Diffs.Kind.REMOVED : line.kind() != Diffs.Kind.REMOVED);
        }
    }

    private Seen seen(Here here, String asked) {
        return Seen.of(node, finding, looks, here, asked);
    }

    /// Its commits, the oldest first.
    public void commits(Visit visit) {
        var here = finding.reader(visit);
        var seen = seen(here, visit.query("revision").orElse(""));
        var values = seen.values(finding);
        try (var repository = node.storage().open(here.rid())) {
            var revision = seen.revision();
            values.put(
                    "commits",
                    node.reading().history().between(repository, revision.base(), revision.head(), COMMITS_MAX));
            values.put("max", COMMITS_MAX);
            // A commit that no branch has any more has no page of its own.
            values.put(
                    "linked",
                    node.reading()
                            .revisions()
                            .commit(
                                    repository,
                                    here.repo(),
                                    node.refs().view(here.repo()),
                                    revision.head().name())
                            .isPresent());
        }
        visit.showScripted(200, "pulls/commits.jte", seen.title("Commits"), values);
    }

    /// Its files.
    public void files(Visit visit) {
        var here = finding.reader(visit);
        var spot = new Spot(
                number(visit.query("file").orElse("")),
                visit.query("side").filter("old"::equals).isPresent(),
                number(visit.query("line").orElse("")));
        String line = String.valueOf(spot.line());
        var form = new Form(Map.of("from", line, "to", line), Map.of());
        show(here, seen(here, visit.query("revision").orElse("")), 200, spot, form);
    }

    private static int number(String text) {
        return text.matches("[1-9]\\d{0,7}") ? Integer.parseInt(text) : 0;
    }

    private Diffs.Diff diff(Seen seen) {
        try (var repository = node.storage().open(seen.here().rid())) {
            return diffs.between(
                            repository, seen.revision().base(), seen.revision().head())
                    .orElseThrow(Stop::notFound);
        }
    }

    private void show(Here here, Seen seen, int status, Spot spot, Form form) {
        var values = seen.values(finding);
        var issue = seen.issue();
        boolean maySpeak = here.person().isPresent() && (issue.locked().isEmpty() || here.member());
        var threads = pages.threads(here, issue, seen.pull(), seen.faces());
        values.put("diff", diff(seen));
        values.put(
                "threads",
                threads.stream()
                        .filter(it -> it.revision() == seen.revision().number())
                        .toList());
        values.put("elsewhere", (int) threads.stream()
                .filter(it -> it.revision() != seen.revision().number())
                .count());
        values.put("spot", maySpeak ? spot : Spot.NONE);
        values.put("form", form);
        values.put("list", here.list());
        values.put("signs", Reactions.OFFERED);
        values.put("signedIn", here.person().isPresent());
        values.put("maySpeak", maySpeak);
        values.put("mayJudge", maySpeak && !here.keys().contains(issue.author()));
        here.visit().showScripted(status, "pulls/files.jte", seen.title("Files"), values);
    }

    /// The talks that belong behind a line.
    public static List<TalkLine.Spoken> at(List<TalkLine.Spoken> threads, Diffs.File file, Diffs.Line line) {
        return threads.stream()
                .filter(it -> it.last() > 0
                        && (it.old()
                                ? it.path().equals(file.oldPath())
                                        && line.before() == it.last()
                                        && line.kind() != Diffs.Kind.ADDED
                                : it.path().equals(file.newPath())
                                        && line.after() == it.last()
                                        && line.kind() != Diffs.Kind.REMOVED))
                .toList();
    }

    /// Says something at some lines.
    public void remark(Visit visit) {
        var here = finding.speaker(visit);
        var seen = seen(here, visit.field("revision"));
        String body = visit.text("body");
        boolean old = visit.field("side").equals("old");
        var form = new Form(Map.of("body", body, "from", visit.field("from"), "to", visit.field("to")), Map.of());
        int number = number(visit.field("file"));
        var files = diff(seen).files();
        if (number < 1 || number > files.size()) throw Stop.notFound();
        var file = files.get(number - 1);
        int to = number(form.value("to"));
        int from = number(form.value("from"));
        int shown = number(visit.field("line"));
        var spot = new Spot(number, old, shown);
        if (from < 1 || to < from || to - from >= REMARK_LINES_MAX || !has(file, old, to)) {
            String told = "Give the first and the last line of what you mean, as they are numbered here.";
            show(here, seen, 422, spot, form.wrong("from", told));
            return;
        }
        if (!visit.field("suggest").isEmpty()) {
            String block = old ? "" : suggestion(seen, file, from, to);
            show(
                    here,
                    seen,
                    200,
                    spot,
                    form.with("body", (body.isBlank() ? "" : body.stripTrailing() + "\n\n") + block));
            return;
        }
        var range = Optional.<CodeRange>of(new CodeRange.Lines(from - 1, to));
        var none = Optional.<CodeRange>empty();
        var location = new CodeLocation(
                seen.revision().head(), old ? file.oldPath() : file.newPath(), old ? range : none, old ? none : range);
        // As part of the speaker's review, since only what belongs to one can be resolved.
        var answer = node.pulls()
                .patches()
                .review(
                        here.repo(),
                        Finding.person(here),
                        seen.issue().id(),
                        seen.revision().id(),
                        "",
                        Optional.empty(),
                        List.of(new Remark(Optional.of(location), body)));
        var objection = Finding.objection(answer);
        if (objection.isPresent()) show(here, seen, 422, spot, form.wrong("body", objection.get()));
        else
            visit.go(here.page(seen.issue()) + "/files?revision="
                    + seen.revision().number() + "#file-" + number);
    }

    /// Some lines as a block that suggests to have others in their place.
    private String suggestion(Seen seen, Diffs.File file, int from, int to) {
        try (var repository = node.storage().open(seen.here().rid())) {
            var lines = Following.file(repository, seen.revision().head(), file.newPath())
                    .flatMap(it -> blobs.shown(repository, it))
                    .flatMap(Blob::text)
                    .map(it -> List.of(it.split("\r?\n", -1)))
                    .orElse(List.of());
            var chosen = lines.subList(Math.min(from - 1, lines.size()), Math.min(to, lines.size()));
            String fence = "```";
            while (String.join("\n", chosen).contains(fence)) fence += "`";
            return fence + "suggestion\n" + chosen.stream().map(it -> it + "\n").collect(Collectors.joining()) + fence
                    + "\n";
        }
    }

    private static boolean has(Diffs.File file, boolean old, int line) {
        return file.lines().stream().anyMatch(it -> (old ? it.before() : it.after()) == line);
    }

    /// Says what somebody thinks of it.
    public void review(Visit visit) {
        var here = finding.speaker(visit);
        var seen = seen(here, visit.field("revision"));
        String body = visit.text("summary");
        String word = visit.field("verdict");
        var form = new Form(Map.of("summary", body, "verdict", word), Map.of());
        var answer = judged(here, seen, body, word);
        var objection = Finding.objection(answer);
        if (objection.isPresent()) show(here, seen, 422, Spot.NONE, form.wrong("summary", objection.get()));
        else visit.go(here.page(seen.issue()) + "#merging");
    }

    private Answer judged(Here here, Seen seen, String body, String word) {
        var by = Finding.person(here);
        var patches = node.pulls().patches();
        ObjectId id = seen.issue().id();
        return switch (word) {
            case "comment" -> patches.comment(here.repo(), by, id, body, Optional.empty(), List.of());
            case "accept", "reject" -> {
                var verdict = word.equals("accept") ? Verdict.ACCEPT : Verdict.REJECT;
                if (verdict == Verdict.REJECT && body.isBlank()) yield Answer.invalid("Say what shall be changed.");
                yield patches.review(here.repo(), by, id, seen.revision().id(), body, Optional.of(verdict), List.of());
            }
            default -> Answer.invalid("Choose what you think of it.");
        };
    }
}
