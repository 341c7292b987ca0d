package dev.hob.federation.inbox;

import dev.hob.federation.actor.Blocks;
import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Collaborators.Collaborator;
import dev.hob.federation.actor.Collaborators.State;
import dev.hob.federation.actor.Grants;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Role;
import dev.hob.federation.actor.WorkElsewhere;
import dev.hob.federation.actor.WorkElsewhere.Work;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.node.repo.Repo;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// Who is let into repositories of other servers: people from there into those of here, and people of here into those
/// there. A repository alone grants, and only to whom was asked or who asked. Shared between threads.
final class Letting {
    private final LocalActors actors;
    private final Collaborators collaborators;
    private final Grants grants;
    private final WorkElsewhere work;
    private final Blocks blocks;
    private final Elsewhere elsewhere;
    private final Replies replies;
    private final InstantSource clock;

    Letting(
            LocalActors actors,
            Collaborators collaborators,
            WorkElsewhere work,
            Blocks blocks,
            Elsewhere elsewhere,
            Replies replies,
            InstantSource clock) {
        this.actors = actors;
        this.collaborators = collaborators;
        this.grants = new Grants(actors, collaborators);
        this.work = work;
        this.blocks = blocks;
        this.elsewhere = elsewhere;
        this.replies = replies;
        this.clock = clock;
    }

    // Into repositories of here

    /// Somebody says yes to an invitation of ours.
    Optional<Outcome> accepted(Case one, Ref object) {
        return asked(one, object)
                .filter(found -> found.state() == State.INVITED)
                .flatMap(found -> project(found).map(repo -> granted(repo, found)));
    }

    /// Somebody says no to one.
    Optional<Outcome> rejected(Case one, Ref object) {
        return asked(one, object)
                .filter(found -> found.state() == State.INVITED)
                .map(found -> new Outcome.Done(
                        found.handle() + " does not want to work here.",
                        false,
                        handle -> collaborators.remove(handle, found.repository(), found.actor())));
    }

    private Optional<Collaborator> asked(Case one, Ref object) {
        return object.id()
                .flatMap(id -> collaborators.byAsked(id, one.received().actor()));
    }

    private Optional<Repo> project(Collaborator found) {
        return actors.project(found.repository())
                .flatMap(local -> local instanceof Local.Project(var repo) ? Optional.of(repo) : Optional.empty());
    }

    private Outcome granted(Repo repo, Collaborator found) {
        var capability = grants.fresh(repo);
        var grant = tells(repo, found, grants.of(repo, found, capability, clock.instant()));
        return new Outcome.Done(
                found.handle() + " works on " + repo.path() + " from now on ("
                        + found.role().word() + ").",
                false,
                handle -> {
                    collaborators.grant(handle, found, capability);
                    grant.accept(handle);
                });
    }

    private Consumer<Handle> tells(Repo repo, Collaborator to, Activity activity) {
        byte[] body = grants.bytes(repo, activity, clock.instant());
        var id = activity.act().id().orElseThrow();
        return handle -> elsewhere.deliver(handle, new Local.Project(repo).key(), id, body, List.of(to.inbox()));
    }

    /// Somebody wants to work on a repository; its owner decides.
    Outcome joined(Case one, Activity.Join join) {
        var local = join.object().id().flatMap(actors::of);
        if (!(local.orElse(null) instanceof Local.Project(var repo)) || !repo.isProject())
            return new Outcome.Ignored("It is about nothing of here.");
        var actor = one.received().actor();
        if (blocks.of(new Local.Project(repo), actor)) return new Outcome.Ignored(Blocks.TOLD);
        if (repo.away().isPresent()) return replies.no(one, repo, "It has moved: ask there.");
        var before = collaborators.find(repo.id(), actor);
        if (before.filter(found -> found.state() == State.INVITED).isPresent()) return granted(repo, before.get());
        if (before.filter(found -> found.state() == State.GRANTED).isPresent())
            return new Outcome.Ignored("They are let in already.");
        var role = join.role().flatMap(Role::of).orElse(Role.TRIAGE);
        var asks = new Collaborator(
                repo.id(),
                actor,
                one.by().handle().toString(),
                one.by().inbox(),
                role,
                State.ASKED,
                one.received().activity(),
                Optional.empty(),
                clock.instant());
        var no = replies.rejects(new Local.Project(repo), one, "Too many ask already.");
        return new Outcome.Done(asks.handle() + " wants to work on " + repo.path() + ".", false, handle -> {
            if (!collaborators.put(handle, asks)) no.accept(handle);
        });
    }

    /// Somebody does not any more.
    Outcome left(Case one, Activity.Leave leave) {
        var local = leave.object().id().flatMap(actors::of);
        if (!(local.orElse(null) instanceof Local.Project(var repo)))
            return new Outcome.Ignored("It is about nothing of here.");
        var found = collaborators.find(repo.id(), one.received().actor());
        if (found.isEmpty()) return new Outcome.Ignored("They were not let in.");
        var end = tells(repo, found.get(), grants.revoke(repo, found.get()));
        return new Outcome.Done(found.get().handle() + " works on " + repo.path() + " no more.", false, handle -> {
            if (collaborators.remove(handle, repo.id(), found.get().actor())) end.accept(handle);
        });
    }

    // Into repositories of other servers

    /// Somebody elsewhere wants somebody of here to work on a repository there.
    Outcome invited(Case one, Activity.Invite invite) {
        var local = invite.object().id().flatMap(actors::of);
        if (!(local.orElse(null) instanceof Local.Account account))
            return new Outcome.Ignored("It is about nobody of here.");
        var inviter = one.received().actor();
        var target = invite.target().id().filter(id -> id.sameOrigin(inviter));
        if (target.isEmpty()) return Outcome.refused("Whoever invites is not of the repository's host.");
        if (blocks.of(account, inviter) || blocks.of(account, target.get())) return new Outcome.Ignored(Blocks.TOLD);
        var role = invite.role().flatMap(Role::of);
        if (role.isEmpty()) return Outcome.refused("It is not known here how far that would let them in.");
        var before = work.find(account, target.get());
        if (before.filter(found -> found.state() == State.GRANTED).isPresent())
            return new Outcome.Ignored("They are let in there already.");
        return switch (elsewhere.look(target.get(), false)) {
            case Looked.Found<RemoteActor>(var repository)
            when repository.types().contains("Repository") -> {
                var asked = new Work(
                        account.key(),
                        repository.id(),
                        repository.inbox(),
                        role.get(),
                        State.INVITED,
                        one.received().activity(),
                        Optional.of(inviter),
                        Optional.empty(),
                        clock.instant());
                yield new Outcome.Done(
                        account.person().name() + " is asked to work on " + repository.handle() + ".",
                        false,
                        handle -> work.put(handle, asked));
            }
            case Looked.Found<RemoteActor> _ -> Outcome.refused("What they are invited to is no repository.");
            case Looked.Gone<RemoteActor> _ -> Outcome.refused("What they are invited to is gone.");
            case Looked.Missing<RemoteActor>(var why) -> Outcome.refused(why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Later(why);
        };
    }

    /// A repository there lets somebody of here in: who said yes to its invitation, or asked.
    Outcome granted(Case one, Activity.Grant grant) {
        var repository = one.received().actor();
        var local = grant.target().id().flatMap(actors::of);
        var asked = local.flatMap(it -> work.find(it, repository)).filter(found -> found.state() != State.INVITED);
        if (asked.isEmpty()) return new Outcome.Ignored("Nobody here waits for that.");
        if (grant.delegates().isPresent()) return Outcome.refused("Grants that pass on others are not known here.");
        if (one.activity()
                .act()
                .context()
                .flatMap(Ref::id)
                .filter(id -> !id.equals(repository))
                .isPresent()) return Outcome.refused("It is for another than whoever gives it.");
        if (grant.fulfills()
                .flatMap(Ref::id)
                .filter(id -> !id.equals(asked.get().asked()))
                .isPresent()) return Outcome.refused("It is an answer to something else.");
        var role = Role.of(grant.role());
        if (role.isEmpty()) return Outcome.refused("It is not known here how far that lets them in.");
        return new Outcome.Done(
                "Somebody of here works on " + repository + ".",
                false,
                handle -> work.grant(
                        handle, asked.get(), role.get(), one.received().activity()));
    }

    /// It does so no more, or takes its invitation back.
    Outcome revoked(Case one, Activity.Revoke revoke) {
        var repository = one.received().actor();
        var found = revoke.object().id().flatMap(id -> work.by(repository, id));
        return found.<Outcome>map(it -> new Outcome.Done(
                        "Somebody of here works on " + repository + " no more.",
                        false,
                        handle -> work.remove(handle, it.local(), repository)))
                .orElseGet(() -> new Outcome.Ignored("Nobody here had that."));
    }

    /// It does not let somebody in who asked.
    Optional<Outcome> refused(Case one, Ref object) {
        var repository = one.received().actor();
        return object.id()
                .flatMap(id -> work.by(repository, id))
                .filter(found -> found.state() == State.ASKED)
                .map(found -> new Outcome.Done(
                        "Somebody of here is not let in by " + repository + ".",
                        false,
                        handle -> work.remove(handle, found.local(), repository)));
    }

    /// Whether whoever did something may do so much in a repository, by the grant that they name.
    boolean may(Case one, Repo repo, Role needed) {
        Id actor = one.received().actor();
        return !blocks.of(new Local.Project(repo), actor)
                && collaborators.may(repo, actor, one.activity().act().capability(), needed);
    }
}
