package dev.hob.federation.outbox;

import dev.hob.federation.actor.ForkedFrom;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.git.RemoteGit;
import dev.hob.node.issue.Answer;
import dev.hob.node.language.Messages;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.text.Html;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forks of repositories elsewhere: a repository of one's own here, which begins with all that the other shows. It is
/// there at once, and empty until what the other has was fetched. Shared between threads.
public final class RemoteForks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteForks.class);
    private static final int AT_ONCE_MAX = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// How long to wait for another server that cannot be asked, each time.
    private static final List<Duration> AGAIN_AFTER =
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));
    private static final int DESCRIPTION_CHARACTERS_MAX = 250;

    private final Node node;
    private final RemoteActors others;
    private final InstanceRules rules;
    private final RemoteGit git;
    private final ForkedFrom forks;
    private final ForkRefs refs;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final Map<RepositoryId, CompletableFuture<Map<String, String>>> fetching = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public RemoteForks(Node node, RemoteActors others, InstanceRules rules, RemoteGit git, InstantSource clock) {
        this.node = node;
        this.others = others;
        this.rules = rules;
        this.git = git;
        this.forks = new ForkedFrom(node.database());
        this.refs = new ForkRefs(node);
        this.clock = clock;
    }

    /// What came of it.
    public sealed interface Outcome {
        /// It is there; what the other has is being fetched.
        record Begun(Repo repo) implements Outcome {}

        /// It cannot be; `told` says why.
        record Refused(String told) implements Outcome {}

        /// The other server cannot be asked now.
        record Unreachable(String told) implements Outcome {}
    }

    /// Goes on with what was left.
    public void start() {
        for (var fork : forks.fetching()) fetch(fork);
    }

    /// From what repositories were begun.
    public ForkedFrom forks() {
        return forks;
    }

    /// Fetches what one has not got of the other: all of it when that failed before, else what is new of the branches
    /// that it has, and new tags. It goes on when the patience ends.
    ///
    /// @return how far it is then; empty when it is no fork of a repository elsewhere
    public Optional<Progress> fetch(Person by, Repo repo, Duration patience) {
        if (forks.ask(repo.id(), by.id())) forks.of(repo.id()).ifPresent(this::fetch);
        var stayed = Optional.ofNullable(fetching.get(repo.id()))
                .map(whole -> awaited(whole, patience))
                .orElse(Map.of());
        return forks.of(repo.id()).map(fork -> new Progress(fork, stayed));
    }

    private static Map<String, String> awaited(CompletableFuture<Map<String, String>> whole, Duration patience) {
        try {
            return whole.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Map.of(); // It goes on.
        } catch (ExecutionException e) {
            throw new AssertionError("it is only ever completed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    /// How far a fork is.
    ///
    /// @param stayed what was not brought to where the other has it, by the whole name, and why
    public record Progress(ForkedFrom.Fork fork, Map<String, String> stayed) {
        public Progress {
            stayed = Map.copyOf(stayed);
        }
    }

    /// Begins one.
    ///
    /// @param from a handle or a URL of the repository
    /// @param name that it shall have here; else the one that it has there
    public Outcome fork(Person by, String from, Optional<String> name) {
        return switch (others.find(from)) {
            case Looked.Gone<RemoteActor> _ -> new Outcome.Refused(Messages.text("outbox.repository-is-gone"));
            case Looked.Missing<RemoteActor>(var why) -> new Outcome.Refused(why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Unreachable(why);
            case Looked.Found<RemoteActor>(var found) -> {
                var url = cloned(found);
                yield url.isEmpty()
                        ? new Outcome.Refused(Messages.text("outbox.says-of-no-clone", found.handle()))
                        : begun(by, found, url.get(), name);
            }
        };
    }

    /// Where it is cloned: on its own host, so that nobody makes this node ask a third.
    private static Optional<Id> cloned(RemoteActor actor) {
        return Vocabulary.read(actor.document()) instanceof Vocabulary.Reading.Read(var whole)
                        && whole.thing() instanceof Actor document
                ? document.forge().cloneUri().stream()
                        .flatMap(text -> Id.of(text).stream())
                        .filter(id -> id.sameOrigin(actor.id()))
                        .findFirst()
                : Optional.empty();
    }

    private Predicate<URI> met(Id url) {
        return asked -> !rules.isBlocked(asked.getHost())
                && Id.of(asked.toString()).filter(url::sameOrigin).isPresent();
    }

    private Outcome begun(Person by, RemoteActor found, Id url, Optional<String> name) {
        return switch (git.look(URI.create(url.value()), met(url))) {
            case RemoteGit.Looked.Refused(var told) -> new Outcome.Refused(told);
            case RemoteGit.Looked.Later(var told) -> new Outcome.Unreachable(told);
            case RemoteGit.Looked.Shown(var _, var main) ->
                switch (node.refs().create(by, name.orElseGet(() -> name(url)), false, description(found), main)) {
                    case Repos.Creation.Created(var repo) -> {
                        var fork = new ForkedFrom.Fork(
                                repo.id(),
                                by.id(),
                                found.id(),
                                found.handle().toString(),
                                url,
                                ForkedFrom.State.FETCHING,
                                "",
                                clock.instant());
                        node.database().writing(handle -> forks.add(handle, fork));
                        fetch(fork);
                        yield new Outcome.Begun(repo);
                    }
                    case Repos.Creation.Refused(var _, var told) -> new Outcome.Refused(told);
                };
        };
    }

    /// The last part of the address, without `.git`.
    private static String name(Id url) {
        String path = url.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.toLowerCase(Locale.ROOT).endsWith(".git") ? last.substring(0, last.length() - 4) : last;
    }

    /// What it says of itself, in a line.
    private static String description(RemoteActor found) {
        return Vocabulary.read(found.document()) instanceof Vocabulary.Reading.Read(var whole)
                        && whole.thing() instanceof Actor document
                ? document.profile()
                        .summary()
                        .map(summary -> Html.line(summary.text(), DESCRIPTION_CHARACTERS_MAX))
                        .orElse("")
                : "";
    }

    private void fetch(ForkedFrom.Fork fork) {
        var whole = new CompletableFuture<Map<String, String>>();
        var stayed = new TreeMap<String, String>();
        fetching.put(fork.repository(), whole);
        var thread = Thread.ofVirtual()
                .name("fork " + fork.repository().value())
                .unstarted(() -> {
                    try {
                        for (var wait : AGAIN_AFTER) {
                            var later = attempt(fork, stayed);
                            if (later.isEmpty()) return;
                            LOG.info("{} cannot be fetched now: {}", fork.url(), later.get());
                            forks.settle(fork.repository(), fork.state(), later.get());
                            Thread.sleep(wait);
                        }
                        attempt(fork, stayed).ifPresent(told -> failed(fork, told));
                    } catch (InterruptedException _) {
                        // The end of the node; what is left goes on at the next start.
                    } catch (RuntimeException e) {
                        if (!closed) LOG.error("cannot fetch {} for {}", fork.url(), fork.repository(), e);
                        failed(fork, "This node failed at it.");
                    } finally {
                        running.remove(Thread.currentThread());
                        fetching.remove(fork.repository(), whole);
                        whole.complete(stayed);
                    }
                });
        running.add(thread);
        thread.start();
    }

    /// Why it must be tried once more, if so.
    private Optional<String> attempt(ForkedFrom.Fork fork, SortedMap<String, String> stayed)
            throws InterruptedException {
        places.acquire();
        try {
            return fetched(fork, stayed);
        } finally {
            places.release();
        }
    }

    private Optional<String> fetched(ForkedFrom.Fork fork, SortedMap<String, String> stayed) {
        var repo = node.repos().byId(fork.repository());
        if (repo.isEmpty()) return Optional.empty();
        return switch (git.look(URI.create(fork.url().value()), met(fork.url()))) {
            case RemoteGit.Looked.Refused(var told) -> failed(fork, told);
            case RemoteGit.Looked.Later(var told) -> Optional.of(told);
            case RemoteGit.Looked.Shown(var theirs, var _) -> brought(fork, repo.get(), theirs, stayed);
        };
    }

    private Optional<String> brought(
            ForkedFrom.Fork fork, Repo repo, SortedMap<String, ObjectId> theirs, SortedMap<String, String> stayed) {
        boolean isWhole = fork.state() == ForkedFrom.State.SYNCING;
        var wanted = isWhole ? refs.news(repo, theirs) : theirs;
        if (wanted.isEmpty()) return settled(fork, ForkedFrom.State.DONE, "");
        var tips = Set.copyOf(new HashSet<>(wanted.values()));
        var outcome = git.bringAll(repo, URI.create(fork.url().value()), tips, met(fork.url()), () -> {
            if (isWhole) stayed.putAll(refs.follow(repo, fork.person(), wanted));
            var told = isWhole ? Optional.<String>empty() : refs.begin(repo, fork.person(), wanted);
            return told.isEmpty() ? new Answer.Same() : Answer.invalid(told.get());
        });
        return switch (outcome) {
            case RemoteGit.Outcome.Brought(Answer.Refused(var _, var _, var told)) -> failed(fork, told);
            case RemoteGit.Outcome.Brought _ -> settled(fork, ForkedFrom.State.DONE, ForkRefs.told(stayed));
            case RemoteGit.Outcome.Refused(var told) -> failed(fork, told);
            case RemoteGit.Outcome.Later(var told) -> Optional.of(told);
        };
    }

    private Optional<String> settled(ForkedFrom.Fork fork, ForkedFrom.State state, String told) {
        forks.settle(fork.repository(), state, told);
        return Optional.empty();
    }

    private Optional<String> failed(ForkedFrom.Fork fork, String told) {
        // What the end of the node broke goes on at the next start.
        if (closed) return Optional.empty();
        LOG.info("{} was not fetched for {}: {}", fork.handle(), fork.repository(), told);
        return settled(
                fork, fork.state() == ForkedFrom.State.SYNCING ? ForkedFrom.State.DONE : ForkedFrom.State.FAILED, told);
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(Thread::interrupt);
        for (var thread : running) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
