package dev.hob.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Embed;
import dev.hob.node.code.CodeException;
import dev.hob.node.issue.Handles;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Label;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Milestone;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.TalkReading;
import dev.hob.node.issue.TrackerReading;
import dev.hob.node.log.RepoId;
import dev.hob.node.patch.Patch;
import dev.hob.node.repo.Repo;
import dev.hob.web.api.json.Attachment;
import dev.hob.web.api.json.Issue.PullRequestMeta;
import dev.hob.web.api.json.TimelineComment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Issues, and what is said about them, as the API shows them. Shared between threads.
final class IssueShapes {
    private static final int PLACE_DIGITS = 13;

    private final Node node;
    private final IssueReading reading;
    private final TalkReading talks;
    private final TrackerReading tracked;

    IssueShapes(Node node) {
        this.node = node;
        this.reading = node.tracking().reading();
        this.talks = node.tracking().talks();
        this.tracked = node.tracking().tracked();
    }

    /// What is the same for many issues of one repository.
    private final class Beside {
        private final Call call;
        private final Repo repo;
        private final Map<String, Label> labels = new HashMap<>();
        private final Map<ObjectId, Milestone> milestones = new HashMap<>();
        private final List<ObjectId> pinned;
        private final Map<ObjectId, Line> descriptions;
        private final Map<ObjectId, Patch> patches;
        private final Map<ObjectId, Integer> spoken;
        private final Cast cast;

        Beside(Call call, Repo repo, List<Issue> issues) {
            this.call = call;
            this.repo = repo;
            for (var label : tracked.labels(repo.rid())) labels.put(label.name(), label);
            if (issues.stream().anyMatch(it -> it.milestone().isPresent()))
                for (var milestone : tracked.milestones(repo.rid())) milestones.put(milestone.id(), milestone);
            pinned = issues.stream().anyMatch(it -> it.pinned().isPresent())
                    ? reading.pinned(repo.rid()).stream().map(Issue::id).toList()
                    : List.of();
            descriptions = talks.descriptions(
                    repo.rid(), issues.stream().map(Issue::id).toList());
            var pulls = issues.stream().filter(Issue::isPatch).map(Issue::id).toList();
            patches = node.pulls().reading().find(repo.rid(), pulls);
            spoken = talks.said(repo.rid(), pulls);
            var keys = new HashSet<DidKey>();
            for (var issue : issues) {
                keys.add(issue.author());
                keys.addAll(issue.assignees());
            }
            cast = new Cast(node, call, keys);
        }

        dev.hob.web.api.json.Issue shape(Issue issue) {
            var said = Optional.ofNullable(descriptions.get(issue.id())).flatMap(IssueShapes::comment);
            String number = String.valueOf(issue.number());
            var assignees = issue.assignees().stream().map(cast::user).toList();
            return new dev.hob.web.api.json.Issue(
                    Handles.of(issue.id()),
                    call.links().api(repo, "issues", number),
                    page(call, repo, issue),
                    issue.number(),
                    cast.user(issue.author()),
                    "",
                    0,
                    issue.title(),
                    said.map(Comment::body).orElse(""),
                    "",
                    said.map(it -> attachments(call, repo, issue.id(), it)).orElse(List.of()),
                    issue.labels().stream()
                            .map(name -> label(call, repo, labels.getOrDefault(name, Label.plain(name))))
                            .toList(),
                    issue.milestone()
                            .flatMap(id -> Optional.ofNullable(milestones.get(id)))
                            .map(IssueShapes::milestone),
                    assignees.stream().findFirst(),
                    assignees,
                    issue.state().isOpen() ? "open" : "closed",
                    reason(issue.state()),
                    issue.locked().isPresent(),
                    issue.isPatch() ? spoken.getOrDefault(issue.id(), 0) : issue.comments(),
                    issue.created(),
                    issue.updated(),
                    issue.closed(),
                    issue.due(),
                    0,
                    Optional.ofNullable(patches.get(issue.id()))
                            .map(it -> new PullRequestMeta(
                                    it.state() == PatchState.MERGED,
                                    it.merged().map(Patch.Merged::at),
                                    it.state() == PatchState.DRAFT,
                                    page(call, repo, issue))),
                    new dev.hob.web.api.json.Issue.Where(
                            PeopleShapes.number(repo.id().value()), repo.name(), repo.owner(), repo.path()),
                    pinned.indexOf(issue.id()) + 1,
                    issue.id().name());
        }
    }

    /// Where it is to be read.
    static String page(Call call, Repo repo, Issue issue) {
        return call.links().html(repo, issue.isPatch() ? "pulls" : "issues", issue.path());
    }

    private static Optional<String> reason(IssueState state) {
        return switch (state) {
            case OPEN -> Optional.empty();
            case SOLVED -> Optional.of("completed");
            case CLOSED -> Optional.of("not_planned");
        };
    }

    static Optional<Comment> comment(Line line) {
        return line.said();
    }

    /// Issues of one repository.
    List<dev.hob.web.api.json.Issue> issues(Call call, Repo repo, List<Issue> issues) {
        if (issues.isEmpty()) return List.of();
        var beside = new Beside(call, repo, issues);
        return issues.stream().map(beside::shape).toList();
    }

    dev.hob.web.api.json.Issue issue(Call call, Repo repo, Issue issue) {
        return issues(call, repo, List.of(issue)).getFirst();
    }

    /// Issues of several repositories, in their order.
    ///
    /// @param repos one for each project among them
    List<dev.hob.web.api.json.Issue> issues(Call call, Map<RepoId, Repo> repos, List<Issue> issues) {
        var shown = new HashMap<ObjectId, dev.hob.web.api.json.Issue>();
        repos.forEach((rid, repo) -> {
            var own = issues.stream().filter(it -> it.rid().equals(rid)).toList();
            var shapes = issues(call, repo, own);
            for (int i = 0; i < own.size(); i++) shown.put(own.get(i).id(), shapes.get(i));
        });
        return issues.stream()
                .flatMap(it -> Optional.ofNullable(shown.get(it.id())).stream())
                .toList();
    }

    static dev.hob.web.api.json.Label label(Call call, Repo repo, Label label) {
        return new dev.hob.web.api.json.Label(
                label.number(),
                label.name(),
                false,
                false,
                label.color(),
                label.description(),
                call.links().api(repo, "labels", String.valueOf(label.number())));
    }

    static dev.hob.web.api.json.Milestone milestone(Milestone milestone) {
        return new dev.hob.web.api.json.Milestone(
                milestone.number(),
                milestone.title(),
                milestone.description(),
                milestone.open() ? "open" : "closed",
                milestone.openIssues(),
                milestone.closedIssues(),
                milestone.created(),
                Optional.of(milestone.updated()),
                milestone.closed(),
                milestone.due());
    }

    /// A comment, with the issue that it is about.
    record Said(Issue issue, Line line, Comment comment) {}

    List<dev.hob.web.api.json.Comment> comments(Call call, Repo repo, List<Said> said) {
        var cast = new Cast(node, call, said.stream().map(it -> it.line().by()).toList());
        return said.stream().map(it -> comment(call, repo, it, cast)).toList();
    }

    dev.hob.web.api.json.Comment comment(Call call, Repo repo, Said said) {
        return comments(call, repo, List.of(said)).getFirst();
    }

    private dev.hob.web.api.json.Comment comment(Call call, Repo repo, Said said, Cast cast) {
        String page = page(call, repo, said.issue());
        boolean isPatch = said.issue().isPatch();
        return new dev.hob.web.api.json.Comment(
                said.line().handle(),
                page + place(said.line().entry()),
                isPatch ? page : "",
                isPatch ? "" : page,
                cast.user(said.line().by()),
                "",
                0,
                said.comment().body(),
                attachments(call, repo, said.line().entry(), said.comment()),
                said.line().at(),
                said.comment().edits().getLast().at(),
                said.line().entry().name());
    }

    /// The place of a line, behind the address of a page: the page leads to where it is by now.
    static String place(ObjectId entry) {
        return "/comment/" + entry.name().substring(0, PLACE_DIGITS);
    }

    /// The signs under a comment.
    List<dev.hob.web.api.json.Reaction> reactions(Call call, Line line, Comment comment) {
        var cast = new Cast(
                node,
                call,
                comment.reactions().stream().map(Comment.Reaction::author).toList());
        return comment.reactions().stream()
                .map(it -> new dev.hob.web.api.json.Reaction(
                        cast.user(it.author()), ReactionWords.word(it.sign()), line.at()))
                .toList();
    }

    /// The files of a comment; `entry` is its id.
    List<Attachment> attachments(Call call, Repo repo, ObjectId entry, Comment comment) {
        if (comment.embeds().isEmpty()) return List.of();
        try (var repository = node.storage().open(repo.rid());
                var reader = repository.newObjectReader()) {
            var shown = new ArrayList<Attachment>();
            for (var embed : comment.embeds()) {
                long size = embed.blob().isEmpty()
                        ? 0
                        : reader.getObjectSize(embed.blob().get(), Constants.OBJ_BLOB);
                shown.add(attachment(
                        call,
                        repo,
                        entry,
                        embed,
                        size,
                        comment.edits().getLast().at()));
            }
            return shown;
        } catch (MissingObjectException _) {
            return List.of(); // Withdrawn.
        } catch (IOException e) {
            throw new CodeException("cannot read the attachments of " + entry.name(), e);
        }
    }

    private static Attachment attachment(Call call, Repo repo, ObjectId entry, Embed embed, long size, Instant at) {
        long number = number(entry, embed);
        return new Attachment(
                number,
                embed.name(),
                size,
                0,
                at,
                UUID.nameUUIDFromBytes((entry.name() + "/" + embed.name()).getBytes(UTF_8))
                        .toString(),
                call.links()
                        .api(
                                repo,
                                "issues",
                                "comments",
                                String.valueOf(Handles.of(entry)),
                                "assets",
                                String.valueOf(number),
                                embed.name()));
    }

    /// A number for a file, made of the comment and its name.
    static long number(ObjectId entry, Embed embed) {
        return PeopleShapes.number(entry.name() + "/" + embed.name());
    }

    /// What happened to an issue, as Gitea tells it: one line for each label and each assignee.
    List<TimelineComment> timeline(Call call, Repo repo, Issue issue, List<Line> lines) {
        return new Timeline(node, call, repo, issue, lines).shapes();
    }
}
