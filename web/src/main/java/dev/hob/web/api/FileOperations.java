package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.code.Place;
import dev.hob.node.code.Revisions;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.ChangeFiles;
import dev.hob.web.api.json.CommitDates;
import dev.hob.web.api.json.CommitIdentity;
import dev.hob.web.api.json.Contents;
import dev.hob.web.api.json.CreateFile;
import dev.hob.web.api.json.DeleteFile;
import dev.hob.web.api.json.FileChanged;
import dev.hob.web.api.json.FilesChanged;
import dev.hob.web.api.json.UpdateFile;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Files, written: each call is a commit by the caller.
final class FileOperations {
    private static final String ONE = "/repos/{owner}/{repo}/contents/<filepath>";
    private static final String STALE = "Others pushed to the branch all the while";

    private final Node node;
    private final Code code;
    private final CommitShapes shapes;

    FileOperations(Node node, Code code, CommitShapes shapes) {
        this.node = node;
        this.code = code;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Files");
        all.post("repoChangeFiles", "/repos/{owner}/{repo}/contents", "Change several files in one commit")
                .needs(Right.WRITE)
                .takesFiles(ChangeFiles.class)
                .refuses(409, STALE)
                .creates(FilesChanged.class, this::several);
        all.post("repoCreateFile", ONE, "Make a file")
                .needs(Right.WRITE)
                .takesFiles(CreateFile.class)
                .refuses(409, STALE)
                .creates(FileChanged.class, this::create);
        all.put("repoUpdateFile", ONE, "Give a file other bytes, or another path")
                .needs(Right.WRITE)
                .takesFiles(UpdateFile.class)
                .refuses(409, STALE)
                .gives(FileChanged.class, this::update);
        all.delete("repoDeleteFile", ONE, "Delete a file")
                .needs(Right.WRITE)
                .takes(DeleteFile.class)
                .refuses(409, STALE)
                .gives(FileChanged.class, this::delete);
    }

    /// What each kind of call says of the commit.
    private record Wish(
            Optional<String> message,
            Optional<String> branch,
            Optional<String> newBranch,
            Optional<CommitIdentity> author,
            Optional<CommitIdentity> committer,
            Optional<CommitDates> dates) {}

    private FileChanged create(Call call) throws IOException {
        var asked = call.body(CreateFile.class);
        var wish = new Wish(
                asked.message(), asked.branch(), asked.newBranch(), asked.author(), asked.committer(), asked.dates());
        return one(call, wish, new FileChange.Create(path(call.part("filepath")), bytes(asked.content())));
    }

    private FileChanged update(Call call) throws IOException {
        var asked = call.body(UpdateFile.class);
        var wish = new Wish(
                asked.message(), asked.branch(), asked.newBranch(), asked.author(), asked.committer(), asked.dates());
        var change = changed(path(call.part("filepath")), asked.fromPath(), asked.sha(), bytes(asked.content()));
        return one(call, wish, change);
    }

    private static FileChange changed(CodePath path, Optional<String> from, Optional<String> sha, byte[] content) {
        var expected = sha.filter(it -> !it.isEmpty()).map(FileOperations::id);
        var before = from.filter(it -> !it.isEmpty()).map(FileOperations::path);
        if (expected.isEmpty() && before.isEmpty()) return new FileChange.Create(path, content);
        return new FileChange.Update(path, before.orElse(path), expected, content);
    }

    private FileChanged delete(Call call) throws IOException {
        var asked = call.body(DeleteFile.class);
        var wish = new Wish(
                asked.message(), asked.branch(), asked.newBranch(), asked.author(), asked.committer(), asked.dates());
        var path = path(call.part("filepath"));
        return one(call, wish, new FileChange.Delete(path, Optional.of(id(asked.sha()))));
    }

    private FileChanged one(Call call, Wish wish, FileChange change) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var commit = write(call, opened, walk, wish, List.of(change));
            return new FileChanged(
                    shown(call, opened, revision(opened, wish, commit), change),
                    shapes.written(call, opened.repo(), walk, commit),
                    CommitShapes.unsigned());
        }
    }

    private FilesChanged several(Call call) throws IOException {
        var asked = call.body(ChangeFiles.class);
        var wish = new Wish(
                asked.message(), asked.branch(), asked.newBranch(), asked.author(), asked.committer(), asked.dates());
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var changes = new ArrayList<FileChange>();
            for (var file : asked.files()) changes.add(change(opened, wish, file));
            if (changes.isEmpty()) throw new Stop(422, "[files]: Required");
            var commit = write(call, opened, walk, wish, changes);
            var at = revision(opened, wish, commit);
            var shown = new ArrayList<Optional<Contents>>();
            for (var change : changes) shown.add(shown(call, opened, at, change));
            return new FilesChanged(shown, shapes.written(call, opened.repo(), walk, commit), CommitShapes.unsigned());
        }
    }

    private FileChange change(Code.Opened opened, Wish wish, ChangeFiles.File file) {
        var path = path(file.path());
        return switch (file.operation()) {
            case "create" -> new FileChange.Create(path, content(file));
            case "update" -> {
                if (file.sha().filter(it -> !it.isEmpty()).isEmpty())
                    throw new Stop(422, "[sha]: Required to update " + path.value());
                yield changed(path, file.fromPath(), file.sha(), content(file));
            }
            case "upload" -> {
                var tip = code.find(opened, Optional.of(branch(opened, wish)));
                boolean there = tip.flatMap(it -> code.trees().at(opened.git(), it.commit(), path))
                        .isPresent();
                yield there
                        ? new FileChange.Update(path, path, file.sha().map(FileOperations::id), content(file))
                        : new FileChange.Create(path, content(file));
            }
            case "delete" ->
                new FileChange.Delete(
                        path,
                        Optional.of(id(file.sha()
                                .filter(it -> !it.isEmpty())
                                .orElseThrow(() -> new Stop(422, "[sha]: Required to delete " + path.value())))));
            default -> throw new AssertionError("checked when it was read: " + file.operation());
        };
    }

    private static byte[] content(ChangeFiles.File file) {
        return bytes(file.content().orElseThrow(() -> new Stop(422, "[content]: Required for " + file.path())));
    }

    private static byte[] bytes(String base64) {
        try {
            // Some clients break the lines.
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            throw new Stop(422, "[content]: this is not base64");
        }
    }

    private static CodePath path(String text) {
        return CodePath.parse(text)
                .filter(path -> !path.isRoot())
                .orElseThrow(() -> new Stop(422, "path contains a malformed path component [path: " + text + "]"));
    }

    private static ObjectId id(String sha) {
        if (!ObjectId.isId(sha)) throw new Stop(422, "[sha]: this is no id of a blob");
        return ObjectId.fromString(sha);
    }

    private static String branch(Code.Opened opened, Wish wish) {
        return wish.branch().filter(it -> !it.isEmpty()).orElse(opened.view().defaultBranch());
    }

    private static Revisions.Revision revision(Code.Opened opened, Wish wish, RevCommit commit) {
        String branch = wish.newBranch().filter(it -> !it.isEmpty()).orElse(branch(opened, wish));
        return new Revisions.Revision(Revisions.Kind.BRANCH, branch, commit);
    }

    private RevCommit write(Call call, Code.Opened opened, RevWalk walk, Wish wish, List<FileChange> changes)
            throws IOException {
        var self = Commits.Signer.of(call.person());
        // If only one is given, it is both.
        var author =
                signer(wish.author().or(wish::committer), self, wish.dates().flatMap(CommitDates::author));
        var committer =
                signer(wish.committer().or(wish::author), self, wish.dates().flatMap(CommitDates::committer));
        String message = wish.message().filter(it -> !it.isBlank()).orElseGet(() -> message(changes));
        var draft = new Commits.Draft(
                branch(opened, wish),
                wish.newBranch().filter(it -> !it.isEmpty()),
                message,
                author,
                committer,
                changes);
        return walk.parseCommit(Written.check(node.commits().commit(call.repo(), call.person(), draft)));
    }

    private static Commits.Signer signer(Optional<CommitIdentity> asked, Commits.Signer self, Optional<Instant> at) {
        return new Commits.Signer(
                asked.flatMap(CommitIdentity::name).filter(it -> !it.isBlank()).orElse(self.name()),
                asked.flatMap(CommitIdentity::email).filter(it -> !it.isBlank()).orElse(self.email()),
                at);
    }

    private static String message(List<FileChange> changes) {
        if (changes.size() > 1) return "Change " + changes.size() + " files\n";
        var change = changes.getFirst();
        return switch (change) {
            case FileChange.Create _ -> "Add " + change.path().value() + "\n";
            case FileChange.Update _ -> "Update " + change.path().value() + "\n";
            case FileChange.Delete _ -> "Delete " + change.path().value() + "\n";
        };
    }

    private Optional<Contents> shown(Call call, Code.Opened opened, Revisions.Revision at, FileChange change)
            throws IOException {
        if (change instanceof FileChange.Delete) return Optional.empty();
        var place = code.trees().at(opened.git(), at.commit(), change.path());
        // A later change of the same commit may have taken it away.
        if (place.isEmpty() || !(place.get() instanceof Place.File(var entry))) return Optional.empty();
        return Optional.of(ContentOperations.shape(code, call, opened, at, change.path(), entry, true));
    }
}
