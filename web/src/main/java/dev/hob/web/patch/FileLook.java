package dev.hob.web.patch;

import dev.hob.node.code.Diffs;
import dev.hob.web.issue.TalkLine;
import dev.hob.web.render.RichDiffs;
import dev.hob.web.render.RichFiles;
import java.util.List;
import java.util.Optional;

/// A file among the changes as the page shows it.
///
/// @param number which one, from 1
/// @param html its lines; empty while they are folded
/// @param rich as what it is for, when it is wanted so
/// @param folded why they are, in words; empty when they are not
/// @param viewed whether the reader has looked it through
/// @param content what a mark that they have is about
/// @param talks how many talks there are at its lines
/// @param kept how many remarks of the reader's are kept for its lines, that were not sent yet
/// @param outdated talks about lines that are others by now
/// @param version another one when what people said in it differs
/// @param query what the address asks for to see it so
/// @param wanted the files that it wants as what they are for
public record FileLook(
        int number,
        Diffs.File file,
        String html,
        Optional<RichDiffs.Look> rich,
        String folded,
        boolean viewed,
        String content,
        int talks,
        int kept,
        List<TalkLine.Spoken> outdated,
        String version,
        String query,
        RichFiles wanted) {
    public FileLook {
        outdated = List.copyOf(outdated);
    }

    /// Whether its lines are there and can be shown.
    public boolean isOpen() {
        return folded.isEmpty() && !html.isEmpty();
    }

    /// Whether it is shown as what it is for.
    public boolean isRich() {
        return rich.filter(it -> it.told().isEmpty()).isPresent();
    }

    /// What the address asks for to see its source.
    public String asSource() {
        return wanted.without(number).at(query());
    }

    /// What the address asks for to see it as what it is for.
    public String asRich() {
        return wanted.with(number).at(query());
    }
}
