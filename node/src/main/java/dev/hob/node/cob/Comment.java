package dev.hob.node.cob;

import dev.hob.keys.DidKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What somebody said in a [Discussion], with all it was before.
///
/// @param edits the versions, oldest first, at least one; the last is shown
/// @param reactions who reacted how, in the order of the keys' text and the signs
/// @param location the code that it is about
/// @param resolved whether what it asks for is done
public record Comment(
        DidKey author,
        Optional<ObjectId> replyTo,
        List<Edit> edits,
        List<Reaction> reactions,
        Optional<CodeLocation> location,
        boolean resolved) {
    public Comment {
        edits = List.copyOf(edits);
        reactions = List.copyOf(reactions);
    }

    /// One that was just said.
    public static Comment said(Edit first, Optional<ObjectId> replyTo, Optional<CodeLocation> location) {
        return new Comment(first.author(), replyTo, List.of(first), List.of(), location, false);
    }

    /// One version.
    public record Edit(DidKey author, Instant at, String body, List<Embed> embeds) {
        public Edit {
            embeds = List.copyOf(embeds);
        }
    }

    /// Somebody's sign under it.
    public record Reaction(DidKey author, String sign) {}

    /// What it says now.
    public String body() {
        return edits.getLast().body();
    }

    /// What it shows now.
    public List<Embed> embeds() {
        return edits.getLast().embeds();
    }

    /// When it was first said.
    public Instant at() {
        return edits.getFirst().at();
    }

    /// With one more version.
    public Comment edited(Edit edit) {
        var all = new ArrayList<>(edits);
        all.add(edit);
        return new Comment(author, replyTo, all, reactions, location, resolved);
    }

    /// With somebody's sign under it, or without it.
    public Comment reacted(Reaction reaction, boolean active) {
        var all = new ArrayList<>(reactions);
        all.remove(reaction);
        if (active) all.add(reaction);
        all.sort(Comparator.comparing((Reaction r) -> r.author().nid())
                .thenComparingInt(r -> r.sign().codePointAt(0)));
        return new Comment(author, replyTo, edits, all, location, resolved);
    }

    Comment resolved(boolean done) {
        return new Comment(author, replyTo, edits, reactions, location, done);
    }
}
