package dev.hob.node.repo;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows that point at nothing: counted, told of, and taken away. Immutable.
///
/// @param table whose rows, which the condition calls `x`
/// @param condition what is wrong with them; `:head` in it is the last position of the log
/// @param what they are, in words that go on behind a number
public record StrayRows(String table, String condition, String what) {
    private static final String HEAD = "(select position from log_head)";

    /// Those that name a repository that is gone.
    public static StrayRows ofRepository(String table, String what) {
        return new StrayRows(
                table,
                "not exists (select 1 from repository r where r.id = x.repository)",
                what + " of repositories that are gone");
    }

    /// What is wrong, if anything is.
    public Optional<Finding> find(Handle handle) {
        long count = handle.createQuery("select count(*) from " + table + " x where " + where())
                .mapTo(Long.class)
                .one();
        return count == 0 ? Optional.empty() : Optional.of(Finding.mendable(count + " " + what + " (" + table + ")"));
    }

    /// Takes them away.
    public void remove(Handle handle) {
        handle.execute("delete from " + table + " as x where " + where());
    }

    private String where() {
        return condition.replace(":head", HEAD);
    }
}
