package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Id;

/// What came of fetching a document by its id.
public sealed interface Fetched {
    /// The document, from its own origin and with the very id that is its URL.
    ///
    /// @param id the document's id: the one asked for, or the one that its host named for it
    record Found(Id id, ObjectNode document) implements Fetched {}

    /// 410, or a tombstone in its place.
    record Gone() implements Fetched {}

    /// 404, another refusal, or something that cannot be believed. The words may be told to strangers.
    record Missing(String why) implements Fetched {}

    /// The host cannot be asked now.
    record Unreachable(String why) implements Fetched {}
}
