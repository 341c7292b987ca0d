package dev.hob.web.federation;

import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.ForkedFrom;
import dev.hob.federation.inbox.OfferedPulls;
import dev.hob.federation.outbox.PullOffers;
import dev.hob.federation.outbox.RemoteForks;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Work on repositories of other servers: forks of them here, and pull requests from here to them.
public interface Contributing {
    /// Begins a fork.
    ///
    /// @param from a handle or a URL
    RemoteForks.Outcome fork(Person by, String from, Optional<String> name);

    /// From what a repository was begun, if it was.
    Optional<ForkedFrom.Fork> fork(Repo repo);

    /// Fetches what a fork has not got of the other; that goes on when the patience ends.
    ///
    /// @return how far it is then; empty when it is no fork of a repository elsewhere
    Optional<RemoteForks.Progress> fetch(Person by, Repo repo, Duration patience);

    /// Offers a pull request.
    PullOffers.Outcome offer(Person by, Repo from, PullOffers.Wish wish);

    /// What somebody has offered, the latest first.
    List<AskedPulls.Asked> offered(Person by);

    /// One of these.
    Optional<AskedPulls.Asked> offered(Person by, String id);

    /// The branch elsewhere that a pull request of here comes from, as people read it, if it was offered so.
    Optional<String> source(Repo project, ObjectId patch);

    /// The real one.
    static Contributing of(PullOffers pulls, RemoteForks forks, OfferedPulls from) {
        return new Contributing() {
            @Override
            public RemoteForks.Outcome fork(Person by, String from, Optional<String> name) {
                return forks.fork(by, from, name);
            }

            @Override
            public Optional<ForkedFrom.Fork> fork(Repo repo) {
                return forks.forks().of(repo.id());
            }

            @Override
            public Optional<RemoteForks.Progress> fetch(Person by, Repo repo, Duration patience) {
                return forks.fetch(by, repo, patience);
            }

            @Override
            public PullOffers.Outcome offer(Person by, Repo from, PullOffers.Wish wish) {
                return pulls.offer(by, from, wish);
            }

            @Override
            public List<AskedPulls.Asked> offered(Person by) {
                return pulls.asked().of(by.id(), AskedPulls.LIST_MAX);
            }

            @Override
            public Optional<AskedPulls.Asked> offered(Person by, String id) {
                return pulls.asked().find(id).filter(pull -> pull.person().equals(by.id()));
            }

            @Override
            public Optional<String> source(Repo project, ObjectId patch) {
                return from.of(project.rid(), patch).map(OfferedPulls.From::shown);
            }
        };
    }
}
