package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Graph;
import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.RefDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.jdbi.v3.core.Handle;

/// What is done once it was judged what a peer brought: refs, rows and log. An intent names where signed lists move,
/// and they say the rest; so a boot can do again what a crash cut short. Whoever calls holds the folder's lock. Shared.
final class PeerSteps {
    /// Up to so many refs, a file each is quicker than writing packed-refs anew.
    private static final int SINGLE_UPDATES_MAX = 64;

    /// Of each object, so many of the newest entries are told in the log. Search and pages read the whole object.
    private static final int NEWS_MAX = 200;

    private final Database database;
    private final Log log;
    private final Intents intents;
    private final Storage storage;
    private final Repos repos;
    private final Cobs cobs;

    PeerSteps(Database database, Log log, Intents intents, Storage storage, Repos repos, Cobs cobs) {
        this.database = database;
        this.log = log;
        this.intents = intents;
        this.storage = storage;
        this.repos = repos;
        this.cobs = cobs;
    }

    /// Whether an intent is one of ours: a peer's signed lists, or a folder that came whole.
    static boolean isOurs(Intent intent) {
        return intent.origin() instanceof Origin.Peer
                && (intent.moves().isEmpty()
                        ? intent.changes().isEmpty()
                        : SignedViews.key(intent.moves().getFirst().ref()).isPresent());
    }

    /// One namespace as it was and as it shall be.
    private record Namespace(DidKey key, SortedMap<String, ObjectId> before, SortedMap<String, ObjectId> after) {}

    /// Whether all that an intent names is there, and nobody else has moved what it moves.
    boolean isPossible(Repository repository, Intent intent) throws IOException {
        for (var move : intent.moves()) {
            var now = at(repository, move.ref());
            if (!now.equals(move.before()) && !now.equals(move.after())) return false;
            if (!repository.getObjectDatabase().has(ObjectId.fromString(move.after()))) return false;
        }
        try (var reader = repository.newObjectReader()) {
            for (var namespace : namespaces(reader, intent))
                for (var id : new HashSet<>(namespace.after().values())) if (!reader.has(id)) return false;
            return true;
        } catch (MissingObjectException _) {
            return false;
        }
    }

    private static String at(Repository repository, String ref) throws IOException {
        return Optional.ofNullable(repository.exactRef(ref))
                .map(Ref::getObjectId)
                .map(ObjectId::name)
                .orElse(RefMove.ABSENT);
    }

    private static List<Namespace> namespaces(ObjectReader reader, Intent intent) throws IOException {
        var namespaces = new ArrayList<Namespace>();
        for (var move : intent.moves()) {
            var key = SignedViews.key(move.ref());
            if (key.isEmpty()) continue;
            namespaces.add(new Namespace(
                    key.get(),
                    list(reader, intent, key.get(), move.before()),
                    list(reader, intent, key.get(), move.after())));
        }
        return namespaces;
    }

    private static SortedMap<String, ObjectId> list(ObjectReader reader, Intent intent, DidKey key, String commit)
            throws IOException {
        if (commit.equals(RefMove.ABSENT)) return new TreeMap<>();
        var id = ObjectId.fromString(commit);
        if (!reader.has(id)) throw new MissingObjectException(id, Constants.OBJ_COMMIT);
        try {
            return SignedRefs.read(reader, id, key, intent.rid()).refs();
        } catch (SignedRefs.Invalid e) {
            throw new IOException("a list that held does not hold any more: " + commit, e);
        }
    }

    /// Everything after the objects are there. Doing it twice does no harm.
    ///
    /// @param written what follows once the refs are
    void finish(Repo repo, Intent intent, Runnable written) throws IOException {
        try (var repository = storage.open(intent.rid());
                var reader = repository.newObjectReader()) {
            var namespaces = namespaces(reader, intent);
            write(repository, commands(repository, namespaces, intent));
            Probe.at("peer refs");
            cobs.arrived(intent.rid());
            written.run();
            var told = touched(repository, namespaces, intent);
            for (var object : told.keySet()) cobs.forget(intent.rid(), object.type(), object.id());
            // Its row may say something else by now.
            var now = repos.byId(repo.id()).orElse(repo);
            var branches = branches(namespaces);
            database.writing(handle -> {
                keep(handle, repository, now, intent, told);
                for (String branch : branches) cobs.refold(handle, repository, intent.rid(), branch);
                intents.close(handle, intent.id());
            });
            Probe.at("peer log");
        }
        log.announce();
    }

    /// What must move for namespaces to be what their lists say; refs of the identity only ever stay or move.
    private static List<ReceiveCommand> commands(Repository repository, List<Namespace> namespaces, Intent intent)
            throws IOException {
        var wanted = new TreeMap<String, ObjectId>();
        var there = new TreeMap<String, ObjectId>();
        for (var namespace : namespaces) {
            String prefix = Repos.namespace(namespace.key());
            namespace.after().forEach((name, id) -> wanted.put(prefix + name, id));
            Intake.namespace(repository, namespace.key()).forEach((name, id) -> there.put(prefix + name, id));
            for (String name : List.of(SignedRefs.REF, Repos.ROOT, Repos.IDENTITY)) {
                var stays = there.get(prefix + name);
                if (stays != null) wanted.putIfAbsent(prefix + name, stays);
            }
        }
        for (var move : moves(intent)) {
            var now = repository.exactRef(move.ref());
            if (now != null && now.getObjectId() != null)
                there.put(move.ref(), now.getObjectId().copy());
            if (move.deletes()) wanted.remove(move.ref());
            else wanted.put(move.ref(), ObjectId.fromString(move.after()));
        }
        return commands(there, wanted);
    }

    /// The lists, the identity, and the project's own refs.
    private static List<RefMove> moves(Intent intent) {
        var moves = new ArrayList<>(intent.moves());
        for (var change : intent.changes()) if (change instanceof Change.RefsMoved moved) moves.addAll(moved.moves());
        return moves;
    }

    private static List<ReceiveCommand> commands(
            SortedMap<String, ObjectId> there, SortedMap<String, ObjectId> wanted) {
        var commands = new ArrayList<ReceiveCommand>();
        for (var ref : there.entrySet())
            if (!wanted.containsKey(ref.getKey()))
                commands.add(new ReceiveCommand(ref.getValue(), ObjectId.zeroId(), ref.getKey()));
        for (var ref : wanted.entrySet()) {
            var now = there.getOrDefault(ref.getKey(), ObjectId.zeroId());
            if (!now.equals(ref.getValue())) commands.add(new ReceiveCommand(now, ref.getValue(), ref.getKey()));
        }
        return commands;
    }

    private static void write(Repository repository, List<ReceiveCommand> commands) throws IOException {
        // Away with the old before the new: `a` must be gone before `a/b` comes.
        if (commands.size() <= SINGLE_UPDATES_MAX) for (var command : commands) RefWriter.single(repository, command);
        else RefWriter.together(repository, commands);
    }

    /// Writes the refs of a folder that came whole and that nobody sees yet.
    static void fill(Repository fresh, PeerJudge.Judgement.Good good, String branch) throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        for (var one : good.taken()) {
            String prefix = Repos.namespace(one.key());
            one.list().refs().forEach((name, id) -> refs.put(prefix + name, id));
            refs.put(prefix + SignedRefs.REF, one.list().commit());
        }
        for (var move : good.canonical()) refs.put(move.ref(), ObjectId.fromString(move.after()));
        refs.put(Repos.IDENTITY, good.identity().current().id());
        // Nobody else writes there, so that no ref needs a lock of its own.
        var batch = fresh.getRefDatabase() instanceof RefDirectory folder
                ? folder.newBatchUpdate(false)
                : fresh.getRefDatabase().newBatchUpdate();
        RefWriter.together(fresh, batch, commands(new TreeMap<>(), refs));
        pointHead(fresh, branch);
    }

    /// Points stock git's HEAD at a branch.
    static void pointHead(Repository repository, String branch) throws IOException {
        var result = repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + branch);
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("cannot set HEAD: " + result);
        }
    }

    /// The branches that moved: whether something counts as merged depends on them.
    private static List<String> branches(List<Namespace> namespaces) {
        return namespaces.stream()
                .flatMap(namespace -> moved(namespace).stream()
                        .filter(name -> name.startsWith(Constants.R_HEADS))
                        .map(name -> Repos.namespace(namespace.key()) + name))
                .toList();
    }

    private static Set<String> moved(Namespace namespace) {
        var names = new TreeSet<String>();
        namespace.after().forEach((name, id) -> {
            if (!id.equals(namespace.before().get(name))) names.add(name);
        });
        for (String name : namespace.before().keySet()) if (!namespace.after().containsKey(name)) names.add(name);
        return names;
    }

    /// The objects whose entries moved, and the tips that were there before. When the identity moves, every object may
    /// be judged otherwise.
    private Map<Cobs.Named, Set<ObjectId>> touched(Repository repository, List<Namespace> namespaces, Intent intent)
            throws IOException {
        var touched = new HashMap<Cobs.Named, Set<ObjectId>>();
        for (var namespace : namespaces)
            for (String name : moved(namespace))
                Cobs.object(Repos.namespace(namespace.key()) + name).ifPresent(object -> touched.put(object, Set.of()));
        boolean identity = intent.moves().stream().anyMatch(move -> move.ref().equals(Repos.IDENTITY));
        if (identity)
            Cobs.objects(repository, cobs.types()).forEach((type, objects) -> objects.keySet()
                    .forEach(id -> touched.putIfAbsent(new Cobs.Named(type, id), Set.of())));
        touched.keySet().removeIf(object -> !cobs.types().contains(object.type()));
        for (var object : List.copyOf(touched.keySet()))
            touched.put(object, before(repository, namespaces, intent, object));
        return ordered(repository, touched);
    }

    /// Where the namespaces had their entries of an object before this.
    private Set<ObjectId> before(Repository repository, List<Namespace> namespaces, Intent intent, Cobs.Named object)
            throws IOException {
        String name = "refs/cobs/" + object.type() + "/" + object.id().name();
        var after = new HashSet<ObjectId>();
        var before = new HashSet<ObjectId>();
        for (var namespace : namespaces) {
            Optional.ofNullable(namespace.after().get(name)).ifPresent(after::add);
            Optional.ofNullable(namespace.before().get(name)).ifPresent(before::add);
        }
        for (var tip : cobs.tips(repository, intent.rid(), object.type(), object.id()))
            if (!after.contains(tip)) before.add(tip);
        return before;
    }

    /// Those that give numbers first, then the oldest: so what has no number yet gets one in the order of its age.
    private static Map<Cobs.Named, Set<ObjectId>> ordered(Repository repository, Map<Cobs.Named, Set<ObjectId>> touched)
            throws IOException {
        record Aged(Cobs.Named object, boolean ours, int seconds) {}
        var aged = new ArrayList<Aged>();
        try (var walk = new RevWalk(repository)) {
            for (var object : touched.keySet())
                aged.add(new Aged(object, object.type().startsWith("dev.hob."), seconds(walk, object.id())));
        }
        aged.sort(Comparator.comparingInt((Aged it) -> it.ours() ? 0 : 1)
                .thenComparingInt(Aged::seconds)
                .thenComparing(it -> it.object().type())
                .thenComparing(it -> it.object().id()));
        var ordered = new LinkedHashMap<Cobs.Named, Set<ObjectId>>();
        for (var one : aged) ordered.put(one.object(), touched.getOrDefault(one.object(), Set.of()));
        return ordered;
    }

    private static int seconds(RevWalk walk, ObjectId root) throws IOException {
        try {
            return walk.parseCommit(root).getCommitTime();
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return Integer.MAX_VALUE; // Then it is no object, and gets no number.
        }
    }

    private void keep(
            Handle handle, Repository repository, Repo repo, Intent intent, Map<Cobs.Named, Set<ObjectId>> told) {
        for (var change : intent.changes()) log.append(handle, intent.origin(), change);
        try {
            for (var object : told.entrySet()) {
                var named = object.getKey();
                cobs.refold(handle, repository, intent.rid(), named.type(), named.id());
                var news = cobs.news(handle, repository, repo, named, known(repository, named, object.getValue()));
                for (var change : news.subList(Math.max(0, news.size() - NEWS_MAX), news.size()))
                    log.append(handle, intent.origin(), change);
            }
        } catch (IOException e) {
            throw new StorageException("cannot fold what came to " + intent.rid(), e);
        }
        repos.pushed(handle, repo, repo.defaultBranch(), intent.origin());
    }

    private static Set<ObjectId> known(Repository repository, Cobs.Named object, Set<ObjectId> before)
            throws IOException {
        if (before.isEmpty()) return Set.of();
        try (var reader = repository.newObjectReader()) {
            return Graph.load(reader, object.type(), object.id(), before)
                    .map(Graph::ids)
                    .orElse(Set.of());
        }
    }
}
