package dev.hob.web.api;

import dev.hob.node.code.CommitQuery;
import dev.hob.node.code.Differences;
import dev.hob.node.code.Listing;
import dev.hob.node.code.Patchwork;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.ChangedFile;
import dev.hob.web.api.json.Commit;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevWalk;

/// What a pull request offers: its files, its commits, and all of it as a text.
final class PullDiffOperations {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Code code;
    private final CommitShapes commits;
    private final PullFinder pulls;

    PullDiffOperations(Code code, CommitShapes commits, PullFinder pulls) {
        this.code = code;
        this.commits = commits;
        this.pulls = pulls;
    }

    /// What `/pulls/{index}` would take for a number.
    void declareFirst(Operations all) {
        all.chapter("Pull requests");
        all.get(
                        "repoDownloadPullDiffOrPatch",
                        PullOperations.ALL + "/{index}.{diff_type}",
                        "All changes for git apply, with .diff behind the number, or its commits for git am, with .patch")
                .needs(Right.READ)
                .costlySent()
                .flag("binary", "Also the bytes of files without lines, in a .diff; a .patch always has them")
                .sends(Map.of("text/plain", "The changes"), this::text);
    }

    void declare(Operations all) {
        all.get("repoGetPullRequestFiles", PullOperations.ONE + "/files", "The files that it changes")
                .needs(Right.READ)
                .costly()
                .lists(ChangedFile.class, this::files);
        all.get("repoGetPullRequestCommits", PullOperations.ONE + "/commits", "Its commits, newest first")
                .needs(Right.READ)
                .flag("verification", "Say what each one's signature is worth")
                .flag("files", "Name the files that each changed")
                .lists(Commit.class, this::commits);
    }

    private void text(Call call) throws IOException {
        String type = call.part("diff_type");
        boolean binary = call.flag("binary", false);
        if (!type.equals("diff") && !type.equals("patch")) throw Call.missing();
        var patch = pulls.pull(call).patch();
        call.revalidated(patch.revision());
        call.context()
                .contentType("text/plain;charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox");
        try (var opened = code.open(call.repo())) {
            var to = call.context().outputStream();
            if (type.equals("diff")) Patchwork.diff(opened.git(), patch.base(), patch.head(), binary, to);
            else if (!Patchwork.mails(opened.git(), patch.base(), patch.head(), to))
                throw new Stop(
                        422, "there are more than " + Patchwork.COMMITS_MAX + " commits: fetch them with git instead");
        }
    }

    private Listed<ChangedFile> files(Call call) {
        var pull = pulls.pull(call);
        try (var opened = code.open(call.repo())) {
            var found = code.differences()
                    .between(opened.git(), pull.patch().base(), pull.patch().head())
                    .orElseThrow(Call::missing);
            return Listed.of(found.files(), call.slice(), it -> file(call, pull, it));
        }
    }

    private static ChangedFile file(Call call, PullFinder.Pull pull, Differences.File file) {
        String status =
                switch (file.change()) {
                    case ADD -> "added";
                    case DELETE -> "deleted";
                    case RENAME -> "renamed";
                    case COPY -> "copied";
                    case MODIFY -> "changed";
                };
        // What is gone is shown as it was.
        boolean gone = status.equals("deleted");
        String at = (gone ? pull.patch().base() : pull.patch().head()).name();
        String query = "?ref=" + Urls.path(at);
        return new ChangedFile(
                file.path(),
                file.before().equals(file.path()) ? Optional.empty() : Optional.of(file.before()),
                status,
                file.added(),
                file.removed(),
                (long) file.added() + file.removed(),
                call.links().html(call.repo(), "src/commit", at, file.path()),
                call.links().api(call.repo(), "contents", file.path()) + query,
                call.links().api(call.repo(), "raw", file.path()) + query);
    }

    private Listed<Commit> commits(Call call) throws IOException {
        var patch = pulls.pull(call).patch();
        var slice = call.slice();
        var extent = new CommitShapes.Extent(false, call.flag("verification", true), call.flag("files", true));
        var which = new Listing.Which(patch.head(), Optional.empty(), CommitQuery.ANY, Optional.of(patch.base()));
        var part = code.listing()
                .part(call.repo(), which, slice.from(), slice.limit(), PATIENCE)
                .orElseThrow(() -> call.busy("its history is still being listed"));
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var shown = new ArrayList<Commit>();
            for (var id : part.commits()) shown.add(commits.commit(call, opened, walk, walk.parseCommit(id), extent));
            return new Listed<>(shown, part.total(), slice);
        }
    }
}
