package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.code.Blob;
import dev.hob.node.code.Blobs;
import dev.hob.node.code.Commit;
import dev.hob.node.code.Context;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.Following;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Reactions;
import dev.hob.node.issue.Verdict;
import dev.hob.node.patch.PatchReading.Revised;
import dev.hob.node.patch.Patches.Remark;
import dev.hob.node.patch.PendingReviews;
import dev.hob.web.html.Form;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import dev.hob.web.issue.IssuePages;
import dev.hob.web.issue.Pieces;
import dev.hob.web.issue.TalkLine;
import dev.hob.web.render.Notebook;
import dev.hob.web.render.RichFiles;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// What a pull request changes: its commits, its files with what was said at their lines, and the review.
public final class FilePages {
    private static final int COMMITS_MAX = 250;
    private static final int REMARK_LINES_MAX = 1_000;
    private static final int PATH_CHARACTERS_MAX = 4_096;
    private static final int SPANS_MAX = 40;
    private static final Pattern SPAN = Pattern.compile("(\\d{1,7})-(\\d{1,7})");
    /// A page does not wait longer for what can be told a moment later.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Node node;
    private final Finding finding;
    private final IssuePages pages;
    private final Looks looks;
    private final Diffs diffs;
    private final FileLooks looker;
    private final Blobs blobs = new Blobs();

    FilePages(Node node, Finding finding, IssuePages pages, Looks looks, Parts parts) {
        this.node = node;
        this.finding = finding;
        this.pages = pages;
        this.looks = looks;
        this.diffs = node.reading().diffs();
        this.looker = new FileLooks(parts, diffs);
    }

    /// A place in the changes.
    ///
    /// @param file which of the files, from 1; 0 for none
    /// @param line 0 for none
    public record Spot(int file, boolean old, int line) {
        /// No place.
        static final Spot NONE = new Spot(0, false, 0);
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
            var commits = node.reading().history().between(repository, revision.base(), revision.head(), COMMITS_MAX);
            values.put("commits", commits);
            values.put(
                    "checks",
                    node.protection()
                            .statuses()
                            .tallies(
                                    here.repo(),
                                    commits.stream().map(Commit::id).toList()));
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
        visit.showScripted(200, "pulls/commits.jte", seen.title(text("pulls.commits")), values);
    }

    /// Its files.
    public void files(Visit visit) {
        var here = finding.reader(visit);
        var spot = spot(visit);
        var form = new Form(Map.of("from", from(visit, spot), "to", String.valueOf(spot.line())), Map.of());
        show(here, seen(here, visit.query("revision").orElse("")), 200, spot, form);
    }

    private static Spot spot(Visit visit) {
        return new Spot(
                number(visit.query("file").orElse("")),
                visit.query("side").filter("old"::equals).isPresent(),
                number(visit.query("line").orElse("")));
    }

    private static String from(Visit visit, Spot spot) {
        int from = number(visit.query("from").orElse(""));
        return String.valueOf(from > 0 && from <= spot.line() ? from : spot.line());
    }

    /// One of its files, for a page that has it not yet, or less of it.
    public void part(Visit visit) {
        var here = finding.reader(visit);
        var seen = seen(here, visit.query("revision").orElse(""));
        var spot = spot(visit);
        var look = look(here, seen, spot, Form.EMPTY);
        int number = spot.file();
        if (look.diff().isEmpty()
                || number < 1
                || number > look.diff().get().files().size()) throw Stop.notFound();
        try (var repository = node.storage().open(here.rid())) {
            var file = looker.one(
                    repository,
                    look.diff().get().files().get(number - 1),
                    number,
                    look.wish(),
                    look.said(),
                    look.tools(),
                    true);
            var values = new HashMap<String, Object>();
            values.put("page", visit.page(""));
            values.put("look", file);
            values.put("url", here.page(seen.issue()));
            values.put("repo", finding.head(here));
            values.put("revision", seen.revision());
            values.put("maySpeak", look.wish().maySpeak());
            values.put("signedIn", here.person().isPresent());
            values.put("signs", Reactions.OFFERED);
            visit.showPart("pulls/file.jte", values);
        }
    }

    private static int number(String text) {
        return text.matches("[1-9]\\d{0,7}") ? Integer.parseInt(text) : 0;
    }

    /// All that a page about files is made of.
    private record Look(
            Optional<Diffs.Diff> diff,
            FileLooks.Wish wish,
            FileLooks.Said said,
            FileLooks.Tools tools,
            Optional<Revised> since) {}

    private Look look(Here here, Seen seen, Spot spot, Form form) {
        var visit = here.visit();
        var issue = seen.issue();
        var since = visit.query("since")
                .or(() -> Optional.of(visit.field("since")).filter(it -> !it.isEmpty()))
                .map(it -> seen.revision(it).orElseThrow(Stop::notFound));
        var before = since.map(Revised::head).orElse(seen.revision().base());
        var habit = Habit.of(visit);
        boolean maySpeak = here.person().isPresent() && (issue.locked().isEmpty() || here.member());
        String query = "?revision=" + seen.revision().number()
                + since.map(it -> "&since=" + it.number()).orElse("");
        var wish = new FileLooks.Wish(
                seen,
                before,
                habit,
                spot,
                spans(visit),
                visit.query("thread").orElse(""),
                maySpeak,
                since.isEmpty(),
                query,
                visit.query("shut").isPresent(),
                RichFiles.of(visit));
        var threads = pages.threads(here, issue, seen.pull(), seen.faces());
        var pending = here.person().stream()
                .flatMap(it -> node.pulls().pending().kept(here.rid(), issue.id(), it).stream())
                .flatMap(it -> it.remark().location().stream().map(at -> pending(seen, it, at)))
                .toList();
        var viewed = here.person()
                .map(it -> node.pulls().viewed().of(it, here.rid(), issue.id()))
                .orElse(Map.of());
        return new Look(
                diff(seen, before, habit.spaces()),
                wish,
                new FileLooks.Said(threads, pending, viewed),
                new FileLooks.Tools(visit.page(""), here.page(issue), Reactions.OFFERED, form, here.list()),
                since);
    }

    private PendingLine pending(Seen seen, PendingReviews.Kept kept, CodeLocation at) {
        String body = kept.remark().body();
        return new PendingLine(
                kept.number(),
                at,
                body,
                pages.preview(seen.here(), body),
                text(
                        "pulls.path-and-lines",
                        at.path(),
                        Pieces.span(at).map(Pieces.Span::told).orElseGet(() -> text("issues.the-whole-file"))),
                !at.commit().equals(seen.revision().head()));
    }

    private static List<Context.Span> spans(Visit visit) {
        return visit.context().queryParams("open").stream()
                .map(SPAN::matcher)
                .filter(Matcher::matches)
                .limit(SPANS_MAX)
                .map(it -> new Context.Span(number(it.group(1)), number(it.group(2))))
                .filter(it -> it.from() > 0 && it.to() >= it.from())
                .toList();
    }

    /// What changed; empty while it is still being compared.
    private Optional<Diffs.Diff> diff(Seen seen, ObjectId before, Diffs.Spaces spaces) {
        var after = seen.revision().head();
        try (var repository = node.storage().open(seen.here().rid())) {
            var history = node.reading().history();
            if (history.commit(repository, before).isEmpty()
                    || history.commit(repository, after).isEmpty()) throw Stop.notFound();
        }
        return diffs.between(seen.here().repo(), before, after, spaces, PATIENCE);
    }

    private void show(Here here, Seen seen, int status, Spot spot, Form form) {
        var values = seen.values(finding);
        var issue = seen.issue();
        long head = node.log().head(); // Before anything is read: what comes later is told to the open page.
        var look = look(here, seen, spot, form);
        values.put("live", here.page(issue) + "/live?since=" + head);
        values.put("since", look.since());
        values.put("habit", look.wish().habit());
        values.put("query", look.wish().query());
        values.put("diff", look.diff());
        var files = List.<FileLook>of();
        if (look.diff().isPresent())
            try (var repository = node.storage().open(here.rid())) {
                files = looker.all(repository, look.diff().get(), look.wish(), look.said(), look.tools());
            }
        values.put("files", files);
        values.put("tree", FileTree.of(files));
        values.put("viewed", (int) files.stream().filter(FileLook::viewed).count());
        values.put(
                "elsewhere",
                FileLooks.elsewhere(
                        look.said().threads(),
                        look.diff().map(Diffs.Diff::files).orElse(List.of())));
        values.put("gathers", TalkLine.takes(look.said().threads()) > 1);
        values.put("pending", look.said().pending());
        values.put("form", form);
        values.put("list", here.list());
        values.put("signs", Reactions.OFFERED);
        values.put("signedIn", here.person().isPresent());
        values.put("maySpeak", look.wish().maySpeak());
        values.put("mayJudge", look.wish().maySpeak() && !here.keys().contains(issue.author()));
        boolean carries =
                files.stream().anyMatch(it -> Notebook.isNotebook(it.file().path()));
        if (carries) here.visit().scripted(Visit.Carries.PICTURES);
        else here.visit().scripted();
        here.visit().show(status, "pulls/files.jte", seen.title(text("word.files")), values);
    }

    /// Where somebody comes who opens the address of a form: to the files.
    public void back(Visit visit) {
        var here = finding.reader(visit);
        String query = visit.context().queryString();
        visit.go(here.page(PullActs.pull(finding, here)) + "/files" + (query == null ? "" : "?" + query));
    }

    /// The file that a form means.
    private Diffs.File file(Seen seen, int number) {
        var files = diff(seen, before(seen), Diffs.Spaces.COUNT)
                .orElseThrow(() -> new Stop(503, text("pulls.still-being-compared")))
                .files();
        if (number < 1 || number > files.size()) throw Stop.notFound();
        return files.get(number - 1);
    }

    /// The commit with which the form's page compared.
    private static ObjectId before(Seen seen) {
        String since = seen.here().visit().field("since");
        return since.isEmpty()
                ? seen.revision().base()
                : seen.revision(since).orElseThrow(Stop::notFound).head();
    }

    /// Says something at some lines, or keeps it for the review.
    public void remark(Visit visit) {
        var here = finding.speaker(visit);
        var seen = seen(here, visit.field("revision"));
        String body = visit.text("body");
        boolean old = visit.field("side").equals("old");
        var form = new Form(Map.of("body", body, "from", visit.field("from"), "to", visit.field("to")), Map.of());
        int number = number(visit.field("file"));
        var file = file(seen, number);
        int to = number(form.value("to"));
        int from = number(form.value("from"));
        int shown = number(visit.field("line"));
        var spot = new Spot(number, old, shown);
        if (from < 1 || to < from || to - from >= REMARK_LINES_MAX || to > count(here, file, old)) {
            String told = text("pulls.give-first-and-last-line");
            show(here, seen, 422, spot, form.wrong("from", told));
            return;
        }
        if (!visit.field("suggest").isEmpty()) {
            String block = old ? "" : suggestion(seen, file, from, to);
            show(
                    here,
                    seen,
                    200,
                    new Spot(number, old, to),
                    form.with("body", (body.isBlank() ? "" : body.stripTrailing() + "\n\n") + block));
            return;
        }
        var range = Optional.<CodeRange>of(new CodeRange.Lines(from - 1, to));
        var none = Optional.<CodeRange>empty();
        var location = new CodeLocation(
                seen.revision().head(), old ? file.oldPath() : file.newPath(), old ? range : none, old ? none : range);
        var objection = visit.field("how").equals("later")
                ? kept(here, seen, location, body)
                : said(here, seen, location, body);
        if (objection.isPresent())
            show(here, seen, 422, new Spot(number, old, to), form.wrong("body", objection.get()));
        else
            visit.go(here.page(seen.issue()) + "/files?revision="
                    + seen.revision().number()
                    + (visit.field("since").isEmpty() ? "" : "&since=" + number(visit.field("since"))) + "#f" + number
                    + (old ? "-L" : "-R") + to);
    }

    /// For the review that the speaker has begun.
    private Optional<String> kept(Here here, Seen seen, CodeLocation location, String body) {
        if (seen.issue().locked().isPresent() && !here.member())
            throw new Stop(403, text("pulls.only-members-may-speak"));
        return Finding.objection(node.pulls()
                .pending()
                .write(
                        here.repo(),
                        Finding.person(here),
                        seen.issue().id(),
                        seen.revision().id(),
                        "",
                        List.of(new Remark(Optional.of(location), body))));
    }

    /// At once, as part of the speaker's review, since only what belongs to one can be resolved.
    private Optional<String> said(Here here, Seen seen, CodeLocation location, String body) {
        return Finding.objection(node.pulls()
                .patches()
                .review(
                        here.repo(),
                        Finding.person(here),
                        seen.issue().id(),
                        seen.revision().id(),
                        "",
                        Optional.empty(),
                        List.of(new Remark(Optional.of(location), body))));
    }

    /// How many lines a side of a file has.
    private int count(Here here, Diffs.File file, boolean old) {
        var id = old ? file.oldId() : file.newId();
        if (id.equals(ObjectId.zeroId()) || file.module()) return 0;
        try (var repository = node.storage().open(here.rid())) {
            return blobs.shown(repository, id)
                    .flatMap(Blob::text)
                    .map(it -> (int) it.chars().filter(c -> c == '\n').count() + (it.endsWith("\n") ? 0 : 1))
                    .orElse(0);
        }
    }

    /// Changes a remark that was not sent yet, or throws it away.
    public void draft(Visit visit) {
        var here = finding.speaker(visit);
        var seen = seen(here, "");
        var by = Finding.person(here);
        var issue = seen.issue().id();
        var kept = node.pulls().pending().kept(here.rid(), issue, by).stream()
                .filter(it -> String.valueOf(it.number()).equals(visit.part("id")))
                .findFirst()
                .orElseThrow(Stop::notFound);
        boolean removes = !visit.field("remove").isEmpty();
        if (removes) node.pulls().pending().takeOut(here.rid(), issue, by, kept.number());
        else
            node.pulls()
                    .pending()
                    .change(here.rid(), issue, by, kept.number(), visit.text("body"))
                    .ifPresent(told -> {
                        throw new Stop(422, told);
                    });
        var revision = seen.revisions().stream()
                .filter(it -> kept.remark()
                        .location()
                        .filter(at -> at.commit().equals(it.head()))
                        .isPresent())
                .findFirst();
        visit.go(here.page(seen.issue()) + "/files"
                + revision.map(it -> "?revision=" + it.number()).orElse("")
                + (removes ? "#review" : "#d-" + kept.number()));
    }

    /// Marks a file as looked through, or not.
    public void viewed(Visit visit) {
        var here = finding.speaker(visit);
        var seen = seen(here, visit.field("revision"));
        String content = visit.field("content");
        String path = visit.field("path");
        if (!content.matches("[0-9a-f]{80}") || path.isEmpty() || path.length() > PATH_CHARACTERS_MAX)
            throw Stop.notFound();
        boolean on = !visit.field("on").equals("no");
        node.pulls()
                .viewed()
                .mark(Finding.person(here), here.rid(), seen.issue().id(), path, content, on);
        visit.go(here.page(seen.issue()) + "/files?revision=" + seen.revision().number() + "#file-"
                + Math.max(1, number(visit.field("file"))));
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
        var pending = node.pulls().pending();
        boolean begun = pending.of(here.rid(), id, by).isPresent();
        var revision = seen.revision().id();
        return switch (word) {
            case "comment" ->
                begun
                        ? pending.submit(here.repo(), by, id, Optional.of(revision), body, Optional.empty())
                        : patches.comment(here.repo(), by, id, body, Optional.empty(), List.of());
            case "accept", "reject" -> {
                var verdict = word.equals("accept") ? Verdict.ACCEPT : Verdict.REJECT;
                if (verdict == Verdict.REJECT && body.isBlank()) yield Answer.invalid(text("pulls.say-what-to-change"));
                yield begun
                        ? pending.submit(here.repo(), by, id, Optional.of(revision), body, Optional.of(verdict))
                        : patches.review(here.repo(), by, id, revision, body, Optional.of(verdict), List.of());
            }
            default -> Answer.invalid(text("pulls.choose-what-you-think"));
        };
    }
}
