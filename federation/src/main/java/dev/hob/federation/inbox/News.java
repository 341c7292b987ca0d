package dev.hob.federation.inbox;

import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.cob.Evidence;
import dev.hob.node.issue.Speaker;
import dev.hob.node.people.RemoteAuthors;
import dev.hob.node.refs.GuestEntries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What becomes of those elsewhere: they are called otherwise, have moved, or are gone. Shared between threads.
final class News {
    private static final int TOGETHER = 100;

    private final Node node;
    private final Places places;
    private final Said said;
    private final Standing standing;
    private final Resettling resettling;
    private final Elsewhere elsewhere;

    News(Node node, Places places, Said said, Standing standing, Resettling resettling, Elsewhere elsewhere) {
        this.node = node;
        this.places = places;
        this.said = said;
        this.standing = standing;
        this.resettling = resettling;
        this.elsewhere = elsewhere;
    }

    /// They are otherwise than before: their own host says how.
    Outcome changed(Received received) {
        return switch (elsewhere.look(received.actor(), true)) {
            case Looked.Found<RemoteActor>(var now) -> {
                if (node.people().remote().of(now.id().value()).isPresent())
                    Case.author(node.people().remote(), now);
                yield new Outcome.Done(
                        "It is known how they are now.",
                        false,
                        handle -> standing.reach(handle, now.id(), now.inbox(), now.sharedInbox()));
            }
            case Looked.Gone<RemoteActor> _ -> new Outcome.Ignored("They are gone.");
            case Looked.Missing<RemoteActor>(var why) -> Outcome.refused(why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Later(why);
        };
    }

    /// They are gone, and take back all they have said here.
    Outcome gone(Received received) {
        var actor = received.actor();
        var author = node.people().remote().of(actor.value());
        if (author.isPresent()) {
            var after = Instant.EPOCH;
            String entry = "";
            for (var some = brought(actor, after, entry); !some.isEmpty(); some = brought(actor, after, entry)) {
                for (var guest : some) {
                    var by = new Speaker.Guest(author.get(), evidence(received, guest));
                    var at = places.of(guest);
                    if (at.isEmpty()) continue;
                    var later = said.keyWaits(at.get().repo());
                    if (later.isPresent()) return later.get();
                    said.takeBack(at.get(), by);
                }
                after = some.getLast().at();
                entry = some.getLast().entry().name();
            }
            node.people()
                    .remote()
                    .meet(new RemoteAuthors.Said(
                            actor.value(), author.get().handle(), "", Optional.empty(), Optional.empty()));
        }
        elsewhere.bury(actor);
        return new Outcome.Done("They are gone.", true, handle -> standing.forget(handle, actor));
    }

    private List<GuestEntries.Guest> brought(Id actor, Instant after, String entry) {
        return node.tracking().guests().entries().brought(actor.value(), after, entry, TOGETHER);
    }

    /// One farewell takes many things back, and each of these is done once.
    private static Evidence evidence(Received received, GuestEntries.Guest guest) {
        return new Evidence(
                received.activity().value() + "#" + guest.entry().name(),
                received.actor().value(),
                Optional.empty(),
                received.digest(),
                received.key().value(),
                received.received());
    }

    /// They are somewhere else from now on. Whoever they are there follows anew by themselves; those of here who follow
    /// them go along.
    Outcome moved(Received received, Optional<Id> to) {
        var before = changed(received);
        if (to.isEmpty() || !(before instanceof Outcome.Done renewed)) return before;
        return switch (resettling.moved(received.actor(), to.get())) {
            case Outcome.Done(var told, var keeps, var rows) ->
                new Outcome.Done(told, keeps, handle -> {
                    renewed.rows().accept(handle);
                    rows.accept(handle);
                });
            case Outcome other -> other;
        };
    }
}
