package dev.hob.web.api;

import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.ForkedFrom;
import dev.hob.federation.outbox.PullOffers;
import dev.hob.federation.outbox.RemoteForks;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.web.federation.Contributing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Other servers that let everybody fork and take whatever they are offered.
final class Willing implements Contributing {
    private static final Id THERE = new Id("https://forge-b.example/r/p7x1qd");
    private static final Instant NOW = Instant.parse("2026-03-03T08:00:00Z");

    private final Node node;
    private final AskedPulls asked;
    private final ForkedFrom forks;
    private final AtomicInteger made = new AtomicInteger();

    Willing(Node node) {
        this.node = node;
        this.asked = new AskedPulls(node.database(), InstantSource.fixed(NOW));
        this.forks = new ForkedFrom(node.database());
    }

    @Override
    public RemoteForks.Outcome fork(Person by, String from, Optional<String> name) {
        return switch (node.refs().create(by, name.orElse("forked" + made.incrementAndGet()), false, "", "main")) {
            case Repos.Creation.Refused(var _, var told) -> new RemoteForks.Outcome.Refused(told);
            case Repos.Creation.Created(var repo) -> {
                begin(by, repo);
                yield new RemoteForks.Outcome.Begun(repo);
            }
        };
    }

    void begin(Person by, Repo repo) {
        var url = new Id("https://forge-b.example/luke/tools.git");
        var fork = new ForkedFrom.Fork(
                repo.id(), by.id(), THERE, "@luke.tools@forge-b.example", url, ForkedFrom.State.FETCHING, "", NOW);
        node.database().writing(handle -> forks.add(handle, fork));
    }

    @Override
    public Optional<ForkedFrom.Fork> fork(Repo repo) {
        return forks.of(repo.id());
    }

    @Override
    public Optional<RemoteForks.Progress> fetch(Person by, Repo repo, Duration patience) {
        forks.settle(repo.id(), ForkedFrom.State.DONE, "");
        return forks.of(repo.id()).map(fork -> new RemoteForks.Progress(fork, Map.of()));
    }

    @Override
    public PullOffers.Outcome offer(Person by, Repo from, PullOffers.Wish wish) {
        var head = node.refs().view(from).refs().get(Constants.R_HEADS + wish.branch());
        if (head == null) return new PullOffers.Outcome.Refused("There is no branch " + wish.branch() + ".");
        var pull = new AskedPulls.Asked(
                "pull" + made.incrementAndGet(),
                by.id(),
                from.id(),
                wish.branch(),
                THERE,
                "@luke.tools@forge-b.example",
                wish.target(),
                wish.title(),
                wish.body(),
                head,
                AskedPulls.State.ASKED,
                "",
                Optional.empty(),
                Optional.empty(),
                NOW,
                NOW);
        node.database().writing(handle -> asked.add(handle, pull));
        return new PullOffers.Outcome.Asked(pull);
    }

    @Override
    public List<AskedPulls.Asked> offered(Person by) {
        return asked.of(by.id(), AskedPulls.LIST_MAX);
    }

    @Override
    public Optional<String> source(Repo project, ObjectId patch) {
        return Optional.empty();
    }

    @Override
    public Optional<AskedPulls.Asked> offered(Person by, String id) {
        return asked.find(id).filter(pull -> pull.person().equals(by.id()));
    }
}
