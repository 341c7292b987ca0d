package dev.hob.p2p.protocol;

import dev.hob.p2p.wire.Message;
import java.util.ArrayList;
import java.util.List;

/// Collects what one input leads to.
final class Outbox {
    private final List<Effect> effects = new ArrayList<>();

    void send(Session to, Message message) {
        effects.add(new Effect.Send(to.connection(), message));
    }

    void keep(Fact fact) {
        effects.add(new Effect.Keep(fact));
    }

    void tell(News news) {
        effects.add(new Effect.Tell(news));
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }
}
