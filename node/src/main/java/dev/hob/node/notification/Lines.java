package dev.hob.node.notification;

import dev.hob.node.log.Cursor;
import dev.hob.node.notification.Told.Effect;
import dev.hob.node.notification.Told.Line;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Writes what people are told into their lines: one for each issue, which goes on as more happens. What is written a
/// second time changes nothing. Used by the reader of the log alone.
final class Lines {
    /// How many more than [Notifications#EACH_MAX] somebody may have before the oldest go.
    static final int SLACK = 100;

    /// A call is not covered up by what comes after it, until it was read.
    private static final String MORE = """
            insert into notification (person, id, repository, rid, issue, reason, at, latest, since, seen, pinned)
            values (:person, :since, :repository, :rid, :issue, :reason, :at, :latest, :since, :seen, :pinned)
            on conflict (person, rid, issue) do update
               set repository = excluded.repository,
                   reason = case when notification.latest > notification.seen
                                      and notification.reason in ('MENTIONED', 'ASSIGNED', 'REVIEW_REQUESTED')
                                 then notification.reason else excluded.reason end,
                   at = excluded.at,
                   latest = excluded.latest,
                   since = case when notification.latest > notification.seen
                                then notification.since else excluded.since end,
                   seen = case when notification.latest <= notification.seen and excluded.seen > notification.seen
                               then excluded.seen else notification.seen end
             where excluded.latest > notification.latest""";

    private static final String FIRST = """
            insert into notification (person, id, repository, rid, issue, reason, at, latest, since, seen, pinned)
            values (:person, :since, :repository, :rid, :issue, :reason, :at, :latest, :since, :seen, :pinned)
            on conflict (person, rid, issue) do nothing""";

    private final Cursor told;
    private final Looks looks;

    /// @param told up to where the log is no news, but what was known already
    /// @param looks what people have seen before they were told of it
    Lines(Cursor told, Looks looks) {
        this.told = told;
        this.looks = looks;
    }

    /// What is to be written for some changes, in their order.
    Consumer<Handle> of(List<Effect> effects) {
        long known = told.load();
        return handle -> {
            var some = new LinkedHashMap<Which, Span>();
            var touched = new LinkedHashSet<String>();
            for (var effect : effects)
                switch (effect) {
                    case Effect.More(var lines) -> {
                        for (var line : lines) {
                            some.merge(Which.of(line), new Span(line, line), Span::then);
                            touched.add(line.person());
                        }
                    }
                    case Effect.Without(var repository, var rid) -> {
                        write(handle, some, known);
                        handle.execute("delete from notification where repository = ?", repository.value());
                        Subscriptions.forget(handle, rid);
                    }
                    case Effect.Left(String person) -> {
                        write(handle, some, known);
                        for (String table : List.of("notification", "issue_subscription"))
                            handle.execute("delete from " + table + " where person = ?", person);
                    }
                }
            write(handle, some, known);
            prune(handle, touched);
        };
    }

    private record Which(String person, String rid, String issue, boolean firstOnly) {
        static Which of(Line line) {
            return new Which(line.person(), line.rid().value(), line.issue().name(), line.firstOnly());
        }
    }

    /// All that one person is told of one issue at once.
    private record Span(Line first, Line last) {
        Span then(Span later) {
            boolean called =
                    switch (first.reason()) {
                        case MENTIONED, ASSIGNED, REVIEW_REQUESTED -> true;
                        case AUTHOR, COMMENTED, SUBSCRIBED, WATCHING -> false;
                    };
            return new Span(called ? first : first.withReason(later.last().reason()), later.last());
        }

        void add(PreparedBatch batch, long known) {
            long latest = last.entry().position();
            batch.bind("person", last.person())
                    .bind("repository", last.repository().value())
                    .bind("rid", last.rid().value())
                    .bind("issue", last.issue().name())
                    .bind("reason", first.reason().name())
                    .bind("at", last.entry().at().toEpochMilli())
                    .bind("latest", latest)
                    .bind("since", first.entry().position())
                    .bind("seen", Math.min(known, latest))
                    .bind("pinned", false)
                    .add();
        }
    }

    private void write(Handle handle, Map<Which, Span> some, long known) {
        for (boolean firstOnly : List.of(false, true)) {
            if (some.keySet().stream().noneMatch(which -> which.firstOnly() == firstOnly)) continue;
            var batch = handle.prepareBatch(firstOnly ? FIRST : MORE);
            some.forEach((which, span) -> {
                if (which.firstOnly() != firstOnly) return;
                var line = span.last();
                span.add(batch, Math.max(known, looks.of(line.person(), line.rid(), line.issue())));
            });
            batch.execute();
        }
        some.clear();
    }

    /// What is kept in sight stays longest, then what is unread, then what is newest.
    private static void prune(Handle handle, Set<String> people) {
        for (String person : people) {
            int count = handle.createQuery("select count(*) from notification where person = :person")
                    .bind("person", person)
                    .mapTo(Integer.class)
                    .one();
            if (count <= Notifications.EACH_MAX + SLACK) continue;
            handle.createUpdate("""
                            delete from notification
                             where person = :person
                               and id not in (select id
                                                from notification
                                               where person = :person
                                               order by case when pinned then 0 else 1 end,
                                                        case when latest > seen then 0 else 1 end, latest desc
                                               limit :max)""")
                    .bind("person", person)
                    .bind("max", Notifications.EACH_MAX)
                    .execute();
        }
    }
}
