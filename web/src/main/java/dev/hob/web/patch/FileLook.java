package dev.hob.web.patch;

import dev.hob.node.code.Diffs;
import dev.hob.web.issue.TalkLine;
import java.util.List;

/// A file among the changes as the page shows it.
///
/// @param number which one, from 1
/// @param html its lines; empty while they are folded
/// @param folded why they are, in words; empty when they are not
/// @param viewed whether the reader has looked it through
/// @param content what a mark that they have is about
/// @param talks how many talks there are at its lines
/// @param outdated talks about lines that are others by now
/// @param version another one when what people said in it differs
/// @param query what the address asks for to see it so
public record FileLook(
        int number,
        Diffs.File file,
        String html,
        String folded,
        boolean viewed,
        String content,
        int talks,
        List<TalkLine.Spoken> outdated,
        String version,
        String query) {
    public FileLook {
        outdated = List.copyOf(outdated);
    }

    /// Whether its lines are there and can be shown.
    public boolean isOpen() {
        return folded.isEmpty() && !html.isEmpty();
    }
}
