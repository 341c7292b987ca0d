package dev.hob.federation.across;

import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// People, and repositories, that go from one server to another. The new one says first what it was before; then the
/// old one says where it is, and whoever follows it is told. Shared between threads.
public final class Moves {
    private final Node node;
    private final LocalActors actors;
    private final Function<String, Looked<RemoteActor>> find;
    private final Function<Id, Looked<RemoteActor>> refresh;

    /// @param find whom a text names that somebody typed
    /// @param refresh what the host of an id says of it now
    public Moves(
            Node node,
            LocalActors actors,
            Function<String, Looked<RemoteActor>> find,
            Function<Id, Looked<RemoteActor>> refresh) {
        this.node = node;
        this.actors = actors;
        this.find = find;
        this.refresh = refresh;
    }

    /// Somebody, or a repository of theirs.
    public sealed interface Who {
        Person owner();

        record Oneself(Person owner) implements Who {}

        record Theirs(Person owner, Repo repo) implements Who {}
    }

    /// What somebody said of where else they are at home.
    ///
    /// @param repository its path, when it is said of a repository
    /// @param actor the address on the other server
    /// @param moved whether they are there now; else they were before
    public record Said(Optional<String> repository, String actor, boolean moved) {}

    /// What came of it.
    public sealed interface Outcome {
        record Done(Said said) implements Outcome {}

        record Refused(String told) implements Outcome {}

        /// The other server cannot be asked now.
        record Unreachable(String told) implements Outcome {}
    }

    /// What others know somebody by, or their repository; empty when nobody elsewhere may know of it.
    public Optional<Id> self(Who who) {
        return switch (who) {
            case Who.Oneself(var owner) -> Optional.of(actors.id(new Local.Account(owner)));
            case Who.Theirs(var _, var repo) ->
                actors.isPublic(repo) ? Optional.of(actors.id(new Local.Project(repo))) : Optional.empty();
        };
    }

    /// They were elsewhere before: that one may send its followers here.
    public Outcome from(Who who, String typed) {
        var wrong = objection(who);
        if (wrong.isPresent()) return new Outcome.Refused(wrong.get());
        return switch (find.apply(typed)) {
            case Looked.Found<RemoteActor>(var actor) -> named(who, actor);
            case Looked.Gone<RemoteActor> _ -> new Outcome.Refused(Messages.text("across.are-gone"));
            case Looked.Missing<RemoteActor>(var why) -> new Outcome.Refused(why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Unreachable(why);
        };
    }

    private Optional<String> objection(Who who) {
        return switch (who) {
            case Who.Oneself _ -> Optional.empty();
            case Who.Theirs(var owner, var repo)
            when !repo.ownerId().equals(owner.id()) ->
                Optional.of(Messages.text("across.only-its-owner-says-so", repo.owner()));
            case Who.Theirs(var _, var repo) ->
                actors.isPublic(repo)
                        ? Optional.empty()
                        : Optional.of(Messages.text("refs.only-public-is-known-elsewhere"));
        };
    }

    private static Optional<String> unlike(Who who, RemoteActor actor) {
        boolean repository = actor.types().contains("Repository");
        return switch (who) {
            case Who.Oneself _ ->
                repository ? Optional.of(Messages.text("across.is-a-repository", actor.handle())) : Optional.empty();
            case Who.Theirs _ ->
                repository ? Optional.empty() : Optional.of(Messages.text("across.is-no-repository", actor.handle()));
        };
    }

    private Outcome named(Who who, RemoteActor actor) {
        var wrong = unlike(who, actor).or(() -> switch (who) {
            case Who.Oneself(var owner) ->
                node.people().residences().add(owner, actor.id().value());
            case Who.Theirs(var owner, var repo) ->
                node.edits().addResidence(repo, owner, actor.id().value());
        });
        return wrong.<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> new Outcome.Done(said(who, actor.id().value(), false)));
    }

    private static Said said(Who who, String actor, boolean moved) {
        return new Said(
                who instanceof Who.Theirs(var _, var repo) ? Optional.of(repo.path()) : Optional.empty(), actor, moved);
    }

    /// They are elsewhere from now on, and whoever follows them is told. The one there must say first that it was they,
    /// or anybody could send anybody's followers anywhere.
    public Outcome to(Who who, String typed) {
        var wrong = objection(who);
        if (wrong.isPresent()) return new Outcome.Refused(wrong.get());
        var self = self(who).orElseThrow(() -> new AssertionError("nobody elsewhere knows " + who));
        return switch (successor(self, typed)) {
            case Looked.Found<RemoteActor>(var actor) -> moved(who, actor);
            case Looked.Gone<RemoteActor> _ -> new Outcome.Refused(Messages.text("across.are-gone"));
            case Looked.Missing<RemoteActor>(var why) -> new Outcome.Refused(why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Unreachable(why);
        };
    }

    private Looked<RemoteActor> successor(Id self, String typed) {
        return switch (find.apply(typed)) {
            case Looked.Found<RemoteActor>(var actor) ->
                switch (refresh.apply(actor.id())) {
                    case Looked.Found<RemoteActor>(var now) when now.isAlso(self) -> new Looked.Found<>(now);
                    case Looked.Found<RemoteActor>(var now) ->
                        new Looked.Missing<>(
                                Messages.text("across.does-not-say-it-is-also", now.handle(), self.value()));
                    case Looked<RemoteActor> other -> other;
                };
            case Looked<RemoteActor> other -> other;
        };
    }

    private Outcome moved(Who who, RemoteActor actor) {
        var unlike = unlike(who, actor);
        if (unlike.isPresent()) return new Outcome.Refused(unlike.get());
        String id = actor.id().value();
        switch (who) {
            case Who.Oneself(var owner) -> node.people().residences().move(owner, id);
            case Who.Theirs(var owner, var repo) -> {
                var away = away(actor);
                if (away.isEmpty())
                    return new Outcome.Refused(Messages.text("across.says-of-no-place", actor.handle()));
                var wrong = node.edits().moveAway(repo, owner, away);
                if (wrong.isPresent()) return new Outcome.Refused(wrong.get());
            }
        }
        return new Outcome.Done(said(who, id, true));
    }

    /// Where people and git are led: to its own server, so that nobody makes this node lead to a third.
    private static Optional<Repo.Away> away(RemoteActor actor) {
        var page = actor.page().flatMap(Id::of).filter(actor.id()::sameOrigin);
        var clone = Vocabulary.read(actor.document()) instanceof Vocabulary.Reading.Read(var whole)
                        && whole.thing() instanceof Actor document
                ? document.forge().cloneUri().stream()
                        .flatMap(text -> Id.of(text).stream())
                        .filter(id -> id.sameOrigin(actor.id()) && id.query().isEmpty())
                        .findFirst()
                : Optional.<Id>empty();
        return page.flatMap(at -> clone.map(git -> new Repo.Away(
                actor.id().value(), at.document().value(), git.document().value())));
    }

    /// They say so no more.
    ///
    /// @param actor the address there
    /// @return whether they did
    public boolean unsay(Who who, String actor) {
        boolean said = of(who).stream().anyMatch(it -> it.actor().equals(actor));
        if (!said) return false;
        switch (who) {
            case Who.Oneself(var owner) -> node.people().residences().remove(owner, actor);
            case Who.Theirs(var owner, var repo) -> {
                if (repo.away().filter(it -> it.actor().equals(actor)).isPresent())
                    node.edits().moveAway(repo, owner, Optional.empty());
                node.edits().removeResidence(repo, owner, actor);
            }
        }
        return true;
    }

    private List<Said> of(Who who) {
        var all = new ArrayList<Said>();
        switch (who) {
            case Who.Oneself(var owner) -> {
                node.people().residences().moved(owner).ifPresent(it -> all.add(said(who, it, true)));
                node.people().residences().of(owner).forEach(it -> all.add(said(who, it, false)));
            }
            case Who.Theirs(var _, var repo) -> {
                repo.away().ifPresent(it -> all.add(said(who, it.actor(), true)));
                node.repos().residences(repo).forEach(it -> all.add(said(who, it, false)));
            }
        }
        return all;
    }

    /// All that somebody said, of themselves and of their repositories.
    public List<Said> of(Person owner) {
        var all = new ArrayList<>(of(new Who.Oneself(owner)));
        for (var repo : node.repos().ownedBy(owner)) if (!repo.isPrivate()) all.addAll(of(new Who.Theirs(owner, repo)));
        return List.copyOf(all);
    }

    /// The repositories of somebody that others may know of.
    public List<Repo> repositories(Person owner) {
        return node.repos().ownedBy(owner).stream().filter(actors::isPublic).toList();
    }
}
