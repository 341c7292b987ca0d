package dev.hob.node.refs;

import dev.hob.node.language.Messages;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Forks;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/// What people do with forks. A fork of what everybody may see is a namespace in the same folder; where not the
/// same people may see both, it gets a folder and an identity of its own. Whoever calls has asked whether they
/// may see the parent. Shared between threads.
public final class Forking {
    /// A fork as somebody wants it.
    ///
    /// @param isPrivate of a private repository every fork is private
    /// @param onlyDefault whether it begins with the default branch alone
    public record Wish(String name, String description, boolean isPrivate, boolean onlyDefault) {}

    private final Refs refs;
    private final RefViews views;
    private final Signatures signatures;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final Forks forks;

    Forking(
            Refs refs,
            RefViews views,
            Signatures signatures,
            Custody custody,
            Storage storage,
            Repos repos,
            Forks forks) {
        this.refs = refs;
        this.views = views;
        this.signatures = signatures;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.forks = forks;
    }

    /// Makes a fork.
    ///
    /// @throws StorageException when the disk fails; what was begun is then taken away, now or by a boot
    public Repos.Creation fork(Repo asked, Person by, Wish wish) {
        return in(asked, parent -> {
                    boolean isPrivate = parent.isPrivate() || wish.isPrivate();
                    var waiting = custody.waiting().of(by.key());
                    if (!isPrivate && waiting.isPresent())
                        return new Repos.Creation.Refused(waiting.get().told(by.name()));
                    var shown = shown(parent, wish.onlyDefault());
                    var made =
                            new Forks.Wish(wish.name(), wish.description(), isPrivate, parent.defaultBranch(), shown);
                    return isPrivate
                            ? forks.copy(parent, by, made, signatures::sign)
                            : forks.share(parent, by, made, signatures::sign);
                })
                .orElseGet(() -> new Repos.Creation.Refused(Messages.text("refs.repository-is-gone")));
    }

    private Map<String, ObjectId> shown(Repo parent, boolean onlyDefault) {
        var view = views.current(parent);
        if (!onlyDefault) return view.refs();
        var shown = new TreeMap<String, ObjectId>();
        view.headId().ifPresent(id -> shown.put(view.head(), id));
        return shown;
    }

    /// Work on a repository as it is now.
    @FunctionalInterface
    private interface Work<T> {
        T on(Repo now) throws IOException;
    }

    /// With the folder at rest and its objects there to stay; empty when the repository is gone. What is
    /// unfinished and must be left is an answer of its own kind, so it stops this as a failure.
    private <T> Optional<T> in(Repo asked, Work<T> work) {
        var lease = storage.lease(asked.rid()).readLock();
        lease.lock();
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            var left = refs.settle(asked.rid());
            if (left.isPresent()) throw new IOException("something is unfinished: " + left.get());
            var now = repos.byId(asked.id()).filter(repo -> repo.rid().equals(asked.rid()));
            return now.isPresent() ? Optional.of(work.on(now.get())) : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot fork " + asked.path(), e);
        } finally {
            lock.unlock();
            lease.unlock();
        }
    }

    /// What somebody has of the same project already.
    public Optional<Repo> mine(Repo parent, Person person) {
        return forks.mine(parent, person);
    }

    /// The forks of a repository that a reader may see, the first one first.
    ///
    /// @param mayRead whether they may see one
    public List<Repo> of(Repo parent, Predicate<Repo> mayRead) {
        return forks.of(parent).stream().filter(mayRead).toList();
    }

    /// How many forks everybody may see, of some repositories; those without any are left out.
    public Map<RepositoryId, Integer> counts(Collection<Repo> parents) {
        return forks.counts(parents);
    }

    /// Takes a fork out of its project's folder: it gets a folder and an identity of its own, so that it may be
    /// seen by others than the project, and have issues. Says why not, if it cannot be.
    ///
    /// @param known whether it stays known as a fork of its parent
    public Optional<String> detach(Repo asked, Person by, boolean known) {
        return in(asked, fork -> {
                    if (fork.isProject()) return Optional.<String>empty();
                    if (custody.signingKey(fork.namespace()).isEmpty())
                        return Optional.of(Messages.text("refs.key-is-not-held", fork.owner()));
                    var parent = known ? fork.parent() : Optional.<RepositoryId>empty();
                    forks.detach(fork, by, parent, views.current(fork).refs(), signatures::sign);
                    views.forget(fork);
                    return Optional.<String>empty();
                })
                .orElse(Optional.empty());
    }

    /// Takes all forks out of a project's folder before not everybody may see it any more. A fork of another
    /// fork stays known as that; none is known as a fork of this.
    Optional<String> detachAll(Repo project, Person by) {
        for (var fork : repos.of(project.rid())) {
            if (fork.isProject()) continue;
            boolean known = fork.parent().filter(it -> !it.equals(project.id())).isPresent();
            var wrong = detach(fork, by, known);
            if (wrong.isPresent())
                return wrong.map(told -> Messages.text("refs.fork-must-leave-first", fork.path(), told));
        }
        return Optional.empty();
    }

    /// Whether others share a repository's folder.
    public boolean isShared(Repo repo) {
        return repos.of(repo.rid()).size() > 1;
    }
}
