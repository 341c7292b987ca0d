package dev.hob.federation.inbox;

import dev.hob.federation.actor.Local;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Words;
import dev.hob.node.db.Database;
import dev.hob.node.people.Person;
import dev.hob.node.text.Html;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Complaints for the administrator: of other servers about what is here, and of people of here about what came from
/// there. Shared between threads.
public final class Reports {
    /// How long what somebody says about it may be.
    public static final int BODY_MAX = 2_000;

    private static final int OBJECTS_MAX = 50;
    private static final int OPEN_MAX = 10_000;
    private static final int OPEN_OF_ONE_MAX = 100;

    private final Database database;
    private final InstantSource clock;

    public Reports(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A complaint.
    ///
    /// @param activity by which it came, if another server complains
    /// @param actor the address of who complains, or [Local#PERSON] and the id of an account here
    /// @param host of a server that complains; empty for people of here
    /// @param objects what it is about, by address
    public record Report(
            long number,
            Optional<String> activity,
            String actor,
            String host,
            List<String> objects,
            String body,
            Instant at) {
        public Report {
            objects = List.copyOf(objects);
        }

        /// The account here that complains.
        public Optional<String> person() {
            return actor.startsWith(Local.PERSON)
                    ? Optional.of(actor.substring(Local.PERSON.length()))
                    : Optional.empty();
        }
    }

    Outcome flagged(Case one, Activity.Flag flag) {
        var about = flag.objects().stream()
                .flatMap(ref -> ref.id().stream())
                .map(Id::value)
                .distinct()
                .limit(OBJECTS_MAX)
                .toList();
        if (about.isEmpty()) return Outcome.refused("It is about nothing.");
        String words = one.activity().act().summary().map(Words::text).orElseGet(() -> content(one.activity()));
        var received = one.received();
        return new Outcome.Done(
                "A complaint is kept for the administrator.",
                true,
                handle -> keep(
                        handle,
                        Optional.of(received.activity().value()),
                        received.actor().value(),
                        received.host(),
                        about,
                        Html.line(words, BODY_MAX)));
    }

    /// Mastodon puts its words there.
    private static String content(Activity activity) {
        var content = activity.act().rest().members().get("content");
        return content != null && content.isTextual() ? content.textValue() : "";
    }

    /// Somebody of here complains.
    ///
    /// @param body at most [#BODY_MAX] characters
    /// @return false when too many complaints wait already, theirs or all
    public boolean complain(Person person, List<String> objects, String body) {
        String actor = Local.PERSON + person.id();
        return database.write(handle -> {
            int theirs = handle.createQuery("select count(*) from report where actor = :actor and closed is null")
                    .bind("actor", actor)
                    .mapTo(Integer.class)
                    .one();
            return theirs < OPEN_OF_ONE_MAX && keep(handle, Optional.empty(), actor, "", objects, body);
        });
    }

    private boolean keep(
            Handle handle, Optional<String> activity, String actor, String host, List<String> objects, String body) {
        return handle.createUpdate("""
                        insert into report (number, activity, actor, host, objects, body, at)
                        select (select coalesce(max(r.number), 0) + 1 from report r),
                               :activity, :actor, :host, :objects, :body, :at
                         where (select count(*) from report r where r.closed is null) < :max
                        on conflict (activity) do nothing""")
                        .bind("activity", activity.orElse(null))
                        .bind("actor", actor)
                        .bind("host", host)
                        .bind("objects", String.join("\n", objects))
                        .bind("body", body)
                        .bind("at", clock.millis())
                        .bind("max", OPEN_MAX)
                        .execute()
                > 0;
    }

    /// How many nobody has looked at.
    public int count() {
        return database.read(handle -> handle.createQuery("select count(*) from report where closed is null")
                .mapTo(Integer.class)
                .one());
    }

    /// Those that nobody has looked at, the latest first.
    public List<Report> open(int max) {
        return database.read(handle ->
                handle.createQuery("""
                        select number, activity, actor, host, objects, body, at
                          from report
                         where closed is null
                         order by at desc, number desc
                         limit :max""").bind("max", max).map(Reports::row).list());
    }

    /// Somebody has looked at one; whether it was open.
    public boolean close(long number) {
        return database.write(handle -> handle.execute(
                        "update report set closed = ? where number = ? and closed is null", clock.millis(), number))
                > 0;
    }

    private static Report row(ResultSet row, StatementContext context) throws SQLException {
        return new Report(
                row.getLong("number"),
                Optional.ofNullable(row.getString("activity")),
                row.getString("actor"),
                row.getString("host"),
                row.getString("objects").lines().toList(),
                row.getString("body"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
