package dev.hob.federation.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Vectors;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteKeys;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.signature.Cause;
import dev.hob.federation.signature.Claim;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Id;
import dev.hob.node.git.RemoteGit;
import dev.hob.node.issue.Answer;
import dev.hob.node.repo.Repo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Other servers that are only told of: who is there, whose keys are whose, and what was sent to them.
final class Others implements Elsewhere {
    final Map<Id, KnownKey> keys = new HashMap<>();
    final Map<Id, RemoteActor> actors = new HashMap<>();
    final Map<Id, ObjectNode> documents = new HashMap<>();
    final Map<String, Rule> rules = new HashMap<>();
    final Set<Id> gone = new HashSet<>();
    final Set<String> down = new HashSet<>();
    final List<Delivered> delivered = new ArrayList<>();
    /// What shall be asked for anew.
    final Set<Id> changed = new HashSet<>();
    int asked;
    /// What fetches commits.
    Optional<RemoteGit> git = Optional.empty();
    /// Where repositories of others really are, by the address at which they are cloned.
    final Map<Id, String> sites = new HashMap<>();
    int brought;

    /// An answer of ours.
    record Delivered(String actor, JsonNode body, Collection<Id> inboxes) {}

    @Override
    public Rule rule(Id id) {
        return rules.getOrDefault(id.origin().host(), Rule.OPEN);
    }

    @Override
    public RemoteKeys.Checked check(Claim claim) {
        asked++;
        if (gone.contains(claim.keyId())) return new RemoteKeys.Checked.Gone();
        if (down.contains(claim.keyId().origin().host())) return new RemoteKeys.Checked.Unreachable("its host is down");
        var key = keys.get(claim.keyId());
        return new RemoteKeys.Checked.Done(
                key == null ? new Verdict.Refused(Cause.KEY_NOT_FOUND, "there is no such key") : claim.verify(key));
    }

    @Override
    public Looked<KnownKey> key(Id id, boolean fresh) {
        asked++;
        if (down.contains(id.origin().host())) return new Looked.Unreachable<>("its host is down");
        var key = keys.get(id);
        return key == null ? new Looked.Missing<>("there is no such key") : new Looked.Found<>(key);
    }

    @Override
    public Optional<RemoteActor> known(Id id) {
        return Optional.ofNullable(actors.get(id));
    }

    @Override
    public Looked<RemoteActor> look(Id id, boolean fresh) {
        if (down.contains(id.origin().host())) return new Looked.Unreachable<>("its host is down");
        if (gone.contains(id)) return new Looked.Gone<>();
        var actor = actors.get(id);
        return actor == null ? new Looked.Missing<>("there is no such actor") : new Looked.Found<>(actor);
    }

    @Override
    public boolean isForge(RemoteActor actor) {
        return actor.isForge();
    }

    @Override
    public Fetched fetch(Id id) {
        asked++;
        if (down.contains(id.origin().host())) return new Fetched.Unreachable("its host is down");
        var document = documents.get(id);
        return document == null ? new Fetched.Missing("404") : new Fetched.Found(id, document);
    }

    @Override
    public RemoteGit.Outcome bring(
            Repo project, Id url, String ref, Optional<ObjectId> head, Function<ObjectId, Answer> work) {
        brought++;
        if (down.contains(url.origin().host())) return new RemoteGit.Outcome.Later("its host is down");
        String site = sites.get(url);
        if (site == null) return new RemoteGit.Outcome.Refused("there is no repository");
        var wanted = new RemoteGit.Wanted(URI.create(site), ref, head);
        return git.orElseThrow().bring(project, wanted, _ -> true, work);
    }

    @Override
    public void bury(Id actor) {
        gone.add(actor);
    }

    @Override
    public void changed(Id text) {
        changed.add(text);
    }

    @Override
    public void heardFrom(Id key) {}

    @Override
    public void deliver(Handle handle, String actor, Id activity, byte[] body, Collection<Id> inboxes) {
        delivered.add(new Delivered(actor, Vectors.parsed(new String(body, StandardCharsets.UTF_8)), inboxes));
    }
}
