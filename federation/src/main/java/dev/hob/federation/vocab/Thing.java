package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Everything that a document can be about.
public sealed interface Thing permits Activity, Actor, Post, ForgePart, Attached, Listing, Tombstone, Thing.Unknown {
    /// Its id; parts of a document may have none.
    Optional<Id> id();

    /// What we do not know, whole and as it came.
    record Unknown(List<String> types, ObjectNode object) implements Thing {
        public Unknown {
            types = List.copyOf(types);
        }

        @Override
        public Optional<Id> id() {
            return Optional.ofNullable(object.path("id").textValue()).flatMap(Id::of);
        }
    }
}
