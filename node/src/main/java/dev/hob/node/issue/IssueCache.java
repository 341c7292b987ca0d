package dev.hob.node.issue;

import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Makes the rows of issues again from git, and compares them with it. Shared between threads.
public final class IssueCache {
    private static final int AT_ONCE = 100;
    private static final String RESTORE = "put it back from a backup, or fetch it from a node that has it";

    /// Tables whose rows belong to an issue or a pull request, and by which column.
    private static final Map<String, String> OF_ISSUE = new TreeMap<>(Map.ofEntries(
            Map.entry("issue", "id"),
            Map.entry("issue_label", "issue"),
            Map.entry("issue_assignee", "issue"),
            Map.entry("issue_mention", "issue"),
            Map.entry("issue_event", "issue"),
            Map.entry("issue_reference", "issue"),
            Map.entry("issue_file", "issue"),
            Map.entry("patch", "id"),
            Map.entry("patch_revision", "patch"),
            Map.entry("patch_review", "patch"),
            Map.entry("patch_comment", "patch")));

    /// Tables whose rows belong to a project's tracker.
    private static final List<String> OF_TRACKER =
            List.of("label", "milestone", "issue_dependency", "issue_reviewer", "review_dismissal", "tracker_event");

    private final Database database;
    private final Cobs cobs;
    private final Numbers numbers;
    /// What has a number, by type.
    private final Map<String, FoldCache<? extends Folded>> numbered = new LinkedHashMap<>();
    private final IssueReading reading;

    IssueCache(Database database, Cobs cobs, Numbers numbers, FoldCache<IssueFold> issues, IssueReading reading) {
        this.database = database;
        this.cobs = cobs;
        this.numbers = numbers;
        numbered.put(IssueFold.TYPE, issues);
        this.reading = reading;
    }

    /// Keeps one more type of what has a number, such as pull requests. Before anybody uses this.
    public void also(String type, FoldCache<? extends Folded> folds) {
        numbered.put(type, folds);
    }

    private Map<String, Map<ObjectId, List<ObjectId>>> objects(Cobs.Session session) throws IOException {
        var types = new ArrayList<>(numbered.keySet());
        types.addAll(List.of(Numbers.TYPE, TrackerFold.TYPE));
        return Cobs.objects(session.git(), types);
    }

    /// Something with a number, or about to get one.
    private record Named(String type, ObjectId id) {}

    private List<Named> named(Map<String, Map<ObjectId, List<ObjectId>>> objects) {
        return numbered.keySet().stream()
                .flatMap(type ->
                        objects.getOrDefault(type, Map.of()).keySet().stream().map(id -> new Named(type, id)))
                .toList();
    }

    /// Throws a project's rows away and makes them again; gives how many issues and pull requests there are.
    ///
    /// @param progress is told how many are done
    public int rebuild(Repo repo, IntConsumer progress) {
        return cobs.in(repo, session -> {
                    var rid = session.repo().rid();
                    var objects = objects(session);
                    database.writing(handle -> {
                        clear(handle, rid);
                        for (String type : List.of(Numbers.TYPE, TrackerFold.TYPE))
                            for (var object :
                                    objects.getOrDefault(type, Map.of()).keySet()) anew(handle, session, type, object);
                    });
                    var ordered = ordered(session, named(objects));
                    for (int from = 0; from < ordered.size(); from += AT_ONCE) {
                        var some = ordered.subList(from, Math.min(from + AT_ONCE, ordered.size()));
                        database.writing(handle -> {
                            for (var one : some) anew(handle, session, one.type(), one.id());
                        });
                        progress.accept(from + some.size());
                    }
                    return ordered.size();
                })
                .orElse(0);
    }

    private static void clear(Handle handle, RepoId rid) {
        for (String table : OF_ISSUE.keySet()) handle.execute("delete from " + table + " where rid = ?", rid.value());
        for (String table : OF_TRACKER) handle.execute("delete from " + table + " where rid = ?", rid.value());
        handle.execute("delete from issue_count where rid = ?", rid.value());
        handle.execute("delete from tracker_number where rid = ? and written", rid.value());
        handle.execute("delete from sole_object where rid = ?", rid.value());
    }

    private void anew(Handle handle, Cobs.Session session, String type, ObjectId object) {
        cobs.forget(session.repo().rid(), type, object);
        refold(handle, session, type, object);
    }

    private void refold(Handle handle, Cobs.Session session, String type, ObjectId object) {
        cobs.refold(handle, session.git(), session.repo().rid(), type, object);
    }

    /// Those with a number first, then the others by age, so that they get theirs in that order.
    private List<Named> ordered(Cobs.Session session, List<Named> some) throws IOException {
        record Aged(Named one, long number, long created) {}
        var all = new ArrayList<Aged>();
        for (var one : some) {
            var number = reading.number(session.repo().rid(), one.id());
            long created = number.isPresent() ? 0 : created(session, one);
            all.add(new Aged(one, number.orElse(Long.MAX_VALUE), created));
        }
        all.sort(Comparator.comparingLong(Aged::number)
                .thenComparingLong(Aged::created)
                .thenComparing(aged -> aged.one().id()));
        return all.stream().map(Aged::one).toList();
    }

    private long created(Cobs.Session session, Named one) throws IOException {
        return folds(one)
                .get(session, one.id())
                .map(kept -> kept.fold().created().getEpochSecond())
                .orElse(Long.MAX_VALUE);
    }

    private FoldCache<? extends Folded> folds(Named one) {
        return Optional.<FoldCache<? extends Folded>>ofNullable(numbered.get(one.type()))
                .orElseThrow();
    }

    /// What differs between a project's rows and what git says, and what git lacks; nothing is changed.
    public List<Finding> examine(Repo repo) {
        return cobs.in(repo, session -> {
                    var rid = session.repo().rid();
                    var objects = objects(session);
                    var findings = new ArrayList<Finding>();
                    var named = named(objects);
                    for (var one : named) findings.addAll(examine(session, one));
                    var there = named.stream().map(one -> one.id().name()).collect(Collectors.toSet());
                    for (String stray : strays(rid, there))
                        findings.add(Finding.mendable(named(rid, ObjectId.fromString(stray))
                                + " is kept, but git has no such issue or pull request"));
                    var trackers =
                            objects.getOrDefault(TrackerFold.TYPE, Map.of()).keySet();
                    trackerDifference(rid, session, List.copyOf(trackers))
                            .ifPresent(table -> findings.add(Finding.mendable(
                                    "labels or milestones are kept otherwise than git has them (" + table + ")")));
                    for (boolean patches : List.of(false, true))
                        countDifference(rid, patches).map(Finding::mendable).ifPresent(findings::add);
                    findings.addAll(numberDifferences(
                            session,
                            objects.getOrDefault(Numbers.TYPE, Map.of()).keySet()));
                    return List.copyOf(findings);
                })
                .orElse(List.of());
    }

    private List<Finding> examine(Cobs.Session session, Named one) throws IOException {
        var rid = session.repo().rid();
        var id = one.id();
        String name = (one.type().equals(IssueFold.TYPE) ? "issue " : "pull request ") + named(rid, id);
        cobs.forget(rid, one.type(), id);
        var kept = folds(one).get(session, id);
        if (kept.isEmpty())
            return List.of(Finding.lasting("the first operation of " + name + " is missing or does not hold", RESTORE));
        var findings = new ArrayList<Finding>();
        for (var unsigned : kept.get().unsigned())
            findings.add(Finding.lasting(
                    "the operation " + unsigned.name() + " of " + name + " is not signed as it should be",
                    "it counts for nothing, and nothing is built upon it: leave it, or ask its author"));
        for (var hole : kept.get().holes())
            findings.add(Finding.lasting("the operation " + hole.name() + " of " + name + " is missing", RESTORE));
        // What is kept may be all that there still is of it.
        if (!kept.get().holes().isEmpty()) return findings;
        difference(rid, id, handle -> refold(handle, session, one.type(), id))
                .ifPresent(table ->
                        findings.add(Finding.mendable(name + " is kept otherwise than git has it (" + table + ")")));
        return findings;
    }

    private List<Finding> numberDifferences(Cobs.Session session, Set<ObjectId> objects) throws IOException {
        var rid = session.repo().rid();
        var findings = new ArrayList<Finding>();
        for (var given : numbers.read(session, objects).entrySet()) {
            var kept = reading.number(rid, given.getValue());
            if (!kept.equals(Optional.of(given.getKey())))
                findings.add(Finding.mendable(given.getValue().name() + " has the number " + given.getKey()
                        + " in git, and " + kept.map(String::valueOf).orElse("none") + " here"));
        }
        return findings;
    }

    /// Makes the rows again where they differ, unless something is missing in git that they still have. Examine again
    /// to see what is left.
    public void mend(Repo repo) {
        var findings = examine(repo);
        if (findings.stream().noneMatch(Finding::mendable)) return;
        if (findings.stream()
                .allMatch(finding -> finding.mendable() || !finding.remedy().equals(RESTORE))) rebuild(repo, _ -> {});
    }

    private String named(RepoId rid, ObjectId id) {
        return reading.number(rid, id).map(number -> "#" + number).orElse(id.name());
    }

    private List<String> strays(RepoId rid, Collection<String> there) {
        List<String> kept =
                database.read(handle -> handle.createQuery("select id from issue where rid = :rid order by id")
                        .bind("rid", rid.value())
                        .mapTo(String.class)
                        .list());
        return kept.stream().filter(id -> !there.contains(id)).toList();
    }

    @FunctionalInterface
    private interface Refold {
        void run(Handle handle);
    }

    /// Ends a transaction that only looked.
    private static final class Looked extends RuntimeException {
        private final transient Optional<String> table;

        Looked(Optional<String> table) {
            super("nothing is kept of this", null, false, false);
            this.table = table;
        }
    }

    private Optional<String> difference(RepoId rid, ObjectId id, Refold refold) {
        return looked(handle -> {
            var before = new TreeMap<String, List<String>>();
            OF_ISSUE.forEach((table, column) -> before.put(table, rows(handle, table, column, rid, id.name())));
            refold.run(handle);
            return OF_ISSUE.entrySet().stream()
                    .filter(table -> !rows(handle, table.getKey(), table.getValue(), rid, id.name())
                            .equals(before.get(table.getKey())))
                    .map(Map.Entry::getKey)
                    .findFirst();
        });
    }

    private Optional<String> trackerDifference(RepoId rid, Cobs.Session session, List<ObjectId> trackers) {
        return looked(handle -> {
            var before = new TreeMap<String, List<String>>();
            for (String table : OF_TRACKER) before.put(table, rows(handle, table, "rid", rid, rid.value()));
            if (trackers.isEmpty()) TrackerRows.clear(handle, rid);
            for (var tracker : trackers) anew(handle, session, TrackerFold.TYPE, tracker);
            return OF_TRACKER.stream()
                    .filter(table ->
                            !rows(handle, table, "rid", rid, rid.value()).equals(before.get(table)))
                    .findFirst();
        });
    }

    private Optional<String> looked(java.util.function.Function<Handle, Optional<String>> look) {
        try {
            database.writing(handle -> {
                throw new Looked(look.apply(handle));
            });
            throw new AssertionError("looking ends by itself");
        } catch (Looked looked) {
            return looked.table;
        }
    }

    private Optional<String> countDifference(RepoId rid, boolean patches) {
        return database.read(handle -> {
            int open = count(handle, rid, patches, true);
            int closed = count(handle, rid, patches, false);
            var kept = reading.counts(rid, patches);
            String what = patches ? "pull requests" : "issues";
            return kept.open() == open && kept.closed() == closed
                    ? Optional.empty()
                    : Optional.of("the numbers of open and closed " + what + " are wrong (issue_count)");
        });
    }

    private static int count(Handle handle, RepoId rid, boolean patches, boolean open) {
        return handle.createQuery(
                        "select count(*) from issue where rid = :rid and is_patch = :patches and is_open = :open")
                .bind("rid", rid.value())
                .bind("patches", patches)
                .bind("open", open)
                .mapTo(Integer.class)
                .one();
    }

    /// Every row as one text, in order.
    private static List<String> rows(Handle handle, String table, String column, RepoId rid, String key) {
        return handle
                .createQuery("select * from " + table + " where rid = :rid and " + column + " = :key")
                .bind("rid", rid.value())
                .bind("key", key)
                .mapToMap()
                .stream()
                .map(row -> new TreeMap<>(row).toString())
                .sorted()
                .toList();
    }
}
