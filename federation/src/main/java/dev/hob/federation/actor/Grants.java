package dev.hob.federation.actor;

import dev.hob.federation.actor.Collaborators.Collaborator;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.repo.Repo;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The word of a repository that somebody of another server may work on it, and that they may not any more. Shared
/// between threads.
public final class Grants {
    private static final int ID_BYTES = 10;

    private final LocalActors actors;
    private final Collaborators collaborators;
    private final SecureRandom random = new SecureRandom();

    public Grants(LocalActors actors, Collaborators collaborators) {
        this.actors = actors;
        this.collaborators = collaborators;
    }

    private Id self(Repo repo) {
        return actors.id(new Local.Project(repo));
    }

    /// An id for something of somebody's that has none yet.
    public Id fresh(Id self, String what) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return new Id(self.value() + "/" + what + "/" + HexFormat.of().formatHex(bytes));
    }

    /// An id for a grant of a repository's.
    public Id fresh(Repo repo) {
        return fresh(self(repo), "grants");
    }

    /// A grant.
    public Activity.Grant of(Repo repo, Collaborator to, Id capability, Instant at) {
        var self = self(repo);
        var act = Act.by(self, capability)
                .at(at)
                .about(new Ref.To(self))
                .to(List.of(to.actor().value()), List.of());
        return new Activity.Grant(
                to.role().word(),
                new Ref.To(to.actor()),
                Optional.of(new Ref.To(to.asked())),
                Optional.of("invoke"),
                Optional.empty(),
                Optional.empty(),
                act);
    }

    /// That what was granted, or asked, is over.
    public Activity.Revoke revoke(Repo repo, Collaborator from) {
        var self = self(repo);
        return new Activity.Revoke(
                new Ref.To(from.capability().orElse(from.asked())),
                Act.by(self, fresh(self, "revokes")).to(List.of(from.actor().value()), List.of()));
    }

    /// What goes out of something that a repository says.
    public byte[] bytes(Repo repo, Activity activity, Instant at) {
        String key = new Local.Project(repo).key();
        return Vocabulary.bytes(actors.proven(key, Vocabulary.writeToProve((Thing) activity), at));
    }

    /// The grant of an id of here, while it is in force.
    public Optional<Thing> document(Id id) {
        return actors.home()
                .path(id)
                .filter(path -> path.startsWith("/r/") && path.contains("/grants/"))
                .flatMap(_ -> collaborators.byCapability(id))
                .flatMap(one -> actors.project(one.repository())
                        .flatMap(local -> local instanceof Local.Project(var repo)
                                ? Optional.of(of(repo, one, id, one.at()))
                                : Optional.empty()));
    }
}
