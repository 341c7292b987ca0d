package dev.hob.node.refs;

import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.TransferOffers;
import java.util.ArrayList;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes what a repository says of itself: name, description, default branch, who may see it and who works on
/// it. Its row changes first, together with an intent; then its identity follows in a signed revision; then the
/// log tells. Each answer says why not, if it cannot be. Shared between threads.
public final class RepoEdits {
    private static final Logger LOG = LoggerFactory.getLogger(RepoEdits.class);
    private static final int BRANCH_BYTES_MAX = 250;

    /// What came of changing a row.
    sealed interface Edited {
        /// The identity must follow, and the log may have something to tell.
        record Done(Optional<Change> change) implements Edited {}

        /// There is nothing that the identity or the log would say.
        record Quiet() implements Edited {}

        record Refused(String told) implements Edited {}
    }

    /// Changes the row of a repository as it is now, within a transaction.
    @FunctionalInterface
    interface Edit {
        Edited apply(Handle handle, Repo now);
    }

    private final Refs refs;
    private final Repos repos;
    private final TransferOffers offers;

    public RepoEdits(Refs refs, Repos repos, TransferOffers offers) {
        this.refs = refs;
        this.repos = repos;
        this.offers = offers;
    }

    /// Gives a repository another name; the old one leads to it.
    public Optional<String> rename(Repo repo, Person by, String name) {
        return signing(repo, here(by), (handle, now) -> {
            if (name.equals(now.name())) return new Edited.Quiet();
            var objection = repos.rename(handle, now, name);
            if (objection.isPresent()) return new Edited.Refused(objection.get());
            return done(new Change.RepositoryRenamed(now.id().value(), now.name(), name));
        });
    }

    /// Changes the description.
    public Optional<String> describe(Repo repo, Person by, String description) {
        return signing(repo, here(by), (handle, now) -> {
            if (description.equals(now.description())) return new Edited.Quiet();
            var objection = repos.describe(handle, now, description);
            if (objection.isPresent()) return new Edited.Refused(objection.get());
            return done(new Change.RepositoryDescribed(now.id().value()));
        });
    }

    /// Makes another branch the default one, here and for stock git.
    public Optional<String> setDefaultBranch(Repo repo, Origin origin, String branch) {
        String ref = Constants.R_HEADS + branch;
        if (!Repository.isValidRefName(ref) || Constants.encode(branch).length > BRANCH_BYTES_MAX)
            return Optional.of(Messages.text("repo.no-name-for-a-branch"));
        return signing(repo, origin, (handle, now) -> {
            if (branch.equals(now.defaultBranch())) return new Edited.Quiet();
            repos.setDefaultBranch(handle, now, branch);
            return done(new Change.RepositoryDescribed(now.id().value()));
        });
    }

    /// Turns a repository private or public. What not the same people may see shares no folder: before a project
    /// turns private its forks leave its folder, and before a fork does it leaves its project's.
    public Optional<String> setPrivate(Repo repo, Person by, boolean isPrivate) {
        if (repo.isSeeded()) return refs.waiting(repo);
        if (isPrivate && !repo.isPrivate()) {
            var wrong = apart(repo, by);
            if (wrong.isPresent()) return wrong;
        }
        var asked = repos.byId(repo.id());
        if (asked.isEmpty()) return Optional.of(Messages.text("refs.repository-is-gone"));
        return refs.edit(asked.get(), here(by), (handle, now) -> {
            if (isPrivate == now.isPrivate()) return new Edited.Quiet();
            // Both ways: what it says to become public is signed, and so is what public copies are told of its end.
            var waiting = refs.keyWaits(now);
            if (waiting.isPresent()) return new Edited.Refused(waiting.get());
            if (refs.forking().isShared(now)) return new Edited.Refused(Messages.text("refs.has-just-been-forked"));
            if (!isPrivate && repos.isOfPrivate(handle, now))
                return new Edited.Refused(Messages.text("refs.fork-of-private-stays-private"));
            repos.setPrivate(handle, now, isPrivate);
            return done(new Change.VisibilityChanged(now.id().value(), isPrivate));
        });
    }

    private Optional<String> apart(Repo repo, Person by) {
        var waiting = refs.keyWaits(repo);
        if (waiting.isPresent()) return waiting;
        return repo.isProject()
                ? refs.forking().detachAll(repo, by)
                : refs.forking().detach(repo, by, true);
    }

    /// Gives a repository to somebody who was offered it, and accepts. Their key signs for it from then on.
    public Optional<String> accept(Repo repo, Person to) {
        return refs.edit(repo, here(to), (handle, now) -> {
            if (to.disabled() || !offers.isOffered(handle, now, to))
                return new Edited.Refused(Messages.text("refs.not-offered-any-more"));
            if (!refs.holds(now.namespace()) || !refs.holds(to.key()))
                return new Edited.Refused(Messages.text("refs.keys-of-both-owners"));
            // What is said on both sides is signed, in private too: it may be public one day.
            var waiting = refs.keyWaits(now).or(() -> refs.keyWaits(to.key(), to.name()));
            if (waiting.isPresent()) return new Edited.Refused(waiting.get());
            var objection = repos.handOver(handle, now, to);
            if (objection.isPresent()) return new Edited.Refused(objection.get());
            String after = to.name() + "/" + now.name();
            return done(new Change.RepositoryTransferred(
                    now.id().value(), now.path(), after, now.namespace().nid()));
        });
    }

    /// Lets somebody in, or changes how far. The identity of a private repository names them.
    public Optional<String> addCollaborator(Repo repo, Person by, Person person, Right right) {
        if (repo.isSeeded()) return refs.waiting(repo);
        return refs.edit(repo, here(by), (handle, now) -> {
            if (person.id().equals(now.ownerId()))
                return new Edited.Refused(Messages.text("refs.owner-needs-no-rights", person.name()));
            var objection = repos.addCollaborator(handle, now, person, right);
            return objection.<Edited>map(Edited.Refused::new).orElseGet(() -> members(now));
        });
    }

    /// Takes somebody's access away.
    public Optional<String> removeCollaborator(Repo repo, Person by, Person person) {
        return refs.edit(repo, here(by), (handle, now) -> {
            repos.removeCollaborator(handle, now, person);
            return members(now);
        });
    }

    /// A public repository is on another server from now on, or here after all. What is here is only read then.
    public Optional<String> moveAway(Repo repo, Person by, Optional<Repo.Away> to) {
        if (repo.isSeeded()) return Optional.of(Messages.text("refs.others-move-it"));
        return refs.edit(repo, here(by), (handle, now) -> {
            if (!by.id().equals(now.ownerId())) return new Edited.Refused(Messages.text("refs.only-owner-moves"));
            if (now.isPrivate()) return new Edited.Refused(Messages.text("refs.only-public-is-known-elsewhere"));
            if (to.equals(now.away())) return new Edited.Quiet();
            repos.moveAway(handle, now, to);
            return done(to.<Change>map(
                            away -> new Change.RepositoryMoved(now.id().value(), away.actor()))
                    .orElseGet(() -> new Change.RepositoryDescribed(now.id().value())));
        });
    }

    /// A repository was elsewhere before.
    public Optional<String> addResidence(Repo repo, Person by, String actor) {
        return refs.edit(repo, here(by), (handle, now) -> {
            var objection = repos.addResidence(handle, now, actor);
            return objection
                    .<Edited>map(Edited.Refused::new)
                    .orElseGet(
                            () -> done(new Change.RepositoryDescribed(now.id().value())));
        });
    }

    /// It was not, after all.
    public Optional<String> removeResidence(Repo repo, Person by, String actor) {
        return refs.edit(
                repo,
                here(by),
                (handle, now) -> repos.removeResidence(handle, now, actor)
                        ? done(new Change.RepositoryDescribed(now.id().value()))
                        : new Edited.Quiet());
    }

    /// Somebody signs with other keys than before: the identities of private repositories name them.
    public void renewKeys(Person person) {
        var theirs = new ArrayList<>(repos.ownedBy(person));
        theirs.addAll(repos.sharedWith(person));
        for (var repo : theirs)
            if (repo.isPrivate())
                refs.edit(repo, here(person), (_, now) -> members(now))
                        .ifPresent(told ->
                                LOG.warn("{} does not name the keys of {}: {}", repo.path(), person.name(), told));
    }

    /// Takes somebody who owns nothing and is about to go out of everything they were let into.
    public Optional<String> leaveAll(Person person) {
        if (!repos.ownedBy(person).isEmpty()) return Optional.empty(); // Who owns something cannot go.
        return repos.sharedWith(person).stream()
                .flatMap(repo -> removeCollaborator(repo, person, person).stream())
                .findFirst();
    }

    /// Only a private repository's identity names those who may see it.
    private static Edited members(Repo repo) {
        // What is kept for others names only whom others have named.
        return repo.isPrivate() && !repo.isSeeded() ? new Edited.Done(Optional.empty()) : new Edited.Quiet();
    }

    /// An edit that the owner's key signs: not in public while it waits.
    private Optional<String> signing(Repo repo, Origin origin, Edit edit) {
        return refs.edit(repo, origin, (handle, now) -> {
            var waiting = refs.waiting(now);
            return waiting.isPresent() ? new Edited.Refused(waiting.get()) : edit.apply(handle, now);
        });
    }

    private static Edited done(Change change) {
        return new Edited.Done(Optional.of(change));
    }

    private static Origin here(Person by) {
        return new Origin.Here(by.id());
    }
}
