package dev.hob.node.notification;

import dev.hob.node.db.Database;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Participants;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Who hears of what happens to an issue: whoever has a part in it or watches a repository that it is in, unless they
/// said otherwise of the one or the other. It is nobody else's business, so the log does not tell it. Shared between
/// threads.
public final class Subscriptions {
    /// How many that watch, or said something of one issue, are looked for.
    private static final int PEOPLE_MAX = 5_000;
    private static final String ANYBODY = "";

    private final Database database;
    private final People people;
    private final Participants participants;
    private final InstantSource clock;

    public Subscriptions(Database database, People people, Participants participants, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.participants = participants;
        this.clock = clock;
    }

    /// What somebody said of one issue.
    record Wish(boolean subscribed, Instant at) {}

    /// Subscribes somebody to an issue, or ends that; whether it was otherwise before.
    public boolean wish(Issue issue, Person person, boolean subscribed) {
        return database.write(handle -> {
            boolean same = handle.createQuery("""
                            select subscribed
                              from issue_subscription
                             where rid = :rid and issue = :issue and person = :person""")
                    .bind("rid", issue.rid().value())
                    .bind("issue", issue.id().name())
                    .bind("person", person.id())
                    .mapTo(Boolean.class)
                    .findOne()
                    .filter(it -> it == subscribed)
                    .isPresent();
            if (same) return false;
            handle.execute("""
                    insert into issue_subscription (rid, issue, person, subscribed, at)
                    values (?, ?, ?, ?, ?)
                    on conflict (rid, issue, person) do update
                       set subscribed = excluded.subscribed, at = excluded.at""", issue.rid().value(), issue.id().name(), person.id(), subscribed, clock.millis());
            return true;
        });
    }

    /// How somebody stands with an issue.
    public Subscription of(Issue issue, Person person) {
        return standings(issue.rid(), issue.id(), person.id())
                .map(standings -> standings.of(person.id()))
                .orElse(new Subscription.Apart());
    }

    /// Those who hear of an issue for its own sake, the first account first; those who only watch its repository are
    /// left out.
    public List<Person> subscribers(Issue issue) {
        var all = all(issue.rid(), issue.id());
        if (all.isEmpty()) return List.of();
        return people
                .inOrder(all.get().parted().stream()
                        .filter(id -> all.get().of(id).hears())
                        .sorted()
                        .toList())
                .stream()
                .sorted(Comparator.comparing(Person::created).thenComparing(Person::id))
                .toList();
    }

    /// Everybody's standing with one issue.
    ///
    /// @param ignored for those who watch, and for those who ignore
    record Standings(Map<String, Participants.Part> parts, Map<String, Wish> wishes, Map<String, Boolean> ignored) {
        /// Those who have a part in it, or said something of it.
        List<String> parted() {
            var all = new LinkedHashSet<>(parts.keySet());
            all.addAll(wishes.keySet());
            return List.copyOf(all);
        }

        /// Those who may have something to hear of it.
        List<String> anybody() {
            var all = new LinkedHashSet<>(parted());
            ignored.forEach((id, it) -> {
                if (!it) all.add(id);
            });
            return List.copyOf(all);
        }

        Subscription of(String person) {
            var wish = wishes.get(person);
            if (wish != null && !wish.subscribed()) return new Subscription.Ended(wish.at());
            var part = Optional.ofNullable(parts.get(person)).map(Reason::of);
            if (wish != null) return new Subscription.Hears(part.orElse(Reason.SUBSCRIBED), Optional.of(wish.at()));
            var watch = Optional.ofNullable(ignored.get(person));
            if (watch.equals(Optional.of(true))) return new Subscription.Ignores();
            return part.or(() -> watch.map(_ -> Reason.WATCHING))
                    .map(reason -> (Subscription) new Subscription.Hears(reason, Optional.empty()))
                    .orElse(new Subscription.Apart());
        }
    }

    /// Empty when there is no such issue.
    Optional<Standings> all(RepoId rid, ObjectId issue) {
        return standings(rid, issue, ANYBODY);
    }

    private Optional<Standings> standings(RepoId rid, ObjectId issue, String whose) {
        var parts = whose.isEmpty() ? participants.of(rid, issue) : participants.of(rid, issue, whose);
        return parts.map(found -> new Standings(found, wishes(rid, issue, whose), watches(rid, whose)));
    }

    private Map<String, Wish> wishes(RepoId rid, ObjectId issue, String whose) {
        var wishes = new LinkedHashMap<String, Wish>();
        database.read(handle -> handle.createQuery("""
                                select person, subscribed, at
                                  from issue_subscription
                                 where rid = :rid and issue = :issue and (:whose = '' or person = :whose)
                                 order by at
                                 limit :max""")
                        .bind("whose", whose)
                        .bind("rid", rid.value())
                        .bind("issue", issue.name())
                        .bind("max", PEOPLE_MAX)
                        .map((row, _) -> Map.entry(
                                row.getString("person"),
                                new Wish(row.getBoolean("subscribed"), Instant.ofEpochMilli(row.getLong("at")))))
                        .list())
                .forEach(entry -> wishes.put(entry.getKey(), entry.getValue()));
        return wishes;
    }

    /// Who watches a repository that the project is in, and who ignores the one they have to do with.
    private Map<String, Boolean> watches(RepoId rid, String whose) {
        var ignored = new LinkedHashMap<String, Boolean>();
        database.read(handle -> handle.createQuery("""
                                select w.person, w.ignored
                                  from watch w
                                  join repository r on r.id = w.repository
                                 where r.rid = :rid and (:whose = '' or w.person = :whose)
                                 order by w.at, w.person
                                 limit :max""")
                        .bind("whose", whose)
                        .bind("rid", rid.value())
                        .bind("max", PEOPLE_MAX)
                        .map((row, _) -> Map.entry(row.getString("person"), row.getBoolean("ignored")))
                        .list())
                // Whoever watches one fork and ignores another wants to hear.
                .forEach(entry -> ignored.merge(entry.getKey(), entry.getValue(), Boolean::logicalAnd));
        return ignored;
    }

    /// Takes away what people said of the issues of a project, when it is gone. Its forks have no issues.
    static void forget(Handle handle, RepoId rid) {
        handle.createUpdate("""
                        delete from issue_subscription
                         where rid = :rid
                           and not exists (select 1 from repository r where r.rid = :rid and r.fork_of is null)""").bind("rid", rid.value()).execute();
    }
}
