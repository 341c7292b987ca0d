package dev.hob.federation.signature;

/// The two ways in which requests are signed in the fediverse.
public enum Form {
    /// `draft-cavage-http-signatures-12`: what every server understands.
    CAVAGE,

    /// HTTP Message Signatures: Mastodon from 4.5, Fedify; GoToSocial answers 401.
    RFC9421;

    /// The form to try when a peer refuses this one.
    public Form other() {
        return this == CAVAGE ? RFC9421 : CAVAGE;
    }
}
