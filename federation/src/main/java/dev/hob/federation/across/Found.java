package dev.hob.federation.across;

import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;

/// What a handle or an address names that somebody typed.
public sealed interface Found {
    /// Somebody, or a repository, of another server.
    record Actor(RemoteActor actor) implements Found {}

    /// Something that was written there.
    record Text(Id id, Post post) implements Found {}

    /// Something of this node, at a path.
    record Here(String path) implements Found {}

    /// Nothing that can be had.
    ///
    /// @param told may be shown to whoever asked
    /// @param later whether it may be there another time
    record Nothing(String told, boolean later) implements Found {}
}
