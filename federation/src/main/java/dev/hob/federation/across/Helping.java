package dev.hob.federation.across;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Collaborators.State;
import dev.hob.federation.actor.Grants;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Role;
import dev.hob.federation.actor.WorkElsewhere;
import dev.hob.federation.actor.WorkElsewhere.Work;
import dev.hob.federation.actor.Written;
import dev.hob.federation.outbox.Deliver;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// People of here work on repositories of other servers, as far as these let them. Shared between threads.
public final class Helping {
    private static final int LABEL_CHARACTERS_MAX = 50;

    private final Database database;
    private final LocalActors actors;
    private final Abroad abroad;
    private final Finder finder;
    private final Grants grants;
    private final Deliver deliver;
    private final InstantSource clock;

    Helping(Database database, LocalActors actors, Abroad abroad, Finder finder, Deliver deliver, InstantSource clock) {
        this.database = database;
        this.actors = actors;
        this.abroad = abroad;
        this.finder = finder;
        this.grants = new Grants(actors, new dev.hob.federation.actor.Collaborators(database, clock));
        this.deliver = deliver;
        this.clock = clock;
    }

    /// What somebody does with an issue or a pull request there.
    public sealed interface Deed {
        /// How far they must be let in.
        default Role needs() {
            return this instanceof Merge ? Role.WRITE : Role.TRIAGE;
        }

        /// As people read it.
        default String told() {
            return switch (this) {
                case Close _ -> "Close";
                case Reopen _ -> "Reopen";
                case Merge _ -> "Merge";
                case Label(var name, var given) -> (given ? "Label " : "No label ") + name;
            };
        }

        record Close() implements Deed {}

        record Reopen() implements Deed {}

        record Merge() implements Deed {}

        record Label(String name, boolean given) implements Deed {}
    }

    private WorkElsewhere works() {
        return abroad.work();
    }

    /// Where somebody works, was asked to, or asked.
    public List<Work> of(Person person) {
        return works().of(Across.local(person));
    }

    private Id inbox(Work work) {
        return finder.known(work.repository()).map(RemoteActor::inbox).orElse(work.inbox());
    }

    /// Says yes to an invitation.
    public Answer<Work> accept(Person person, Id repository) {
        var by = Across.local(person);
        var found = works().find(by, repository);
        if (found.isEmpty()) return Answer.refused(Answer.Why.INVALID, Messages.text("across.not-asked-to-work"));
        var work = found.get();
        if (work.state() != State.INVITED) return new Answer.Done<>(work);
        var self = actors.id(by);
        var to = new ArrayList<String>(List.of(repository.value()));
        work.inviter().ifPresent(inviter -> to.add(inviter.value()));
        var accept = new Activity.Accept(
                new Ref.To(work.asked()),
                Optional.empty(),
                Act.by(self, grants.fresh(self, "accepts")).to(to, List.of()));
        database.writing(handle -> {
            works().accept(handle, work);
            send(handle, by, accept, List.of(inbox(work)));
        });
        return new Answer.Done<>(works().find(by, repository).orElseThrow());
    }

    /// Asks to work on a repository.
    public Answer<Work> join(Person person, RemoteActor repository, Role role) {
        if (!Across.isRepository(repository))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.no-repository"));
        var by = Across.local(person);
        var before = works().find(by, repository.id());
        if (before.filter(work -> work.state() == State.INVITED).isPresent()) return accept(person, repository.id());
        if (before.isPresent()) return new Answer.Done<>(before.get());
        var self = actors.id(by);
        var id = grants.fresh(self, "joins");
        var work = new Work(
                by.key(),
                repository.id(),
                repository.inbox(),
                role,
                State.ASKED,
                id,
                Optional.empty(),
                Optional.empty(),
                clock.instant());
        var join = new Activity.Join(
                new Ref.To(repository.id()),
                Optional.of(role.word()),
                Act.by(self, id).to(List.of(repository.id().value()), List.of()));
        boolean put = database.write(handle -> {
            if (!works().put(handle, work)) return false;
            send(handle, by, join, List.of(repository.inbox()));
            return true;
        });
        return put ? new Answer.Done<>(work) : Answer.refused(Answer.Why.TOO_MUCH, Messages.text("across.places-max"));
    }

    /// Works there no more, or does not want to; whether there was anything.
    public boolean leave(Person person, Id repository) {
        var by = Across.local(person);
        var found = works().find(by, repository);
        if (found.isEmpty()) return false;
        var work = found.get();
        var self = actors.id(by);
        var act = Act.by(self, grants.fresh(self, "leaves")).to(List.of(repository.value()), List.of());
        Activity leaving = work.state() == State.INVITED
                ? new Activity.Reject(new Ref.To(work.asked()), act)
                : new Activity.Leave(new Ref.To(repository), act);
        database.writing(handle -> {
            if (works().remove(handle, by.key(), repository)) send(handle, by, leaving, List.of(inbox(work)));
        });
        return true;
    }

    /// What somebody may do with something that is written elsewhere.
    public List<Deed> deeds(Person person, Found.Text text) {
        var work = work(person, text);
        if (work.isEmpty() || !(text.post() instanceof Post.Ticket ticket)) return List.of();
        boolean open = !ticket.isResolved().orElse(false);
        var deeds = new ArrayList<Deed>();
        deeds.add(open ? new Deed.Close() : new Deed.Reopen());
        if (open && ticket.mergeRequest().isPresent()) deeds.add(new Deed.Merge());
        deeds.removeIf(deed -> work.get().role().compareTo(deed.needs()) < 0);
        return List.copyOf(deeds);
    }

    private Optional<Work> work(Person person, Found.Text text) {
        return tracker(text)
                .flatMap(tracker -> works().find(Across.local(person), tracker))
                .filter(work ->
                        work.state() == State.GRANTED && work.capability().isPresent());
    }

    private static Optional<Id> tracker(Found.Text text) {
        return text.post().writing().context().flatMap(Ref::id);
    }

    /// Does something with an issue or a pull request there, by the grant that they have.
    public Answer<Written.Piece> act(Person person, Found.Text text, Deed deed) {
        if (!(text.post() instanceof Post.Ticket))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.neither-issue-nor-pull"));
        if (deed instanceof Deed.Label(var name, var _) && (name.isBlank() || name.length() > LABEL_CHARACTERS_MAX))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.label-characters", LABEL_CHARACTERS_MAX));
        var found = work(person, text);
        if (found.isEmpty()) return Answer.refused(Answer.Why.INVALID, Messages.text("across.not-let-in"));
        var work = found.get();
        if (work.role().compareTo(deed.needs()) < 0)
            return Answer.refused(
                    Answer.Why.INVALID,
                    Messages.text("across.let-in-for-less", work.role().word()));
        int today = abroad.written().sent(Across.local(person), clock.instant().minus(java.time.Duration.ofDays(1)));
        if (today >= Across.WRITTEN_WITHIN_DAY)
            return Answer.refused(Answer.Why.TOO_MUCH, Messages.text("across.done-within-a-day-max"));
        var by = Across.local(person);
        var self = actors.id(by);
        var activity = activity(self, text.id(), work, deed);
        var id = activity.act().id().orElseThrow();
        var piece = new Written.Piece(
                id.value().substring(id.value().lastIndexOf('/') + 1),
                by.key(),
                Written.Kind.ACT,
                work.repository(),
                id,
                Optional.empty(),
                Optional.of(text.id()),
                Optional.empty(),
                List.of(),
                deed.told() + ": " + Profiles.title(text.post().writing()),
                "",
                AskedState.ASKED,
                "",
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        database.writing(handle -> {
            abroad.written().add(handle, piece);
            send(handle, by, activity, List.of(inbox(work)));
        });
        return new Answer.Done<>(piece);
    }

    private Activity activity(Id self, Id ticket, Work work, Deed deed) {
        var act = Act.by(self, grants.fresh(self, "acts"))
                .at(clock.instant())
                .to(List.of(work.repository().value()), List.of())
                .with(work.capability().orElseThrow());
        return switch (deed) {
            case Deed.Close _ -> new Activity.Resolve(new Ref.To(ticket), act);
            case Deed.Reopen _ ->
                new Activity.Undo(
                        new Ref.Embedded(
                                new Activity.Resolve(new Ref.To(ticket), Act.by(self, grants.fresh(self, "resolves")))),
                        act);
            case Deed.Merge _ -> new Activity.Apply(new Ref.To(ticket), Optional.empty(), act);
            case Deed.Label(var name, var given) -> {
                var tag = new Ref.Embedded(
                        new Attached.Hashtag(Optional.empty(), Optional.of(Words.of("#" + name)), Rest.NONE));
                yield given
                        ? new Activity.Add(tag, Optional.of(new Ref.To(ticket)), act)
                        : new Activity.Remove(tag, Optional.of(new Ref.To(ticket)), Optional.empty(), act);
            }
        };
    }

    private void send(org.jdbi.v3.core.Handle handle, Local by, Activity activity, List<Id> inboxes) {
        byte[] body = Vocabulary.bytes(actors.proven(by.key(), Vocabulary.writeToProve(activity), clock.instant()));
        deliver.to(handle, by.key(), activity.act().id().orElseThrow(), body, inboxes);
    }
}
