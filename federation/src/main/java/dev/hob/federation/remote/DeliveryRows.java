package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The deliveries that wait, and the hosts that fail, as SQL keeps them. Shared between threads.
final class DeliveryRows {
    /// What stands behind nothing at a host. Actors are found one after the other in the index, and of each only its
    /// first rows are read: a host that was away for a day has tens of thousands behind them.
    private static final String FRONT = """
            with recursive lane (actor) as (
                select min(actor) from delivery where host = :host
                union all
                select (select min(actor) from delivery where host = :host and actor > lane.actor)
                  from lane
                 where lane.actor is not null),
            head (actor, position) as materialized (
                select actor,
                       (select position
                          from delivery
                         where host = :host and actor = lane.actor and tries < :hold
                         order by host, actor, position
                         limit 1)
                  from lane
                 where actor is not null),
            front as materialized (
                select delivery.position, delivery.inbox, delivery.actor, delivery.tries, delivery.due
                  from head
                  join delivery on delivery.host = :host and delivery.actor = head.actor
                       and delivery.position <= coalesce(head.position, 9223372036854775807))
            """;

    private final Database database;

    DeliveryRows(Database database) {
        this.database = database;
    }

    /// One delivery: an activity for an inbox.
    ///
    /// @param tries how often its receiver itself refused it
    record Row(long position, Id inbox, String host, String actor, int tries) {}

    /// A host that did not answer last time, or is parked.
    record Failing(String host, int tries, Instant since, Instant due, boolean parked, String why) {}

    /// Keeps an activity for its inboxes, behind all that was kept before.
    static void add(Handle tx, String actor, Id activity, byte[] body, Collection<Id> inboxes, Instant now) {
        String text = new String(body, UTF_8);
        if (!Arrays.equals(text.getBytes(UTF_8), body)) throw new IllegalArgumentException("a body that is not UTF-8");
        tx.execute("update delivery_head set position = position + 1");
        long position = tx.createQuery("select position from delivery_head")
                .mapTo(Long.class)
                .one();
        tx.execute("""
                insert into delivery_body (position, actor, activity, body, queued)
                values (?, ?, ?, ?, ?)""", position, actor, activity.value(), text, now.toEpochMilli());
        var rows = tx.prepareBatch("""
                insert into delivery (position, inbox, host, actor, tries, due, why)
                values (?, ?, ?, ?, 0, ?, '')""");
        for (var inbox : inboxes) rows.add(position, inbox.value(), inbox.authority(), actor, now.toEpochMilli());
        rows.execute();
    }

    /// The inboxes for which this very activity waits already.
    static Set<String> waitingFor(Handle tx, String actor, Id activity) {
        return new HashSet<>(tx.createQuery("""
                        select delivery.inbox
                          from delivery
                          join delivery_body on delivery_body.position = delivery.position
                         where delivery_body.activity = :activity and delivery_body.actor = :actor""")
                .bind("activity", activity.value())
                .bind("actor", actor)
                .mapTo(String.class)
                .list());
    }

    /// What may go to a host now, oldest first: no row that stands behind another of the same actor, unless that one's
    /// receiver refused it so often that it holds nobody up any more. All of them may go at once.
    List<Row> next(String host, Instant now, int refusalsHold, int max) {
        return database.read(handle -> handle.createQuery(FRONT + """
                        select front.position, front.inbox, front.actor, front.tries
                          from front
                         where front.due <= :now
                         order by front.position, front.inbox
                         limit :max""")
                .bind("host", host)
                .bind("now", now.toEpochMilli())
                .bind("hold", refusalsHold)
                .bind("max", max)
                .map((row, _) -> new Row(
                        row.getLong("position"),
                        new Id(row.getString("inbox")),
                        host,
                        row.getString("actor"),
                        row.getInt("tries")))
                .list());
    }

    /// What its actor has for the host after a row that [#next] gave, in order, up to the first that is not due or that
    /// its receiver has refused already.
    List<Row> behind(Row front, Instant now, int max) {
        return database.read(handle -> handle
                .createQuery("""
                        select position, inbox, tries, due
                          from delivery
                         where host = :host and actor = :actor and position > :position
                         order by host, actor, position
                         limit :max""")
                .bind("host", front.host())
                .bind("actor", front.actor())
                .bind("position", front.position())
                .bind("max", max)
                .map((row, _) -> row.getInt("tries") > 0 || row.getLong("due") > now.toEpochMilli()
                        ? Optional.<Row>empty()
                        : Optional.of(new Row(
                                row.getLong("position"),
                                new Id(row.getString("inbox")),
                                front.host(),
                                front.actor(),
                                0)))
                .list()
                .stream()
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList());
    }

    /// When the first of those that stand behind nobody is due.
    Optional<Instant> due(String host, int refusalsHold) {
        return database.read(handle -> handle.createQuery(FRONT + "select min(front.due) from front")
                .bind("host", host)
                .bind("hold", refusalsHold)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    /// The bytes of an activity; empty when nothing waits for them any more.
    Optional<byte[]> body(long position) {
        return database.read(handle -> handle.createQuery("select body from delivery_body where position = :position")
                .bind("position", position)
                .mapTo(String.class)
                .findOne()
                .map(text -> text.getBytes(UTF_8)));
    }

    static void remove(Handle tx, Row row) {
        tx.execute(
                "delete from delivery where position = ? and inbox = ?",
                row.position(),
                row.inbox().value());
        tx.execute("""
                delete from delivery_body
                 where position = ?
                   and not exists (select 1 from delivery where delivery.position = delivery_body.position)""", row.position());
    }

    static void refused(Handle tx, Row row, int tries, Instant due, String why) {
        tx.execute(
                "update delivery set tries = ?, due = ?, why = ? where position = ? and inbox = ?",
                tries,
                due.toEpochMilli(),
                why,
                row.position(),
                row.inbox().value());
    }

    /// Those that their receivers refused, oldest first.
    List<Deliveries.Refused> refused(String host, int max) {
        return database.read(handle -> handle.createQuery("""
                        select delivery.inbox, delivery_body.activity, delivery.actor, delivery.tries, delivery.due,
                               delivery.why
                          from delivery
                          join delivery_body on delivery_body.position = delivery.position
                         where delivery.host = :host and delivery.tries > 0
                         order by delivery.position, delivery.inbox
                         limit :max""")
                .bind("host", host)
                .bind("max", max)
                .map((row, _) -> new Deliveries.Refused(
                        new Id(row.getString("inbox")),
                        new Id(row.getString("activity")),
                        row.getString("actor"),
                        row.getInt("tries"),
                        Instant.ofEpochMilli(row.getLong("due")),
                        row.getString("why")))
                .list());
    }

    static void retryNow(Handle tx, String host, Instant now) {
        tx.execute(
                "update delivery set due = ? where host = ? and due > ?", now.toEpochMilli(), host, now.toEpochMilli());
    }

    static void keep(Handle tx, Failing host) {
        tx.execute(
                """
                insert into delivery_host (host, tries, since, due, parked, why)
                values (?, ?, ?, ?, ?, ?)
                on conflict (host) do update set
                  tries = excluded.tries, since = excluded.since, due = excluded.due, parked = excluded.parked,
                  why = excluded.why""",
                host.host(),
                host.tries(),
                host.since().toEpochMilli(),
                host.due().toEpochMilli(),
                host.parked(),
                host.why());
    }

    static void recovered(Handle tx, String host) {
        tx.execute("delete from delivery_host where host = ?", host);
    }

    /// Drops what has waited since before a moment; how many deliveries to each host that were.
    static Map<String, Long> expire(Handle tx, Instant before) {
        var last = tx.createQuery("select max(position) from delivery_body where queued < :before")
                .bind("before", before.toEpochMilli())
                .mapTo(Long.class)
                .findOne();
        if (last.isEmpty()) return Map.of();
        var dropped = counts(tx, last.get());
        tx.execute("delete from delivery where position <= ?", last.get());
        tx.execute("delete from delivery_body where position <= ?", last.get());
        return dropped;
    }

    /// How many wait for each host.
    Map<String, Long> waiting() {
        return database.read(handle -> counts(handle, Long.MAX_VALUE));
    }

    private static Map<String, Long> counts(Handle handle, long last) {
        var counts = new HashMap<String, Long>();
        handle.createQuery("select host, count(*) as number from delivery where position <= :last group by host")
                .bind("last", last)
                .map((row, _) -> Map.entry(row.getString("host"), row.getLong("number")))
                .forEach(row -> counts.put(row.getKey(), row.getValue()));
        return counts;
    }

    List<Failing> failing() {
        return database.read(handle -> new ArrayList<>(handle.createQuery(
                        "select host, tries, since, due, parked, why from delivery_host order by parked, since")
                .map((row, _) -> new Failing(
                        row.getString("host"),
                        row.getInt("tries"),
                        Instant.ofEpochMilli(row.getLong("since")),
                        Instant.ofEpochMilli(row.getLong("due")),
                        row.getBoolean("parked"),
                        row.getString("why")))
                .list()));
    }
}
