package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Discussion;
import dev.hob.node.issue.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A review while its entries are told to the patch: one person's, of one revision. Mutable; for the thread that folds.
final class Opinion {
    final ObjectId id;
    final DidKey author;
    final Optional<DidKey> acting;
    final Instant at;
    final Revision of;
    final Discussion discussion = new Discussion();
    Optional<Verdict> verdict;
    List<String> labels;
    /// What gave it a verdict or words: its own entry, and each that changed it.
    private final List<Patches.Wording> wordings = new ArrayList<>();
    private int versions = 1;
    private final List<Comment.Edit> summary = new ArrayList<>();
    private List<Comment.Reaction> reactions = List.of();

    Opinion(
            ObjectId id,
            Comment.Edit summary,
            Optional<DidKey> acting,
            Revision of,
            Optional<Verdict> verdict,
            List<String> labels) {
        this.id = id;
        this.author = summary.author();
        this.acting = acting;
        this.at = summary.at();
        this.of = of;
        this.verdict = verdict;
        this.labels = List.copyOf(labels);
        this.summary.add(summary);
        this.wordings.add(new Patches.Wording(id, !summary.body().isEmpty()));
    }

    /// It says something else. Whoever leaves no word takes back what they said, and that is not shown as its past.
    ///
    /// @param anew whether somebody has reviewed again, and not only put it in other words
    void edit(ObjectId entry, Comment.Edit version, Optional<Verdict> thinks, boolean anew) {
        boolean says = !version.body().isEmpty();
        if ((says && anew) || !thinks.equals(verdict)) versions++;
        wordings.add(new Patches.Wording(entry, !version.body().equals(text().body())));
        if (!says) summary.clear();
        summary.add(version);
        verdict = thinks;
    }

    /// How often an opinion was given by it, the first time included.
    int versions() {
        return versions;
    }

    List<Patches.Wording> wordings() {
        return Collections.unmodifiableList(wordings);
    }

    void react(Comment.Reaction reaction, boolean active) {
        reactions = text().reacted(reaction, active).reactions();
    }

    /// What it says as a whole.
    Comment text() {
        return new Comment(author, Optional.empty(), summary, reactions, Optional.empty(), false);
    }
}
