package dev.hob.p2p.protocol;

import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Timestamp;
import java.time.Duration;
import java.util.Optional;

/// Whom we believe, and what follows (`radicle.md` §8.6). The cheap questions come first: most of what is heard
/// was heard before, and a signature costs more than all the rest.
final class Hearing {
    /// How far ahead of ours another's clock may be.
    private static final Duration AHEAD_MAX = Duration.ofMinutes(60);

    /// What is older is kept, but not passed on.
    private static final Duration FRESH = Duration.ofMinutes(60);

    private final Tables tables;
    private final Relay relay;
    private final Voice voice;
    private final Fetching fetching;

    Hearing(Tables tables, Relay relay, Voice voice, Fetching fetching) {
        this.tables = tables;
        this.relay = relay;
        this.voice = voice;
        this.fetching = fetching;
    }

    /// Takes an announcement from a peer; says why the peer must go, if it must.
    Optional<Because> heard(Session from, Announcement announcement, Outbox out) {
        if (isOfNoTime(announcement.timestamp())) return Optional.of(Because.WRONG_TIME);
        if (announcement.node().equals(tables.self)) {
            if (voice.isNews(announcement) && tables.genuine.test(announcement)) voice.resume(announcement);
            return Optional.empty();
        }
        if (!tables.gossip.isNews(announcement)) {
            tables.gossip
                    .find(Topic.of(announcement))
                    .filter(known -> known.announcement().timestamp().equals(announcement.timestamp()))
                    .ifPresent(known -> known.knows(from));
            return Optional.empty();
        }
        if (!isFromSomebodyKnown(announcement)) return Optional.empty();
        if (!tables.genuine.test(announcement)) return Optional.of(Because.FORGED);
        switch (announcement.notice()) {
            case Notice.Node node -> node(from, announcement, node, out);
            case Notice.Inventory inventory -> inventory(from, announcement, inventory, out);
            case Notice.Refs refs -> refs(from, announcement, refs, out);
        }
        return Optional.empty();
    }

    // A real node that is given a timestamp of zero stops altogether: it must not get one from us.
    private boolean isOfNoTime(Timestamp timestamp) {
        return timestamp.equals(Timestamp.MIN) || timestamp.minus(AHEAD_MAX).isAfter(tables.timestamp());
    }

    private boolean isFromSomebodyKnown(Announcement announcement) {
        return announcement.notice() instanceof Notice.Node || tables.peers.contains(announcement.node());
    }

    private void node(Session from, Announcement announcement, Notice.Node said, Outbox out) {
        if (said.isSeed()) tables.peers.learn(announcement, said, from.address().host(), out);
        hold(from, announcement, out).ifPresent(heard -> relay.passOn(heard, out));
    }

    private void inventory(Session from, Announcement announcement, Notice.Inventory said, Outbox out) {
        tables.routing.replace(announcement.node(), said.repositories(), said.timestamp(), out);
        hold(from, announcement, out).filter(this::isFresh).ifPresent(heard -> relay.passOn(heard, out));
        tables.sessions.with(announcement.node()).ifPresent(author -> {
            author.has(said.repositories());
            fetching.pullFrom(author, out);
        });
    }

    private void refs(Session from, Announcement announcement, Notice.Refs said, Outbox out) {
        if (said.refs().isEmpty()) return;
        tables.routing.add(said.repository(), announcement.node(), said.timestamp(), out);
        said.refs().stream()
                .filter(one -> one.remote().equals(tables.self))
                .findFirst()
                .ifPresent(ours -> {
                    out.keep(new Fact.Synced(said.repository(), announcement.node(), ours.at(), said.timestamp()));
                    out.tell(new News.Synced(said.repository(), announcement.node(), ours.at()));
                });
        // Else a stranger could fill the table with repositories that do not exist.
        if (!tables.policies.isSeeding(said.repository())) return;
        boolean isMissed = tables.gossip
                .find(Topic.of(announcement))
                .filter(before -> fetching.isMissedBy(said, before))
                .isPresent();
        var held = hold(from, announcement, out);
        if (isMissed) held.ifPresent(Heard::miss);
        held.filter(this::isFresh).ifPresent(heard -> relay.passOn(heard, out));
        var author = tables.sessions.with(announcement.node());
        if (held.isEmpty() || author.isEmpty()) return;
        fetching.pull(author.get(), held.get());
        fetching.start(out);
    }

    private Optional<Heard> hold(Session from, Announcement announcement, Outbox out) {
        var held = tables.gossip.hold(announcement, out);
        held.ifPresent(heard -> heard.knows(from));
        return held;
    }

    private boolean isFresh(Heard heard) {
        return !tables.timestamp().minus(FRESH).isAfter(heard.announcement().timestamp());
    }
}
