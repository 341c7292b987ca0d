package dev.hob.web.search;

import dev.hob.node.Node;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.search.index.Revision;
import dev.hob.search.query.Question;
import dev.hob.search.query.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Which branches and tags can be searched instead. Shared between threads.
public final class RevisionChoices {
    private static final int EACH_MAX = 50;

    private final Node node;

    RevisionChoices(Node node) {
        this.node = node;
    }

    /// A branch or a tag.
    ///
    /// @param value as a question has it; empty for the default branch
    public record Choice(String name, String value, boolean chosen) {}

    /// The choices of one repository.
    ///
    /// @param branches the default branch first
    /// @param chosen what the question names, and the page without it
    public record Choices(List<Choice> branches, List<Choice> tags, Optional<Facet> chosen) {
        public Choices {
            branches = List.copyOf(branches);
            tags = List.copyOf(tags);
        }

        /// Whether there is any choice.
        public boolean any() {
            return branches.size() + tags.size() > 1;
        }
    }

    /// Of the repository that was asked, if it was exactly one; its asker may see what it has.
    Choices of(Typed typed, Question question, Results results) {
        var chosen = question.revision()
                .map(name -> new Facet(
                        "rev:" + name.replaceFirst("^refs/(heads|tags)/", ""),
                        0,
                        typed.without(Typed.Part.REVISION).url(),
                        true));
        return results.only()
                .flatMap(node.repos()::byId)
                .map(repo -> of(repo, results.revision(), chosen))
                .orElseGet(() -> new Choices(List.of(), List.of(), chosen));
    }

    private Choices of(Repo repo, Optional<Revision> now, Optional<Facet> chosen) {
        var view = node.refs().view(repo);
        var branches = new ArrayList<Choice>();
        if (view.headId().isPresent()) branches.add(new Choice(view.defaultBranch(), "", now.isEmpty()));
        branches.addAll(some(view, Constants.R_HEADS, now));
        return new Choices(branches, some(view, Constants.R_TAGS, now), chosen);
    }

    /// The first of them by name, and the one that is searched now.
    private static List<Choice> some(RefView view, String prefix, Optional<Revision> now) {
        var refs = new ArrayList<>(view.below(prefix).keySet().stream()
                .filter(ref -> !ref.equals(view.head()))
                .limit(EACH_MAX)
                .toList());
        now.map(Revision::ref)
                .filter(ref -> ref.startsWith(prefix) && !refs.contains(ref))
                .ifPresent(refs::add);
        return refs.stream()
                .map(Revision::new)
                .map(it -> new Choice(
                        it.name(), value(view, it), now.filter(it::equals).isPresent()))
                .toList();
    }

    /// A branch goes before a tag of the same name.
    private static String value(RefView view, Revision revision) {
        return Revision.named(view, revision.name()).filter(revision::equals).isPresent()
                ? revision.name()
                : revision.ref();
    }
}
