package dev.hob.federation.remote;

import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.vocab.Id;

/// A key of ours, by the id that others look it up by. Immutable.
public record Signer(Id keyId, SecretKey key) {}
