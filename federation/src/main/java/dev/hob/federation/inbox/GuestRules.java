package dev.hob.federation.inbox;

import dev.hob.node.db.Database;
import dev.hob.node.repo.Repo;
import java.time.InstantSource;

/// What strangers may do in a repository, as its owner wants it, and who of them is no stranger any more. Shared
/// between threads.
public final class GuestRules {
    private final Database database;
    private final InstantSource clock;

    public GuestRules(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What an owner wants.
    ///
    /// @param mentions whether a text that calls the repository opens an issue
    /// @param approve whether somebody who writes for the first time waits for leave
    /// @param daily how much one of them may say within a day
    public record Rule(boolean mentions, boolean approve, int daily) {
        /// More the node takes of nobody.
        public static final int DAILY_MAX = 200;

        /// Without a word of the owner's.
        public static final Rule USUAL = new Rule(true, false, DAILY_MAX);

        public Rule {
            if (daily < 0 || daily > DAILY_MAX) throw new IllegalArgumentException("not so much a day: " + daily);
        }
    }

    /// What the owner of a repository wants.
    public Rule of(Repo repo) {
        return database.read(handle -> handle.createQuery(
                        "select mentions, approve, daily from guest_rule where repository = :repository")
                .bind("repository", repo.id().value())
                .map((row, _) -> new Rule(row.getBoolean("mentions"), row.getBoolean("approve"), row.getInt("daily")))
                .findOne()
                .orElse(Rule.USUAL));
    }

    /// Changes it; the caller has asked whether they may.
    public void set(Repo repo, Rule rule) {
        database.writing(
                handle -> handle.execute("""
                insert into guest_rule (repository, mentions, approve, daily) values (?, ?, ?, ?)
                on conflict (repository) do update
                   set mentions = excluded.mentions, approve = excluded.approve, daily = excluded.daily""", repo.id().value(), rule.mentions(), rule.approve(), rule.daily()));
    }

    /// Whether somebody has had leave before.
    public boolean isTrusted(String actor) {
        return database.read(handle -> handle.createQuery("select 1 from guest_trust where actor = :actor")
                .bind("actor", actor)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /// Somebody needs no leave any more.
    public void trust(String actor) {
        database.writing(handle -> handle.execute(
                "insert into guest_trust (actor, at) values (?, ?) on conflict (actor) do nothing",
                actor,
                clock.millis()));
    }
}
