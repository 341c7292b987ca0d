package dev.hob.federation.inbox;

import dev.hob.federation.remote.Deliveries;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.remote.RemoteInstances;
import dev.hob.federation.remote.RemoteKeys;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.signature.Claim;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.vocab.Id;
import dev.hob.node.git.RemoteGit;
import dev.hob.node.issue.Answer;
import dev.hob.node.repo.Repo;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Other servers, as far as the inbox has to ask them or to answer them.
public interface Elsewhere {
    /// How the host of an id is met.
    Rule rule(Id id);

    /// Whether who is named made a signature.
    RemoteKeys.Checked check(Claim claim);

    /// The key of an id.
    ///
    /// @param fresh whether its host shall be asked although it is remembered
    Looked<KnownKey> key(Id id, boolean fresh);

    /// An actor that was met before; asks nobody.
    Optional<RemoteActor> known(Id id);

    /// An actor.
    ///
    /// @param fresh whether its host shall be asked although it is remembered
    Looked<RemoteActor> look(Id id, boolean fresh);

    /// Whether somebody understands what forges say to each other; their host is asked what it is.
    boolean isForge(RemoteActor actor);

    /// The document of an id, from its own host.
    Fetched fetch(Id id);

    /// Brings commits from the clone address of a repository there into a project of here.
    ///
    /// @param ref the whole name of the branch there
    /// @param head the commit that is offered; else the one at which the branch is
    /// @param work what is done with it, before anybody takes it away again
    RemoteGit.Outcome bring(
            Repo project, Id clone, String ref, Optional<ObjectId> head, Function<ObjectId, Answer> work);

    /// An actor was deleted.
    void bury(Id actor);

    /// Something that was written is other now, or was answered: it is asked for anew.
    void changed(Id text);

    /// A host lives, by the id of a key of it.
    void heardFrom(Id key);

    /// Keeps an answer until it is delivered, within a transaction.
    ///
    /// @param actor who of here answers
    void deliver(Handle handle, String actor, Id activity, byte[] body, Collection<Id> inboxes);

    /// The real ones.
    ///
    /// @param stale is told of what must be asked for anew
    static Elsewhere of(
            Remote remote,
            RemoteActors actors,
            RemoteInstances instances,
            RemoteKeys keys,
            InstanceRules rules,
            Deliveries deliveries,
            RemoteGit git,
            Consumer<Id> stale) {
        return new Elsewhere() {
            @Override
            public Rule rule(Id id) {
                return rules.of(id.origin().host());
            }

            @Override
            public RemoteKeys.Checked check(Claim claim) {
                return keys.check(claim);
            }

            @Override
            public Looked<KnownKey> key(Id id, boolean fresh) {
                return fresh ? keys.refetch(id) : keys.key(id);
            }

            @Override
            public Optional<RemoteActor> known(Id id) {
                return actors.known(id);
            }

            @Override
            public Looked<RemoteActor> look(Id id, boolean fresh) {
                return fresh ? actors.refresh(id) : actors.look(id);
            }

            @Override
            public boolean isForge(RemoteActor actor) {
                return instances.isForge(actor);
            }

            @Override
            public Fetched fetch(Id id) {
                return remote.fetch(id);
            }

            // A clone leads to no other host, and to none that is shut out.
            @Override
            public RemoteGit.Outcome bring(
                    Repo project, Id clone, String ref, Optional<ObjectId> head, Function<ObjectId, Answer> work) {
                return git.bring(
                        project,
                        new RemoteGit.Wanted(URI.create(clone.value()), ref, head),
                        url -> !rules.isBlocked(url.getHost())
                                && Id.of(url.toString())
                                        .filter(clone::sameOrigin)
                                        .isPresent(),
                        work);
            }

            @Override
            public void bury(Id actor) {
                actors.bury(actor);
                keys.forget(actor);
            }

            @Override
            public void changed(Id text) {
                stale.accept(text);
            }

            @Override
            public void heardFrom(Id key) {
                deliveries.heardFrom(key.authority());
            }

            @Override
            public void deliver(Handle handle, String actor, Id activity, byte[] body, Collection<Id> inboxes) {
                deliveries.enqueue(handle, actor, activity, body, inboxes);
            }
        };
    }
}
