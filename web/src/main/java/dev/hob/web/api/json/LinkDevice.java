package dev.hob.web.api.json;

/// A device's key, and its word that it is this account's.
public record LinkDevice(
        @Most(100) @Says("What the computer is called") String name,

        @Most(100) @Says("The key, as did:key:z6Mk…") String did,

        @Most(200) String nonce,

        @Most(2_000)
        @Says("Ed25519, in base64, over the lines: hob: link a device key, node …, account …, key …, nonce …;"
                + " or what ssh-keygen -Y sign -n dev.hob.link prints for them")
        String signature) {}
