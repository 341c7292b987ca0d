package dev.hob.federation.across;

import dev.hob.federation.across.Reviewing.Remark;
import dev.hob.federation.actor.CodeLines;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Limits;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/// What people of here say of lines of pull requests elsewhere, kept until they send their review. Nobody else sees
/// it. Shared between threads.
public final class PendingRemarks {
    /// So much somebody keeps for all pull requests together.
    private static final int EACH_MAX = 1_000;

    private static final String OLD = "OLD";
    private static final String NEW = "NEW";

    private final Database database;
    private final InstantSource clock;

    PendingRemarks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A remark that was not sent yet.
    ///
    /// @param number by which it is changed or thrown away
    /// @param head the commit whose changes they have seen; empty when its home did not say
    public record Kept(long number, String head, Remark remark) {}

    /// @param whole how many somebody keeps
    /// @param here how many of them for one pull request
    private record Count(long whole, long here, long next) {}

    /// What somebody has to say of a pull request, in the order in which they wrote it.
    public List<Kept> of(Person person, Id pull) {
        return database.read(handle -> handle.createQuery("""
                        select position, head, file, coalesce(start_line, line) as start_line, line, side, body
                          from remark_elsewhere
                         where person = :person and pull = :pull
                         order by position""")
                .bind("person", person.id())
                .bind("pull", pull.value())
                .map(PendingRemarks::row)
                .list());
    }

    private static Kept row(ResultSet row, StatementContext context) throws SQLException {
        var lines = new CodeLines(
                row.getString("file"),
                row.getInt("start_line"),
                row.getInt("line"),
                row.getString("side").equals(OLD));
        return new Kept(row.getLong("position"), row.getString("head"), new Remark(lines, row.getString("body")));
    }

    /// Keeps one; says why not, if it cannot be.
    public Optional<String> add(Person person, Id pull, String head, Remark remark) {
        var wrong = Reviewing.wrong(remark);
        if (wrong.isPresent()) return wrong;
        var lines = remark.lines();
        return database.write(handle -> {
            var kept = handle.createQuery("""
                            select count(*) as whole,
                                   count(case when pull = :pull then 1 end) as here,
                                   coalesce(max(case when pull = :pull then position end) + 1, 1) as next
                              from remark_elsewhere
                             where person = :person""")
                    .bind("person", person.id())
                    .bind("pull", pull.value())
                    .map((row, _) -> new Count(row.getLong("whole"), row.getLong("here"), row.getLong("next")))
                    .one();
            if (kept.here() >= Reviewing.REMARKS_MAX || kept.whole() >= EACH_MAX)
                return Optional.of(Messages.text("across.kept-remarks-max", Reviewing.REMARKS_MAX));
            handle.execute(
                    """
                    insert into remark_elsewhere (person, pull, position, head, file, start_line, line, side, body, at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    person.id(),
                    pull.value(),
                    kept.next(),
                    head,
                    lines.file(),
                    lines.from() < lines.to() ? lines.from() : null,
                    lines.to(),
                    lines.before() ? OLD : NEW,
                    remark.body(),
                    clock.millis());
            return Optional.empty();
        });
    }

    /// Says something else in one; says why not, if it cannot be.
    public Optional<String> change(Person person, Id pull, long number, String body) {
        var wrong = Limits.body(body, false);
        if (wrong.isEmpty())
            database.writing(handle -> handle.execute(
                    "update remark_elsewhere set body = ? where person = ? and pull = ? and position = ?",
                    body,
                    person.id(),
                    pull.value(),
                    number));
        return wrong;
    }

    /// Throws one away.
    public void drop(Person person, Id pull, long number) {
        drop(person, pull, List.of(number));
    }

    void drop(Person person, Id pull, Collection<Long> numbers) {
        database.writing(handle -> numbers.forEach(number -> handle.execute(
                "delete from remark_elsewhere where person = ? and pull = ? and position = ?",
                person.id(),
                pull.value(),
                number)));
    }
}
