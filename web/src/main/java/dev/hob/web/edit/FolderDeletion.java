package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.FolderFiles;
import dev.hob.node.code.PendingChanges;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.ShellWord;
import dev.hob.web.html.Stop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectId;

/// A folder is deleted with all that is in it. Shared between threads.
final class FolderDeletion {
    /// So many of its files are named.
    private static final int NAMED_MAX = 200;

    private final Node node;
    private final Entrance entrance;
    private final Committing committing;
    private final Adding adding;

    FolderDeletion(Node node, Entrance entrance, Committing committing, Adding adding) {
        this.node = node;
        this.entrance = entrance;
        this.committing = committing;
        this.adding = adding;
    }

    /// All that is in the folder at an address; empty when there is none.
    Optional<FolderFiles> files(Writing at, CodePath path) {
        try (var git = node.storage().open(at.repo().rid())) {
            return at.tip().flatMap(tip -> FolderFiles.of(git, tip, path));
        }
    }

    /// What is going to be deleted.
    void ask(Writing at, CodePath path, FolderFiles files) {
        show(at, 200, path, files, new Form(Map.of("branch", committing.proposal(at)), Map.of()));
    }

    private void show(Writing at, int status, CodePath path, FolderFiles folder, Form form) {
        var files = folder.files();
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("path", path.value());
        values.put("form", form.with("seen", folder.tree().name()));
        values.put("action", at.url("delete"));
        values.put("back", at.head().src(path.value()));
        values.put("door", at.door());
        values.put("branch", at.branch());
        values.put("usual", DeletePages.usual(path));
        values.put("unfit", folder.unfit());
        values.put("commands", commands(at, path));
        values.put(
                "names",
                files.stream()
                        .limit(NAMED_MAX)
                        .map(it -> it.path().value().substring(path.value().length() + 1))
                        .toList());
        values.put("count", files.size());
        values.put("adds", files.size() <= PendingChanges.CHANGES_MAX);
        at.visit()
                .show(
                        status,
                        "edit/folder.jte",
                        text("edit.title-delete", path.value()) + " · "
                                + at.repo().path(),
                        values);
    }

    /// What to type to delete it with git.
    private static String commands(Writing at, CodePath path) {
        return """
                git rm -r -- %s
                git commit
                git push origin %s""".formatted(ShellWord.of(path.value()), ShellWord.of(at.branch()));
    }

    /// Deletes it, if it is what they saw.
    ///
    /// @param left gives the folder that is left around it
    void delete(Writing at, CodePath path, FolderFiles folder, Supplier<String> left) {
        var visit = at.visit();
        String seen = visit.field("seen");
        var form = visit.form("subject", "way", "branch").with("description", visit.text("description"));
        if (!ObjectId.isId(seen)) throw new Stop(422, text("edit.form-is-not-whole"));
        if (!folder.tree().name().equals(seen)) {
            changed(at, path, form);
            return;
        }
        if (folder.unfit().isPresent()) {
            show(at, 422, path, folder, form);
            return;
        }
        if (Adding.isAsked(at)) {
            try (var git = node.storage().open(at.repo().rid())) {
                adding.add(at, git, List.copyOf(folder.files()), "")
                        .ifPresent(not -> show(at, 409, path, folder, form.wrong("commit", not.told())));
            }
            return;
        }
        var wish = Wish.of(visit, at.door(), DeletePages.usual(path));
        switch (committing.commit(at, wish, List.copyOf(folder.files()))) {
            case Committing.Made.Here _ -> visit.go(at.head().src(left.get()), Notice.FOLDER_DELETED);
            case Committing.Made.Aside(String url) -> visit.go(url);
            case Committing.Made.Not(String field, String told) ->
                show(at, field.equals("commit") ? 409 : 422, path, folder, form.wrong(field, told));
            case Committing.Made.Changed _ -> changed(at, path, form);
        }
    }

    private void changed(Writing at, CodePath path, Form form) {
        var now = entrance.writing(at.visit());
        var folder = files(now, path).orElseThrow(() -> new Stop(409, text("edit.somebody-deleted-the-folder")));
        show(now, 409, path, folder, form.wrong("commit", text("edit.somebody-changed-the-folder")));
    }
}
