package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Discussion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A revision while its entries are told to the patch: the commits after the base up to the head. Mutable; for the
/// thread that folds.
final class Revision {
    final ObjectId id;
    final DidKey author;
    final Optional<DidKey> acting;
    final Instant at;
    final ObjectId base;
    final ObjectId head;
    final List<PatchAction.Answered> resolves;
    /// Whether it comes from the patch's author or from a delegate; others may offer, but not replace.
    final boolean weighty;
    final Discussion discussion = new Discussion();
    /// One of each reviewer, the first.
    final Map<DidKey, Opinion> reviews = new LinkedHashMap<>();
    private final List<Comment.Edit> description = new ArrayList<>();
    /// By where they stand.
    final Map<Optional<CodeLocation>, List<Comment.Reaction>> reactions = new LinkedHashMap<>();

    Revision(ObjectId id, Comment.Edit description, Optional<DidKey> acting, PatchAction.Revise what, boolean weighty) {
        this.id = id;
        this.author = description.author();
        this.acting = acting;
        this.at = description.at();
        this.base = what.base();
        this.head = what.head();
        this.resolves = what.resolves();
        this.weighty = weighty;
        this.description.add(description);
    }

    void edit(Comment.Edit version) {
        description.add(version);
    }

    void react(Optional<CodeLocation> location, Comment.Reaction reaction, boolean active) {
        var there = reactions.getOrDefault(location, List.of());
        reactions.put(
                location,
                new Comment(author, Optional.empty(), description, there, Optional.empty(), false)
                        .reacted(reaction, active)
                        .reactions());
    }

    /// What it says as a whole, with the signs that stand at no line.
    Comment text() {
        var signs = reactions.getOrDefault(Optional.<CodeLocation>empty(), List.of());
        return new Comment(author, Optional.empty(), description, signs, Optional.empty(), false);
    }
}
