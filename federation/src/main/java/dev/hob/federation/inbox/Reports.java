package dev.hob.federation.inbox;

import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Words;
import dev.hob.node.db.Database;
import dev.hob.node.text.Html;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// Complaints of other servers about what is here, for the administrator. Shared between threads.
public final class Reports {
    private static final int OBJECTS_MAX = 50;
    private static final int BODY_MAX = 2_000;
    private static final int OPEN_MAX = 10_000;

    private final Database database;
    private final InstantSource clock;

    public Reports(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A complaint.
    ///
    /// @param objects what it is about, by id
    public record Report(String activity, String actor, String host, List<String> objects, String body, Instant at) {
        public Report {
            objects = List.copyOf(objects);
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
        return new Outcome.Done("A complaint is kept for the administrator.", true, handle -> handle.createUpdate("""
                        insert into remote_report (activity, actor, host, objects, body, at)
                        select :activity, :actor, :host, :objects, :body, :at
                         where (select count(*) from remote_report r where r.closed is null) < :max
                        on conflict (activity) do nothing""")
                .bind("activity", one.received().activity().value())
                .bind("actor", one.received().actor().value())
                .bind("host", one.received().host())
                .bind("objects", about.stream().collect(Collectors.joining("\n")))
                .bind("body", Html.line(words, BODY_MAX))
                .bind("at", clock.millis())
                .bind("max", OPEN_MAX)
                .execute());
    }

    /// Mastodon puts its words there.
    private static String content(Activity activity) {
        var content = activity.act().rest().members().get("content");
        return content != null && content.isTextual() ? content.textValue() : "";
    }

    /// Those that nobody has looked at, the latest first.
    public List<Report> open(int max) {
        return database.read(handle -> handle.createQuery("""
                        select activity, actor, host, objects, body, at
                          from remote_report
                         where closed is null
                         order by at desc, activity
                         limit :max""")
                .bind("max", max)
                .map((row, _) -> new Report(
                        row.getString("activity"),
                        row.getString("actor"),
                        row.getString("host"),
                        row.getString("objects").lines().toList(),
                        row.getString("body"),
                        Instant.ofEpochMilli(row.getLong("at"))))
                .list());
    }

    /// Somebody has looked at one; whether it was open.
    public boolean close(String activity) {
        return database.write(handle -> handle.execute(
                        "update remote_report set closed = ? where activity = ? and closed is null",
                        clock.millis(),
                        activity))
                > 0;
    }
}
