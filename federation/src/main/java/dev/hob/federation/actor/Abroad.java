package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// What our people have to do with others elsewhere, in rows. Shared between threads.
///
/// @param following whom they follow
/// @param stars what they gave stars to
/// @param written what they wrote
/// @param heard what they hear
/// @param work where they are let in
public record Abroad(Following following, StarsElsewhere stars, Written written, Heard heard, WorkElsewhere work) {
    /// The rows of a database.
    public static Abroad of(Database database, InstantSource clock) {
        return new Abroad(
                new Following(database, clock),
                new StarsElsewhere(database, clock),
                new Written(database),
                new Heard(database, clock),
                new WorkElsewhere(database, clock));
    }

    /// Somebody elsewhere is gone.
    public void forget(Handle handle, Id actor) {
        following.forget(handle, actor);
        stars.forget(handle, actor);
        heard.forget(handle, actor);
        work.forget(handle, actor);
    }

    /// Somebody of here is gone.
    ///
    /// @param key as [Local#key] says it
    public static void clear(Handle handle, String key) {
        Following.clear(handle, key);
        StarsElsewhere.clear(handle, key);
        Written.clear(handle, key);
        WorkElsewhere.clear(handle, key);
    }
}
