package dev.hob.federation.across;

import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Collaborators.Collaborator;
import dev.hob.federation.actor.Collaborators.State;
import dev.hob.federation.actor.Grants;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Role;
import dev.hob.federation.outbox.Deliver;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Owners of here let people of other servers work on their repositories. The caller has asked whether they may.
/// Shared between threads.
public final class Inviting {

    private final Database database;
    private final LocalActors actors;
    private final Collaborators collaborators;
    private final Grants grants;
    private final Predicate<RemoteActor> forges;
    private final Deliver deliver;
    private final InstantSource clock;

    /// @param forges who understands what forges say to each other
    Inviting(
            Database database,
            LocalActors actors,
            Predicate<RemoteActor> forges,
            Deliver deliver,
            InstantSource clock) {
        this.database = database;
        this.actors = actors;
        this.collaborators = new Collaborators(database, clock);
        this.grants = new Grants(actors, collaborators);
        this.forges = forges;
        this.deliver = deliver;
        this.clock = clock;
    }

    /// Who works on a repository, was asked to, or asks.
    public List<Collaborator> of(Repo repo) {
        return collaborators.of(repo);
    }

    /// Asks somebody to work on a repository; whoever asked for it is let in at once.
    public Answer<Collaborator> invite(Person by, Repo repo, RemoteActor whom, Role role) {
        var wrong = objection(repo, whom);
        if (wrong.isPresent()) return Answer.refused(Answer.Why.INVALID, wrong.get());
        var before = collaborators.find(repo.id(), whom.id());
        if (before.filter(one -> one.state() == State.GRANTED && one.role() == role)
                .isPresent()) return new Answer.Done<>(before.get());
        boolean asks = before.filter(one -> one.state() != State.INVITED).isPresent();
        return asks ? granted(repo, with(before.get(), whom, role)) : invited(by, repo, whom, role);
    }

    private Optional<String> objection(Repo repo, RemoteActor whom) {
        if (!actors.isPublic(repo) || !repo.isProject())
            return Optional.of(Messages.text("across.only-on-public-projects"));
        if (repo.away().isPresent()) return Optional.of(Messages.text("across.has-moved"));
        if (Across.isRepository(whom)) return Optional.of(Messages.text("across.is-a-repository-and-nobody"));
        // Others answer with errors what they do not know, and would be asked for days.
        return forges.test(whom)
                ? Optional.empty()
                : Optional.of(Messages.text("across.is-on-no-forge", whom.handle()));
    }

    private static Collaborator with(Collaborator before, RemoteActor whom, Role role) {
        return new Collaborator(
                before.repository(),
                before.actor(),
                whom.handle().toString(),
                whom.inbox(),
                role,
                before.state(),
                before.asked(),
                before.capability(),
                before.at());
    }

    private Answer<Collaborator> invited(Person by, Repo repo, RemoteActor whom, Role role) {
        var owner = new Local.Account(by);
        var self = actors.id(owner);
        var project = actors.id(new Local.Project(repo));
        var id = grants.fresh(self, "invites");
        var one = new Collaborator(
                repo.id(),
                whom.id(),
                whom.handle().toString(),
                whom.inbox(),
                role,
                State.INVITED,
                id,
                Optional.empty(),
                clock.instant());
        var invite = new Activity.Invite(
                new Ref.To(whom.id()),
                new Ref.To(project),
                Optional.of(role.word()),
                Act.by(self, id)
                        .at(clock.instant())
                        .to(List.of(project.value(), whom.id().value()), List.of()));
        byte[] body = Vocabulary.bytes(actors.proven(owner.key(), Vocabulary.writeToProve(invite), clock.instant()));
        boolean put = database.write(handle -> {
            if (!collaborators.put(handle, one)) return false;
            deliver.to(handle, owner.key(), id, body, List.of(whom.inbox()));
            return true;
        });
        return put
                ? new Answer.Done<>(one)
                : Answer.refused(Answer.Why.TOO_MUCH, Messages.text("across.let-in-max", Collaborators.EACH_MAX));
    }

    private Answer<Collaborator> granted(Repo repo, Collaborator one) {
        var capability = grants.fresh(repo);
        var grant = grants.of(repo, one, capability, clock.instant());
        boolean put = database.write(handle -> {
            var now = new Collaborator(
                    one.repository(),
                    one.actor(),
                    one.handle(),
                    one.inbox(),
                    one.role(),
                    State.GRANTED,
                    one.asked(),
                    Optional.of(capability),
                    one.at());
            if (!collaborators.put(handle, now)) return false;
            // What they were granted before is another role.
            if (one.capability().isPresent()) tell(handle, repo, one, grants.revoke(repo, one));
            tell(handle, repo, one, grant);
            return true;
        });
        return put
                ? new Answer.Done<>(
                        collaborators.find(one.repository(), one.actor()).orElseThrow())
                : Answer.refused(Answer.Why.TOO_MUCH, Messages.text("across.let-in-max", Collaborators.EACH_MAX));
    }

    private void tell(org.jdbi.v3.core.Handle handle, Repo repo, Collaborator one, Activity activity) {
        deliver.to(
                handle,
                new Local.Project(repo).key(),
                activity.act().id().orElseThrow(),
                grants.bytes(repo, activity, clock.instant()),
                List.of(one.inbox()));
    }

    /// Ends what somebody may do, or the asking; whether there was anything.
    public boolean dismiss(Repo repo, Id actor) {
        var before = collaborators.find(repo.id(), actor);
        if (before.isEmpty()) return false;
        var one = before.get();
        var self = actors.id(new Local.Project(repo));
        Activity end = one.state() == State.ASKED
                ? new Activity.Reject(
                        new Ref.To(one.asked()),
                        Act.by(self, grants.fresh(self, "rejects"))
                                .to(List.of(actor.value()), List.of())
                                .because("The owner lets nobody more in."))
                : grants.revoke(repo, one);
        database.writing(handle -> {
            if (collaborators.remove(handle, repo.id(), actor)) tell(handle, repo, one, end);
        });
        return true;
    }
}
