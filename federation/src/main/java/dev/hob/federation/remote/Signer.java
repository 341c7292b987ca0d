package dev.hob.federation.remote;

import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.vocab.Id;

/// Who signs a request, and with what. Immutable.
public record Signer(Id keyId, SecretKey key) {}
