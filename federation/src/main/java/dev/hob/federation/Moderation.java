package dev.hob.federation;

import dev.hob.federation.actor.Blocks;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Home;
import dev.hob.federation.inbox.GuestRules;
import dev.hob.federation.inbox.Queue;
import dev.hob.federation.inbox.Reception;
import dev.hob.federation.inbox.Reports;
import dev.hob.federation.remote.Deliveries;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.remote.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// What whoever looks after this node, or after something in it, sees of other servers and decides about them. Shared
/// between threads.
public final class Moderation {
    /// How many hosts are listed.
    public static final int INSTANCES_MAX = 10_000;

    private final Home home;
    private final InstanceRules rules;
    private final RemoteActors actors;
    private final Deliveries deliveries;
    private final Reception reception;
    private final Followers followers;

    Moderation(
            Home home,
            InstanceRules rules,
            RemoteActors actors,
            Deliveries deliveries,
            Reception reception,
            Followers followers) {
        this.home = home;
        this.rules = rules;
        this.actors = actors;
        this.deliveries = deliveries;
        this.reception = reception;
        this.followers = followers;
    }

    /// A server that has to do with this one, or that was decided about.
    ///
    /// @param rule how it is met, by a decision about it or about what is above it
    /// @param decided what was decided about this very host
    /// @param followers how many of its accounts follow somebody here
    /// @param sent what is remembered of what it sent here
    /// @param sending how deliveries to it stand, where some wait or fail
    public record Instance(
            String host,
            Rule rule,
            Optional<InstanceRules.Decided> decided,
            int followers,
            Queue.Sum sent,
            Optional<Deliveries.Host> sending) {
        private boolean isTroubled() {
            return sending.filter(it -> it.parked() || it.failures() > 0).isPresent();
        }

        private long waiting() {
            return sending.map(Deliveries.Host::waiting).orElse(0L);
        }
    }

    private static final Comparator<Instance> ORDER = Comparator.comparing(Instance::isTroubled)
            .thenComparingLong(Instance::waiting)
            .thenComparingInt(Instance::followers)
            .reversed()
            .thenComparing(Instance::host);

    /// The address of this node.
    public Home home() {
        return home;
    }

    /// The servers whose names have a word in them: those first that cannot be reached, then those for which most
    /// waits, then those with most followers.
    public List<Instance> instances(String word) {
        var sending = new HashMap<String, Deliveries.Host>();
        for (var host : deliveries.hosts(INSTANCES_MAX)) sending.put(host.host(), host);
        var decided = new HashMap<String, InstanceRules.Decided>();
        for (var one : rules.list()) decided.put(one.host(), one);
        var follow = followers.byHost();
        var sent = reception.queue().byHost();
        var hosts = new TreeSet<String>();
        for (var known : List.of(sending.keySet(), decided.keySet(), follow.keySet(), sent.keySet()))
            hosts.addAll(known);
        String part = word.strip().toLowerCase(Locale.ROOT);
        var instances = new ArrayList<Instance>();
        for (String host : hosts)
            if (host.contains(part))
                instances.add(new Instance(
                        host,
                        rules.of(host),
                        Optional.ofNullable(decided.get(host)),
                        follow.getOrDefault(host, 0),
                        sent.getOrDefault(host, Queue.Sum.NONE),
                        Optional.ofNullable(sending.get(host))));
        instances.sort(ORDER);
        return List.copyOf(instances.subList(0, Math.min(instances.size(), INSTANCES_MAX)));
    }

    /// One server; also one that has nothing to do with this node yet.
    public Instance instance(String host) {
        return instances(host).stream()
                .filter(it -> it.host().equals(host))
                .findFirst()
                .orElseGet(() ->
                        new Instance(host, rules.of(host), Optional.empty(), 0, Queue.Sum.NONE, Optional.empty()));
    }

    /// What was decided about servers.
    public InstanceRules rules() {
        return rules;
    }

    /// What waits to be sent.
    public Deliveries deliveries() {
        return deliveries;
    }

    /// What came.
    public Queue queue() {
        return reception.queue();
    }

    /// The same, with what waits for somebody's leave.
    public Reception reception() {
        return reception;
    }

    /// What people and servers complain of.
    public Reports reports() {
        return reception.reports();
    }

    /// What owners want of strangers.
    public GuestRules guests() {
        return reception.rules();
    }

    /// Who is not heard.
    public Blocks blocks() {
        return reception.blocks();
    }

    /// Who elsewhere is meant by a handle or an address; their server is asked if they are not known.
    public Looked<RemoteActor> find(String typed) {
        return actors.find(typed);
    }
}
