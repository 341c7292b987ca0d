package dev.hob.web.federation;

import dev.hob.federation.Speaking;
import dev.hob.federation.inbox.Inbox;
import dev.hob.federation.vocab.Handle;
import java.util.Optional;
import java.util.function.Function;

/// What other servers find here, as far as this node has a public address.
///
/// @param speaking what they may read
/// @param inbox where what they send goes
/// @param subscribing where the server of somebody elsewhere lets them follow, if it says so
/// @param contributing what people of here do for repositories elsewhere
public record Federating(
        Optional<Speaking> speaking,
        Optional<Inbox> inbox,
        Function<Handle, Optional<String>> subscribing,
        Optional<Contributing> contributing) {
    /// A node that nobody elsewhere knows.
    public static final Federating NOT =
            new Federating(Optional.empty(), Optional.empty(), _ -> Optional.empty(), Optional.empty());
}
