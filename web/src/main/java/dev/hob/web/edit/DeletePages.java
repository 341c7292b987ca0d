package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.TreeEntry;
import dev.hob.node.code.Trees;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A file is deleted, or a folder.
public final class DeletePages {
    private final Node node;
    private final Entrance entrance;
    private final Committing committing;
    private final Adding adding;
    private final FolderDeletion folders;
    private final Trees trees = new Trees();

    DeletePages(Node node, Entrance entrance, Committing committing, Adding adding) {
        this.node = node;
        this.entrance = entrance;
        this.committing = committing;
        this.adding = adding;
        this.folders = new FolderDeletion(node, entrance, committing, adding);
    }

    /// What is going to be deleted.
    public void ask(Visit visit) {
        var at = entrance.writing(visit);
        var path = path(at);
        folders.files(at, path)
                .ifPresentOrElse(
                        files -> folders.ask(at, path, files),
                        () -> show(at, 200, new Form(Map.of("branch", committing.proposal(at)), Map.of())));
    }

    private static CodePath path(Writing at) {
        return CodePath.parse(at.path()).filter(it -> !it.isRoot()).orElseThrow(Stop::notFound);
    }

    private void show(Writing at, int status, Form form) {
        var path = path(at);
        try (var git = node.storage().open(at.repo().rid())) {
            var entry = at.tip().flatMap(tip -> Base.entry(git, tip, path)).orElseThrow(Stop::notFound);
            var values = new HashMap<String, Object>();
            values.put("repo", at.head());
            values.put("path", path.value());
            values.put("form", form.with("seen", entry.id().name()));
            values.put("action", at.url("delete"));
            values.put("back", at.head().src(path.value()));
            values.put("door", at.door());
            values.put("branch", at.branch());
            values.put("usual", usual(path));
            values.put(
                    "diff", node.reading().diffs().drafted(git, new FileChange.Delete(path, Optional.of(entry.id()))));
            at.visit()
                    .show(
                            status,
                            "edit/delete.jte",
                            text("edit.title-delete", path.value()) + " · "
                                    + at.repo().path(),
                            values);
        }
    }

    /// The message of a commit that deletes it.
    static String usual(CodePath path) {
        return "Delete " + path.value();
    }

    /// Deletes it.
    public void delete(Visit visit) {
        var at = entrance.writing(visit);
        var path = path(at);
        var folder = folders.files(at, path);
        if (folder.isPresent()) {
            folders.delete(at, path, folder.get(), () -> left(at, path));
            return;
        }
        String seen = visit.field("seen");
        var form = visit.form("subject", "way", "branch").with("description", visit.text("description"));
        if (!ObjectId.isId(seen)) throw new Stop(422, text("edit.form-is-not-whole"));
        var change = new FileChange.Delete(path, Optional.of(ObjectId.fromString(seen)));
        if (Adding.isAsked(at)) {
            add(at, form, change);
            return;
        }
        var wish = Wish.of(visit, at.door(), usual(path));
        switch (committing.commit(at, wish, List.of(change))) {
            case Committing.Made.Here _ -> visit.go(at.head().src(left(at, path)), Notice.FILE_DELETED);
            case Committing.Made.Aside(String url) -> visit.go(url);
            case Committing.Made.Not(String field, String told) ->
                show(at, field.equals("commit") ? 409 : 422, form.wrong(field, told));
            case Committing.Made.Changed _ -> {
                show(entrance.writing(visit), 409, form.wrong("commit", text("edit.somebody-changed-the-file")));
            }
        }
    }

    /// Keeps it for a later commit, if it is what they saw.
    private void add(Writing at, Form form, FileChange.Delete change) {
        try (var git = node.storage().open(at.repo().rid())) {
            var now = Base.entry(git, at.tip().orElseThrow(), change.path()).map(TreeEntry::id);
            if (!now.equals(change.expected()))
                show(at, 409, form.wrong("commit", text("edit.somebody-changed-the-file")));
            else
                adding.add(at, git, List.of(change), "")
                        .ifPresent(not -> show(at, 409, form.wrong("commit", not.told())));
        }
    }

    /// The folder around a file, as far as there still is one.
    private String left(Writing at, CodePath path) {
        var tip = node.refs().view(at.repo()).refs().get("refs/heads/" + at.branch());
        if (tip == null) return "";
        try (var git = node.storage().open(at.repo().rid())) {
            var folder = path.parent();
            while (!folder.isRoot() && trees.at(git, tip, folder).isEmpty()) folder = folder.parent();
            return folder.value();
        }
    }
}
