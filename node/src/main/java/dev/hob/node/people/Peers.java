package dev.hob.node.people;

import dev.hob.keys.DidKey;
import java.time.InstantSource;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Rows of those who own repositories that this node keeps for others. They are nobody's account: none can log
/// in, is listed, counted, called by name or let in, since for all who look for accounts such a row is a deleted
/// one. Immutable.
public final class Peers {
    private static final Pattern NID = Pattern.compile("z6Mk[1-9A-HJ-NP-Za-km-z]{40,50}");

    private Peers() {}

    /// Whether a name can only be a key's: accounts have shorter ones.
    public static boolean isName(String name) {
        return NID.matcher(name).matches();
    }

    /// The row of a key's, made when it is not there.
    ///
    /// @return its id
    public static String row(Handle handle, DidKey key, InstantSource clock) {
        // The key itself stays free for an account or a device of this node.
        handle.execute(
                """
                insert into person (id, name, email, display_name, admin, disabled, deleted, did, created, peer)
                values (?, ?, '', '', ?, ?, ?, ?, ?, ?)
                on conflict (name) do nothing""",
                UUID.randomUUID().toString(),
                key.nid(),
                false,
                true,
                true,
                "peer " + key.nid(),
                clock.millis(),
                true);
        return handle.createQuery("select id from person where name = :name and peer")
                .bind("name", key.nid())
                .mapTo(String.class)
                .one();
    }

    /// Takes away those who own nothing any more.
    public static void sweep(Handle handle) {
        String idle = " in (select p.id from person p where p.peer"
                + " and not exists (select 1 from repository r where r.owner = p.id))";
        handle.execute("delete from repository_redirect where owner" + idle);
        handle.execute("delete from person where id" + idle);
    }
}
