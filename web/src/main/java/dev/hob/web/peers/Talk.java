package dev.hob.web.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.PatchState;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.PatchReading;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.StorageException;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Issues and patches. Shared between threads.
final class Talk {
    /// The most that is told of one object.
    private static final int LINES_MAX = 2_000;

    private final Node node;

    Talk(Node node) {
        this.node = node;
    }

    JsonNode issues(Asked asked) {
        var repo = asked.repo();
        var open =
                switch (Optional.ofNullable(asked.context().queryParam("status"))
                        .orElse("open")) {
                    case "all" -> Optional.<Boolean>empty();
                    case "closed" -> Optional.of(false);
                    default -> Optional.of(true);
                };
        var query = IssueQuery.parse("is:issue").withOpen(open);
        int each = asked.each();
        var issues = Shapes.array();
        node.tracking()
                .reading()
                .list(repo.rid(), query, asked.from(each), each)
                .forEach(issue -> issues.add(issue(asked.shapes(), issue)));
        return issues;
    }

    JsonNode issue(Asked asked) {
        var issue = find(asked, false);
        return issue(asked.shapes(), issue);
    }

    private Issue find(Asked asked, boolean patch) {
        return node.tracking()
                .reading()
                .byId(asked.repo().rid(), asked.object("id"))
                .filter(it -> it.isPatch() == patch)
                .orElseThrow(Stop::notFound);
    }

    private List<Line> said(Issue issue) {
        return node.tracking().talks().history(issue.rid(), issue.id(), -1, LINES_MAX).stream()
                .filter(line -> line.said().isPresent())
                .toList();
    }

    private ObjectNode issue(Shapes shapes, Issue issue) {
        var lines = said(issue);
        shapes.meet(lines.stream().map(Line::author).toList());
        var shape = head(shapes, issue);
        shape.set("state", state(issue.state()));
        shape.set("assignees", authors(shapes, issue.assignees()));
        var discussion = shape.putArray("discussion");
        for (var line : lines)
            discussion.add(shapes.comment(line.entry(), line.said().orElseThrow(), false));
        shape.set("labels", Shapes.texts(issue.labels()));
        return shape;
    }

    private static ObjectNode head(Shapes shapes, Issue issue) {
        var shape = Shapes.object().put("id", issue.id().name());
        shape.set("author", shapes.author(issue.author()));
        return shape.put("title", issue.title());
    }

    private static ArrayNode authors(Shapes shapes, List<DidKey> keys) {
        shapes.meet(keys);
        var authors = Shapes.array();
        keys.forEach(key -> authors.add(shapes.author(key)));
        return authors;
    }

    private static ObjectNode state(IssueState state) {
        var shape = Shapes.object();
        return switch (state) {
            case OPEN -> shape.put("status", "open");
            case SOLVED -> shape.put("status", "closed").put("reason", "solved");
            case CLOSED -> shape.put("status", "closed").put("reason", "other");
        };
    }

    JsonNode patches(Asked asked) {
        var repo = asked.repo();
        var state =
                switch (Optional.ofNullable(asked.context().queryParam("status"))
                        .orElse("open")) {
                    case "all" -> Optional.<PatchState>empty();
                    case "draft" -> Optional.of(PatchState.DRAFT);
                    case "archived" -> Optional.of(PatchState.ARCHIVED);
                    case "merged" -> Optional.of(PatchState.MERGED);
                    default -> Optional.of(PatchState.OPEN);
                };
        int each = asked.each();
        var patches = Shapes.array();
        for (var patch : node.pulls().reading().latest(repo.rid(), state, asked.from(each), each))
            node.tracking()
                    .reading()
                    .byId(repo.rid(), patch.id())
                    .ifPresent(issue -> patches.add(patch(asked.shapes(), repo, issue, patch)));
        return patches;
    }

    JsonNode patch(Asked asked) {
        var issue = find(asked, true);
        var patch = node.pulls().reading().find(issue.rid(), issue.id()).orElseThrow(Stop::notFound);
        return patch(asked.shapes(), asked.repo(), issue, patch);
    }

    private ObjectNode patch(Shapes shapes, Repo repo, Issue issue, Patch patch) {
        var texts = new LinkedHashMap<ObjectId, Line>();
        for (var line : said(issue)) texts.put(line.entry(), line);
        shapes.meet(texts.values().stream().map(Line::author).toList());
        var shape = head(shapes, issue);
        shape.set("state", state(patch));
        if (patch.target().isEmpty()) shape.put("target", "delegates");
        else shape.putObject("target").put("branch", Constants.R_HEADS + patch.target());
        shape.set("labels", Shapes.texts(issue.labels()));
        var merges = shape.putArray("merges");
        patch.merged().ifPresent(it -> {
            var merge = merges.addObject();
            merge.set("author", shapes.author(it.by()));
            merge.put("commit", it.commit().name())
                    .put("timestamp", Shapes.seconds(it.at()))
                    .put("revision", it.revision().name());
        });
        shape.set("assignees", authors(shapes, issue.assignees()));
        shape.set("revisions", revisions(shapes, repo, issue, texts));
        return shape;
    }

    private static ObjectNode state(Patch patch) {
        var shape = Shapes.object().put("status", patch.state().name().toLowerCase(Locale.ROOT));
        patch.merged().filter(_ -> patch.state() == PatchState.MERGED).ifPresent(it -> shape.put(
                        "revision", it.revision().name())
                .put("commit", it.commit().name()));
        return shape;
    }

    private ArrayNode revisions(Shapes shapes, Repo repo, Issue issue, Map<ObjectId, Line> texts) {
        var reading = node.pulls().reading();
        var reviews = reading.reviews(repo.rid(), issue.id());
        var placed = reading.comments(repo.rid(), issue.id());
        var all = Shapes.array();
        for (var revision : reading.revisions(repo.rid(), issue.id())) {
            var line = Optional.ofNullable(texts.get(revision.id()));
            var text = line.flatMap(Line::said);
            if (revision.redacted() || text.isEmpty()) continue;
            var author = line.get().author();
            var shape = all.addObject().put("id", revision.id().name());
            shape.set("author", shapes.author(author));
            shape.put("description", text.get().body());
            shape.set("edits", shapes.edits(text.get()));
            shape.set("reactions", shapes.reactions(text.get()));
            shape.put("base", revision.base().name()).put("oid", revision.head().name());
            shape.set("refs", Shapes.texts(refs(repo, author, revision.head())));
            shape.set(
                    "discussions",
                    comments(
                            shapes,
                            texts,
                            placed,
                            it -> it.review().isEmpty() && it.revision().equals(revision.id())));
            shape.put("timestamp", Shapes.seconds(revision.at()));
            var given = shape.putArray("reviews");
            for (var review : reviews)
                if (review.revision().equals(revision.id()) && !review.redacted())
                    given.add(review(shapes, texts, placed, review));
        }
        return all;
    }

    private static ObjectNode review(
            Shapes shapes, Map<ObjectId, Line> texts, List<PatchReading.Placed> placed, PatchReading.Reviewed review) {
        var line = Optional.ofNullable(texts.get(review.id()));
        var shape = Shapes.object().put("id", review.id().name());
        shape.set("author", shapes.author(line.map(Line::author).orElse(review.by())));
        shape.put(
                "verdict",
                review.verdict().map(it -> it.name().toLowerCase(Locale.ROOT)).orElse(null));
        shape.put("summary", line.flatMap(Line::said).map(Comment::body).orElse(""));
        shape.set("comments", comments(shapes, texts, placed, it -> it.review()
                .filter(review.id()::equals)
                .isPresent()));
        return shape.put("timestamp", Shapes.seconds(review.at()));
    }

    private static ArrayNode comments(
            Shapes shapes,
            Map<ObjectId, Line> texts,
            List<PatchReading.Placed> placed,
            java.util.function.Predicate<PatchReading.Placed> which) {
        var ids = new ArrayList<ObjectId>();
        for (var one : placed) if (which.test(one)) ids.add(one.entry());
        var comments = Shapes.array();
        // In the order in which they were said.
        texts.forEach((id, line) -> {
            if (ids.contains(id)) comments.add(shapes.comment(id, line.said().orElseThrow(), true));
        });
        return comments;
    }

    /// The refs of somebody's namespace that are at a commit.
    private List<String> refs(Repo repo, DidKey whose, ObjectId head) {
        String prefix = Repos.namespace(whose);
        try (var git = node.storage().open(repo.rid())) {
            return git.getRefDatabase().getRefsByPrefix(prefix).stream()
                    .filter(ref -> head.equals(ref.getObjectId()))
                    .map(ref -> ref.getName().substring(prefix.length()))
                    .toList();
        } catch (IOException e) {
            throw new StorageException("cannot read the refs of " + whose, e);
        }
    }
}
