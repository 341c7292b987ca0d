package dev.hob.federation.inbox;

import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.repo.Repo;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// What somebody of here answers to what was asked of them. Shared between threads.
final class Replies {
    private final LocalActors actors;
    private final Elsewhere elsewhere;
    private final InstantSource clock;

    Replies(LocalActors actors, Elsewhere elsewhere, InstantSource clock) {
        this.actors = actors;
        this.elsewhere = elsewhere;
        this.clock = clock;
    }

    /// Says yes to a follow. Servers want to see in it what they asked.
    Consumer<Handle> follows(Local local, Case asked, Id followed) {
        var follow = new Activity.Follow(
                new Ref.To(followed),
                Act.by(asked.received().actor(), asked.received().activity()));
        return plain(
                local,
                asked,
                new Activity.Accept(new Ref.Embedded(follow), Optional.empty(), act(local, asked, "accepts")));
    }

    /// Says no to one.
    Consumer<Handle> followsNot(Local local, Case asked, Id followed, String why) {
        var follow = new Activity.Follow(
                new Ref.To(followed),
                Act.by(asked.received().actor(), asked.received().activity()));
        return plain(
                local,
                asked,
                new Activity.Reject(
                        new Ref.Embedded(follow), act(local, asked, "rejects").because(why)));
    }

    /// Says yes to what a forge asked.
    Consumer<Handle> accepts(Local local, Case asked, Optional<Id> result) {
        return proven(
                local,
                asked,
                new Activity.Accept(
                        new Ref.To(asked.received().activity()),
                        result.map(Ref.To::new),
                        act(local, asked, "accepts")));
    }

    /// Says no, and why.
    Consumer<Handle> rejects(Local local, Case asked, String why) {
        return proven(
                local,
                asked,
                new Activity.Reject(
                        new Ref.To(asked.received().activity()),
                        act(local, asked, "rejects").because(why)));
    }

    /// What was asked of a repository is done, and who asked is told so.
    Outcome yes(Case asked, Repo repo, String told, Optional<Id> result) {
        return new Outcome.Done(told, true, accepts(new Local.Project(repo), asked, result));
    }

    /// It is not, and they are told why.
    Outcome no(Case asked, Repo repo, String told) {
        return new Outcome.Refused(told, rejects(new Local.Project(repo), asked, told));
    }

    private Act act(Local local, Case asked, String what) {
        var self = actors.id(local);
        var id = new Id(self.value() + "#" + what + "/" + asked.received().position());
        return Act.by(self, id).to(List.of(asked.received().actor().value()), List.of());
    }

    private Consumer<Handle> plain(Local local, Case asked, Activity answer) {
        return deliver(local, asked, answer, Vocabulary.bytes(Vocabulary.write(answer)));
    }

    private Consumer<Handle> proven(Local local, Case asked, Activity answer) {
        var document = Vocabulary.writeToProve((Thing) answer);
        var signed = actors.proven(local.key(), document, clock.instant());
        return deliver(local, asked, answer, Vocabulary.bytes(signed));
    }

    private Consumer<Handle> deliver(Local local, Case asked, Activity answer, byte[] body) {
        var id = answer.id().orElseThrow();
        var inbox = asked.by().inbox();
        return handle -> elsewhere.deliver(handle, local.key(), id, body, List.of(inbox));
    }
}
