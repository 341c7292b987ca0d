package dev.hob.federation.inbox;

import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.node.cob.Evidence;
import dev.hob.node.issue.Speaker;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.people.RemoteAuthors;
import java.util.Optional;

/// An activity that is being done, and who did it. Immutable.
record Case(Received received, Activity activity, RemoteActor by) {
    /// Who did it, as they are known here from now on.
    RemoteAuthor author(RemoteAuthors authors) {
        return author(authors, by);
    }

    /// An actor as they are known here from now on.
    static RemoteAuthor author(RemoteAuthors authors, RemoteActor by) {
        return authors.meet(new RemoteAuthors.Said(
                by.id().value(),
                by.handle().user() + "@" + by.handle().host(),
                by.name().equals(by.handle().user()) ? "" : by.name(),
                by.page(),
                by.icon()));
    }

    /// Who speaks by it.
    ///
    /// @param object the id of what it brings
    Speaker.Guest speaker(RemoteAuthors authors, Optional<Id> object) {
        return new Speaker.Guest(
                author(authors),
                new Evidence(
                        received.activity().value(),
                        received.actor().value(),
                        object.map(Id::value),
                        received.digest(),
                        received.key().value(),
                        received.received()));
    }
}
