package dev.hob.web.federation;

import dev.hob.federation.Federation;
import dev.hob.federation.Moderation;
import dev.hob.federation.Speaking;
import dev.hob.federation.across.Across;
import dev.hob.federation.across.Moves;
import dev.hob.federation.inbox.Fetching;
import dev.hob.federation.inbox.Inbox;
import dev.hob.federation.vocab.Handle;
import java.util.Optional;
import java.util.function.Function;

/// What other servers find here, as far as this node has a public address.
///
/// @param speaking what they may read
/// @param inbox where what they send goes
/// @param subscribing where the server of somebody elsewhere lets them follow, if it says so
/// @param across what people of here do elsewhere
/// @param moderation what is decided about them
/// @param contributing what people of here do for repositories elsewhere
/// @param moves who goes there, or came from there
/// @param fetching who may read documents of here, where whoever reads them is asked who they are
public record Federating(
        Optional<Speaking> speaking,
        Optional<Inbox> inbox,
        Function<Handle, Optional<String>> subscribing,
        Optional<Across> across,
        Optional<Moderation> moderation,
        Optional<Contributing> contributing,
        Optional<Moves> moves,
        Optional<Fetching> fetching) {
    /// A node that nobody elsewhere knows.
    public static final Federating NOT = new Federating(
            Optional.empty(),
            Optional.empty(),
            _ -> Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// Why there is nothing to see of other servers, where there is not.
    public static final String SILENT =
            "This node speaks with no other servers: it has no public https address (http.url), or federation.enabled"
                    + " is false.";

    /// A node that they know.
    public static Federating of(Federation federation) {
        return of(federation, false);
    }

    /// The same.
    ///
    /// @param authorizedFetch whether only whoever signs the request may read documents
    public static Federating of(Federation federation, boolean authorizedFetch) {
        return new Federating(
                Optional.of(federation.speaking()),
                Optional.of(federation.reception().inbox()),
                handle -> federation.actors().subscribing(handle),
                Optional.of(federation.across()),
                Optional.of(federation.moderation()),
                Optional.of(Contributing.of(federation.pulls(), federation.forks(), federation.offered())),
                Optional.of(federation.moves()),
                Optional.of(federation.reception().fetching()).filter(_ -> authorizedFetch));
    }
}
