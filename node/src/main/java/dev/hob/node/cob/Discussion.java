package dev.hob.node.cob;

import dev.hob.keys.DidKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// The comments under an issue or a patch, as the reference implementation's threads count them. A false answer refuses
/// what was asked; what it had changed until then stays. Mutable; for the thread that folds.
public final class Discussion {
    /// An empty one is a comment that was redacted: it keeps its place.
    private final Map<ObjectId, Optional<Comment>> comments = new HashMap<>();
    private final LinkedHashSet<ObjectId> timeline = new LinkedHashSet<>();

    /// Begins with the opening post, which may be empty.
    public void begin(ObjectId entry, DidKey author, Instant at, String body, List<Embed> embeds) {
        put(entry, new Comment.Edit(author, at, body, embeds), Optional.empty(), Optional.empty());
    }

    /// Somebody says something; the entry's id becomes the comment's.
    public boolean comment(
            ObjectId entry, DidKey author, Instant at, String body, Optional<ObjectId> replyTo, List<Embed> embeds) {
        return comment(entry, new Comment.Edit(author, at, body, embeds), replyTo, Optional.empty());
    }

    /// Somebody says something about a piece of code.
    public boolean comment(
            ObjectId entry, Comment.Edit said, Optional<ObjectId> replyTo, Optional<CodeLocation> location) {
        if (said.body().isEmpty()) return false;
        if (replyTo.isPresent() && !comments.containsKey(replyTo.get())) return false;
        put(entry, said, replyTo, location);
        return true;
    }

    private void put(ObjectId entry, Comment.Edit said, Optional<ObjectId> replyTo, Optional<CodeLocation> location) {
        timeline.add(entry);
        comments.put(entry, Optional.of(Comment.said(said, replyTo, location)));
    }

    /// Replaces what a comment says; what it said stays in its history.
    public boolean edit(ObjectId entry, ObjectId comment, DidKey author, Instant at, String body, List<Embed> embeds) {
        timeline.add(entry);
        return change(comment, c -> c.edited(new Comment.Edit(author, at, body, embeds)));
    }

    /// Takes a comment away.
    public boolean redact(ObjectId entry, ObjectId comment) {
        if (!comments.containsKey(comment)) return false;
        timeline.add(entry);
        comments.put(comment, Optional.empty());
        return true;
    }

    /// Puts somebody's sign under a comment, or takes it away.
    public boolean react(ObjectId entry, ObjectId comment, DidKey author, String sign, boolean active) {
        if (comment(comment).isPresent()) timeline.add(entry);
        return change(comment, c -> c.reacted(new Comment.Reaction(author, sign), active));
    }

    /// What a comment asks for is done, or is not after all.
    public boolean resolve(ObjectId entry, ObjectId comment, boolean done) {
        if (comment(comment).isPresent()) timeline.add(entry);
        return change(comment, c -> c.resolved(done));
    }

    /// What is redacted can be changed no more, and that is no error: somebody may not have known.
    private boolean change(ObjectId id, java.util.function.UnaryOperator<Comment> change) {
        return comments.computeIfPresent(id, (_, comment) -> comment.map(change)) != null;
    }

    /// Whether there is or was such a comment.
    public boolean has(ObjectId id) {
        return comments.containsKey(id);
    }

    /// A comment; empty when there is none or it was redacted.
    public Optional<Comment> comment(ObjectId id) {
        return comments.getOrDefault(id, Optional.empty());
    }

    /// The entries that spoke here, in order.
    public Set<ObjectId> timeline() {
        return java.util.Collections.unmodifiableSet(timeline);
    }

    /// Every comment by id, the redacted ones empty.
    public Map<ObjectId, Optional<Comment>> comments() {
        return java.util.Collections.unmodifiableMap(comments);
    }
}
