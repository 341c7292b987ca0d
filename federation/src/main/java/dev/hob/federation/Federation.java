package dev.hob.federation;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Finder;
import dev.hob.federation.across.Moves;
import dev.hob.federation.across.Profiles;
import dev.hob.federation.actor.Home;
import dev.hob.federation.actor.KnownStrangers;
import dev.hob.federation.actor.Local;
import dev.hob.federation.inbox.Elsewhere;
import dev.hob.federation.inbox.Limits;
import dev.hob.federation.inbox.OfferedPulls;
import dev.hob.federation.inbox.Reception;
import dev.hob.federation.outbox.Announcer;
import dev.hob.federation.outbox.PullOffers;
import dev.hob.federation.outbox.RemoteForks;
import dev.hob.federation.remote.Deliveries;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.remote.RemoteInstances;
import dev.hob.federation.remote.RemoteKeys;
import dev.hob.federation.vocab.Handle;
import dev.hob.node.Node;
import dev.hob.node.git.RemoteGit;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Policy;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node among other servers: what they read here, what they send, and what they are told. Shared between threads.
public final class Federation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Federation.class);

    private final Speaking speaking;
    private final Outside outside;
    private final InstanceRules rules;
    private final Remote remote;
    private final RemoteActors actors;
    private final Deliveries deliveries;
    private final Reception reception;
    private final Announcer announcer;
    private final Across across;
    private final Moderation moderation;
    private final PullOffers pulls;
    private final RemoteForks forks;
    private final OfferedPulls offered;
    private final Moves moves;

    /// @param home the address that all ids of here begin with
    /// @param policy where requests may go
    /// @param limits how much may be sent here
    public Federation(Node node, Home home, Policy policy, Limits limits, InstantSource clock) {
        var database = node.database();
        var strangers = new KnownStrangers(node, RemoteActors.knownIn(database, clock));
        this.speaking = Speaking.of(node, home, strangers, clock);
        this.outside = new Outside(policy, clock);
        this.rules = new InstanceRules(database, clock);
        var here = speaking.actors();
        this.remote = new Remote(outside, rules, here.signer(new Local.Instance()), clock);
        var keys = new RemoteKeys(database, remote, clock);
        this.actors = new RemoteActors(database, remote, rules, keys, clock);
        var followers = speaking.followers();
        this.deliveries = new Deliveries(
                database,
                remote,
                rules,
                key -> here.signer(key),
                inbox -> database.writing(handle -> followers.forgetInbox(handle, inbox)),
                clock);
        var git = new RemoteGit(node.storage(), node.refs(), node.peerRefs(), outside);
        var instances = new RemoteInstances(remote, clock);
        var finder = new Finder(here, actors, remote);
        var profiles = new Profiles(remote);
        var elsewhere = Elsewhere.of(remote, actors, instances, keys, rules, deliveries, git, text -> {
            finder.forget(text);
            profiles.forget(text);
        });
        this.reception = new Reception(node, here, speaking.subjects(), followers, elsewhere, limits, clock);
        this.moderation = new Moderation(home, rules, actors, deliveries, reception, followers);
        this.announcer = speaking.announcer(
                node,
                id -> actors.known(id).map(RemoteActor::deliversTo),
                id -> actors.known(id).filter(instances::isForge).isPresent(),
                this::meet,
                deliveries::enqueue,
                clock);
        this.across = new Across(
                database,
                here,
                followers,
                speaking.abroad(),
                speaking.letters(),
                finder,
                profiles,
                remote,
                instances::isForge,
                deliveries::enqueue,
                clock);
        this.pulls = new PullOffers(node, here, strangers, actors, deliveries::enqueue, clock);
        this.forks = new RemoteForks(node, actors, rules, git, clock);
        this.offered = new OfferedPulls(database, clock);
        this.moves = new Moves(node, here, actors::find, actors::refresh);
    }

    /// Looks for somebody whom a text calls, once: whoever cannot be found is not told.
    private void meet(Handle handle) {
        if (actors.known(handle).isPresent() || speaking.actors().home().host().equals(handle.host())) return;
        switch (actors.find(handle)) {
            case Looked.Found<RemoteActor> _ -> LOG.debug("{} is known now", handle);
            case Looked<RemoteActor> other -> LOG.info("{} is called, and not found: {}", handle, other);
        }
    }

    /// Begins to do what was sent, to tell what happens, and to deliver it.
    public void start() {
        deliveries.start();
        reception.start();
        announcer.start();
        pulls.start();
        forks.start();
    }

    /// What others can read.
    public Speaking speaking() {
        return speaking;
    }

    /// Who elsewhere is known.
    public RemoteActors actors() {
        return actors;
    }

    /// How hosts are met.
    public InstanceRules rules() {
        return rules;
    }

    /// What is asked of others.
    public Remote remote() {
        return remote;
    }

    /// What waits to be sent.
    public Deliveries deliveries() {
        return deliveries;
    }

    /// What others send.
    public Reception reception() {
        return reception;
    }

    /// What is decided about other servers.
    public Moderation moderation() {
        return moderation;
    }

    /// Whoever tells followers.
    public Announcer announcer() {
        return announcer;
    }

    /// What people of here do elsewhere.
    public Across across() {
        return across;
    }

    /// Pull requests of people of here to repositories elsewhere.
    public PullOffers pulls() {
        return pulls;
    }

    /// Repositories of here that begin with what another server has.
    public RemoteForks forks() {
        return forks;
    }

    /// From where pull requests of here come that others offered from their own servers.
    public OfferedPulls offered() {
        return offered;
    }

    /// People and repositories of here that move to other servers, or came from there.
    public Moves moves() {
        return moves;
    }

    @Override
    public void close() {
        forks.close();
        pulls.close();
        announcer.close();
        reception.close();
        deliveries.close();
        outside.close();
    }
}
