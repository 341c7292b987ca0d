package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.FileText;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.Templates;
import dev.hob.web.repo.Found;
import dev.hob.web.repo.Readme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Files are made and changed.
public final class EditPages {
    private final Node node;
    private final Found found;
    private final Entrance entrance;
    private final Committing committing;
    private final Adding adding;
    private final Diffs diffs;
    private final Readme readme;
    private final EditorFiles editor;

    EditPages(
            Node node,
            Found found,
            Entrance entrance,
            Committing committing,
            Adding adding,
            Readme readme,
            EditorFiles editor) {
        this.node = node;
        this.found = found;
        this.entrance = entrance;
        this.committing = committing;
        this.adding = adding;
        this.diffs = node.reading().diffs();
        this.readme = readme;
        this.editor = editor;
    }

    /// The form for a new file. A link may bring its name and text: `?name=README.md&text=…`.
    public void blank(Visit visit) {
        var at = entrance.writing(visit);
        String folder = at.path().isEmpty() || at.path().endsWith("/") ? at.path() : at.path() + "/";
        var values = new HashMap<String, String>();
        values.put("path", folder + visit.query("name").orElse(""));
        values.put("content", visit.query("text").orElse(""));
        values.put("branch", committing.proposal(at));
        visit.query("pending")
                .flatMap(CodePath::parse)
                .flatMap(path -> written(at, path))
                .ifPresent(values::putAll);
        show(at, 200, false, new Form(values, Map.of()), FileText.NEW, Shown.NOTHING);
    }

    /// The form for a file that is there.
    public void edit(Visit visit) {
        var at = entrance.writing(visit);
        var from = path(at);
        try (var git = node.storage().open(at.repo().rid())) {
            var base = at.tip().flatMap(tip -> Base.of(git, tip, from)).orElseThrow(Stop::notFound);
            var values = new HashMap<String, String>();
            values.put("path", from.value());
            values.put("content", base.text().text());
            values.put("seen", at.tip().orElseThrow().name());
            values.put("branch", committing.proposal(at));
            written(at, from).ifPresent(values::putAll);
            var form = new Form(values, Map.of());
            var was = Optional.ofNullable(values.get("was"))
                    .filter(it -> !it.equals(base.entry().id().name()));
            var draft =
                    was.map(it -> new Draft(form, Optional.of(from), base.before(git, ObjectId.fromString(it)), false));
            if (draft.isEmpty() || !moved(at, git, draft.get())) show(at, 200, true, form, base.text(), Shown.NOTHING);
        }
    }

    /// What somebody has written about a file and not committed yet.
    private Optional<Map<String, String>> written(Writing at, CodePath path) {
        return node.pending().at(at.repo(), at.branch(), at.person(), path).flatMap(kept -> {
            byte[] content =
                    switch (kept.change()) {
                        case FileChange.Create create -> create.content();
                        case FileChange.Update update -> update.content();
                        case FileChange.Delete _ -> throw new AssertionError("what goes is not written on");
                    };
            String to = kept.change().path().value();
            return FileText.of(content)
                    .map(text -> Map.of(
                            "path",
                            to,
                            "content",
                            text.text(),
                            "pending",
                            to,
                            "was",
                            kept.expected().map(ObjectId::name).orElse("")));
        });
    }

    private static CodePath path(Writing at) {
        return CodePath.parse(at.path()).filter(it -> !it.isRoot()).orElseThrow(Stop::notFound);
    }

    /// Makes a new file.
    public void create(Visit visit) {
        send(visit, false);
    }

    /// Changes a file, and perhaps its path.
    public void change(Visit visit) {
        send(visit, true);
    }

    private void send(Visit visit, boolean edits) {
        var form = form(visit);
        try {
            send(visit, form, edits);
        } catch (Stop stop) {
            if (stop.status() == 401) throw stop;
            Kept.show(visit, stop, Map.of(form.value("path"), form.value("content")));
        }
    }

    private void send(Visit visit, Form form, boolean edits) {
        switch (entrance.reach(visit, form)) {
            case Reached.Beside(var at, String told) -> beside(at, form, told);
            case Reached.Otherwise(var at, String told) -> {
                try (var git = node.storage().open(at.repo().rid())) {
                    var draft = draft(at, git, form, edits);
                    show(at, 409, edits, form, draft.text(), telling(told, Optional.empty()));
                }
            }
            case Reached.There(var at) -> {
                try (var git = node.storage().open(at.repo().rid())) {
                    var draft = draft(at, git, form, edits);
                    boolean looks = !visit.field("preview").isEmpty();
                    if (!edits || looks || !moved(at, git, draft)) finish(at, git, draft);
                }
            }
        }
    }

    private Draft draft(Writing at, Repository git, Form form, boolean edits) {
        if (!edits) return new Draft(form, Optional.empty(), Optional.empty(), false);
        var from = path(at);
        var seen = seen(at.repo(), form.value("seen"));
        return new Draft(form, Optional.of(from), seen.flatMap(commit -> Base.of(git, commit, from)), seen.isPresent());
    }

    /// Shows what was written for a branch that is gone beside what another has at its path.
    private void beside(Writing at, Form form, String told) {
        var path = path(at);
        try (var git = node.storage().open(at.repo().rid())) {
            var there = at.tip().flatMap(tip -> Base.of(git, tip, path));
            var place = there.isPresent() ? at : at.in(path.parent().value());
            var shown = form.with("seen", "").with("way", "aside").with("branch", committing.proposal(at));
            var text = there.map(Base::text).orElse(FileText.NEW);
            show(place, 409, there.isPresent(), shown, text, telling(told, Optional.empty()));
        }
    }

    /// The text of a file may be longer than other fields.
    private static Form form(Visit visit) {
        var form = visit.form("path", "seen", "on", "door", "pending", "subject", "way", "branch");
        return form.with("content", visit.text("content")).with("description", visit.text("description"));
    }

    /// The commit that the writer saw, if it still is part of the repository.
    private Optional<ObjectId> seen(Repo repo, String id) {
        return ObjectId.isId(id) ? found.named(repo, id) : Optional.empty();
    }

    /// Whether the file is not what its writer saw; then they have been told, with their text as it was.
    private boolean moved(Writing at, Repository git, Draft draft) {
        var from = draft.from().orElseThrow();
        var now = at.tip().flatMap(tip -> Base.of(git, tip, from));
        var was = draft.base();
        if (draft.known()
                && was.map(it -> it.entry().id())
                        .equals(now.map(it -> it.entry().id()))) return false;
        var form = draft.form().with("seen", at.tip().map(ObjectId::name).orElse(""));
        if (now.isEmpty()) {
            String told = text("edit.was-deleted-or-moved", from.name());
            show(at, 409, true, form, draft.text(), telling(told, Optional.empty()));
            return true;
        }
        var theirs = was.map(it -> diffs.drafted(
                git,
                new FileChange.Update(
                        from, from, Optional.of(it.entry().id()), now.get().bytes())));
        var both = was.flatMap(it ->
                        FileText.merged(it.bytes(), draft.bytes(), now.get().bytes()))
                .flatMap(FileText::of);
        String told = both.isPresent()
                ? text("edit.changed-in-other-lines", from.name())
                : text("edit.changed-in-the-same-lines", from.name());
        if (both.isPresent()) form = form.with("content", both.get().text());
        show(at, 409, true, form, now.get().text(), telling(told, theirs));
        return true;
    }

    private static Shown telling(String told, Optional<Diffs.File> theirs) {
        return new Shown(told, theirs, Optional.empty(), Optional.empty(), List.of());
    }

    /// Looks at what was sent, and makes the commit if nothing is wrong with it, or shows how it will look.
    private void finish(Writing at, Repository git, Draft draft) {
        boolean previews = !at.visit().field("preview").isEmpty();
        var objection = draft.objection(previews);
        if (objection.isPresent()) {
            refuse(at, draft, objection.get().field(), objection.get().told());
            return;
        }
        byte[] bytes = draft.bytes();
        var problems = Templates.problem(draft.path(), draft.form().value("content"));
        if (previews) {
            var head = at.head();
            var prose = readme.preview(
                    head, new CodePath(draft.path()), draft.form().value("content"));
            var mine = Optional.of(diffs.drafted(git, draft.change(bytes)));
            var shown = new Shown(
                    "", Optional.empty(), prose, mine, problems.stream().toList());
            show(at, 200, draft.edits(), draft.form(), draft.text(), shown);
            return;
        }
        String written = draft.form().value("pending");
        if (Adding.isAsked(at)) {
            adding.add(at, git, List.of(draft.change(bytes)), written)
                    .ifPresent(not -> refuse(at, draft, not.field(), not.told()));
            return;
        }
        var wish = Wish.of(at.visit(), at.door(), draft.subject());
        switch (committing.commit(at, wish, List.of(draft.change(bytes)))) {
            case Committing.Made.Here _ -> {
                adding.done(at, written);
                at.visit()
                        .go(
                                at.head().src(draft.path()),
                                problems.isPresent() ? Notice.COMMITTED_UNREADABLE : Notice.COMMITTED);
            }
            case Committing.Made.Aside(String url) -> {
                adding.done(at, written);
                at.visit().go(url);
            }
            case Committing.Made.Not(String field, String told) -> refuse(at, draft, field, told);
            case Committing.Made.Changed _ -> {
                // Between our look and the commit.
                var again = entrance.writing(at.visit());
                if (draft.from().isEmpty() || !moved(again, git, draft))
                    refuse(again, draft, "commit", text("edit.others-commit-try-again"));
            }
        }
    }

    private void refuse(Writing at, Draft draft, String field, String told) {
        int status = field.equals("commit") ? 409 : 422;
        show(at, status, draft.edits(), draft.form().wrong(field, told), draft.text(), Shown.NOTHING);
    }

    private void show(Writing at, int status, boolean edits, Form form, FileText text, Shown shown) {
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("form", form);
        values.put("edits", edits);
        values.put("action", at.url(edits ? "edit" : "new"));
        values.put(
                "back",
                edits || at.tip().isPresent()
                        ? at.head().src(at.path())
                        : at.head().url());
        values.put("door", at.door());
        values.put("branch", at.branch());
        values.put("first", at.tip().isEmpty());
        values.put("shown", shown);
        values.put("ending", text.ending());
        values.put("editor", editor.folder());
        values.put("modules", editor.first());
        values.put("usual", edits ? "Update " + form.value("path") : "");
        String title = (edits ? text("edit.title-edit", at.path()) : text("edit.title-new")) + " · "
                + at.repo().path();
        at.visit().showScripted(status, "edit/edit.jte", title, values);
    }
}
