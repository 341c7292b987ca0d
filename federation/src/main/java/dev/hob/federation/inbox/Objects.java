package dev.hob.federation.inbox;

import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import java.util.Optional;
import java.util.stream.Stream;

/// What an activity is about. Stateless.
final class Objects {
    private Objects() {}

    /// The name of its kind.
    static String kind(Activity activity) {
        return activity instanceof Activity.Other(var types, var _, var _) && !types.isEmpty()
                ? types.getFirst()
                : activity.getClass().getSimpleName();
    }

    /// The id of its object, if it has one.
    static Optional<Id> id(Activity activity) {
        return object(activity).flatMap(Ref::id);
    }

    /// What is read otherwise once it was done: what it is about, and what that answers or belongs to.
    static Stream<Id> texts(Activity activity) {
        var about = object(activity);
        var post = about.flatMap(Ref::thing).filter(Post.class::isInstance).map(Post.class::cast);
        return Stream.of(
                        about.flatMap(Ref::id),
                        post.flatMap(it -> it.writing().inReplyTo()),
                        post.flatMap(it -> it.writing().context()).flatMap(Ref::id),
                        activity instanceof Activity.Accept accept
                                ? accept.result().flatMap(Ref::id)
                                : Optional.<Id>empty())
                .flatMap(Optional::stream);
    }

    /// Its object; of several the first.
    static Optional<Ref> object(Activity activity) {
        return switch (activity) {
            case Activity.Create it -> Optional.of(it.object());
            case Activity.Update it -> Optional.of(it.object());
            case Activity.Delete it -> Optional.of(it.object());
            case Activity.Follow it -> Optional.of(it.object());
            case Activity.Accept it -> Optional.of(it.object());
            case Activity.Reject it -> Optional.of(it.object());
            case Activity.Undo it -> Optional.of(it.object());
            case Activity.Like it -> Optional.of(it.object());
            case Activity.Announce it -> Optional.of(it.object());
            case Activity.Add it -> Optional.of(it.object());
            case Activity.Remove it -> Optional.of(it.object());
            case Activity.Block it -> Optional.of(it.object());
            case Activity.Flag it -> it.objects().stream().findFirst();
            case Activity.Move it -> Optional.of(it.object());
            case Activity.Offer it -> Optional.of(it.object());
            case Activity.Resolve it -> Optional.of(it.object());
            case Activity.Assign it -> Optional.of(it.object());
            case Activity.Apply it -> Optional.of(it.object());
            case Activity.Edit it -> it.changes().id().map(Ref.To::new);
            case Activity.Push it -> it.object();
            case Activity.Grant it -> Optional.of(it.target());
            case Activity.Revoke it -> Optional.of(it.object());
            case Activity.Invite it -> Optional.of(it.object());
            case Activity.Join it -> Optional.of(it.object());
            case Activity.Leave it -> Optional.of(it.object());
            case Activity.Other it -> it.objects().stream().findFirst();
        };
    }
}
