package dev.hob.federation.inbox;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Blocks;
import dev.hob.federation.actor.Following.Followed;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.StarsElsewhere.Star;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Watches;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// Somebody, or a repository, has moved to another server: people of here who follow it, or gave it a star, do so there
/// from now on. Only when the new one says that it was the old one; else anybody could send anybody's followers
/// anywhere. Shared between threads.
final class Resettling {
    /// So many of here go with one who moves; more stay where they are.
    private static final int EACH_MAX = 10_000;

    private static final int ID_BYTES = 10;

    private final Node node;
    private final LocalActors actors;
    private final Abroad abroad;
    private final Blocks blocks;
    private final Elsewhere elsewhere;
    private final SecureRandom random = new SecureRandom();

    Resettling(Node node, LocalActors actors, Abroad abroad, Blocks blocks, Elsewhere elsewhere) {
        this.node = node;
        this.actors = actors;
        this.abroad = abroad;
        this.blocks = blocks;
        this.elsewhere = elsewhere;
    }

    /// Whoever follows goes along.
    ///
    /// @param old who moved
    /// @param to where
    Outcome moved(Id old, Id to) {
        if (to.equals(old)) return Outcome.refused("It moves to where it is.");
        if (elsewhere.rule(to) == Rule.BLOCKED)
            return Outcome.refused("It moves to a server that this node does not talk with.");
        var here = actors.of(to);
        if (here.isPresent()) return home(old, here.get());
        return switch (elsewhere.look(to, true)) {
            case Looked.Found<RemoteActor>(var next) when next.isAlso(old) -> along(old, next);
            case Looked.Found<RemoteActor>(var next) ->
                Outcome.refused(next.handle() + " does not say that it was " + old + ".");
            case Looked.Gone<RemoteActor> _ -> Outcome.refused("It moves to what is gone.");
            case Looked.Missing<RemoteActor>(var why) -> Outcome.refused("Where it moves to cannot be had: " + why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Later(why);
        };
    }

    private Outcome along(Id old, RemoteActor next) {
        var steps = new ArrayList<Consumer<Handle>>();
        for (var followed : abroad.following().whoFollow(old, EACH_MAX))
            local(followed.local()).ifPresent(local -> steps.add(follows(local, followed, next)));
        if (next.types().contains("Repository"))
            for (var star : abroad.stars().givers(old, EACH_MAX))
                local(star.local()).ifPresent(local -> steps.add(stars(local, star, next)));
        return done(next.handle().toString(), steps);
    }

    private static Outcome done(String where, List<Consumer<Handle>> steps) {
        return new Outcome.Done(
                "It is " + where + " now; what of here had to do with it goes along: " + steps.size() + ".",
                false,
                handle -> steps.forEach(step -> step.accept(handle)));
    }

    /// It moves to this node: whoever followed it hears of it here, and their stars are given here.
    private Outcome home(Id old, Local next) {
        if (!actors.document(next).profile().alsoKnownAs().contains(old.value()))
            return Outcome.refused(actors.handle(next) + " does not say that it was " + old + ".");
        var steps = new ArrayList<Consumer<Handle>>();
        for (var followed : abroad.following().whoFollow(old, EACH_MAX))
            local(followed.local()).ifPresent(local -> {
                if (next instanceof Local.Project(var repo)) watch(local, repo);
                steps.add(handle -> unfollow(handle, local, followed));
            });
        if (next instanceof Local.Project(var repo))
            for (var star : abroad.stars().givers(old, EACH_MAX))
                local(star.local()).ifPresent(local -> {
                    if (local instanceof Local.Account(var person)) node.stars().give(repo, person);
                    steps.add(handle -> takeBack(handle, local, star));
                });
        return done(actors.handle(next).toString(), steps);
    }

    private void watch(Local local, Repo repo) {
        if (local instanceof Local.Account(var person)) node.watches().wish(repo, person, Watches.Wish.WATCHING);
    }

    private Optional<Local> local(String key) {
        return actors.ofKey(key);
    }

    private Consumer<Handle> follows(Local by, Followed followed, RemoteActor next) {
        boolean wanted = followed.state() != AskedState.REJECTED
                && !blocks.of(by, next.id())
                && abroad.following().find(by, next.id()).isEmpty();
        var self = actors.id(by);
        var follow = new Activity.Follow(new Ref.To(next.id()), to(self, fresh(self, "follows"), next.id()));
        return handle -> {
            unfollow(handle, by, followed);
            if (wanted && abroad.following().ask(handle, by, next.id(), next.inbox(), id(follow)))
                deliver(handle, by, follow, next.inbox());
        };
    }

    private void unfollow(Handle handle, Local by, Followed followed) {
        if (!abroad.following().remove(handle, by, followed.actor())) return;
        var self = actors.id(by);
        var follow = new Activity.Follow(new Ref.To(followed.actor()), Act.by(self, followed.follow()));
        deliver(handle, by, undo(self, follow, followed.actor()), followed.inbox());
    }

    private Consumer<Handle> stars(Local by, Star star, RemoteActor next) {
        boolean wanted = abroad.stars().find(by, next.id()).isEmpty() && !blocks.of(by, next.id());
        var self = actors.id(by);
        var like = new Activity.Like(
                new Ref.To(next.id()), to(self, fresh(self, "likes"), next.id()).at(star.at()));
        return handle -> {
            takeBack(handle, by, star);
            if (wanted && abroad.stars().give(handle, by, next.id(), next.inbox(), id(like)))
                deliver(handle, by, like, next.inbox());
        };
    }

    private void takeBack(Handle handle, Local by, Star star) {
        if (!abroad.stars().takeBack(handle, by, star.repository())) return;
        var self = actors.id(by);
        var like = new Activity.Like(new Ref.To(star.repository()), Act.by(self, star.activity()));
        deliver(handle, by, undo(self, like, star.repository()), star.inbox());
    }

    private static Activity undo(Id self, Activity what, Id whom) {
        return new Activity.Undo(new Ref.Embedded(what), to(self, new Id(id(what).value() + "/undo"), whom));
    }

    private static Act to(Id self, Id activity, Id whom) {
        return Act.by(self, activity).to(List.of(whom.value()), List.of());
    }

    private static Id id(Activity activity) {
        return activity.act().id().orElseThrow();
    }

    private Id fresh(Id self, String what) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return new Id(self.value() + "/" + what + "/" + HexFormat.of().formatHex(bytes));
    }

    private void deliver(Handle handle, Local by, Activity activity, Id inbox) {
        elsewhere.deliver(handle, by.key(), id(activity), Vocabulary.bytes(Vocabulary.write(activity)), List.of(inbox));
    }
}
