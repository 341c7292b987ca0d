package dev.hob.cli.remote;

import java.util.List;
import java.util.Optional;

/// What somebody does to an issue in a clone.
public sealed interface Deed {
    record Open(String title, String body, List<String> labels) implements Deed {
        public Open {
            labels = List.copyOf(labels);
        }
    }

    /// @param issue its number, or the beginning of its id
    record Comment(String issue, String body) implements Deed {}

    record Edit(String issue, Optional<String> title, Optional<String> body) implements Deed {}

    record Close(String issue, boolean solved) implements Deed {}

    record Reopen(String issue) implements Deed {}

    record Label(String issue, List<String> more, List<String> fewer) implements Deed {
        public Label {
            more = List.copyOf(more);
            fewer = List.copyOf(fewer);
        }
    }

    /// @param more as names that signed something in this clone, or as DIDs
    record Assign(String issue, List<String> more, List<String> fewer) implements Deed {
        public Assign {
            more = List.copyOf(more);
            fewer = List.copyOf(fewer);
        }
    }

    /// Takes back what the node does not have yet.
    record Drop(String issue) implements Deed {}
}
