package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.FileText;
import dev.hob.node.code.PendingChanges;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// What somebody has written for a branch and not committed yet, as one change.
public final class PendingPages {
    private final Node node;
    private final Entrance entrance;
    private final Committing committing;

    PendingPages(Node node, Entrance entrance, Committing committing) {
        this.node = node;
        this.entrance = entrance;
        this.committing = committing;
    }

    /// A file of it.
    ///
    /// @param told what is in its way; empty when nothing is
    /// @param again where it is written on; empty where no page does that
    public record Line(String path, String told, String again, Diffs.File diff) {}

    /// All of it.
    public void ask(Visit visit) {
        var at = at(visit);
        show(at, 200, new Form(Map.of("branch", committing.proposal(at)), Map.of()));
    }

    private Writing at(Visit visit) {
        var at = entrance.writing(visit);
        if (at.tip().isEmpty() || !at.path().isEmpty()) throw Stop.notFound();
        return at;
    }

    private List<PendingChanges.Kept> kept(Writing at) {
        return node.pending().of(at.repo(), at.branch(), at.person());
    }

    private void show(Writing at, int status, Form form) {
        var lines = new ArrayList<Line>();
        try (var git = node.storage().open(at.repo().rid())) {
            var kept = kept(at);
            for (var one : kept) lines.add(line(at, git, one, kept));
        }
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("form", form);
        values.put("action", at.url("pending"));
        values.put("back", at.head().src(""));
        values.put("door", at.door());
        values.put("branch", at.branch());
        values.put("lines", lines);
        values.put("usual", usual(lines.stream().map(Line::path).toList()));
        values.put("days", PendingChanges.LIFE.toDays());
        at.visit()
                .show(
                        status,
                        "edit/pending.jte",
                        text("edit.title-pending") + " · " + at.repo().path(),
                        values);
    }

    private Line line(Writing at, Repository git, PendingChanges.Kept kept, List<PendingChanges.Kept> all) {
        var change = kept.change();
        return new Line(
                change.path().value(),
                objection(at, git, kept, all).orElse(""),
                again(at, change),
                node.reading().diffs().drafted(git, change));
    }

    /// What has happened on the branch that contradicts a change.
    private static Optional<String> objection(
            Writing at, Repository git, PendingChanges.Kept kept, List<PendingChanges.Kept> all) {
        var tip = at.tip().orElseThrow();
        var path = kept.change().path();
        var origin = kept.origin();
        try {
            if (origin.isPresent()) {
                var now = Base.entry(git, tip, origin.get());
                var expected = kept.expected();
                if (now.isEmpty()) return Optional.of(text("edit.deleted-or-moved"));
                if (expected.isPresent() && !expected.get().equals(now.get().id()))
                    return Optional.of(text("edit.changed-in-the-meantime"));
            }
            boolean comes = origin.filter(path::equals).isEmpty();
            boolean leaves =
                    all.stream().anyMatch(it -> it.origin().filter(path::equals).isPresent());
            return comes && !leaves && Base.entry(git, tip, path).isPresent()
                    ? Optional.of(text("edit.by-now-a-file-at-this-path"))
                    : Optional.empty();
        } catch (Stop _) {
            return Optional.of(text("edit.by-now-a-link"));
        }
    }

    private static String again(Writing at, FileChange change) {
        return switch (change) {
            case FileChange.Delete _ -> "";
            case FileChange.Create(var path, var content)
            when isUsual(content) ->
                Urls.query(at.head().write("new", path.parent().value()), "pending", path.value());
            case FileChange.Update(var _, var from, var _, var content)
            when FileText.of(content).isPresent() -> at.head().write("edit", from.value());
            case FileChange.Create _, FileChange.Update _ -> "";
        };
    }

    /// Whether a new file is what the form for one makes.
    private static boolean isUsual(byte[] content) {
        return FileText.of(content)
                .filter(it -> !it.marked() && it.endings().stream().allMatch("\n"::equals))
                .isPresent();
    }

    private static String usual(List<String> paths) {
        return paths.size() == 1 ? "Change " + paths.getFirst() : "Change " + paths.size() + " files";
    }

    /// Takes a file out, or commits all, or brings here what was written for a branch that is gone.
    public void decide(Visit visit) {
        var at = at(visit);
        String from = visit.field("from");
        if (!from.isEmpty()) {
            bring(at, from);
            return;
        }
        var form = visit.form("subject", "way", "branch").with("description", visit.text("description"));
        var kept = kept(at);
        String out = visit.field("out");
        if (!out.isEmpty()) {
            var gone = kept.stream()
                    .filter(it -> it.change().path().value().equals(out))
                    .toList();
            node.pending().takeOut(at.repo(), at.branch(), at.person(), gone);
            visit.go(at.url("pending"), Notice.TAKEN_OUT);
            return;
        }
        if (kept.isEmpty()) {
            visit.go(at.url("pending"));
            return;
        }
        if (!visit.chosen("seen").equals(seen(kept))) {
            show(at, 409, form.wrong("commit", text("edit.something-was-added-or-taken-out")));
            return;
        }
        commit(at, form, kept);
    }

    private void bring(Writing at, String from) {
        boolean isGone = !at.view().refs().containsKey(Constants.R_HEADS + from);
        if (isGone && !node.pending().bring(at.repo(), from, at.branch(), at.person())) {
            var form = new Form(Map.of("branch", committing.proposal(at)), Map.of());
            show(at, 409, form.wrong("commit", text("edit.something-waits-here-already", from)));
            return;
        }
        at.visit().go(at.url("pending"));
    }

    /// What tells that a page shows what there is.
    private static List<String> seen(List<PendingChanges.Kept> kept) {
        return kept.stream().map(it -> it.change().path().value()).toList();
    }

    private void commit(Writing at, Form form, List<PendingChanges.Kept> kept) {
        try (var git = node.storage().open(at.repo().rid())) {
            String contrary = kept.stream()
                    .filter(it -> objection(at, git, it, kept).isPresent())
                    .map(it -> it.change().path().value())
                    .collect(Collectors.joining(", "));
            if (!contrary.isEmpty()) {
                show(at, 409, form.wrong("commit", text("edit.branch-has-changed", contrary)));
                return;
            }
        }
        var changes = kept.stream().map(PendingChanges.Kept::change).toList();
        var wish = Wish.of(at.visit(), at.door(), usual(seen(kept)));
        switch (committing.commit(at, wish, changes)) {
            case Committing.Made.Here _ -> {
                node.pending().takeOut(at.repo(), at.branch(), at.person(), kept);
                at.visit().go(at.head().src(""), Notice.COMMITTED);
            }
            case Committing.Made.Aside(String url) -> {
                node.pending().takeOut(at.repo(), at.branch(), at.person(), kept);
                at.visit().go(url);
            }
            case Committing.Made.Not(String field, String told) ->
                show(
                        at,
                        field.equals("branch") ? 422 : 409,
                        form.wrong(field.equals("branch") ? field : "commit", told));
            case Committing.Made.Changed _ ->
                show(entrance.writing(at.visit()), 409, form.wrong("commit", text("edit.others-commit-look-again")));
        }
    }
}
