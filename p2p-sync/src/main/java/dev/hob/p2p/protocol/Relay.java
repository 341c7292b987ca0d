package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Notice;

/// Who is told what, at once, with the next batch, or on coming (`radicle.md` §8.5, §8.6).
final class Relay {
    private final Tables tables;

    Relay(Tables tables) {
        this.tables = tables;
    }

    /// Tells everybody who wants to know, may know and does not know yet.
    void tell(Heard heard, Outbox out) {
        for (var session : tables.sessions.all()) {
            if (heard.isKnownBy(session)
                    || !concerns(session, heard.announcement().notice())) continue;
            out.send(session, heard.announcement());
            heard.knows(session);
        }
    }

    /// Tells those who may know it by now where our signed refs of a repository stand.
    void tellOf(RepoId repository, Outbox out) {
        tables.gossip.find(Topic.ofRefs(tables.self, repository)).ifPresent(heard -> tell(heard, out));
    }

    /// Passes on what somebody else said: an inventory with the next batch, as it may be replaced soon.
    void passOn(Heard heard, Outbox out) {
        if (!tables.settings.relaying()) return;
        if (heard.announcement().notice() instanceof Notice.Inventory)
            tables.gossip.relayLater(Topic.of(heard.announcement()));
        else tell(heard, out);
    }

    void batch(Outbox out) {
        tables.gossip.takeToRelay().forEach(heard -> tell(heard, out));
    }

    void subscribed(Session session, Message.Subscribe subscription, Outbox out) {
        session.subscribed(subscription, new Replay(subscription, tables.now));
        goOn(session, out);
    }

    /// Goes on repeating to a peer what it asked for, as fast as it may.
    void goOn(Session session, Outbox out) {
        if (session.replay().isEmpty()) return;
        var replay = session.replay().get();
        for (var next : tables.gossip.after(replay.reached()).entrySet()) {
            if (!replay.covers(next.getKey())) break;
            var heard = next.getValue();
            if (isRepeated(heard, session)) {
                if (!replay.mayGoOn(tables.now)) return;
                out.send(session, heard.announcement());
                heard.knows(session);
            }
            replay.reached(next.getKey());
        }
        session.replayed();
    }

    private boolean isRepeated(Heard heard, Session session) {
        DidKey author = heard.announcement().node();
        if (author.equals(session.peer())) return false;
        boolean ours = author.equals(tables.self);
        return (ours || tables.settings.relaying())
                && concerns(session, heard.announcement().notice());
    }

    private boolean concerns(Session session, Notice notice) {
        return switch (notice) {
            case Notice.Node _, Notice.Inventory _ -> true;
            case Notice.Refs refs -> session.wants(refs.repository()) && tables.mayKnow(session, refs.repository());
        };
    }
}
