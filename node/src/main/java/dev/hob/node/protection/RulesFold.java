package dev.hob.node.protection;

import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.refs.Surroundings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A project's rules while their entries are told: only delegates speak, and what is not known is refused. Mutable; for
/// one thread at a time.
final class RulesFold implements Graph.Subject {
    /// The type of such objects.
    static final String TYPE = "dev.hob.protection";

    /// A rule, and since when.
    record Dated<T>(T rule, Instant created, Instant updated) {}

    private final Surroundings context;
    private final SortedMap<String, Dated<BranchRule>> branches = new TreeMap<>();
    private final SortedMap<String, Dated<TagRule>> tags = new TreeMap<>();

    RulesFold(Surroundings context) {
        this.context = context;
    }

    @Override
    public boolean begin(Entry root) throws IOException {
        return apply(root);
    }

    @Override
    public boolean apply(Entry entry) throws IOException {
        var author = entry.author().orElseThrow();
        var document = context.document(entry);
        if (document.isEmpty() || !document.get().delegates().contains(author)) return false;
        var actions = new ArrayList<RuleAction>();
        for (var json : entry.actions()) {
            var action = RuleAction.parse(json);
            if (action.isEmpty()) return false;
            actions.add(action.get());
        }
        for (var action : actions) perform(entry.at(), action);
        return true;
    }

    private void perform(Instant at, RuleAction action) {
        switch (action) {
            case RuleAction.SetBranch(var rule) -> put(branches, rule.pattern().text(), rule, at);
            case RuleAction.ForgetBranch(var pattern) -> branches.remove(pattern);
            case RuleAction.SetTag(var rule) -> put(tags, rule.pattern().text(), rule, at);
            case RuleAction.ForgetTag(var pattern) -> tags.remove(pattern);
        }
    }

    private static <T> void put(SortedMap<String, Dated<T>> rules, String pattern, T rule, Instant at) {
        var before = rules.get(pattern);
        rules.put(pattern, new Dated<>(rule, before == null ? at : before.created(), at));
    }

    SortedMap<String, Dated<BranchRule>> branches() {
        return Collections.unmodifiableSortedMap(branches);
    }

    SortedMap<String, Dated<TagRule>> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }
}
