package dev.hob.node.log;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Where a change came from, so that a reader never sends it back there.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Origin.Here.class, name = "here"),
    @JsonSubTypes.Type(value = Origin.Actor.class, name = "actor"),
    @JsonSubTypes.Type(value = Origin.Peer.class, name = "peer")
})
public sealed interface Origin {
    /// A person of this node, by id.
    record Here(String person) implements Origin {}

    /// Someone known by an actor's URL.
    record Actor(String url) implements Origin {}

    /// Another node, by its id.
    record Peer(String nid) implements Origin {}
}
