package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Operations;
import dev.hob.node.db.Database;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// Lets the identity in git say what a repository's row says: each change of a setting, and each handing over,
/// is a signed revision. Shared between threads; the caller holds the folder's lock.
public final class RowIdentity {
    private final Database database;
    private final InstantSource clock;
    private volatile Function<Repo, SortedMap<String, List<DidKey>>> allowed = _ -> Collections.emptySortedMap();

    public RowIdentity(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Names what tells whose refs count beside the delegates', by pattern. Before anybody writes.
    public void allow(Function<Repo, SortedMap<String, List<DidKey>>> people) {
        allowed = people;
    }

    /// Lets the identity say what the row says, by a revision of its owner; false when it does already, or when
    /// its owner has no say in it. The caller holds the folder's lock, and signs.
    public boolean follow(Repository repository, Repo repo, SigningKey key) throws IOException {
        var identity = identity(repository, repo);
        var next = next(identity, repo);
        if (next.isPresent()) {
            var operation = identity.propose(next.get(), "Revise the project", "", key);
            try (var inserter = Storage.inserter(repository)) {
                var id = Operations.write(
                        inserter, operation, new Author(key, Repos.alias(repo.owner()), clock.instant()));
                inserter.flush();
                Repos.set(repository, object(repo, identity.object()), id);
            }
            identity = identity(repository, repo);
        }
        Repos.set(repository, Repos.IDENTITY, identity.current().id());
        return next.isPresent();
    }

    /// Lets the identity name the owner that the row names, by a revision of the one before, and gives the new
    /// owner's namespace what the project shows. The old namespace stays as it is from then on. Doing it twice
    /// does no harm. The caller holds the folder's lock, and signs both namespaces.
    public void handOver(Repository repository, Repo repo, SigningKey from) throws IOException {
        var identity = identity(repository, repo);
        var document = identity.current().document();
        String object =
                "refs/cobs/" + InitialRepository.TYPE + "/" + identity.object().name();
        String before = Repos.namespace(from.publicKey());
        String after = Repos.namespace(repo.namespace());
        if (document.delegates().contains(from.publicKey())) {
            var next = document.handedOver(from.publicKey(), repo.namespace())
                    .revised(repo.name(), repo.description(), repo.defaultBranch(), repo.isPrivate(), members(repo));
            var operation = identity.propose(next, "Hand the project to its new owner", "", from);
            try (var inserter = Storage.inserter(repository)) {
                var id = Operations.write(
                        inserter, operation, new Author(from, Repos.alias(repo.owner()), clock.instant()));
                inserter.flush();
                Repos.set(repository, before + object, id);
            }
            identity = identity(repository, repo);
        }
        var written = repository.exactRef(before + object);
        var tip = written == null ? null : written.getObjectId();
        if (tip == null) throw new IOException("there is no " + before + object);
        Repos.set(repository, after + object, tip);
        Repos.link(repository, after + Repos.IDENTITY, after + object);
        Repos.set(repository, after + Repos.ROOT, identity.object());
        Repos.set(repository, Repos.IDENTITY, identity.current().id());
        copyShown(repository, after);
    }

    /// Makes the branches and tags of a namespace those of the project.
    private static void copyShown(Repository repository, String namespace) throws IOException {
        var wanted = new LinkedHashMap<String, ObjectId>();
        var there = new LinkedHashMap<String, ObjectId>();
        for (String kind : List.of(Constants.R_HEADS, Constants.R_TAGS)) {
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(kind)) put(wanted, namespace, ref);
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(namespace + kind)) put(there, "", ref);
        }
        var commands = new ArrayList<ReceiveCommand>();
        for (var ref : there.entrySet())
            if (!wanted.containsKey(ref.getKey()))
                commands.add(new ReceiveCommand(ref.getValue(), ObjectId.zeroId(), ref.getKey()));
        for (var ref : wanted.entrySet()) {
            var now = there.getOrDefault(ref.getKey(), ObjectId.zeroId());
            if (!now.equals(ref.getValue())) commands.add(new ReceiveCommand(now, ref.getValue(), ref.getKey()));
        }
        if (commands.isEmpty()) return;
        var batch = repository.getRefDatabase().newBatchUpdate();
        batch.setAtomic(true);
        batch.setAllowNonFastForwards(true);
        batch.disableRefLog();
        batch.addCommand(commands);
        try (var walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (var command : commands)
            if (command.getResult() != ReceiveCommand.Result.OK)
                throw new IOException("cannot set " + command.getRefName() + ": " + command.getResult());
    }

    private static void put(Map<String, ObjectId> refs, String prefix, Ref ref) {
        var id = ref.getObjectId();
        if (id != null) refs.put(prefix + ref.getName(), id);
    }

    /// Whether the identity says what the row says, as far as its owner has a say in it.
    public boolean follows(Repository repository, Repo repo) throws IOException {
        var identity = Identity.read(repository, repo.rid());
        var inForce = repository.exactRef(Repos.IDENTITY);
        return identity.isPresent()
                && inForce != null
                && identity.get().current().id().equals(inForce.getObjectId())
                && next(identity.get(), repo).isEmpty();
    }

    private static Identity identity(Repository repository, Repo repo) throws IOException {
        return Identity.read(repository, repo.rid())
                .orElseThrow(() -> new IOException("there is no identity in " + repo.rid()));
    }

    /// The document that must come after the one in force, if any.
    private Optional<IdentityDocument> next(Identity identity, Repo repo) {
        var document = identity.current().document();
        // What is kept for others follows its identity, and not the other way round ([Seeds]).
        if (repo.isSeeded() || !document.delegates().contains(repo.namespace())) return Optional.empty();
        var next = document.revised(
                        repo.name(), repo.description(), repo.defaultBranch(), repo.isPrivate(), members(repo))
                .allowing(allowed.apply(repo));
        return Optional.of(next).filter(it -> !it.equals(document));
    }

    /// Puts a namespace's identity back to where its signed refs have it.
    public void takeBack(Repository repository, Repo repo, Map<String, ObjectId> signed) throws IOException {
        for (var ref : signed.entrySet()) {
            if (!ref.getKey().startsWith("refs/cobs/" + InitialRepository.TYPE + "/")) continue;
            Repos.set(repository, Repos.namespace(repo.namespace()) + ref.getKey(), ref.getValue());
            Repos.set(
                    repository,
                    Repos.IDENTITY,
                    identity(repository, repo).current().id());
        }
    }

    /// The refs that [#follow] writes.
    public static List<String> refs(Repository repository, Repo repo) throws IOException {
        var root = Optional.ofNullable(repository.exactRef(Repos.namespace(repo.namespace()) + Repos.ROOT))
                .map(Ref::getObjectId);
        return root.map(id -> List.of(Repos.IDENTITY, object(repo, id))).orElse(List.of(Repos.IDENTITY));
    }

    private static String object(Repo repo, ObjectId identity) {
        return Repos.namespace(repo.namespace()) + "refs/cobs/" + InitialRepository.TYPE + "/" + identity.name();
    }

    /// Those who may see it, by the keys with which they sign here and by those of their own computers and nodes.
    private List<DidKey> members(Repo repo) {
        return database.read(handle -> handle.createQuery("""
                        select p.did
                          from collaborator c
                          join person p on p.id = c.person
                         where c.repository = :repository
                        union
                        select d.did
                          from device_key d
                         where d.revoked is null
                           and (d.person = :owner
                                or d.person in (select person from collaborator where repository = :repository))""")
                .bind("repository", repo.id().value())
                .bind("owner", repo.ownerId())
                .map((row, _) -> DidKey.parse(row.getString("did")))
                .list());
    }

    /// Points stock git's HEAD at a branch; the row is for [Repos#pushed].
    public void pointHead(Repository repository, String branch) throws IOException {
        Repos.link(repository, Constants.HEAD, Constants.R_HEADS + branch);
    }
}
