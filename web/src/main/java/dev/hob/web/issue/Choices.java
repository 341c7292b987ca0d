package dev.hob.web.issue;

import dev.hob.web.html.Chip;
import dev.hob.web.html.Chips;
import dev.hob.web.html.Visit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// What a form for a new issue or pull request lets people choose beside the text, and what of it is chosen. What
/// somebody may not say is not offered.
///
/// @param reviewers whom to ask for a review
/// @param people whose task it may be
public record Choices(
        Chosen chosen,
        List<String> reviewers,
        List<Chip> chips,
        List<String> people,
        Map<ObjectId, String> milestones,
        boolean member) {
    /// Nothing.
    public static final Choices NONE = new Choices(Chosen.NOTHING, List.of(), List.of(), List.of(), Map.of(), false);

    public Choices {
        reviewers = List.copyOf(reviewers);
        chips = List.copyOf(chips);
        people = List.copyOf(people);
    }

    /// What somebody has chosen.
    ///
    /// @param milestone its id; empty for none
    /// @param asked names of reviewers
    public record Chosen(Set<String> labels, Set<String> assignees, String milestone, Set<String> asked) {
        public static final Chosen NOTHING = new Chosen(Set.of(), Set.of(), "", Set.of());

        public Chosen {
            labels = Set.copyOf(labels);
            assignees = Set.copyOf(assignees);
            asked = Set.copyOf(asked);
        }

        /// What was sent.
        public static Chosen of(Visit visit) {
            return new Chosen(
                    Set.copyOf(visit.chosen("label")),
                    Set.copyOf(visit.chosen("assignee")),
                    visit.field("milestone"),
                    Set.copyOf(visit.chosen("reviewer")));
        }

        /// The milestone, if one is chosen.
        public java.util.Optional<ObjectId> goal() {
            return ObjectId.isId(milestone)
                    ? java.util.Optional.of(ObjectId.fromString(milestone))
                    : java.util.Optional.empty();
        }
    }

    /// Whether there is nothing to choose.
    public boolean isEmpty() {
        return !member && reviewers.isEmpty();
    }

    /// The colours of the labels.
    public String style() {
        return chips.isEmpty() ? "" : Chips.url(chips);
    }
}
