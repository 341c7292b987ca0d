package dev.hob.federation.outbox;

import dev.hob.federation.actor.Activities;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Following;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Outbox;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Tombstone;
import dev.hob.federation.vocab.Vocabulary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Makes bytes of what is to be told, and hands them on with whom they are for. Shared between threads.
final class Telling {
    private static final Pattern IN_REPOSITORY = Pattern.compile("/r/([a-z2-7]{20})/.+");

    private final LocalActors actors;
    private final Activities activities;
    private final Followers followers;
    private final Outbox outbox;
    private final Function<Id, Optional<Id>> inboxes;
    private final Predicate<Id> forges;
    private final Deliver deliver;
    private final InstantSource clock;

    /// @param inboxes where somebody elsewhere is reached, as far as that is known
    /// @param forges whether the server of somebody elsewhere is known to be a forge
    Telling(
            LocalActors actors,
            Activities activities,
            Followers followers,
            Outbox outbox,
            Function<Id, Optional<Id>> inboxes,
            Predicate<Id> forges,
            Deliver deliver,
            InstantSource clock) {
        this.actors = actors;
        this.activities = activities;
        this.followers = followers;
        this.outbox = outbox;
        this.inboxes = inboxes;
        this.forges = forges;
        this.deliver = deliver;
        this.clock = clock;
    }

    /// What is written once a line is to be told: the line, and what goes out for it. Nothing when there is nothing to
    /// be said of its subject any more.
    Consumer<Handle> of(Outbox.Line line) {
        var local = actors.ofKey(line.actor());
        var activity = local.flatMap(it -> activities.of(it, line));
        if (activity.isEmpty()) return _ -> {};
        byte[] body = bytes(line.actor(), activity.get());
        var id = activity.get().act().id().orElseThrow();
        var addressed = addressed(activity.get(), line.kind());
        return handle -> {
            if (!outbox.add(handle, line)) return;
            var places = new LinkedHashSet<>(
                    line.kind().isForForges()
                            ? followers.forges(handle, line.actor())
                            : followers.inboxes(handle, local.get()));
            if (line.kind() == Outbox.Kind.UPDATE || line.kind() == Outbox.Kind.DELETE)
                places.addAll(passedOn(handle, line.subject()));
            places.addAll(addressed);
            if (!places.isEmpty()) deliver.to(handle, line.actor(), id, body, places);
        };
    }

    /// The same for those alone who have to do with it: what followers shall not be told, they learn all the same.
    Consumer<Handle> addressed(Outbox.Line line) {
        var activity = actors.ofKey(line.actor()).flatMap(it -> activities.of(it, line));
        if (activity.isEmpty()) return _ -> {};
        var places = addressed(activity.get(), line.kind());
        if (places.isEmpty()) return _ -> {};
        byte[] body = bytes(line.actor(), activity.get());
        var id = activity.get().act().id().orElseThrow();
        return handle -> {
            // What is for forges alone, no outbox lists; it is kept so that what is gone is told once.
            if (line.kind().isForForges() && !outbox.add(handle, line)) return;
            deliver.to(handle, line.actor(), id, body, places);
        };
    }

    /// That somebody of here is gone, in their own name: nobody else may say it.
    Consumer<Handle> gone(String key, long position, Instant at) {
        var self = actors.id(key);
        var line = new Outbox.Line(key, position, 0, Outbox.Kind.DELETE, self, position, at);
        var id = new Id(self.value() + "/activities/" + position + "-0");
        var act = Act.by(self, id).at(at).to(List.of(Vocabulary.PUBLIC), List.of(self.value() + "/followers"));
        return handle -> {
            var places = followers.inboxes(handle, key);
            // Those whom they followed would go on telling them.
            places.addAll(Following.inboxes(handle, key));
            if (!places.isEmpty()) {
                byte[] body = bytes(key, new Activity.Delete(new Ref.To(self), act));
                if (outbox.add(handle, line)) deliver.to(handle, key, id, body, places);
            }
            followers.clear(handle, key);
            outbox.clear(handle, key, self);
        };
    }

    /// That something was taken back, in the name of whoever told of it, who may not be seen any more. No line: what
    /// nobody may see is not said to be gone either.
    Consumer<Handle> takenBack(Outbox.Line line) {
        var self = actors.id(line.actor());
        var id = new Id(self.value() + "/activities/" + line.position() + "-" + line.part());
        var act = Act.by(self, id).at(line.at()).to(List.of(Vocabulary.PUBLIC), List.of(self.value() + "/followers"));
        var tombstone =
                new Tombstone(Optional.of(line.subject()), Optional.of("Note"), Optional.of(line.at()), Rest.NONE);
        return handle -> {
            var places = new LinkedHashSet<>(followers.inboxes(handle, line.actor()));
            places.addAll(passedOn(handle, line.subject()));
            if (places.isEmpty()) return;
            byte[] body = bytes(line.actor(), new Activity.Delete(new Ref.Embedded(tombstone), act));
            deliver.to(handle, line.actor(), id, body, places);
        };
    }

    /// Where the repository of something has passed it on.
    private Set<Id> passedOn(Handle handle, Id subject) {
        return actors.home()
                .path(subject)
                .map(IN_REPOSITORY::matcher)
                .filter(Matcher::matches)
                .map(path -> followers.inboxes(handle, Local.REPOSITORY + path.group(1)))
                .orElse(Set.of());
    }

    /// Serialised once: digest, proof and every attempt must see the same.
    private byte[] bytes(String key, Activity activity) {
        return Vocabulary.bytes(actors.proven(key, Vocabulary.writeToProve(activity), clock.instant()));
    }

    /// Those elsewhere whom it names; lists of followers are looked up, not asked for.
    private List<Id> addressed(Activity activity, Outbox.Kind kind) {
        Predicate<Id> heeded = kind.isForForges() ? forges : _ -> true;
        var act = activity.act();
        return java.util.stream.Stream.concat(act.to().stream(), act.cc().stream())
                .flatMap(text -> Id.of(text).stream())
                .filter(id -> actors.home().path(id).isEmpty())
                .filter(heeded)
                .flatMap(id -> inboxes.apply(id).stream())
                .distinct()
                .toList();
    }
}
