package dev.hob.federation;

import dev.hob.federation.across.Letters;
import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.Activities;
import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Collections;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Grants;
import dev.hob.federation.actor.Home;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Outbox;
import dev.hob.federation.actor.Posts;
import dev.hob.federation.actor.Strangers;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.actor.ToldKinds;
import dev.hob.federation.outbox.Announcer;
import dev.hob.federation.outbox.Deliver;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Thing;
import dev.hob.node.Node;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// All that others can read of this node: who acts here, what is written, what was told. Shared between threads.
///
/// @param actors who is known, by which id and handle
/// @param subjects which id stands for what
/// @param posts what is written, as documents
/// @param followers who follows whom
/// @param outbox what was told
/// @param activities the same as documents
/// @param collections the lists of all these
/// @param kinds what owners want told
/// @param abroad what people of here do elsewhere
/// @param letters what they write there
/// @param grants who of elsewhere is let in
public record Speaking(
        LocalActors actors,
        Subjects subjects,
        Posts posts,
        Followers followers,
        Outbox outbox,
        Activities activities,
        Collections collections,
        ToldKinds kinds,
        Abroad abroad,
        Letters letters,
        Grants grants) {
    /// Builds it for a node that is called so.
    public static Speaking of(Node node, Home home, Strangers strangers, InstantSource clock) {
        var actors = new LocalActors(node, home);
        var subjects = new Subjects(node, actors);
        var posts = new Posts(node, actors, subjects, strangers);
        var followers = new Followers(node.database(), clock);
        var outbox = new Outbox(node.database());
        var activities = new Activities(node, actors, subjects, posts, outbox);
        var abroad = Abroad.of(node.database(), clock);
        var collections =
                new Collections(node, actors, subjects, posts, followers, abroad.following(), outbox, activities);
        var kinds = new ToldKinds(node.database());
        var letters = new Letters(actors, abroad.written());
        var grants = new Grants(actors, new Collaborators(node.database(), clock));
        return new Speaking(
                actors, subjects, posts, followers, outbox, activities, collections, kinds, abroad, letters, grants);
    }

    /// Whoever tells others of what happens, once started.
    ///
    /// @param inboxes where somebody elsewhere is reached, as far as that is known
    /// @param meet gets to know somebody elsewhere whom a text calls, if that can be
    public Announcer announcer(
            Node node,
            Function<Id, Optional<Id>> inboxes,
            Predicate<Id> forges,
            Consumer<Handle> meet,
            Deliver deliver,
            InstantSource clock) {
        return new Announcer(
                node,
                actors,
                subjects,
                posts,
                followers,
                outbox,
                activities,
                kinds,
                inboxes,
                forges,
                meet,
                deliver,
                clock);
    }

    /// The document of an id of here, whatever it is; empty when it is not there, or not for everybody.
    public Optional<Thing> document(Id id) {
        return subjects.resolve(id)
                .flatMap(posts::document)
                .or(() -> collections.resolve(id).map(listing -> listing))
                .or(() -> activities.resolve(id).map(activity -> activity))
                .or(() -> letters.document(id))
                .or(() -> grants.document(id));
    }
}
