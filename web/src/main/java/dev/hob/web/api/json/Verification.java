package dev.hob.web.api.json;

import java.util.Optional;

/// What a commit's signature is worth here.
public record Verification(
        @Says("It holds, and its key is on the account that has the author's e-mail address")
        boolean verified,

        String reason,
        String signature,
        @OrNull Optional<Signer> signer,
        @Says("What was signed") String payload) {

    /// The account whose key it was.
    public record Signer(String name, String email, String username) {}
}
