package dev.hob.node.people;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What those call themselves whose keys are no account's. Anybody may call themselves anything, so a name never
/// stands without its key. Shared between threads.
public final class KeyNames {
    private static final int CHARACTERS_MAX = 32;

    private final Database database;

    KeyNames(Database database) {
        this.database = database;
    }

    /// A name, and when its holder used it.
    public record Used(String name, Instant at) {
        /// The name as somebody's commit has it; empty when it is none that could be shown in a line.
        public static Optional<Used> of(String name, Instant at) {
            boolean fine = !name.isBlank()
                    && name.length() <= CHARACTERS_MAX
                    && name.codePoints().allMatch(KeyNames::isShown);
            return fine ? Optional.of(new Used(name, at)) : Optional.empty();
        }

        /// The one that was used last.
        public Used later(Used other) {
            int order = at.compareTo(other.at);
            return order > 0 || (order == 0 && name.compareTo(other.name) >= 0) ? this : other;
        }
    }

    /// Keeps names that are newer than those that are kept, within a transaction.
    public static void note(Handle handle, Map<DidKey, Used> names) {
        names.forEach((key, used) ->
                handle.execute("""
                insert into key_name (did, name, at) values (?, ?, ?)
                on conflict (did) do update set name = excluded.name, at = excluded.at
                 where key_name.at < excluded.at
                    or (key_name.at = excluded.at and key_name.name < excluded.name)""", key.nid(), used.name(), used.at().toEpochMilli()));
    }

    /// The names of some keys; those that gave none are left out.
    public Map<DidKey, String> of(Collection<DidKey> keys) {
        if (keys.isEmpty()) return Map.of();
        var names = new HashMap<DidKey, String>();
        database.read(handle -> handle.createQuery("select did, name from key_name where did in (<keys>)")
                        .bindList(
                                "keys",
                                keys.stream().map(DidKey::nid).distinct().toList())
                        .map((row, _) -> Map.entry(DidKey.parse(row.getString("did")), row.getString("name")))
                        .list())
                .forEach(it -> names.put(it.getKey(), it.getValue()));
        return names;
    }

    /// Whether a character can stand in a line without being mistaken for something else.
    static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
