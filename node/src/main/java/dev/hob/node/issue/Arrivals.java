package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Entry;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.ForeignNamespace;
import dev.hob.node.refs.SignedRefs;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What people have written on their own devices and push: the door has the rules that hold on a page. A namespace
/// comes whole or not at all, since its key has signed for all of it; then it counts at once. Shared between threads.
public final class Arrivals {
    /// Where what a device signs lies.
    public static final String NAMESPACES = "refs/namespaces/";

    private static final int OBJECTS_MAX = 2_000;

    /// What has come and is not here yet.
    public interface Came {
        /// Reads what is here and what has come.
        Repository all();

        /// Makes it visible in the repository.
        void arrive() throws IOException;
    }

    private final Cobs cobs;
    private final Numbers numbers;
    private final Access access;
    private final DeviceKeys devices;
    private final IssueReading reading;
    private final InstantSource clock;

    Arrivals(Cobs cobs, Numbers numbers, Access access, DeviceKeys devices, IssueReading reading, InstantSource clock) {
        this.cobs = cobs;
        this.numbers = numbers;
        this.access = access;
        this.devices = devices;
        this.reading = reading;
        this.clock = clock;
    }

    /// Takes in what somebody pushes to namespaces, each whole or not at all. The caller has asked whether they may
    /// speak in this repository.
    ///
    /// @return why refs were refused, by their names
    public Map<String, String> take(Repo repo, Person by, List<RefMove> moves, Came came) {
        var told = new TreeMap<String, String>();
        var namespaces = new TreeMap<String, List<RefMove>>();
        for (var move : moves)
            namespaces.computeIfAbsent(nid(move.ref()), _ -> new ArrayList<>()).add(move);
        namespaces.forEach((nid, those) -> {
            var key = key(nid);
            var wrong = key.isEmpty() ? Optional.of("that is no namespace") : stranger(by, key.get());
            var refused = wrong.isPresent()
                    ? each(those, wrong.get())
                    : cobs.in(repo, session -> take(session, by, key.get(), those, came))
                            .orElseGet(() -> each(those, "this repository is gone"));
            if (!refused.isEmpty()) told.putAll(whole(those, refused));
        });
        return told;
    }

    /// What is told of each ref of a namespace when some of it is refused, or when what is missing is.
    private static Map<String, String> whole(List<RefMove> moves, Map<String, String> refused) {
        var asked = moves.stream().map(RefMove::ref).toList();
        String rest = refused.entrySet().stream()
                .filter(it -> !asked.contains(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("another ref of this namespace was refused, and it comes whole");
        var told = new TreeMap<String, String>();
        for (String ref : asked) told.put(ref, refused.getOrDefault(ref, rest));
        return told;
    }

    private static Map<String, String> each(List<RefMove> moves, String told) {
        var all = new TreeMap<String, String>();
        for (var move : moves) all.put(move.ref(), told);
        return all;
    }

    private static String nid(String ref) {
        int end = ref.indexOf('/', NAMESPACES.length());
        return ref.substring(NAMESPACES.length(), end < 0 ? ref.length() : end);
    }

    private static Optional<DidKey> key(String nid) {
        try {
            return Optional.of(DidKey.parse(nid)).filter(key -> key.nid().equals(nid));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A stranger's text that names no key.
        }
    }

    /// Why somebody may not speak with this key, if so.
    private Optional<String> stranger(Person by, DidKey key) {
        var device = devices.find(key).filter(it -> it.person().equals(by.id()));
        if (key.equals(by.key())) return Optional.of("this node signs with that key itself");
        if (device.isEmpty()) return Optional.of("this is no device of " + by.name() + ": hob login links one");
        return device.get().revoked().map(_ -> "this device was revoked: hob login makes a new key");
    }

    private Map<String, String> take(Cobs.Session session, Person by, DidKey key, List<RefMove> asked, Came came)
            throws IOException {
        var rid = session.repo().rid();
        var told = new TreeMap<String, String>();
        for (var move : asked)
            if (!isTaken(move.ref())) told.put(move.ref(), "only issues can be pushed to a namespace");
        if (asked.size() > OBJECTS_MAX)
            return each(asked, "at most " + OBJECTS_MAX + " refs at once: push fewer at a time");
        if (!told.isEmpty()) return told;
        var namespace =
                new ForeignNamespace(session.git(), rid, key, session.identity().object());
        try (var reader = came.all().newObjectReader()) {
            told.putAll(namespace.objections(asked, reader));
            if (!told.isEmpty()) return told;
            var judge = new ArrivalRules(session, came.all(), reader, key, clock.instant());
            var pieces = new ArrayList<ArrivalRules.Piece>();
            for (var move : asked) {
                var object = object(move.ref());
                if (object.isEmpty()) continue;
                boolean locked =
                        reading.byId(rid, object.get()).flatMap(Issue::locked).isPresent()
                                && !isMember(session.repo(), by);
                var tips = session.tips(IssueFold.TYPE, object.get());
                switch (judge.judge(object.get(), tips, move, locked)) {
                    case ArrivalRules.Verdict.Good(var piece) -> pieces.add(piece);
                    case ArrivalRules.Verdict.Bad(String why) -> told.put(move.ref(), why);
                }
            }
            if (!told.isEmpty()) return told;
            accept(session, by, asked, pieces, came);
        }
        return told;
    }

    private static boolean isTaken(String ref) {
        String name = ref.substring(ref.indexOf('/', NAMESPACES.length()) + 1);
        return name.equals(Repos.ROOT)
                || name.equals(SignedRefs.REF)
                || object(ref).isPresent();
    }

    /// The issue that a ref of a namespace names an entry of.
    private static Optional<ObjectId> object(String ref) {
        String[] parts = ref.split("/", -1); // refs/namespaces/<nid>/refs/cobs/<type>/<object>
        boolean issue = parts.length == 7
                && parts[3].equals("refs")
                && parts[4].equals("cobs")
                && parts[5].equals(IssueFold.TYPE);
        return issue && ObjectId.isId(parts[6]) ? Optional.of(ObjectId.fromString(parts[6])) : Optional.empty();
    }

    private boolean isMember(Repo repo, Person by) {
        return access.right(by, repo)
                .map(right -> right.compareTo(Right.WRITE) >= 0)
                .orElse(false);
    }

    /// New issues get their numbers in the order in which they were opened, as far as their authors say.
    private void accept(
            Cobs.Session session, Person by, List<RefMove> asked, List<ArrivalRules.Piece> pieces, Came came)
            throws IOException {
        var repo = session.repo();
        pieces.sort(Comparator.comparing(ArrivalRules.Piece::opened).thenComparing(ArrivalRules.Piece::object));
        var changes = new ArrayList<Change>();
        var moves = new ArrayList<RefMove>();
        long next = numbers.next(repo.rid());
        for (var piece : pieces) {
            var known = reading.number(repo.rid(), piece.object());
            long number = known.orElse(next);
            if (known.isEmpty()) next++;
            for (var entry : piece.entries()) changes.addAll(changes(repo, piece.object(), number, entry));
            moves.add(piece.move());
        }
        asked.stream().filter(move -> object(move.ref()).isEmpty()).forEach(moves::add);
        moves.removeIf(move -> move.before().equals(move.after()));
        session.take(new Origin.Here(by.id()), moves, changes, came::arrive);
    }

    /// What the log says of an entry: once for each kind of thing that it does.
    static List<Change> changes(Repo repo, ObjectId issue, long number, Entry entry) {
        String repository = repo.id().value();
        String rid = repo.rid().value();
        String id = entry.id().name();
        if (entry.id().equals(issue)) return List.of(new Change.IssueOpened(repository, rid, id, number));
        return entry.actions().stream()
                .flatMap(json -> IssueAction.parse(json).stream())
                .map(ArrivalRules::word)
                .distinct()
                .map(what -> what.equals("comment")
                        ? (Change) new Change.IssueCommented(repository, rid, issue.name(), number, id)
                        : new Change.IssueChanged(repository, rid, issue.name(), number, id, what))
                .toList();
    }
}
