package dev.hob.web.html;

import static dev.hob.web.text.Messages.number;
import static dev.hob.web.text.Messages.text;

import dev.hob.node.code.Commit;
import dev.hob.node.code.Distances;
import dev.hob.node.code.Distances.Distance;
import dev.hob.node.code.Tags;
import java.util.Optional;

/// A branch or a tag in a list, with the commit it points to, and what an annotated tag says.
///
/// @param distance from the default branch; none for that branch itself, and while it is not known
public record BranchLine(
        String name, boolean isDefault, Optional<Commit> commit, Optional<Distance> distance, Optional<Tags.Tag> tag) {
    /// The distance in words: `3 ahead, 12 behind`.
    public Optional<String> apart() {
        return distance.map(it -> {
            if (it.ahead() == 0 && it.behind() == 0) return text("distance.even");
            if (it.behind() == 0) return text("distance.ahead", count(it.ahead()));
            if (it.ahead() == 0) return text("distance.behind", count(it.behind()));
            return text("distance.ahead-and-behind", count(it.ahead()), count(it.behind()));
        });
    }

    private static String count(int commits) {
        return number(commits) + (commits == Distances.COUNTED_MAX ? "+" : "");
    }
}
