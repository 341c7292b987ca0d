package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What our people wrote elsewhere: issues that they want opened there, comments on what is there, reviews of it
/// with their remarks, and that they want something of theirs closed or worded otherwise; with what became of each.
/// Shared between threads.
public final class Written {
    /// How many stay for each; older ones are forgotten here, and stay where they are.
    public static final int EACH_MAX = 10_000;

    /// The most that a list gives at once.
    public static final int LIST_MAX = 200;

    /// How often the older ones are looked for.
    private static final int SWEEP_EACH = 50;

    private static final String SELECT =
            "select id, local, kind, asked, activity, object, ticket, answers, called, title, body, state, why, at, edited,"
                    + " verdict, review, lines from written_elsewhere ";
    private static final String NO_VERDICT = "NONE";

    private final Database database;

    /// What was written.
    public enum Kind {
        ISSUE,
        COMMENT,
        /// What somebody thinks of a pull request there.
        REVIEW,
        /// What they say of some of its lines, with a review.
        REMARK,
        /// That their own issue or pull request is done,
        CLOSE,
        /// or is not, after all.
        REOPEN,
        /// That it shall have another title or text.
        EDIT,
        /// Something done with an issue or a pull request, by the leave of whoever has it.
        ACT;

        /// Whether it only asks for a change of what was written before.
        public boolean turns() {
            return this == CLOSE || this == REOPEN || this == EDIT;
        }
    }

    /// Somebody whom a comment is for.
    public record Called(Id id, String handle) {
        String line() {
            return id.value() + " " + handle;
        }

        static Called of(String line) {
            int space = line.indexOf(' ');
            return new Called(new Id(line.substring(0, space)), line.substring(space + 1));
        }
    }

    /// What belongs to a review.
    public sealed interface Reviewed {
        /// The whole of it.
        ///
        /// @param verdict nothing, when it only remarks
        record Whole(Optional<Verdict> verdict) implements Reviewed {}

        /// One of its remarks.
        ///
        /// @param review which one, by its id within this node
        record Remark(String review, CodeLines lines) implements Reviewed {}
    }

    /// One piece.
    ///
    /// @param id within this node
    /// @param local who wrote it, as [Local#key] says it
    /// @param asked the actor whose answer counts
    /// @param activity that brought it there
    /// @param object a comment's own id, or that of what a review says as a whole
    /// @param ticket what it is about; of an issue its own id, once it has one
    /// @param answers what a comment answers
    /// @param title empty for a comment, unless what it is about has one; of an edit what it shall be
    /// @param body of an edit what the whole shall say
    /// @param edited when its author last changed it
    /// @param reviewed of a review and its remarks what they are of it; empty of what was sent before that was kept
    public record Piece(
            String id,
            String local,
            Kind kind,
            Id asked,
            Id activity,
            Optional<Id> object,
            Optional<Id> ticket,
            Optional<Id> answers,
            List<Called> called,
            String title,
            String body,
            AskedState state,
            String why,
            Instant at,
            Optional<Instant> edited,
            Optional<Reviewed> reviewed) {
        public Piece {
            called = List.copyOf(called);
        }

        /// The lines that a remark is of.
        public Optional<CodeLines> lines() {
            return reviewed.orElse(null) instanceof Reviewed.Remark(var _, var lines)
                    ? Optional.of(lines)
                    : Optional.empty();
        }

        /// What a review thinks.
        public Optional<Verdict> verdict() {
            return reviewed.orElse(null) instanceof Reviewed.Whole(var verdict) ? verdict : Optional.empty();
        }

        /// The same, as a part of a review.
        public Piece of(Reviewed what) {
            return with(body, edited, Optional.of(what));
        }

        /// The same in other words.
        public Piece saying(String text, Instant now) {
            return with(text, Optional.of(now), reviewed);
        }

        private Piece with(String text, Optional<Instant> changed, Optional<Reviewed> what) {
            return new Piece(
                    id, local, kind, asked, activity, object, ticket, answers, called, title, text, state, why, at,
                    changed, what);
        }
    }

    public Written(Database database) {
        this.database = database;
    }

    /// Keeps one that goes out now.
    public void add(Handle handle, Piece piece) {
        handle.execute(
                """
                insert into written_elsewhere (id, local, kind, asked, activity, object, ticket, answers, called,
                                               title, body, state, why, at, verdict, review, lines)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                piece.id(),
                piece.local(),
                piece.kind().name(),
                piece.asked().value(),
                piece.activity().value(),
                piece.object().map(Id::value).orElse(null),
                piece.ticket().map(Id::value).orElse(null),
                piece.answers().map(Id::value).orElse(null),
                String.join("\n", piece.called().stream().map(Called::line).toList()),
                piece.title(),
                piece.body(),
                piece.state().name(),
                piece.why(),
                piece.at().toEpochMilli(),
                piece.reviewed().orElse(null) instanceof Reviewed.Whole(var verdict)
                        ? verdict.map(Verdict::name).orElse(NO_VERDICT)
                        : null,
                piece.reviewed().orElse(null) instanceof Reviewed.Remark(var review, var _) ? review : null,
                piece.lines().map(CodeLines::row).orElse(null));
        if (Math.floorMod(piece.id().hashCode(), SWEEP_EACH) == 0) sweep(handle, piece.local());
    }

    private static void sweep(Handle handle, String local) {
        handle.createQuery("select at from written_elsewhere where local = :local"
                        + " order by at desc, id limit 1 offset :max")
                .bind("local", local)
                .bind("max", EACH_MAX)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(last ->
                        handle.execute("delete from written_elsewhere where local = ? and at <= ?", local, last));
    }

    /// Whoever was asked says yes or no: to a review, to its remarks as well.
    ///
    /// @param ticket the id of what came of an issue
    public void settle(Handle handle, String id, AskedState state, Optional<Id> ticket, String why) {
        handle.execute(
                "update written_elsewhere set state = ?, ticket = coalesce(?, ticket), why = ? where id = ?",
                state.name(),
                ticket.map(Id::value).orElse(null),
                why,
                id);
        handle.execute("update written_elsewhere set state = ?, why = ? where review = ?", state.name(), why, id);
    }

    /// A comment or a review says something else from now on; false when it is gone, or is not any more what it was.
    ///
    /// @param was the state that was changed
    /// @param now the state after the change
    public boolean change(Handle handle, Piece was, Piece now) {
        return handle.execute(
                        "update written_elsewhere set body = ?, edited = ? where id = ? and coalesce(edited, -1) = ?",
                        now.body(),
                        now.edited().map(Instant::toEpochMilli).orElse(null),
                        was.id(),
                        was.edited().map(Instant::toEpochMilli).orElse(-1L))
                == 1;
    }

    /// Something of theirs has the title and the text that an edit asked for.
    public void reworded(Handle handle, Piece edit) {
        String ticket = edit.ticket().map(Id::value).orElseThrow();
        handle.execute(
                "update written_elsewhere set body = ?, edited = ? where local = ? and ticket = ? and kind = 'ISSUE'",
                edit.body(),
                edit.at().toEpochMilli(),
                edit.local(),
                ticket);
        handle.execute(
                "update written_elsewhere set title = ? where ticket = ? and kind not in ('EDIT', 'ACT')",
                edit.title(),
                ticket);
    }

    /// A comment or a remark was taken back; false when it was before.
    public boolean remove(Handle handle, Piece piece) {
        return handle.execute("delete from written_elsewhere where id = ?", piece.id()) == 1;
    }

    /// Somebody of here is gone.
    public static void clear(Handle handle, String key) {
        handle.execute("delete from written_elsewhere where local = ?", key);
    }

    /// One of somebody's.
    public Optional<Piece> find(Local local, String id) {
        return one("where local = :one and id = :other", local.key(), id);
    }

    /// The same by the activity that brought it there.
    public Optional<Piece> byActivity(Id activity) {
        return one("where activity = :one", activity.value(), "");
    }

    /// A comment by its own id.
    public Optional<Piece> byObject(Id object) {
        return one("where object = :one", object.value(), "");
    }

    private Optional<Piece> one(String where, String one, String other) {
        return database.read(handle -> {
            var query = handle.createQuery(SELECT + where).bind("one", one);
            if (!other.isEmpty()) query.bind("other", other);
            return query.map(Written::row).findOne();
        });
    }

    /// The last time that somebody wanted a ticket closed or opened again.
    public Optional<Piece> turned(Local local, Id ticket) {
        return last(local, ticket, List.of(Kind.CLOSE, Kind.REOPEN));
    }

    /// The last time that somebody wanted a ticket worded otherwise.
    public Optional<Piece> edited(Local local, Id ticket) {
        return last(local, ticket, List.of(Kind.EDIT));
    }

    private Optional<Piece> last(Local local, Id ticket, List<Kind> kinds) {
        return database.read(handle -> handle.createQuery(SELECT + """
                        where ticket = :ticket and local = :local and kind in (<kinds>)
                        order by at desc, id
                        limit 1""")
                .bindList("kinds", kinds.stream().map(Kind::name).toList())
                .bind("ticket", ticket.value())
                .bind("local", local.key())
                .map(Written::row)
                .findFirst());
    }

    /// What something elsewhere belongs to, if somebody of here has to do with that: a ticket, a pull request that they
    /// offered, or their own comment.
    public Optional<Id> thread(Id about) {
        return database.read(handle -> handle.createQuery("""
                        select coalesce(ticket, object) as thread
                          from written_elsewhere
                         where ticket = :about or object = :about
                         union all
                        select result as thread
                          from asked_pull
                         where result = :about
                         limit 1""")
                .bind("about", about.value())
                .map((row, _) -> Optional.ofNullable(row.getString("thread")))
                .findOne()
                .flatMap(found -> found.map(Id::new)));
    }

    /// Whether somebody of here has asked something of an actor, or offered them something: what they pass on may be an
    /// answer.
    public boolean isAsked(Id actor) {
        return database.read(handle -> handle.createQuery("""
                        select 1
                         where exists (select 1 from written_elsewhere where asked = :actor)
                            or exists (select 1 from asked_pull where tracker = :actor)""")
                .bind("actor", actor.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /// What an issue is called that somebody of here opened elsewhere, or has to do with.
    public Optional<String> title(Id ticket) {
        return database.read(handle -> handle.createQuery(
                        "select title from written_elsewhere where ticket = :ticket and title <> ''"
                                + " and kind not in ('EDIT', 'ACT') limit 1")
                .bind("ticket", ticket.value())
                .mapTo(String.class)
                .findOne());
    }

    /// How much somebody wrote.
    public int count(Local local) {
        return database.read(handle -> handle.createQuery("select count(*) from written_elsewhere where local = :local")
                .bind("local", local.key())
                .mapTo(Integer.class)
                .one());
    }

    /// How often somebody sent something since then; remarks go with their review.
    public int sent(Local local, Instant since) {
        return database.read(handle -> handle.createQuery("select count(*) from written_elsewhere"
                        + " where local = :local and at >= :since and review is null")
                .bind("local", local.key())
                .bind("since", since.toEpochMilli())
                .mapTo(Integer.class)
                .one());
    }

    /// Some of what somebody wrote, the latest first, and a review before its remarks.
    ///
    /// @param max at most [#LIST_MAX]
    public List<Piece> page(Local local, long skipped, int max) {
        return database.read(handle -> handle.createQuery(
                        SELECT
                                + "where local = :local order by at desc, review is not null, activity limit :max offset :skipped")
                .bind("local", local.key())
                .bind("max", Math.min(max, LIST_MAX))
                .bind("skipped", skipped)
                .map(Written::row)
                .list());
    }

    private static Piece row(ResultSet row, StatementContext context) throws SQLException {
        long edited = row.getLong("edited");
        var changed = row.wasNull() ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochMilli(edited));
        var whole = Optional.ofNullable(row.getString("verdict"))
                .<Reviewed>map(verdict -> new Reviewed.Whole(
                        verdict.equals(NO_VERDICT) ? Optional.empty() : Optional.of(Verdict.valueOf(verdict))));
        String lines = row.getString("lines");
        var remark = Optional.ofNullable(row.getString("review"))
                .<Reviewed>map(review -> new Reviewed.Remark(review, CodeLines.of(lines)));
        return new Piece(
                row.getString("id"),
                row.getString("local"),
                Kind.valueOf(row.getString("kind")),
                new Id(row.getString("asked")),
                new Id(row.getString("activity")),
                Optional.ofNullable(row.getString("object")).map(Id::new),
                Optional.ofNullable(row.getString("ticket")).map(Id::new),
                Optional.ofNullable(row.getString("answers")).map(Id::new),
                row.getString("called")
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .map(Called::of)
                        .toList(),
                row.getString("title"),
                row.getString("body"),
                AskedState.valueOf(row.getString("state")),
                row.getString("why"),
                Instant.ofEpochMilli(row.getLong("at")),
                changed,
                whole.or(() -> remark));
    }
}
