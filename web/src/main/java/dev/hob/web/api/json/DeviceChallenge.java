package dev.hob.web.api.json;

/// What a device's key signs, once and within five minutes, to become the account's.
public record DeviceChallenge(
        String nonce,

        @Says("The node's address, which is part of what is signed: whoever reached it by another must not sign")
        String node,

        @Says("The account's name, which is part of what is signed")
        String account) {}
