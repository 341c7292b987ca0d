package dev.hob.web.api;

import dev.hob.node.code.CommitQuery;
import dev.hob.node.code.Listing;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.Commit;
import dev.hob.web.api.json.Comparison;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/// Commits, one or many, and what one has that another has not.
final class CommitOperations {
    private static final int COMPARED_MAX = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Code code;
    private final CommitShapes shapes;

    CommitOperations(Code code, CommitShapes shapes) {
        this.code = code;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Commits");
        all.get("repoGetAllCommits", "/repos/{owner}/{repo}/commits", "The commits, newest first")
                .needs(Right.READ)
                .costly()
                .query("sha", "A branch, tag or commit; the default branch when left out")
                .query("path", "Only those that change something there")
                .time("since", "Only those from this time on")
                .time("until", "Only those up to this time")
                .query("not", "Not those that this branch, tag or commit has too")
                .flag("stat", "Count the lines that each changed")
                .flag("verification", "Say what each one's signature is worth")
                .flag("files", "Name the files that each changed")
                .refuses(409, "Nothing was pushed yet")
                .lists(Commit.class, this::list);
        all.get("repoGetSingleCommit", "/repos/{owner}/{repo}/git/commits/{sha}", "A commit")
                .needs(Right.READ)
                .flag("stat", "Count the lines that it changed")
                .flag("verification", "Say what its signature is worth")
                .flag("files", "Name the files that it changed")
                .gives(Commit.class, this::get);
        all.get(
                        "repoCompareDiff",
                        "/repos/{owner}/{repo}/compare/<basehead>",
                        "What head has and base has not, asked for as base...head")
                .needs(Right.READ)
                .costly()
                .gives(Comparison.class, this::compare);
    }

    private Listed<Commit> list(Call call) throws IOException {
        try (var opened = code.open(call.repo())) {
            if (opened.view().isEmpty()) throw new Stop(409, "Git Repository is empty.");
            var tip = code.find(opened, call.query("sha")).orElseThrow(Call::missing);
            var which = new Listing.Which(
                    tip.commit(),
                    call.query("path").map(Code::path),
                    CommitQuery.between(call.time("since"), call.time("until")),
                    call.query("not").map(name -> code.named(opened, name).commit()));
            var slice = call.slice();
            var part = part(call, opened, which, slice.from(), slice.limit());
            pages(call, slice, part.total());
            return new Listed<>(
                    commits(call, opened, part.commits(), CommitShapes.Extent.of(call)), part.total(), slice);
        }
    }

    private Listing.Part part(Call call, Code.Opened opened, Listing.Which which, long from, int max) {
        return code.listing()
                .part(opened.repo(), which, from, max, PATIENCE)
                .orElseThrow(() -> call.busy("this history is still being listed"));
    }

    /// Older clients read these.
    private static void pages(Call call, Listed.Slice slice, int total) {
        int pages = (total + slice.limit() - 1) / slice.limit();
        call.context()
                .header("X-Page", String.valueOf(slice.page()))
                .header("X-PerPage", String.valueOf(slice.limit()))
                .header("X-Total", String.valueOf(total))
                .header("X-PageCount", String.valueOf(pages))
                .header("X-HasMore", String.valueOf(slice.page() < pages));
    }

    private List<Commit> commits(Call call, Code.Opened opened, List<ObjectId> ids, CommitShapes.Extent extent)
            throws IOException {
        var commits = new ArrayList<Commit>();
        try (var walk = new RevWalk(opened.git())) {
            for (var id : ids) commits.add(shapes.commit(call, opened, walk, walk.parseCommit(id), extent));
        }
        return commits;
    }

    private Commit get(Call call) throws IOException {
        try (var opened = code.open(call.repo());
                var walk = new RevWalk(opened.git())) {
            var found = code.named(opened, call.part("sha"));
            return shapes.commit(call, opened, walk, walk.parseCommit(found.commit()), CommitShapes.Extent.of(call));
        }
    }

    private Comparison compare(Call call) throws IOException {
        String asked = call.part("basehead");
        String dots = asked.contains("...") ? "..." : "..";
        int at = asked.indexOf(dots);
        if (at < 0) throw Call.missing();
        try (var opened = code.open(call.repo())) {
            var base = code.named(opened, asked.substring(0, at));
            var head = code.named(opened, asked.substring(at + dots.length()));
            var which = new Listing.Which(head.commit(), Optional.empty(), CommitQuery.ANY, Optional.of(base.commit()));
            var part = part(call, opened, which, 0, COMPARED_MAX);
            var extent = new CommitShapes.Extent(false, true, true);
            return new Comparison(part.total(), commits(call, opened, part.commits(), extent));
        }
    }
}
