package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Decisions;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.FileText;
import dev.hob.node.code.MarkedText;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Resolving;
import dev.hob.node.people.Person;
import dev.hob.web.html.ContentId;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Finding;
import dev.hob.web.issue.Here;
import dev.hob.web.issue.PullLook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// People decide where a pull request and its branch contradict each other. The text of each file is what counts:
/// what is chosen at a place is put into it, and whoever wants to writes in it.
public final class ConflictPages {
    private static final int FILES_MAX = 100;

    private final Node node;
    private final Finding finding;
    private final Deciding deciding;
    private final EditorFiles editor;

    ConflictPages(Node node, Finding finding, EditorFiles editor) {
        this.node = node;
        this.finding = finding;
        this.deciding = new Deciding(node);
        this.editor = editor;
    }

    /// Somebody who decides about a pull request.
    private record At(Here here, Issue issue, Patch patch, Person person) {
        String page() {
            return here.page(issue);
        }
    }

    private At at(Visit visit) {
        var here = finding.speaker(visit);
        var issue = finding.issue(here);
        if (!issue.isPatch()) throw Stop.notFound();
        var patch = node.pulls().reading().find(here.rid(), issue.id()).orElseThrow(Stop::notFound);
        return new At(here, issue, patch, Finding.person(here));
    }

    /// What there is to decide, with the sides as they are now.
    private Resolving.Task task(At at) {
        return deciding.objection(at.here().repo(), at.person(), at.patch())
                .<Resolving.Task>map(told -> new Resolving.Task.Closed(Answer.Reason.FORBIDDEN, told))
                .orElseGet(() -> node.pulls().resolving().task(at.here().repo(), at.person(), at.patch()));
    }

    /// The two sides of each place.
    public void ask(Visit visit) {
        var at = at(visit);
        switch (task(at)) {
            case Resolving.Task.Closed(var _, String told) -> throw new Stop(409, told);
            case Resolving.Task.Open open
            when open.found() instanceof Decisions.Found.Impossible(String told) -> throw new Stop(409, told);
            case Resolving.Task.Open open
            when open.found() instanceof Decisions.Found.Clean -> visit.go(at.page() + "#merging");
            case Resolving.Task.Open open -> show(at, open, 200, Form.EMPTY, List.of());
        }
    }

    /// A file as somebody sent it.
    ///
    /// @param choices at the places that are left in its text
    private record Sent(String path, String was, String text, Map<String, MarkedText.Choice> choices) {}

    private static List<Sent> sent(Visit visit) {
        var sent = new ArrayList<Sent>();
        var names = visit.context().formParamMap().keySet();
        for (int i = 0; i < FILES_MAX && names.contains("text-" + i); i++) {
            var choices = new HashMap<String, MarkedText.Choice>();
            String begin = "take-" + i + "-";
            for (String name : names) {
                if (!name.startsWith(begin)) continue;
                String word = visit.field(name).toUpperCase(Locale.ROOT);
                for (var choice : MarkedText.Choice.values())
                    if (choice.name().equals(word)) choices.put(name.substring(begin.length()), choice);
            }
            boolean anew = visit.field("anew").equals(String.valueOf(i));
            if (!anew)
                sent.add(new Sent(visit.field("path-" + i), visit.field("was-" + i), visit.text("text-" + i), choices));
        }
        return sent;
    }

    /// Puts what was chosen into the texts; and merges, if that was asked for.
    public void decide(Visit visit) {
        var sent = sent(visit);
        try {
            decide(at(visit), sent);
        } catch (Stop stop) {
            if (stop.status() == 401) throw stop;
            Kept.show(visit, stop, lost(List.of(), sent));
        }
    }

    private void decide(At at, List<Sent> sent) {
        var visit = at.here().visit();
        var form = visit.form("subject").with("description", visit.text("description"));
        var task = task(at);
        var texts = new HashMap<String, String>();
        for (var one : contested(task))
            sent.stream()
                    .filter(it -> it.path().equals(one.path().value()))
                    .findFirst()
                    .ifPresent(it -> texts.put(it.path(), chosen(it, one)));
        var now = sent.stream()
                .map(it -> new Sent(it.path(), it.was(), texts.getOrDefault(it.path(), it.text()), Map.of()))
                .toList();
        switch (task) {
            case Resolving.Task.Closed(var _, String told) -> show(at, task, 409, form.wrong("commit", told), now);
            case Resolving.Task.Open open -> {
                boolean looks = !visit.field("preview").isEmpty()
                        || !visit.field("anew").isEmpty();
                if (looks) show(at, open, 200, form, now);
                else merge(at, open, form, now);
            }
        }
    }

    private static List<Decisions.Contested> contested(Resolving.Task task) {
        return task instanceof Resolving.Task.Open(var _, var _, Decisions.Found.Undecided(var _, var texts, var _))
                ? texts
                : List.of();
    }

    private static List<Decisions.Unfit> unfit(Resolving.Task task) {
        return task instanceof Resolving.Task.Open(var _, var _, Decisions.Found.Undecided(var _, var _, var unfit))
                ? unfit
                : List.of();
    }

    private static String chosen(Sent sent, Decisions.Contested contested) {
        return MarkedText.of(sent.text(), contested.marks()).with(sent.choices());
    }

    private void merge(At at, Resolving.Task.Open task, Form form, List<Sent> sent) {
        var visit = at.here().visit();
        var texts = new HashMap<CodePath, String>();
        for (var file : sent) texts.put(new CodePath(file.path()), file.text());
        var wish = new Resolving.Wish(
                new Resolving.Pair(id(visit, "head"), id(visit, "onto")),
                texts,
                Wish.message(visit, Resolving.usual(task.names())));
        switch (node.pulls()
                .resolving()
                .resolve(at.here().repo(), at.person(), at.issue().id(), wish)) {
            case Resolving.Outcome.Resolved _ -> visit.go(at.page() + "#merging", Notice.RESOLVED);
            case Resolving.Outcome.Wrong(var path, String told) ->
                show(at, task, 422, form.wrong(path.value(), told), sent);
            case Resolving.Outcome.Moved _ -> {
                String told = text("edit.branches-have-other-commits");
                show(at, task(at), 409, form.wrong("commit", told), sent);
            }
            case Resolving.Outcome.Refused(var reason, String told) -> {
                if (reason == Answer.Reason.MISSING) throw new Stop(404, told);
                show(at, task, 409, form.wrong("commit", text("edit.not-merged-since", told)), sent);
            }
        }
    }

    private static ObjectId id(Visit visit, String field) {
        String id = visit.field(field);
        if (!ObjectId.isId(id)) throw new Stop(422, text("edit.form-is-not-whole"));
        return ObjectId.fromString(id);
    }

    private void show(At at, Resolving.Task task, int status, Form form, List<Sent> sent) {
        var visit = at.here().visit();
        var contested = contested(task);
        var unfit = unfit(task);
        var repo = at.here().repo();
        var values = new HashMap<String, Object>();
        values.put("repo", finding.head(at.here()));
        values.put("title", at.issue().title());
        values.put("handle", at.issue().handle());
        values.put("url", at.page());
        values.put("files", unfit.isEmpty() ? files(at, contested, form, sent) : List.of());
        values.put("fit", contested.stream().map(it -> it.path().value()).toList());
        values.put("unfit", unfit.stream().map(ConflictPages::told).toList());
        values.put("lost", unfit.isEmpty() ? lost(contested, sent) : lost(List.of(), sent));
        values.put("commands", deciding.commands(visit, repo, at.patch(), Patches.target(repo, at.patch())));
        values.put("sides", sides(task));
        values.put("form", form);
        values.put("editor", editor.folder());
        values.put("modules", editor.first());
        String title = text("edit.title-resolve") + " · " + at.issue().title() + " · " + repo.path();
        visit.showScripted(status, "edit/conflicts.jte", title, values);
    }

    /// What is merged with what.
    ///
    /// @param usual the message of their merge
    public record Sides(String ours, String theirs, String head, String onto, String usual) {}

    private static Optional<Sides> sides(Resolving.Task task) {
        return task instanceof Resolving.Task.Open(var pair, var names, var _)
                ? Optional.of(new Sides(
                        names.ours(),
                        names.theirs(),
                        pair.head().name(),
                        pair.onto().name(),
                        Resolving.usual(names)))
                : Optional.empty();
    }

    private static PullLook.Contradiction told(Decisions.Unfit unfit) {
        var usual = PullLook.contradictions(List.of(unfit.conflict())).getFirst();
        return new PullLook.Contradiction(usual.path(), unfit.told().orElse(usual.told()));
    }

    /// What was written about files that nobody has to decide about any more.
    private static Map<String, String> lost(List<Decisions.Contested> contested, List<Sent> sent) {
        var lost = new TreeMap<String, String>();
        for (var file : sent)
            if (contested.stream().noneMatch(it -> it.path().value().equals(file.path())))
                lost.put(file.path(), file.text());
        return lost;
    }

    private List<ContestedFile> files(At at, List<Decisions.Contested> contested, Form form, List<Sent> sent) {
        var files = new ArrayList<ContestedFile>();
        try (var git = node.storage().open(at.here().rid())) {
            for (int i = 0; i < contested.size(); i++) {
                var one = contested.get(i);
                String path = one.path().value();
                String was = was(one);
                var mine = sent.stream().filter(it -> it.path().equals(path)).findFirst();
                boolean same = mine.filter(it -> it.was().equals(was)).isPresent();
                String text = same ? mine.orElseThrow().text() : one.file().text();
                var marked = MarkedText.of(text, one.marks());
                var result = MarkedText.left(text, one.marks()).isPresent()
                        ? Optional.<Diffs.File>empty()
                        : Optional.of(node.reading()
                                .diffs()
                                .drafted(
                                        git,
                                        new FileChange.Update(
                                                one.path(),
                                                new CodePath(one.ours().path()),
                                                Optional.of(one.ours().id()),
                                                one.file().bytes(text))));
                files.add(new ContestedFile(
                        i,
                        path,
                        was,
                        text,
                        ending(one.file()),
                        Spots.of(marked),
                        marked.places().size(),
                        form.error(path),
                        same ? Optional.empty() : mine.map(Sent::text),
                        result));
            }
        }
        return files;
    }

    private static String ending(FileText file) {
        return switch (file.ending()) {
            case "\r\n" -> "CRLF";
            case "\r" -> "CR";
            default -> "LF";
        };
    }

    private static String was(Decisions.Contested contested) {
        return ContentId.of(contested.file().text());
    }
}
