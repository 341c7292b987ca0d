package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Line;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.Comment;
import dev.hob.web.api.json.EditComment;
import dev.hob.web.api.json.TimelineComment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// What people say about issues, and everything else that happened to them.
final class CommentOperations {
    private static final String OF_ISSUE = "/repos/{owner}/{repo}/issues/{index}/comments";
    private static final String ONE = "/repos/{owner}/{repo}/issues/comments/{id}";
    private static final int LINES_MAX = 10_000;
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    private final Node node;
    private final IssueFinder finder;
    private final IssueShapes shapes;

    CommentOperations(Node node, IssueFinder finder, IssueShapes shapes) {
        this.node = node;
        this.finder = finder;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Comments");
        all.get(
                        "issueGetComments",
                        OF_ISSUE,
                        "What was said about an issue or a pull request, oldest first; without the remarks of reviews")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .time("since", "Only what was said at or after this time")
                .time("before", "Only what was said before this time")
                .lists(Comment.class, this::ofIssue);
        all.post("issueCreateComment", OF_ISSUE, "Say something about an issue")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .takes(EditComment.class)
                .creates(Comment.class, this::create);
        all.get(
                        "issueGetRepoComments",
                        "/repos/{owner}/{repo}/issues/comments",
                        "The same of all issues and pull requests")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .time("since", "Only what was said at or after this time")
                .time("before", "Only what was said before this time")
                .lists(Comment.class, this::ofRepository);
        all.get("issueGetComment", ONE, "A comment; also a remark at some lines, or what a review says")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .gives(Comment.class, call -> shapes.comment(call, call.repo(), finder.comment(call)));
        all.patch("issueEditComment", ONE, "Say it in other words")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .takes(EditComment.class)
                .gives(Comment.class, this::edit);
        all.delete("issueDeleteComment", ONE, "Take a comment back")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .does(this::delete);
        all.get(
                        "issueGetCommentsAndTimeline",
                        "/repos/{owner}/{repo}/issues/{index}/timeline",
                        "Everything that happened to an issue, oldest first")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .time("since", "Only what happened at or after this time")
                .time("before", "Only what happened before this time")
                .lists(TimelineComment.class, this::timeline);
    }

    private List<Line> lines(Call call, dev.hob.node.issue.Issue issue) {
        var since = call.time("since").orElse(Instant.EPOCH);
        var before = call.time("before").orElse(END);
        return node.tracking().talks().history(issue.rid(), issue.id(), -1, LINES_MAX).stream()
                .filter(line -> !line.entry().equals(issue.id()))
                .filter(line -> !line.at().isBefore(since) && line.at().isBefore(before))
                .toList();
    }

    private Listed<Comment> ofIssue(Call call) {
        var issue = finder.issue(call);
        // What belongs to a review is listed with it, as Gitea does.
        var reviewed = node.pulls().reading().comments(issue.rid(), issue.id()).stream()
                .filter(it -> it.review().isPresent())
                .map(it -> it.entry())
                .collect(Collectors.toSet());
        var said = lines(call, issue).stream()
                .filter(line -> line.what() instanceof Line.What.Said && !reviewed.contains(line.entry()))
                .flatMap(line ->
                        IssueShapes.comment(line).stream().map(comment -> new IssueShapes.Said(issue, line, comment)))
                .toList();
        var slice = call.slice();
        var shown = said.stream().skip(slice.from()).limit(slice.limit()).toList();
        return new Listed<>(shapes.comments(call, call.repo(), shown), said.size(), slice);
    }

    private Listed<Comment> ofRepository(Call call) {
        var rid = call.repo().rid();
        var since = call.time("since").orElse(Instant.EPOCH);
        var before = call.time("before").orElse(END);
        var slice = call.slice();
        var reading = node.tracking().reading();
        var talks = node.tracking().talks();
        int from = (int) Math.min(slice.from(), Integer.MAX_VALUE);
        var said = new ArrayList<IssueShapes.Said>();
        for (var found : talks.comments(rid, since, before, from, slice.limit()))
            IssueShapes.comment(found.line())
                    .flatMap(comment -> reading.byId(rid, found.issue())
                            .map(issue -> new IssueShapes.Said(issue, found.line(), comment)))
                    .ifPresent(said::add);
        return new Listed<>(shapes.comments(call, call.repo(), said), talks.countComments(rid, since, before), slice);
    }

    private Comment create(Call call) throws IOException {
        var issue = finder.issue(call);
        var said = call.body(EditComment.class);
        var entry = Answers.made(node.acts(issue)
                .comment(call.repo(), call.person(), issue.id(), said.body(), Optional.empty(), List.of()));
        return shown(call, entry);
    }

    private Comment shown(Call call, ObjectId entry) {
        var found =
                node.tracking().talks().comment(call.repo().rid(), entry.name()).orElseThrow(Call::missing);
        return shapes.comment(call, call.repo(), finder.said(call, found));
    }

    private Comment edit(Call call) throws IOException {
        var said = finder.comment(call);
        var body = call.body(EditComment.class).body();
        var keep = said.comment().embeds().stream().map(embed -> embed.name()).toList();
        Answers.check(node.acts(said.issue())
                .edit(call.repo(), call.person(), said.issue().id(), said.line().entry(), body, keep, List.of()));
        return shown(call, said.line().entry());
    }

    private void delete(Call call) {
        var said = finder.comment(call);
        Answers.check(node.acts(said.issue())
                .redact(
                        call.repo(),
                        call.person(),
                        said.issue().id(),
                        said.line().entry()));
    }

    private Listed<TimelineComment> timeline(Call call) {
        var issue = finder.issue(call);
        var shown = shapes.timeline(call, call.repo(), issue, lines(call, issue));
        return Listed.of(shown, call.slice(), it -> it);
    }
}
