package dev.hob.federation.inbox;

import dev.hob.federation.actor.Blocks;
import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.db.Database;
import dev.hob.node.repo.Repo;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How those elsewhere stand to those here, in rows: who follows, who gave a star, who passed something on, who wants
/// to hear nothing. Shared between threads.
public final class Standing {
    private static final int ANNOUNCES_MAX = 100_000;

    private final Node node;
    private final Database database;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Followers followers;
    private final Collaborators collaborators;
    private final Blocks blocks;
    private final Elsewhere elsewhere;
    private final Replies replies;
    private final InstantSource clock;

    Standing(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Followers followers,
            Blocks blocks,
            Elsewhere elsewhere,
            Replies replies,
            InstantSource clock) {
        this.node = node;
        this.database = node.database();
        this.actors = actors;
        this.subjects = subjects;
        this.followers = followers;
        this.collaborators = new Collaborators(node.database(), clock);
        this.blocks = blocks;
        this.elsewhere = elsewhere;
        this.replies = replies;
        this.clock = clock;
    }

    /// Somebody wants to hear of somebody here.
    Outcome follow(Case one, Id followed) {
        var local = actors.of(followed);
        if (local.isEmpty()) return Outcome.refused("There is nobody of that id.");
        if (local.get() instanceof Local.Instance)
            return new Outcome.Refused(
                    "Nobody follows the node itself.",
                    replies.followsNot(local.get(), one, followed, "Nobody follows the node itself."));
        if (blocks.of(local.get(), one.received().actor())) return new Outcome.Ignored(Blocks.TOLD);
        if (elsewhere.rule(one.received().actor()) == Rule.SILENCED
                && !one.received().approved())
            return new Outcome.Held("Its server is kept quiet here.", Optional.empty());
        var who = local.get();
        boolean forge = elsewhere.isForge(one.by());
        var yes = replies.follows(who, one, followed);
        var no = replies.followsNot(who, one, followed, "Too many follow already.");
        return new Outcome.Done("Another follows " + who.key() + ".", false, handle -> {
            handle.execute(
                    "delete from remote_block where local = ? and actor = ?",
                    who.key(),
                    one.by().id().value());
            boolean added = followers.add(
                    handle,
                    who,
                    one.by().id(),
                    one.by().inbox(),
                    one.by().sharedInbox(),
                    one.received().activity(),
                    forge);
            (added ? yes : no).accept(handle);
        });
    }

    /// They do not any more.
    Outcome unfollow(Case one, Id followed) {
        return actors.of(followed)
                .<Outcome>map(local -> new Outcome.Done(
                        "One less follows " + local.key() + ".",
                        false,
                        handle -> followers.remove(handle, local, one.received().actor())))
                .orElseGet(() -> new Outcome.Ignored("There is nobody of that id."));
    }

    /// Somebody gives a repository a star, or takes it back.
    Outcome star(Case one, Repo repo, boolean given) {
        String actor = one.received().actor().value();
        if (given && blocks.of(new Local.Project(repo), one.received().actor()))
            return new Outcome.Ignored(Blocks.TOLD);
        if (given) {
            one.author(node.people().remote());
            node.stars().give(repo, actor);
        } else node.stars().takeBack(repo, actor);
        return Outcome.done((given ? "A star for " : "A star less for ") + repo.path() + ".");
    }

    /// Somebody passes something of ours on.
    Outcome announce(Case one, Id object) {
        var subject = subjects.resolve(object);
        if (subject.isEmpty() || subject.get() instanceof Subject.Actor)
            return new Outcome.Ignored("It is nothing of here.");
        return new Outcome.Done("Something of here is passed on.", false, handle -> handle.createUpdate("""
                        insert into remote_announce (subject, actor, at)
                        select :subject, :actor, :at
                         where (select count(*) from remote_announce a where a.subject = :subject) < :max
                        on conflict (subject, actor) do nothing""")
                .bind("subject", object.value())
                .bind("actor", one.received().actor().value())
                .bind("at", clock.millis())
                .bind("max", ANNOUNCES_MAX)
                .execute());
    }

    /// They do not any more.
    Outcome unannounce(Case one, Id object) {
        return new Outcome.Done(
                "Something of here is not passed on any more.",
                false,
                handle -> handle.execute(
                        "delete from remote_announce where subject = ? and actor = ?",
                        object.value(),
                        one.received().actor().value()));
    }

    /// How often things of ours were passed on, by id; those that never were are left out.
    public Map<String, Integer> announced(List<Id> subjects) {
        if (subjects.isEmpty()) return Map.of();
        var counts = new java.util.HashMap<String, Integer>();
        database.read(handle -> handle.createQuery("""
                                select subject, count(*) as many
                                  from remote_announce
                                 where subject in (<subjects>)
                                 group by subject""")
                        .bindList("subjects", subjects.stream().map(Id::value).toList())
                        .map((row, _) -> Map.entry(row.getString("subject"), row.getInt("many")))
                        .list())
                .forEach(it -> counts.put(it.getKey(), it.getValue()));
        return counts;
    }

    /// Somebody wants to hear nothing of somebody here any more.
    Outcome block(Case one, Id blocked) {
        var local = actors.of(blocked);
        if (local.isEmpty()) return new Outcome.Ignored("There is nobody of that id.");
        return new Outcome.Done(
                "Somebody wants to hear nothing of " + local.get().key() + ".", false, handle -> {
                    followers.remove(handle, local.get(), one.received().actor());
                    handle.execute(
                            "insert into remote_block (local, actor, at) values (?, ?, ?) on conflict (local, actor) do nothing",
                            local.get().key(),
                            one.received().actor().value(),
                            clock.millis());
                });
    }

    /// They changed their mind.
    Outcome unblock(Case one, Id blocked) {
        return actors.of(blocked)
                .<Outcome>map(local -> new Outcome.Done(
                        "Somebody may hear of " + local.key() + " again.",
                        false,
                        handle -> handle.execute(
                                "delete from remote_block where local = ? and actor = ?",
                                local.key(),
                                one.received().actor().value())))
                .orElseGet(() -> new Outcome.Ignored("There is nobody of that id."));
    }

    /// Whether somebody elsewhere wants to hear nothing of somebody here.
    public boolean isBlocked(Local local, Id actor) {
        return database.read(
                handle -> handle.createQuery("select 1 from remote_block where local = :local and actor = :actor")
                        .bind("local", local.key())
                        .bind("actor", actor.value())
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    /// Somebody elsewhere is gone, and with them all that they were to those here.
    void forget(Handle handle, Id actor) {
        followers.forget(handle, actor);
        node.stars().takeBackAll(handle, actor.value());
        collaborators.forget(handle, actor);
        handle.execute("delete from remote_announce where actor = ?", actor.value());
        handle.execute("delete from remote_block where actor = ?", actor.value());
    }

    /// They are reached elsewhere from now on.
    void reach(Handle handle, Id actor, Id inbox, Optional<Id> sharedInbox) {
        followers.reach(handle, actor, inbox, sharedInbox);
    }
}
