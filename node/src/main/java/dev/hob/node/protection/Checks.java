package dev.hob.node.protection;

import java.util.List;

/// What must be reported of the commits that are merged.
public sealed interface Checks {
    /// The most names of checks in a rule.
    int NAMES_MAX = 50;

    /// Nothing.
    record None() implements Checks {}

    /// Whatever is reported must be good.
    record Reported() implements Checks {}

    /// Checks of these names must be there and good; a pattern stands for at least one.
    record Named(List<String> names) implements Checks {
        public Named {
            names = names.stream().distinct().sorted().toList();
        }
    }
}
