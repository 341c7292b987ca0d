package dev.hob.federation.actor;

import dev.hob.federation.vocab.Thing;
import dev.hob.node.Node;
import java.util.Optional;

/// What is written here, as others read it: tickets, comments, releases, and notes of what happened. Shared between
/// threads.
public final class Posts {
    private final LocalActors actors;

    public Posts(Node node, LocalActors actors, Subjects subjects, Strangers strangers) {
        this.actors = actors;
    }

    /// The document of something as it is now: an actor, a post, or what is left of a post that was taken back. Empty
    /// when it is not there.
    public Optional<Thing> document(Subject subject) {
        return subject instanceof Subject.Actor(var local) ? Optional.of(actors.document(local)) : Optional.empty();
    }
}
