package dev.hob.node.cob;

import dev.hob.keys.DidKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody said in a [Discussion], with all it was before.
///
/// @param edits the versions, oldest first, at least one; the last is shown
/// @param reactions who reacted how, in the order of the keys' text and the signs
public record Comment(
        DidKey author, Optional<org.eclipse.jgit.lib.ObjectId> replyTo, List<Edit> edits, List<Reaction> reactions) {
    public Comment {
        edits = List.copyOf(edits);
        reactions = List.copyOf(reactions);
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

    Comment edited(Edit edit) {
        var all = new ArrayList<>(edits);
        all.add(edit);
        return new Comment(author, replyTo, all, reactions);
    }

    Comment reacted(Reaction reaction, boolean active) {
        var all = new ArrayList<>(reactions);
        all.remove(reaction);
        if (active) all.add(reaction);
        all.sort(java.util.Comparator.comparing((Reaction r) -> r.author().nid())
                .thenComparingInt(r -> r.sign().codePointAt(0)));
        return new Comment(author, replyTo, edits, all);
    }
}
