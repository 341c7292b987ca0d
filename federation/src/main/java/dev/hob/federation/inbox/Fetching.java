package dev.hob.federation.inbox;

import dev.hob.federation.remote.RemoteKeys;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.Request;
import dev.hob.federation.signature.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Who may read documents of here, on a node that asks whoever reads them who they are: any actor whose server is not
/// blocked. Shared between threads.
public final class Fetching {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Elsewhere elsewhere;
    private final InstantSource clock;
    private final Counter failures;

    Fetching(Elsewhere elsewhere, Limits limits, InstantSource clock) {
        this.elsewhere = elsewhere;
        this.clock = clock;
        this.failures = new Counter(limits.failures(), Limits.WINDOW, clock);
    }

    /// Why somebody may not read; empty when they may.
    ///
    /// @param request a GET with the public address as its target
    /// @param address that it came from, for counting
    public Optional<Inbox.Answer> refusal(Request request, String address) {
        var pause = failures.wait(address);
        if (pause.isPresent())
            return Optional.of(Inbox.Answer.later(429, "Too much comes from this address.", pause.get()));
        return switch (HttpSignatures.read(request, clock.instant())) {
            case HttpSignatures.Reading.Refused(var refused) -> failed(address, refused);
            case HttpSignatures.Reading.Claimed(var claim) -> {
                if (elsewhere.rule(claim.keyId()) == Rule.BLOCKED)
                    yield Optional.of(Inbox.Answer.of(403, "This node does not talk with that server."));
                yield switch (elsewhere.check(claim)) {
                    case RemoteKeys.Checked.Unreachable(var why) ->
                        Optional.of(Inbox.Answer.later(503, "Its key cannot be fetched now: " + why, SOON));
                    case RemoteKeys.Checked.Gone _ ->
                        Optional.of(Inbox.Answer.of(401, "The key of the signature was deleted."));
                    case RemoteKeys.Checked.Done(Verdict.Refused refused) -> failed(address, refused);
                    case RemoteKeys.Checked.Done(Verdict.Valid valid) ->
                        elsewhere.rule(valid.key().owner()) == Rule.BLOCKED
                                ? Optional.of(Inbox.Answer.of(403, "This node does not talk with that server."))
                                : Optional.empty();
                };
            }
        };
    }

    private Optional<Inbox.Answer> failed(String address, Verdict.Refused refused) {
        failures.count(address);
        return Optional.of(Inbox.Answer.of(
                refused.cause().status(),
                "This node shows its documents only to whoever signs the request: " + refused.told() + "."));
    }
}
