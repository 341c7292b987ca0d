package dev.hob.node.people;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Keys that are held here and may have signed elsewhere since: they came back with a backup, or from a file, or a peer
/// has what they signed on another node. One key, one writer: such a key signs nothing in a public repository until it
/// has caught up, or until the operator says that no other node signs with it. Shared between threads.
public final class WaitingKeys {
    /// Why a key waits.
    public enum Reason {
        /// It came back with a backup.
        RESTORED,
        /// It was brought in from a file.
        IMPORTED,
        /// It was seen to have signed on another node.
        SEEN
    }

    /// A key that waits.
    public record Waiting(DidKey key, Reason reason, Instant since) {
        /// A sentence about the key of somebody.
        public String told(String whose) {
            return Messages.text(
                    "people.key-waits",
                    whose,
                    reason,
                    since.atOffset(ZoneOffset.UTC).toLocalDate());
        }
    }

    private static final String SELECT = "select name, reason, since from waiting_key";

    private final Database database;
    private final InstantSource clock;
    private final List<Consumer<DidKey>> listeners = new CopyOnWriteArrayList<>();

    public WaitingKeys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Lets one key wait, within the caller's transaction.
    void begin(Handle handle, DidKey key, Reason reason) {
        handle.execute("""
                insert into waiting_key (name, reason, since)
                values (?, ?, ?)
                on conflict (name) do nothing""", key.nid(), reason.name(), clock.millis());
    }

    /// Lets one key wait from now on; false when it does already.
    public boolean begin(DidKey key, Reason reason) {
        return database.write(handle -> {
            boolean waits = handle.createQuery("select name from waiting_key where name = :name")
                    .bind("name", key.nid())
                    .mapTo(String.class)
                    .findOne()
                    .isPresent();
            if (!waits) begin(handle, key, reason);
            return !waits;
        });
    }

    /// Lets every signing key that is held for somebody wait, and says how many wait now.
    public int beginAll(Reason reason) {
        return database.write(handle -> {
            var held = handle.createQuery("select name from held_key where name like 'z6Mk%'")
                    .mapTo(String.class)
                    .list();
            for (String name : held) begin(handle, DidKey.parse(name), reason);
            return held.size();
        });
    }

    /// Why a key waits, if it does.
    public Optional<Waiting> of(DidKey key) {
        return database.read(handle -> handle.createQuery(SELECT + " where name = :name")
                .bind("name", key.nid())
                .map(WaitingKeys::row)
                .findOne());
    }

    /// All that wait.
    public List<Waiting> all() {
        return database.read(handle -> handle.createQuery(SELECT + " order by name")
                .map(WaitingKeys::row)
                .list());
    }

    private static Waiting row(ResultSet row, StatementContext context) throws SQLException {
        return new Waiting(
                DidKey.parse(row.getString("name")),
                Reason.valueOf(row.getString("reason")),
                Instant.ofEpochMilli(row.getLong("since")));
    }

    /// Tells somebody whenever a key need not wait any more.
    public void whenEnded(Consumer<DidKey> listener) {
        listeners.add(listener);
    }

    /// Lets a key sign everywhere again; false when it did not wait.
    public boolean end(DidKey key) {
        boolean waited =
                database.write(handle -> handle.execute("delete from waiting_key where name = ?", key.nid())) > 0;
        if (waited) listeners.forEach(listener -> listener.accept(key));
        return waited;
    }
}
