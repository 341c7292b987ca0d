package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.FetchQueue.Job;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.RefsAt;
import dev.hob.p2p.wire.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is fetched from whom (`radicle.md` §8.6). Looks at what was announced and is not here, not at the moment
/// of the announcement: a fetch that failed, or an announcer that was away, is come back to.
final class Fetching {
    private final Tables tables;
    private final Voice voice;

    Fetching(Tables tables, Voice voice) {
        this.tables = tables;
        this.voice = voice;
    }

    /// Asks a peer for all it has announced and we lack.
    void pullFrom(Session session, Outbox out) {
        for (var heard : tables.gossip.refsOf(session.peer())) if (!heard.isSettled()) pull(session, heard);
        for (var repository : tables.routing.repositoriesOf(session.peer())) cloneFrom(session, repository);
        if (session.isProven()) askInNames(session);
        start(out);
    }

    /// Asks the author of an announcement for what it offers.
    void pull(Session session, Heard heard) {
        if (!(heard.announcement().notice() instanceof Notice.Refs offered)) return;
        var repository = offered.repository();
        var held = tables.holdings.held(repository);
        if (held.isEmpty()) {
            cloneFrom(session, repository);
            return;
        }
        // Private work never travels in clear, and nobody is asked for it who may not know of it.
        if (!tables.mayKnow(session, repository)) return;
        if (!isLacking(heard)) heard.settle();
        else if (tables.patience.mayTry(repository, session.peer(), tables.now))
            tables.fetches.add(new Job(
                    repository, session.peer(), heard.hasMissed() ? List.of() : wanted(heard), offered.timestamp()));
    }

    /// Asks once on each connection, in somebody's name, for what a peer does not speak of to everybody: then it tells
    /// what happens to it.
    private void askInNames(Session session) {
        for (var repository : tables.policies.introducedTo(session.peer()))
            if (!session.hasGiven(repository)
                    && tables.policies.isSeeding(repository)
                    && tables.patience.mayTry(repository, session.peer(), tables.now))
                tables.fetches.add(
                        new Job(repository, session.peer(), List.of(), announced(session.peer(), repository)));
    }

    /// Asks at once when somebody lends a name: what it gave or refused before, it gave or refused to somebody else.
    void introduced(RepoId repository, DidKey node, Outbox out) {
        tables.patience.forget(repository, node);
        tables.sessions.with(node).ifPresent(session -> {
            session.gaveNot(repository);
            pullFrom(session, out);
        });
    }

    private boolean isPrivate(RepoId repository) {
        return tables.holdings
                .held(repository)
                .filter(held -> held.visibility() instanceof Visibility.Private)
                .isPresent();
    }

    /// Asks a peer for a whole repository, if it is wanted, is not here, and nobody else was asked.
    void cloneFrom(Session session, RepoId repository) {
        if (!tables.policies.isSeeding(repository)
                || tables.holdings.held(repository).isPresent()) return;
        if (tables.fetches.isFetching(repository)) return;
        if (tables.patience.mayTry(repository, session.peer(), tables.now))
            tables.fetches.add(new Job(repository, session.peer(), List.of(), announced(session.peer(), repository)));
    }

    /// The operator asks.
    void asked(RepoId repository, DidKey from, Outbox out) {
        var session = tables.sessions.with(from);
        if (session.isEmpty()) {
            out.tell(new News.FetchDeclined(repository, from, "not connected"));
            return;
        }
        if (!tables.fetches.add(new Job(repository, from, List.of(), announced(from, repository))))
            out.tell(new News.FetchDeclined(repository, from, "too many fetches wait for this peer"));
        start(out);
    }

    /// Begins what can begin.
    void start(Outbox out) {
        for (var begun = tables.fetches.start(); !begun.isEmpty(); begun = tables.fetches.start())
            for (var job : begun) begin(job, out);
    }

    private void begin(Job job, Outbox out) {
        var session = tables.sessions.with(job.from());
        var scope = tables.policies.scope(job.repository());
        var wanted = job.wanted().isEmpty() ? job.wanted() : stillWanted(job);
        boolean isHereByNow = wanted.isEmpty() && !job.wanted().isEmpty();
        // Whoever asked may wait for it. Of a session that is gone they hear by itself.
        if (scope.isEmpty()) out.tell(new News.FetchDeclined(job.repository(), job.from(), "not kept here: seed it"));
        if (session.isEmpty() || scope.isEmpty() || isHereByNow) tables.fetches.ended(job.repository(), job.from());
        else out.add(new Effect.Fetch(job.repository(), session.get().connection(), job.from(), wanted, scope.get()));
    }

    void fetched(RepoId repository, DidKey from, Outcome outcome, Outbox out) {
        var job = tables.fetches.ended(repository, from);
        switch (outcome) {
            case Outcome.Brought(var updated, boolean cloned) -> {
                tables.patience.forget(repository, from);
                tables.routing.add(repository, from, tables.timestamp(), out);
                if (isPrivate(repository))
                    tables.sessions.with(from).filter(Session::isProven).ifPresent(session -> {
                        session.gave(repository);
                        voice.repeatRefs(repository, out);
                    });
                if (cloned) voice.announceInventory(out);
                if (cloned || !updated.isEmpty()) voice.announceRefs(repository, out);
                job.ifPresent(this::settle);
            }
            // A connection that broke says nothing of what a peer can give: it is asked again when it is back.
            case Outcome.Failed _ -> {
                if (tables.sessions.with(from).isPresent()) tables.patience.failed(repository, from, tables.now);
            }
        }
        tables.sessions.with(from).ifPresent(session -> pullFrom(session, out));
        start(out);
    }

    /// What was announced before the fetch began is answered, even if the peer did not give all it had promised.
    private void settle(Job job) {
        tables.gossip
                .find(Topic.ofRefs(job.from(), job.repository()))
                .filter(heard -> !heard.announcement().timestamp().isAfter(job.answers()))
                .ifPresent(Heard::settle);
    }

    /// Whether an announcement, or one that it replaced, offers of a repository that is here what we want and have not.
    boolean isLacking(Heard heard) {
        return !wanted(heard).isEmpty() || heard.hasMissed();
    }

    /// What would be forgotten when an announcement takes the place of another: a real node tells of what has just
    /// changed, not of all it has. Then everything is asked for.
    boolean isMissedBy(Notice.Refs next, Heard before) {
        if (before.isSettled()) return false;
        var offered = next.refs().stream().map(RefsAt::remote).collect(Collectors.toSet());
        return before.hasMissed() || wanted(before).stream().anyMatch(one -> !offered.contains(one.remote()));
    }

    private List<RefsAt> wanted(Heard heard) {
        return heard.announcement().notice() instanceof Notice.Refs offered
                ? stillWanted(new Job(offered.repository(), heard.announcement().node(), offered.refs(), Timestamp.MIN))
                : List.of();
    }

    private List<RefsAt> stillWanted(Job job) {
        var scope = tables.policies.scope(job.repository());
        if (scope.isEmpty()) return List.of();
        var delegates = tables.holdings
                .held(job.repository())
                .map(Holdings.Held::delegates)
                .orElse(Set.of());
        return job.wanted().stream()
                .filter(one -> !one.remote().equals(tables.self))
                .filter(one -> tables.policies.wants(one.remote(), scope.get(), delegates))
                .filter(one ->
                        !tables.holdings.head(job.repository(), one.remote()).equals(Optional.of(one.at())))
                .toList();
    }

    private Timestamp announced(DidKey peer, RepoId repository) {
        return tables.gossip
                .find(Topic.ofRefs(peer, repository))
                .map(heard -> heard.announcement().timestamp())
                .orElse(Timestamp.MIN);
    }
}
