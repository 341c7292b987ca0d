package dev.hob.node.outside;

import java.util.List;

/// Where requests may go, and who asks. Immutable.
///
/// @param http whether plain http is allowed
/// @param allowed addresses that are allowed although they are private; there also any port, names without a dot, and
///                addresses in the place of names
/// @param agent what this node calls itself
public record Policy(boolean http, List<AddressRange> allowed, String agent) {
    public Policy {
        allowed = List.copyOf(allowed);
    }
}
