package dev.hob.search.index;

import dev.hob.node.refs.RefView;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;

/// A branch or a tag.
///
/// @param ref its full name: `refs/heads/…` or `refs/tags/…`
public record Revision(String ref) {
    public Revision {
        if (!ref.startsWith(Constants.R_HEADS) && !ref.startsWith(Constants.R_TAGS))
            throw new IllegalArgumentException("neither a branch nor a tag: " + ref);
    }

    /// What somebody means by a name, whole or short; a branch goes before a tag of the same name.
    public static Optional<Revision> named(RefView view, String name) {
        return Stream.of(name, Constants.R_HEADS + name, Constants.R_TAGS + name)
                .filter(ref -> ref.startsWith(Constants.R_HEADS) || ref.startsWith(Constants.R_TAGS))
                .filter(ref -> view.refs().containsKey(ref))
                .findFirst()
                .map(Revision::new);
    }

    public boolean isTag() {
        return ref.startsWith(Constants.R_TAGS);
    }

    /// What it is: `branch` or `tag`, as addresses have it.
    public String kind() {
        return isTag() ? "tag" : "branch";
    }

    /// Its short name.
    public String name() {
        return ref.substring((isTag() ? Constants.R_TAGS : Constants.R_HEADS).length());
    }
}
