package dev.hob.node.protection;

import dev.hob.keys.DidKey;
import dev.hob.node.repo.Repo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;

/// What of the rules the network's own format has words for: whose refs count beside the delegates'
/// (`xyz.radicle.crefs`). Only what means the same there: lists of people for one name, or for all below a folder, and
/// only where nothing else is asked of a push, since nobody there would ask for it.
final class CanonicalPeople {
    private static final String BELOW = "/**";

    private CanonicalPeople() {}

    static SortedMap<String, List<DidKey>> of(
            Repo repo, Collection<RulesFold.Dated<BranchRule>> branches, Collection<RulesFold.Dated<TagRule>> tags) {
        var people = new TreeMap<String, List<DidKey>>();
        for (var dated : branches) {
            var rule = dated.rule();
            boolean more = rule.linear() || rule.signed() || !rule.files().isEmpty();
            if (more || rule.push().people().isEmpty()) continue;
            // About the default branch the format lets nobody but the delegates decide.
            pattern(rule.pattern())
                    .filter(name -> !name.equals(repo.defaultBranch()))
                    .ifPresent(name ->
                            people.put(Constants.R_HEADS + name, rule.push().people()));
        }
        for (var dated : tags) {
            var allowed = dated.rule().allowed().people();
            if (allowed.isEmpty()) continue;
            pattern(dated.rule().pattern()).ifPresent(name -> people.put(Constants.R_TAGS + name, allowed));
        }
        return people;
    }

    /// The same pattern there, where the last asterisk stands for all that begins so.
    private static Optional<String> pattern(Glob glob) {
        if (glob.isPlain()) return glob.name().contains("*") ? Optional.empty() : Optional.of(glob.name());
        String text = glob.text();
        if (!text.endsWith(BELOW) || text.length() == BELOW.length()) return Optional.empty();
        var folder = Glob.of(text.substring(0, text.length() - BELOW.length()));
        boolean plain = folder.isPlain() && !folder.name().contains("*");
        return plain ? Optional.of(folder.name() + "/*") : Optional.empty();
    }
}
