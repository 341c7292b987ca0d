package dev.hob.federation.vocab;

import java.util.List;
import java.util.Optional;

/// A collection or a page of one. `type` says which, and whether it is ordered. Immutable.
public record Listing(
        String type,
        Optional<Id> id,
        Optional<Long> totalItems,
        Optional<Ref> first,
        Optional<Ref> partOf,
        Optional<Ref> next,
        List<Ref> items,
        Rest rest)
        implements Thing {
    public Listing {
        items = List.copyOf(items);
    }

    /// Whether the order means something.
    public boolean isOrdered() {
        return type.startsWith("Ordered");
    }
}
