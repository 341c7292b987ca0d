package dev.hob.node.issue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.cob.Author;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Graph;
import dev.hob.node.cob.Operation;
import dev.hob.node.db.Database;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Custody;
import dev.hob.node.refs.Cobs;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Seeds;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// The numbers that issues and pull requests of a project go by: one row of numbers for both, given by its home,
/// and written into an object of type `dev.hob.numbers` in batches, so that they outlive this database. Shared.
public final class Numbers implements Cobs.Keeper {
    /// The type of such objects.
    public static final String TYPE = "dev.hob.numbers";

    /// The greatest that a home can give; greater ones are this node's own, for clients that need numbers.
    public static final long GIVEN_MAX = 9_999_999_999L;

    private static final int BATCH_MAX = 5_000;
    private static final int PROJECTS_KEPT_MAX = 1_000;

    private final Database database;
    private final Cobs cobs;
    private final Repos repos;
    private final Custody custody;
    private final InstantSource clock;
    /// What survived of each project's object, so that it need not be folded for every batch.
    private final Cache<RepoId, List<ObjectId>> tips =
            Caffeine.newBuilder().maximumSize(PROJECTS_KEPT_MAX).build();

    public Numbers(Database database, Cobs cobs, Repos repos, Custody custody, InstantSource clock) {
        this.database = database;
        this.cobs = cobs;
        this.repos = repos;
        this.custody = custody;
        this.clock = clock;
    }

    /// The number that the next object gets; the caller holds the folder's lock until it has given it.
    public long next(RepoId rid) {
        return database.read(handle -> next(handle, rid));
    }

    private static long next(Handle handle, RepoId rid) {
        boolean home = Seeds.isHome(handle, rid);
        return handle.createQuery("select coalesce(max(number), :least) + 1 from tracker_number"
                        + " where rid = :rid and number > :least and number <= :most")
                .bind("rid", rid.value())
                .bind("least", home ? 0 : GIVEN_MAX)
                .bind("most", home ? GIVEN_MAX : Long.MAX_VALUE)
                .mapTo(Long.class)
                .one();
    }

    /// Whether a number is this node's own: nobody else knows it, and pages show the object's id instead.
    public static boolean isLocal(long number) {
        return number > GIVEN_MAX;
    }

    /// This node is the project's home from now on: what has a number of this node's own gets one of the
    /// project's, in the order in which they came. Within the caller's transaction and folder's lock.
    public static void inherit(Handle handle, RepoId rid) {
        List<String> objects = handle.createQuery(
                        "select object from tracker_number where rid = :rid and number > :most order by number")
                .bind("rid", rid.value())
                .bind("most", GIVEN_MAX)
                .mapTo(String.class)
                .list();
        for (String object : objects) renumber(handle, rid, ObjectId.fromString(object), next(handle, rid), false);
    }

    private static void renumber(Handle handle, RepoId rid, ObjectId object, long number, boolean written) {
        handle.execute(
                "update tracker_number set number = ?, written = ? where rid = ? and object = ?",
                number,
                written,
                rid.value(),
                object.name());
        handle.execute("update issue set number = ? where rid = ? and id = ?", number, rid.value(), object.name());
    }

    /// The number of an object, which it gets now if it has none. Within the caller's transaction and folder's
    /// lock.
    public static long of(Handle handle, RepoId rid, ObjectId object) {
        var known = handle.createQuery("select number from tracker_number where rid = :rid and object = :object")
                .bind("rid", rid.value())
                .bind("object", object.name())
                .mapTo(Long.class)
                .findOne();
        if (known.isPresent()) return known.get();
        long number = next(handle, rid);
        give(handle, rid, object, number, false);
        return number;
    }

    private static void give(Handle handle, RepoId rid, ObjectId object, long number, boolean written) {
        handle.execute(
                "insert into tracker_number (rid, number, object, written) values (?, ?, ?, ?)",
                rid.value(),
                number,
                object.name(),
                written);
    }

    /// Writes the numbers to git that are not there yet.
    public void flush() {
        List<String> waiting = database.read(handle -> handle.createQuery(
                        "select distinct rid from tracker_number where not written and number <= :most")
                .bind("most", GIVEN_MAX)
                .mapTo(String.class)
                .list());
        for (String rid : waiting) repos.project(new RepoId(rid)).ifPresent(this::flush);
    }

    private void flush(Repo asked) {
        cobs.in(asked, session -> {
            while (write(session)) {
                // As many batches as it takes.
            }
            return true;
        });
    }

    private boolean write(Cobs.Session session) throws IOException {
        var repo = session.repo();
        var rid = repo.rid();
        var key = custody.signingKey(repo.namespace());
        boolean waits =
                !repo.isPrivate() && custody.waiting().of(repo.namespace()).isPresent();
        if (key.isEmpty() || waits) return false;
        Map<Long, String> numbers = new LinkedHashMap<>();
        database.read(handle -> handle.createQuery("""
                                select number, object
                                  from tracker_number
                                 where rid = :rid and not written and number <= :most
                                 order by number
                                 limit :max""")
                        .bind("rid", rid.value())
                        .bind("most", GIVEN_MAX)
                        .bind("max", BATCH_MAX)
                        .map((row, _) -> Map.entry(row.getLong("number"), row.getString("object")))
                        .list())
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue()));
        if (numbers.isEmpty()) return false;
        var object = database.read(handle -> SoleObjects.first(handle, rid, TYPE));
        var action = JsonNodeFactory.instance.objectNode().put("type", "number");
        var given = action.putObject("numbers");
        numbers.forEach((number, id) -> given.put(Long.toString(number), id));
        List<ObjectId> parents = object.isEmpty() ? List.of() : tips(session, object.get());
        var operation = new Operation(
                TYPE,
                List.of(action),
                Map.of(),
                parents,
                List.of(),
                Optional.of(session.identity().head()),
                "Number");
        var author = new Author(key.get(), Repos.alias(repo.owner()), clock.instant());
        var stored = session.store(
                author,
                new Origin.Here(repo.ownerId()),
                operation,
                object,
                _ -> Optional.empty(),
                _ -> true,
                (handle, entry) -> {
                    SoleObjects.note(handle, rid, TYPE, object.orElse(entry.id()));
                    handle.execute(
                            "update tracker_number set written = ? where rid = ? and number <= ? and not written",
                            true,
                            rid.value(),
                            numbers.keySet().stream().mapToLong(n -> n).max().orElseThrow());
                });
        stored.ifPresent(entry -> tips.put(rid, List.of(entry.id())));
        return true;
    }

    private List<ObjectId> tips(Cobs.Session session, ObjectId object) throws IOException {
        var known = tips.getIfPresent(session.repo().rid());
        if (known != null) return known;
        var fold = new Fold(session);
        return told(session.git(), session.tips(TYPE, object), object, fold)
                .map(Graph.Evaluated::tips)
                .orElse(List.of());
    }

    private static Optional<Graph.Evaluated> told(
            Repository repository, List<ObjectId> tips, ObjectId object, Fold fold) throws IOException {
        try (var reader = repository.newObjectReader()) {
            var graph = Graph.load(reader, TYPE, object, tips);
            return graph.isEmpty() ? Optional.empty() : graph.get().tell(fold);
        }
    }

    /// The numbers that git has.
    Map<Long, ObjectId> read(Cobs.Session session, Set<ObjectId> objects) throws IOException {
        var all = new LinkedHashMap<Long, ObjectId>();
        for (var object : objects) {
            var fold = new Fold(session);
            if (told(session.git(), session.tips(TYPE, object), object, fold).isPresent()) all.putAll(fold.given);
        }
        return all;
    }

    /// The numbers that an object of this type gives, read from git alone.
    static Map<Long, ObjectId> given(
            Repository repository, Identities.InForce identity, ObjectId object, List<ObjectId> tips)
            throws IOException {
        var fold = new Fold(identity);
        return told(repository, tips, object, fold).isEmpty() ? Map.of() : Map.copyOf(fold.given);
    }

    @Override
    public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
        var fold = new Fold(cobs.identities().of(repository, rid));
        if (told(repository, cobs.tips(repository, rid, TYPE, object), object, fold)
                .isEmpty()) return;
        SoleObjects.note(handle, rid, TYPE, object);
        fold.given.forEach((number, id) -> {
            var held = handle.createQuery("select number from tracker_number where rid = :rid and object = :object")
                    .bind("rid", rid.value())
                    .bind("object", id.name())
                    .mapTo(Long.class)
                    .findOne();
            if (held.isPresent() && held.get().equals(number)) {
                handle.execute(
                        "update tracker_number set written = ? where rid = ? and number = ?",
                        true,
                        rid.value(),
                        number);
            } else if (held.isPresent() && isLocal(held.get()) && isFree(handle, rid, number)) {
                renumber(handle, rid, id, number, true);
            } else if (held.isEmpty()) {
                handle.execute("""
                        insert into tracker_number (rid, number, object, written) values (?, ?, ?, ?)
                        on conflict (rid, number) do nothing""", rid.value(), number, id.name(), true);
            }
        });
    }

    private static boolean isFree(Handle handle, RepoId rid, long number) {
        return handle.createQuery("select count(*) from tracker_number where rid = :rid and number = :number")
                        .bind("rid", rid.value())
                        .bind("number", number)
                        .mapTo(Integer.class)
                        .one()
                == 0;
    }

    @Override
    public void forget(RepoId rid, ObjectId object) {
        tips.invalidate(rid);
    }

    /// Only delegates give numbers; the first to give one counts.
    private static final class Fold implements Graph.Subject {
        private final Identities.InForce identity;
        private final Map<Long, ObjectId> given = new LinkedHashMap<>();
        private final Set<ObjectId> named = new HashSet<>();

        Fold(Cobs.Session session) throws IOException {
            this(session.identity());
        }

        Fold(Identities.InForce identity) {
            this.identity = identity;
        }

        @Override
        public boolean begin(Entry root) {
            return apply(root);
        }

        @Override
        public boolean apply(Entry entry) {
            var document = identity.at(entry.resource());
            boolean may = document.isPresent()
                    && document.get().delegates().contains(entry.author().orElseThrow());
            if (!may) return false;
            for (var action : entry.actions()) {
                if (!action.path("type").asText().equals("number")) return false;
                action.path("numbers")
                        .properties()
                        .forEach(given -> take(given.getKey(), given.getValue().asText()));
            }
            return true;
        }

        private void take(String number, String id) {
            if (!ObjectId.isId(id) || !number.matches("[1-9][0-9]{0,9}")) return;
            var object = ObjectId.fromString(id);
            if (!named.contains(object) && given.putIfAbsent(Long.parseLong(number), object) == null) named.add(object);
        }
    }
}
