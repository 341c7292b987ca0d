package dev.hob.federation.signature;

import dev.hob.federation.vocab.Id;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Signing and checking HTTP requests, in both forms. Stateless.
public final class HttpSignatures {
    private HttpSignatures() {}

    /// What a request says of its signature, or why that cannot count whatever the key.
    public sealed interface Reading {
        /// Worth looking up the key.
        record Claimed(Claim claim) implements Reading {}

        /// Not worth it.
        record Refused(Verdict.Refused verdict) implements Reading {}
    }

    /// Reads and checks all that needs no key. A request with `Signature-Input` is RFC 9421 and nothing else.
    public static Reading read(Request request, Instant now) {
        try {
            var host = request.single("host");
            if (host.isPresent() && !named(host.get(), request.target()))
                return refused(Cause.BAD_SIGNATURE, "the Host is not that of the target");
            var input = request.single("signature-input");
            if (input.isPresent()) return new Reading.Claimed(MessageSignature.read(request, input.get(), now));
            var header = request.single("signature");
            if (header.isEmpty()) return refused(Cause.MISSING_SIGNATURE, "the request is not signed");
            return new Reading.Claimed(Cavage.read(request, header.get(), now));
        } catch (SignatureException e) {
            return new Reading.Refused(e.refused());
        }
    }

    /// The lines to add to (or to put in place of those in) the head of a request, so that it is signed. A GET is
    /// signed the same way, by the instance actor.
    public static List<Request.Header> sign(Request request, Form form, Id keyId, SecretKey key, Instant now) {
        return switch (form) {
            case CAVAGE -> Cavage.sign(request, keyId, key, now);
            case RFC9421 -> MessageSignature.sign(request, keyId, key, now);
        };
    }

    private static boolean named(String host, Id target) {
        String named = host.toLowerCase(Locale.ROOT);
        var origin = target.origin();
        return named.equals(target.authority()) || named.equals(origin.host() + ":" + origin.port());
    }

    private static Reading.Refused refused(Cause cause, String told) {
        return new Reading.Refused(new Verdict.Refused(cause, told));
    }
}
