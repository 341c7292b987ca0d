package dev.hob.federation.inbox;

import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Patches;
import dev.hob.node.refs.GuestEntries;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Where something belongs that comes from elsewhere: under which text of which issue or pull request of ours. Shared
/// between threads.
final class Places {
    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;

    Places(Node node, LocalActors actors, Subjects subjects) {
        this.node = node;
        this.actors = actors;
        this.subjects = subjects;
    }

    /// A text under an issue or a pull request that everybody may see.
    ///
    /// @param text the comment, or the issue's own id for what it says itself
    record Place(Repo repo, Issue issue, ObjectId text) {
        boolean isOpening() {
            return text.equals(issue.id());
        }
    }

    /// What an id names, which may be of here, or of elsewhere and brought here.
    Optional<Place> of(Id id) {
        var subject = subjects.resolve(id);
        if (subject.isPresent()) return of(subject.get());
        return node.tracking().guests().entries().byObject(id.value()).flatMap(this::of);
    }

    private Optional<Place> of(Subject subject) {
        return switch (subject) {
            case Subject.Ticket(var repo, var number) ->
                issue(repo, number).map(issue -> new Place(repo, issue, issue.id()));
            case Subject.Comment(var repo, var number, var entry) ->
                issue(repo, number).map(issue -> new Place(repo, issue, ObjectId.fromString(entry)));
            case Subject.StateNote(var repo, var number, var _) ->
                issue(repo, number).map(issue -> new Place(repo, issue, issue.id()));
            case Subject.Actor _, Subject.Release _, Subject.PushNote _ -> Optional.empty();
        };
    }

    private Optional<Issue> issue(Repo repo, long number) {
        return node.tracking().reading().find(repo.rid(), number);
    }

    /// Where an entry of a remote author's is.
    Optional<Place> of(GuestEntries.Guest guest) {
        return node.repos().project(guest.rid()).filter(actors::isPublic).flatMap(repo -> node.tracking()
                .reading()
                .byId(repo.rid(), guest.about())
                .map(issue -> new Place(repo, issue, text(repo, issue, guest.entry()))));
    }

    /// Who reviews the same commits again says otherwise what they said before: that is where it stands.
    private ObjectId text(Repo repo, Issue issue, ObjectId entry) {
        if (!issue.isPatch()
                || node.tracking().talks().comment(repo.rid(), entry.name()).isPresent()) return entry;
        return node.pulls()
                .patches()
                .worded(repo, issue.id(), entry)
                .map(Patches.Worded::review)
                .orElse(entry);
    }

    /// Where an answer belongs: under what it answers, or under the ticket that it says it is about.
    Optional<Place> of(Post.Writing writing) {
        return writing.inReplyTo()
                .flatMap(this::of)
                .or(() -> Optional.ofNullable(writing.rest().members().get("inReplyToAtomUri"))
                        .flatMap(atom -> Optional.ofNullable(atom.textValue()))
                        .flatMap(Id::of)
                        .flatMap(this::of))
                .or(() -> writing.context().flatMap(Ref::id).flatMap(this::of));
    }

    /// The repositories that a text calls, by a mention or by being addressed to them.
    List<Repo> called(Post.Writing writing) {
        var named = new ArrayList<String>();
        for (var tag : writing.tags())
            if (tag.thing().orElse(null) instanceof Attached.Mention mention)
                mention.href().ifPresent(named::add);
        named.addAll(writing.to());
        named.addAll(writing.cc());
        var found = new ArrayList<Repo>();
        for (String name : named) {
            var local = Id.of(name).flatMap(this::actor);
            if (local.orElse(null) instanceof Local.Project(var repo) && repo.isProject() && !found.contains(repo))
                found.add(repo);
        }
        return found;
    }

    /// An actor of here by their id, or by their page, as servers mention them.
    Optional<Local> actor(Id id) {
        return actors.of(id).or(() -> actors.home().path(id).flatMap(this::atPage));
    }

    /// Whether an address is that of somebody here.
    boolean isOurs(String url) {
        return Id.of(url).flatMap(this::actor).isPresent();
    }

    private Optional<Local> atPage(String path) {
        String[] parts = path.substring(1).split("/", -1);
        return switch (parts.length) {
            case 1 -> actors.account(parts[0]);
            case 2 -> actors.at(parts[0], parts[1]);
            default -> Optional.empty();
        };
    }
}
