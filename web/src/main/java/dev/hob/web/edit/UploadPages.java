package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.NewPath;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/// Files are uploaded into a folder, several in one commit; those of the same name are replaced.
public final class UploadPages {
    private static final int FILES_MAX = 50;

    private final Node node;
    private final Entrance entrance;
    private final Committing committing;
    private final Adding adding;

    UploadPages(Node node, Entrance entrance, Committing committing, Adding adding) {
        this.node = node;
        this.entrance = entrance;
        this.committing = committing;
        this.adding = adding;
    }

    /// The form.
    public void blank(Visit visit) {
        var at = entrance.writing(visit);
        show(at, 200, new Form(Map.of("folder", at.path(), "branch", committing.proposal(at)), Map.of()));
    }

    private static void show(Writing at, int status, Form form) {
        var values = new HashMap<String, Object>();
        values.put("repo", at.head());
        values.put("form", form);
        values.put("action", at.url("upload"));
        values.put(
                "back",
                at.tip().isPresent() ? at.head().src(at.path()) : at.head().url());
        values.put("door", at.door());
        values.put("branch", at.branch());
        values.put("first", at.tip().isEmpty());
        values.put("filesMax", FILES_MAX);
        values.put("megabytesMax", Visit.UPLOAD_BYTES_MAX >> 20);
        at.visit()
                .show(
                        status,
                        "edit/upload.jte",
                        text("edit.title-upload") + " · " + at.repo().path(),
                        values);
    }

    /// That something in the form is wrong.
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        private final String field;

        Wrong(String field, String told) {
            super(told, null, false, false);
            this.field = field;
        }
    }

    /// Takes the files.
    public void take(Visit visit) {
        var at = entrance.writing(visit);
        var form = visit.form("folder", "subject", "way", "branch").with("description", visit.text("description"));
        String folder = form.value("folder").strip();
        try (var git = node.storage().open(at.repo().rid())) {
            var changes = changes(at, git, folder);
            if (Adding.isAsked(at)) {
                var not = adding.add(at, git, changes, "");
                if (not.isPresent()) throw new Wrong("files", not.get().told());
                return;
            }
            String usual = changes.size() == 1
                    ? "Upload " + changes.getFirst().path().value()
                    : "Upload " + changes.size() + " files";
            switch (committing.commit(at, Wish.of(visit, at.door(), usual), changes)) {
                case Committing.Made.Here _ -> visit.go(at.head().src(folder), Notice.COMMITTED);
                case Committing.Made.Aside(String url) -> visit.go(url);
                case Committing.Made.Not(String field, String told) ->
                    throw new Wrong(field.equals("path") ? "folder" : field, told);
                case Committing.Made.Changed _ -> throw new Wrong("commit", text("edit.somebody-changed-one-of-these"));
            }
        } catch (Wrong wrong) {
            boolean late = wrong.field.equals("commit");
            show(at, late ? 409 : 422, form.wrong(wrong.field, String.valueOf(wrong.getMessage())));
        }
    }

    private List<FileChange> changes(Writing at, Repository git, String folder) throws Wrong {
        var objection = folder.isEmpty() ? Optional.<String>empty() : NewPath.objection(folder);
        if (objection.isPresent()) throw new Wrong("folder", objection.get());
        if (at.visit().context().uploadedFiles("files").size() > FILES_MAX)
            throw new Wrong("files", text("edit.at-most-files", FILES_MAX));
        var uploads = at.visit().uploads("files", Math.toIntExact(Visit.UPLOAD_BYTES_MAX));
        if (uploads.isEmpty()) throw new Wrong("files", text("edit.choose-the-files"));
        var changes = new ArrayList<FileChange>();
        var seen = new HashSet<CodePath>();
        for (var upload : uploads) {
            var named = NewPath.objection(upload.name());
            if (named.isPresent()) throw new Wrong("files", named.get());
            var path = new CodePath(folder.isEmpty() ? upload.name() : folder + "/" + upload.name());
            if (!seen.add(path)) throw new Wrong("files", text("edit.two-files-are-called", upload.name()));
            var there = at.tip().flatMap(tip -> Base.entry(git, tip, path));
            changes.add(
                    there.isPresent()
                            ? new FileChange.Update(
                                    path, path, Optional.of(there.get().id()), upload.bytes())
                            : new FileChange.Create(path, upload.bytes()));
        }
        return changes;
    }
}
