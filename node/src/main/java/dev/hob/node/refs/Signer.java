package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Evidence;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.IdentityDocument;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who signs what somebody does here: they themselves, or the owner for them where the format hears only delegates.
///
/// @param acting for whom it is signed, when that is not the author
/// @param namespace in which it hangs: the author's own, or the one for guests
/// @param evidence what it stands on, when its author is known only by an actor's address
public record Signer(Author author, Optional<Acting> acting, DidKey namespace, Optional<Evidence> evidence) {
    /// Somebody who has a namespace of their own.
    public Signer(Author author, Optional<Acting> acting) {
        this(author, acting, author.key().publicKey(), Optional.empty());
    }

    /// What an operation carries because of who signs it.
    public Map<String, byte[]> embeds() {
        var embeds = new HashMap<String, byte[]>();
        acting.ifPresent(it -> embeds.put(Acting.EMBED, it.bytes()));
        evidence.ifPresent(it -> embeds.put(Evidence.EMBED, it.bytes()));
        return embeds;
    }

    /// The same a second later.
    public Signer later() {
        return new Signer(author.later(), acting, namespace, evidence);
    }

    /// The key for something.
    public sealed interface Choice {
        record Signs(Signer signer) implements Choice {}

        record Refused(String told) implements Choice {}
    }

    /// The key of a repository's own namespace, for what moves its branches.
    public static Choice owner(Custody custody, Repo repo, IdentityDocument document, Person by, Instant at) {
        if (!document.delegates().contains(repo.namespace()))
            return new Choice.Refused(Messages.text("refs.owner-is-no-delegate"));
        return of(custody, repo, repo.namespace(), repo.owner(), by, at);
    }

    /// Finds the key.
    ///
    /// @param delegate whether only a delegate is heard in this
    public static Choice choose(
            Custody custody, Repo repo, IdentityDocument document, Person by, boolean delegate, Instant at) {
        boolean self = !delegate || document.delegates().contains(by.key());
        DidKey key = self ? by.key() : repo.namespace();
        String name = self ? by.name() : repo.owner();
        if (!self && !document.delegates().contains(key))
            return new Choice.Refused(Messages.text("refs.nobody-here-may-decide"));
        return of(custody, repo, key, name, by, at);
    }

    /// The key of somebody who is known only by an actor's address, in a project that everybody may see. Only the
    /// project's home signs for them.
    ///
    /// @param namespace the project's own for guests
    public static Choice guest(
            Custody custody,
            Repo repo,
            DidKey namespace,
            SigningKey key,
            RemoteAuthor author,
            Evidence evidence,
            Instant at) {
        if (repo.isPrivate()) return new Choice.Refused(Messages.text("refs.no-such-repository"));
        if (repo.isSeeded()) return new Choice.Refused(Messages.text("refs.ask-its-own-node"));
        var waiting = custody.waiting().of(namespace);
        if (waiting.isPresent())
            return new Choice.Refused(waiting.get().told(Messages.text("refs.the-guests-of", repo.path())));
        return new Choice.Signs(
                new Signer(new Author(key, author.alias(), at), Optional.empty(), namespace, Optional.of(evidence)));
    }

    /// The owner's key, for somebody who is known only by an actor's address and whom the owner has let in. It
    /// stands on the owner's word, so that no activity is named.
    public static Choice member(
            Custody custody, Repo repo, IdentityDocument document, RemoteAuthor author, Instant at) {
        if (repo.isPrivate()) return new Choice.Refused(Messages.text("refs.no-such-repository"));
        if (repo.isSeeded() || !document.delegates().contains(repo.namespace()))
            return new Choice.Refused(Messages.text("refs.nobody-here-may-decide"));
        var waiting = custody.waiting().of(repo.namespace());
        if (waiting.isPresent()) return new Choice.Refused(waiting.get().told(repo.owner()));
        var held = custody.signingKey(repo.namespace());
        if (held.isEmpty()) return new Choice.Refused(Messages.text("refs.key-is-not-held", repo.owner()));
        return new Choice.Signs(new Signer(
                new Author(held.get(), Repos.alias(repo.owner()), at),
                Optional.of(new Acting(author.actor(), author.key(), at))));
    }

    private static Choice of(Custody custody, Repo repo, DidKey key, String name, Person by, Instant at) {
        boolean self = key.equals(by.key());
        var waiting = repo.isPrivate()
                ? Optional.<WaitingKeys.Waiting>empty()
                : custody.waiting().of(key);
        if (waiting.isPresent()) return new Choice.Refused(waiting.get().told(name));
        var held = custody.signingKey(key);
        if (held.isEmpty()) return new Choice.Refused(Messages.text("refs.key-is-not-held", name));
        var acting = self ? Optional.<Acting>empty() : Optional.of(new Acting(by.name(), by.key(), at));
        return new Choice.Signs(new Signer(new Author(held.get(), Repos.alias(name), at), acting));
    }
}
