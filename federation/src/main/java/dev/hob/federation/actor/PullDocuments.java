package dev.hob.federation.actor;

import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Source;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// What is sent to offer a pull request to a repository elsewhere. Shared between threads.
public final class PullDocuments {
    private final LocalActors actors;
    private final Prose prose;

    public PullDocuments(Node node, LocalActors actors, Strangers strangers) {
        this.actors = actors;
        this.prose = new Prose(node, actors.home(), strangers);
    }

    /// The offer: a ticket without an id, for its tracker gives it one, with what it offers attached.
    ///
    /// @param from where the commits are to be had
    public Activity offer(Id activity, Person by, Repo from, AskedPulls.Asked asked, Instant at) {
        var self = actors.id(new Local.Account(by));
        String html = asked.body().isBlank()
                ? "<p>" + Escaped.text(asked.title()) + "</p>"
                : prose.html(from, asked.body(), List.of());
        var request = new ForgePart.MergeRequest(
                Optional.empty(),
                Optional.of(new Ref.Embedded(origin(from, asked))),
                Optional.of(target(asked)),
                Optional.empty(),
                Rest.NONE);
        var writing = new Post.Writing(
                Optional.empty(),
                List.of("Ticket"),
                List.of(self),
                Optional.of(new Ref.To(asked.tracker())),
                Optional.empty(),
                Optional.of(Words.of(asked.title())),
                Optional.of(Words.of(Escaped.text(asked.title()))),
                Optional.of("text/html"),
                Optional.of(Words.of(html)),
                asked.body().isBlank() ? Optional.empty() : Optional.of(Source.markdown(asked.body())),
                List.of(),
                Optional.of(at),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Ref.Embedded(request)),
                Optional.empty(),
                Optional.empty(),
                Rest.NONE);
        var ticket = new Post.Ticket(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                writing);
        var act = Act.by(self, activity).at(at).to(List.of(asked.tracker().value()), List.of(Vocabulary.PUBLIC));
        return new Activity.Offer(new Ref.Embedded(ticket), Optional.of(new Ref.To(asked.tracker())), act);
    }

    private ForgePart.Branch origin(Repo from, AskedPulls.Asked asked) {
        return new ForgePart.Branch(
                Optional.empty(),
                Optional.of(actors.id(new Local.Project(from))),
                Optional.of(Words.of(asked.branch())),
                Optional.of(Constants.R_HEADS + asked.branch()),
                Optional.of(asked.head().name()),
                List.of(actors.home().at("/" + from.path() + ".git").value()),
                Rest.NONE);
    }

    private static Ref target(AskedPulls.Asked asked) {
        if (asked.target().isEmpty()) return new Ref.To(asked.tracker());
        return new Ref.Embedded(new ForgePart.Branch(
                Optional.empty(),
                Optional.of(asked.tracker()),
                Optional.of(Words.of(asked.target())),
                Optional.of(Constants.R_HEADS + asked.target()),
                Optional.empty(),
                List.of(),
                Rest.NONE));
    }
}
