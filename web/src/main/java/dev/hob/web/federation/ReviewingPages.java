package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Changes;
import dev.hob.federation.across.Changes.Changed;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.Profiles;
import dev.hob.federation.across.Reviewing;
import dev.hob.federation.across.Reviewing.Remark;
import dev.hob.federation.actor.CodeLines;
import dev.hob.federation.vocab.Id;
import dev.hob.node.code.Diffs;
import dev.hob.node.issue.Verdict;
import dev.hob.node.text.Markdown;
import dev.hob.web.federation.ChangedFiles.Draft;
import dev.hob.web.federation.ChangedFiles.Spot;
import dev.hob.web.html.ContentId;
import dev.hob.web.html.Form;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.patch.Habit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What pull requests of other servers change, and what people of here think of it.
public final class ReviewingPages {
    private static final String PAGE = "/-/elsewhere/changes";
    private static final Markdown.Base NOWHERE = new Markdown.Base("", "");

    private final Optional<Across> across;
    private final ChangedFiles files;
    private final Markdown markdown = new Markdown(new Highlighter()::block);

    public ReviewingPages(Optional<Across> across, Parts parts) {
        this.across = across;
        this.files = new ChangedFiles(parts);
    }

    /// Where the changes of a pull request are.
    static String url(Id pull) {
        return Urls.query(PAGE, "it", pull.value());
    }

    private Across across() {
        return across.orElseThrow(Stop::notFound);
    }

    /// The pull request that is meant; nothing when its server cannot be asked.
    private Optional<Found.Text> pull(Visit visit, String address) {
        var finder = across().finder();
        if (!finder.mayLook(visit.signedIn().id())) throw new Stop(429, text("federation.a-lot-to-look-up"));
        return switch (Id.of(address).map(finder::of).orElseThrow(Stop::notFound)) {
            case Found.Text found
            when Profiles.shown(found.id(), found.post()).kind() == Profiles.Kind.PULL -> Optional.of(found);
            case Found.Nothing(var _, var later) when later -> Optional.empty();
            case Found _ -> throw Stop.notFound();
        };
    }

    private Found.Text there(Visit visit, String address) {
        return pull(visit, address).orElseThrow(() -> new Stop(503, text("federation.not-there-any-more")));
    }

    /// Its files, and the review.
    public void changes(Visit visit) {
        var found = there(visit, visit.query("it").orElse(""));
        var spot = new Spot(
                number(visit.query("file").orElse("")),
                visit.query("side").filter("old"::equals).isPresent(),
                number(visit.query("line").orElse("")));
        String line = String.valueOf(spot.line());
        show(visit, 200, found, spot, new Form(Map.of("from", line, "to", line), Map.of()));
    }

    private static int number(String text) {
        return text.matches("[1-9]\\d{0,7}") ? Integer.parseInt(text) : 0;
    }

    /// A remark in the list of those that were not sent yet.
    ///
    /// @param placed whether it stands at its line above
    /// @param past whether it is of commits that others have taken the place of
    public record Listed(Draft draft, boolean placed, boolean past) {}

    private void show(Visit visit, int status, Found.Text found, Spot spot, Form form) {
        var it = across();
        var person = visit.signedIn();
        var shown = Profiles.shown(found.id(), found.post());
        boolean maySpeak = found.post().writing().isPublic();
        var changed = it.reviewing().changes().of(found);
        var pending = it.reviewing().pending().of(person, found.id()).stream()
                .map(one -> new Draft(one, html(one.remark().body())))
                .toList();
        var read = changed instanceof Changed.Read is ? Optional.of(is) : Optional.<Changed.Read>empty();
        String head = read.map(Changed.Read::head).orElse("");
        var habit = Habit.of(visit);
        String query = Urls.query("", "it", found.id().value());
        var wish = new ChangedFiles.Wish(found.id().value(), head, query, habit, spot, maySpeak, form);
        var placed =
                pending.stream().filter(one -> one.kept().head().equals(head)).toList();
        String title = shown.title().isEmpty() ? text("elsewhere.something-without-words") : shown.title();
        var page = visit.page(text("elsewhere.changes-of", title));
        var looks = read.map(all -> files.all(all.diff(), wish, placed, page)).orElse(List.of());
        var values = new HashMap<String, Object>();
        values.put("text", shown);
        values.put("title", title);
        values.put("back", HeardLines.url(found.id()));
        values.put("diff", read.map(Changed.Read::diff));
        values.put("told", changed instanceof Changed.Unread(var told, var _) ? told : "");
        values.put("looks", looks);
        values.put("wish", wish);
        values.put(
                "pending",
                pending.stream()
                        .map(one -> new Listed(
                                one,
                                placed.contains(one) && looks.stream().anyMatch(look -> stands(one, look)),
                                !one.kept().head().equals(head)))
                        .toList());
        values.put("maySpeak", maySpeak);
        values.put("mayJudge", !shown.author().equals(Optional.of(it.id(person))));
        values.put("form", form);
        visit.showScripted(status, "elsewhere/changes.jte", text("elsewhere.changes-of", title), values);
    }

    private String html(String body) {
        return markdown.render(ContentId.of(body), body, NOWHERE, NOWHERE);
    }

    private static boolean stands(Draft draft, ChangedFiles.Look look) {
        return !look.html().isEmpty() && ChangedFiles.concerns(draft, look.file());
    }

    /// Says something of some lines: at once, or with the review.
    public void remark(Visit visit) {
        var it = across();
        String body = visit.text("body");
        var found = pull(visit, visit.field("it")).orElse(null);
        if (found == null) {
            unsent(visit, body);
            return;
        }
        boolean old = visit.field("side").equals("old");
        var spot = new Spot(number(visit.field("file")), old, number(visit.field("line")));
        var form = new Form(Map.of("body", body, "from", visit.field("from"), "to", visit.field("to")), Map.of());
        String head = visit.field("head");
        var file = it.reviewing().changes().of(found) instanceof Changed.Read read
                        && read.head().equals(head)
                ? file(read.diff(), spot)
                : Optional.<Diffs.File>empty();
        if (file.isEmpty()) {
            // What was typed goes into the review: the line is another one, or none, by now.
            var kept = new Form(Map.of("review", body), Map.of());
            show(visit, 409, found, Spot.NONE, kept.wrong("review", text("elsewhere.other-commits-by-now")));
            return;
        }
        var lines = new CodeLines(
                old ? file.get().oldPath() : file.get().newPath(),
                number(form.value("from")),
                number(form.value("to")),
                old);
        if (lines.wrong().isPresent() || !ChangedFiles.has(file.get(), old, lines.to())) {
            show(visit, 422, found, spot, form.wrong("from", text("pulls.give-first-and-last-line")));
            return;
        }
        var remark = new Remark(lines, body);
        var wrong = visit.field("how").equals("now")
                ? now(visit, found, head, remark)
                : it.reviewing().pending().add(visit.signedIn(), found.id(), head, remark);
        if (wrong.isPresent()) show(visit, 422, found, spot, form.wrong("body", wrong.get()));
        else {
            String at = url(found.id()) + "#f" + spot.file() + (old ? "-L" : "-R") + lines.to();
            if (visit.field("how").equals("now")) visit.go(at, Notice.SENT_ELSEWHERE);
            else visit.go(at);
        }
    }

    private static Optional<Diffs.File> file(Diffs.Diff diff, Spot spot) {
        if (spot.file() < 1 || spot.file() > diff.files().size()) return Optional.empty();
        return Optional.of(diff.files().get(spot.file() - 1))
                .filter(file -> ChangedFiles.has(file, spot.old(), spot.line()));
    }

    private Optional<String> now(Visit visit, Found.Text found, String head, Remark remark) {
        var opinion = new Reviewing.Opinion(Optional.empty(), "", seen(head), List.of(remark));
        return across().reviewing().review(visit.signedIn(), found, opinion)
                        instanceof Answer.Refused<?>(var _, var told)
                ? Optional.of(told)
                : Optional.empty();
    }

    private static Optional<String> seen(String head) {
        return Optional.of(head).filter(Changes::isCommit);
    }

    /// Says something else in a remark that was not sent yet, or throws it away.
    public void draft(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var pull = Id.of(visit.field("it")).orElseThrow(Stop::notFound);
        int number = number(visit.part("number"));
        if (!visit.field("remove").isEmpty()) it.reviewing().pending().drop(person, pull, number);
        else
            it.reviewing()
                    .pending()
                    .change(person, pull, number, visit.text("body"))
                    .ifPresent(told -> {
                        throw new Stop(422, told);
                    });
        visit.go(url(pull));
    }

    /// Says what somebody thinks of a pull request, with all that they have remarked.
    public void review(Visit visit) {
        var it = across();
        String body = visit.text("review");
        String verdict = visit.field("verdict");
        var found = pull(visit, visit.field("it")).orElse(null);
        if (found == null) {
            unsent(visit, body);
            return;
        }
        var opinion = new Reviewing.Opinion(
                switch (verdict) {
                    case "approve" -> Optional.of(Verdict.ACCEPT);
                    case "revise" -> Optional.of(Verdict.REJECT);
                    default -> Optional.empty();
                },
                body,
                seen(visit.field("head")),
                List.of());
        switch (it.reviewing().submit(visit.signedIn(), found, opinion)) {
            case Answer.Done<?> _ -> visit.go(HeardLines.url(found.id()), Notice.SENT_ELSEWHERE);
            case Answer.Refused<?>(var why, var told) -> {
                var form = new Form(Map.of("review", body, "verdict", verdict), Map.of());
                show(visit, why == Answer.Why.LATER ? 503 : 422, found, Spot.NONE, form.wrong("review", told));
            }
        }
    }

    private static void unsent(Visit visit, String body) {
        ElsewherePages.unsent(visit, body);
    }
}
