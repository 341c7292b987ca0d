package dev.hob.federation.vocab;

import java.util.List;
import java.util.Optional;

/// Something that an actor did. What it means is decided elsewhere, by a `switch` over these.
public sealed interface Activity extends Thing {
    /// Who, when, to whom.
    Act act();

    @Override
    default Optional<Id> id() {
        return act().id();
    }

    record Create(Ref object, Optional<Ref> origin, Act act) implements Activity {}

    record Update(Ref object, Act act) implements Activity {}

    record Delete(Ref object, Act act) implements Activity {}

    record Follow(Ref object, Act act) implements Activity {}

    /// `result` is the id of what came of it, such as a ticket's.
    record Accept(Ref object, Optional<Ref> result, Act act) implements Activity {}

    record Reject(Ref object, Act act) implements Activity {}

    record Undo(Ref object, Act act) implements Activity {}

    record Like(Ref object, Act act) implements Activity {}

    record Announce(Ref object, Act act) implements Activity {}

    record Add(Ref object, Optional<Ref> target, Act act) implements Activity {}

    record Remove(Ref object, Optional<Ref> target, Optional<Ref> origin, Act act) implements Activity {}

    record Block(Ref object, Act act) implements Activity {}

    /// A report; Mastodon names the person and what they wrote in one list.
    record Flag(List<Ref> objects, Act act) implements Activity {
        public Flag {
            objects = List.copyOf(objects);
        }
    }

    record Move(Ref object, Ref target, Act act) implements Activity {}

    /// A ticket, a merge request, a review or a dependency for a tracker to take.
    record Offer(Ref object, Optional<Ref> target, Act act) implements Activity {}

    record Resolve(Ref object, Act act) implements Activity {}

    record Assign(Ref object, Ref target, Act act) implements Activity {}

    record Apply(Ref object, Optional<Ref> target, Act act) implements Activity {}

    /// Changed fields of something of the tracker's; those that are not named stay. It has an id and no type.
    record Edit(Post.Writing changes, Act act) implements Activity {}

    /// The actor is the repository; who pushed is in `attributedTo`.
    record Push(
            Optional<Ref> target,
            Optional<String> hashBefore,
            Optional<String> hashAfter,
            Optional<Ref> object,
            Act act)
            implements Activity {}

    /// `role` is one of ForgeFed's (`visit` … `admin`).
    record Grant(
            String role,
            Ref target,
            Optional<Ref> fulfills,
            Optional<String> allows,
            Optional<Ref> delegates,
            Optional<Ref> result,
            Act act)
            implements Activity {}

    record Revoke(Ref object, Act act) implements Activity {}

    record Invite(Ref object, Ref target, Optional<String> role, Act act) implements Activity {}

    record Join(Ref object, Optional<String> role, Act act) implements Activity {}

    record Leave(Ref object, Act act) implements Activity {}

    /// An activity of another kind; its own members are in the rest.
    record Other(List<String> types, List<Ref> objects, Act act) implements Activity {
        public Other {
            types = List.copyOf(types);
            objects = List.copyOf(objects);
        }
    }
}
