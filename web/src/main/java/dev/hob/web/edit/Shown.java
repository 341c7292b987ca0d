package dev.hob.web.edit;

import dev.hob.node.code.Diffs;
import java.util.List;
import java.util.Optional;

/// What a page says about a change beside the form.
///
/// @param told above the form, when something came in between; empty else
/// @param theirs what others changed in the meantime
/// @param prose how it reads, of a Markdown file whose preview was asked for
/// @param mine what the change does, when its preview was asked for
/// @param problems with a file that means something here
public record Shown(
        String told,
        Optional<Diffs.File> theirs,
        Optional<String> prose,
        Optional<Diffs.File> mine,
        List<String> problems) {
    static final Shown NOTHING = new Shown("", Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Shown {
        problems = List.copyOf(problems);
    }
}
