package dev.hob.p2p.protocol;

import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.RefsAt;
import dev.hob.p2p.wire.Timestamp;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// What this node announces of itself (`radicle.md` §8.5, §8.6).
final class Voice {
    /// How far back we ask for what was said, at least.
    private static final Duration BACKLOG = Duration.ofHours(24);

    /// How far before the last thing heard we ask again: clocks differ.
    private static final Duration OVERLAP = Duration.ofMinutes(3);

    /// What we announced is said anew after this time, long before others forget it.
    private static final Duration REFRESH = Duration.ofHours(24);

    private final Tables tables;
    private final Relay relay;
    private Timestamp last = Timestamp.MIN;
    private Timestamp heardBefore = Timestamp.MIN;

    Voice(Tables tables, Relay relay) {
        this.tables = tables;
        this.relay = relay;
    }

    /// Says who we are and what we have, unless that was said before.
    void started(Outbox out) {
        heardBefore = tables.gossip.newest().orElse(Timestamp.MIN);
        for (var heard : tables.gossip.all()) {
            var said = heard.announcement();
            if (said.node().equals(tables.self) && said.timestamp().isAfter(last)) last = said.timestamp();
        }
        refresh(out);
        announceInventory(out);
        for (var repository : tables.holdings.repositories()) announceRefs(repository, out);
    }

    /// The first words on a connection, in this order: who is not known is not listened to.
    void greet(Session session, Outbox out) {
        for (var topic : List.of(Topic.ofNode(tables.self), Topic.ofInventory(tables.self)))
            tables.gossip.find(topic).ifPresent(heard -> {
                out.send(session, heard.announcement());
                heard.knows(session);
            });
        out.send(session, subscription(session, heardBefore));
    }

    /// Asks again for the last day, on a connection that has stood for long: what was passed on elsewhere while
    /// the network was cut is not passed on a second time.
    void askAgain(Session session, Outbox out) {
        session.subscribedTo(tables.now);
        out.send(session, subscription(session, Timestamp.MIN));
    }

    private Message subscription(Session session, Timestamp heard) {
        var dayAgo = tables.timestamp().minus(BACKLOG);
        // The newest we heard may be dated ahead: taken for the moment we left, it would hide what came before it.
        boolean wasAwayForLong = !heard.equals(Timestamp.MIN) && dayAgo.isAfter(heard);
        var since = wasAwayForLong ? heard.minus(OVERLAP) : dayAgo;
        var filter = tables.policies.filter(repository -> session.isProven() || !isPrivate(repository));
        return new Message.Subscribe(filter, since, Timestamp.MAX);
    }

    private boolean isPrivate(RepoId repository) {
        if (tables.policies.isAskedForInName(repository)) return true;
        return tables.holdings
                .held(repository)
                .filter(held -> held.visibility() instanceof Visibility.Private)
                .isPresent();
    }

    /// Says anew what others would otherwise forget.
    void refresh(Outbox out) {
        var settings = tables.settings;
        if (isDue(Topic.ofNode(tables.self)) || !describesUs()) {
            // The real node changes the nonce once and asks for no work.
            say(
                    new Notice.Node(
                            Notice.Node.VERSION,
                            Notice.Node.SEED,
                            next(),
                            settings.alias(),
                            settings.addresses(),
                            1,
                            settings.agent()),
                    out);
        }
        if (isDue(Topic.ofInventory(tables.self))) sayInventory(inventory(), out);
    }

    /// Says what we have, if that has changed.
    void announceInventory(Outbox out) {
        var inventory = inventory();
        var said = tables.gossip.find(Topic.ofInventory(tables.self));
        if (said.isPresent()
                && said.get().announcement().notice() instanceof Notice.Inventory before
                && before.repositories().equals(inventory)) return;
        sayInventory(inventory, out);
    }

    /// Says where signed refs of a repository stand here, if that has changed. All of them, not only those that
    /// moved: whoever was away for several changes hears only the last announcement.
    void announceRefs(RepoId repository, Outbox out) {
        if (tables.holdings.held(repository).isEmpty() || !tables.policies.isSeeding(repository)) return;
        List<RefsAt> heads = tables.holdings.heads(repository).stream()
                .limit(Notice.Refs.REFS_MAX)
                .toList();
        var said = tables.gossip.find(Topic.ofRefs(tables.self, repository));
        boolean unchanged = said.isPresent()
                && said.get().announcement().notice() instanceof Notice.Refs before
                && before.refs().equals(heads);
        if (heads.isEmpty() || unchanged) return;
        say(new Notice.Refs(repository, heads, next()), out);
    }

    /// Says once more where they stand, to those who may know it by now.
    void repeatRefs(RepoId repository, Outbox out) {
        relay.tellOf(repository, out);
    }

    private void sayInventory(List<RepoId> inventory, Outbox out) {
        var notice = new Notice.Inventory(inventory, next());
        say(notice, out);
        tables.routing.replace(tables.self, inventory, notice.timestamp(), out);
    }

    /// Public, seeded and here; in a fixed order, so that equal sets are equal announcements.
    private List<RepoId> inventory() {
        return tables.holdings.repositories().stream()
                .filter(tables.policies::isSeeding)
                .filter(repository -> tables.holdings
                        .held(repository)
                        .filter(held -> held.visibility() instanceof Visibility.Public)
                        .isPresent())
                .sorted(Comparator.comparing(RepoId::value))
                .limit(Notice.Inventory.REPOSITORIES_MAX)
                .toList();
    }

    private void say(Notice notice, Outbox out) {
        Announcement announcement = notice.signedBy(tables.key);
        tables.gossip.hold(announcement, out).ifPresent(heard -> {
            heard.settle();
            relay.tell(heard, out);
        });
    }

    private boolean isDue(Topic topic) {
        return tables.gossip
                .find(topic)
                .filter(heard -> heard.announcement()
                        .timestamp()
                        .isAfter(tables.timestamp().minus(REFRESH)))
                .isEmpty();
    }

    private boolean describesUs() {
        var settings = tables.settings;
        return tables.gossip
                .find(Topic.ofNode(tables.self))
                .filter(heard -> heard.announcement().notice() instanceof Notice.Node said
                        && said.alias().equals(settings.alias())
                        && said.agent().equals(settings.agent())
                        && said.addresses().equals(settings.addresses()))
                .isPresent();
    }

    /// Whether we said something later than we know of: before a backup was restored, or elsewhere with the same
    /// key.
    boolean isNews(Announcement ours) {
        return ours.timestamp().isAfter(last);
    }

    /// Goes on from there, as peers would not hear anything earlier.
    void resume(Announcement ours) {
        last = ours.timestamp();
    }

    /// Never the same twice, nor an earlier one, whatever the clock does.
    private Timestamp next() {
        last = tables.timestamp().isAfter(last) ? tables.timestamp() : last.next();
        return last;
    }
}
