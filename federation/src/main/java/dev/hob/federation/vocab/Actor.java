package dev.hob.federation.vocab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Someone or something that acts: a person, a group, an instance, a repository. Immutable.
public record Actor(
        Id self,
        List<String> types,
        Profile profile,
        Boxes boxes,
        Forge forge,
        List<Ref> attachments,
        List<Ref> tags,
        List<Key> publicKeys,
        List<Key> assertionMethods,
        Rest rest)
        implements Thing {
    public Actor {
        types = List.copyOf(types);
        attachments = List.copyOf(attachments);
        tags = List.copyOf(tags);
        publicKeys = List.copyOf(publicKeys);
        assertionMethods = List.copyOf(assertionMethods);
    }

    @Override
    public Optional<Id> id() {
        return Optional.of(self);
    }

    /// Whether it is a repository, also beside another type.
    public boolean isRepository() {
        return types.contains("Repository");
    }

    /// How it is shown.
    public record Profile(
            Optional<String> preferredUsername,
            Optional<Words> name,
            Optional<Words> summary,
            List<Attached.Link> url,
            Optional<Instant> published,
            Optional<Instant> updated,
            Optional<Ref> icon,
            Optional<Ref> image,
            List<Id> attributedTo,
            List<String> alsoKnownAs,
            Optional<Id> movedTo,
            Optional<Boolean> manuallyApprovesFollowers,
            Optional<Boolean> discoverable,
            Optional<Boolean> indexable) {
        public Profile {
            url = List.copyOf(url);
            attributedTo = List.copyOf(attributedTo);
            alsoKnownAs = List.copyOf(alsoKnownAs);
        }
    }

    /// Where it receives and what it lists.
    public record Boxes(
            Optional<Id> inbox,
            Optional<Id> outbox,
            Optional<Id> followers,
            Optional<Id> following,
            Optional<Id> featured,
            Optional<Id> likes,
            Optional<Id> sharedInbox,
            Rest endpoints) {}

    /// What a repository says of its code and its trackers. A sender checks both directions before an offer.
    public record Forge(
            List<String> cloneUri,
            List<String> pushUri,
            Optional<Id> ticketsTrackedBy,
            Optional<Id> tracksTicketsFor,
            Optional<Id> sendPatchesTo,
            Optional<Id> tracksPatchesFor,
            Optional<Id> releasesTrackedBy,
            Optional<Id> tracksReleasesFor,
            Optional<Id> forks,
            Optional<Id> forkedFrom,
            Optional<Id> origin,
            Optional<Boolean> isArchived) {
        public Forge {
            cloneUri = List.copyOf(cloneUri);
            pushUri = List.copyOf(pushUri);
        }
    }

    /// A key as the actor's document shows it; whether it counts is decided in `signature`.
    public record Key(
            Optional<Id> id,
            Optional<String> type,
            Optional<Id> owner,
            Optional<Id> controller,
            Optional<String> publicKeyPem,
            Optional<String> publicKeyMultibase,
            Rest rest) {
        /// An RSA key.
        public static Key rsa(Id id, Id owner, String pem) {
            return new Key(
                    Optional.of(id),
                    Optional.empty(),
                    Optional.of(owner),
                    Optional.empty(),
                    Optional.of(pem),
                    Optional.empty(),
                    Rest.NONE);
        }

        /// An Ed25519 key.
        public static Key multikey(Id id, Id controller, String multibase) {
            return new Key(
                    Optional.of(id),
                    Optional.of("Multikey"),
                    Optional.empty(),
                    Optional.of(controller),
                    Optional.empty(),
                    Optional.of(multibase),
                    Rest.NONE);
        }
    }
}
