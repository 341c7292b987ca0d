package dev.hob.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Speaking;
import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Finder;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.Moves;
import dev.hob.federation.across.Profiles;
import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Home;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Role;
import dev.hob.federation.actor.Strangers;
import dev.hob.federation.actor.WorkElsewhere;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.remote.RemoteKeys;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.db.Database;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Policy;
import dev.hob.node.people.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A server that is known by what it said, and never asked: a repository there with an issue. What is sent there goes
/// nowhere.
public final class Far implements AutoCloseable {
    public static final String REPOSITORY = "https://far.example/r/tea";
    public static final String LUKE = "https://far.example/u/luke";
    public static final String TICKET = REPOSITORY + "/tickets/1";
    /// A pull request of somebody of there.
    public static final String PULL = REPOSITORY + "/tickets/2";
    /// An issue that everybody of here has opened.
    public static final String OURS = REPOSITORY + "/tickets/3";

    private final Outside outside;
    private final Across across;
    private final Database database;

    public Far(Node node) {
        database = node.database();
        var clock = InstantSource.system();
        var speaking = Speaking.of(node, new Home("https://here.example"), Strangers.NONE, clock);
        outside = new Outside(new Policy(false, List.of(), "Hob (+https://here.example)"), clock);
        var rules = new InstanceRules(node.database(), clock);
        var remote = new Remote(outside, rules, speaking.actors().signer(new Local.Instance()), clock);
        var actors =
                new RemoteActors(node.database(), remote, rules, new RemoteKeys(node.database(), remote, clock), clock);
        across = new Across(
                node.database(),
                speaking.actors(),
                speaking.followers(),
                speaking.abroad(),
                speaking.letters(),
                new Finder(speaking.actors(), actors, remote),
                new Profiles(remote),
                remote,
                _ -> true,
                (_, _, _, _, _) -> {},
                clock);
        renew();
    }

    public Across across() {
        return across;
    }

    /// It said so just now.
    public void renew() {
        across.finder().learn(new Fetched.Found(new Id(REPOSITORY), repository()));
        across.finder().learn(new Fetched.Found(new Id(TICKET), ticket(TICKET)));
        var pull = ticket(PULL);
        pull.putArray("attachment").addObject().put("type", "Offer");
        across.finder().learn(new Fetched.Found(new Id(PULL), pull));
        var ours = ticket(OURS);
        var authors = ours.putArray("attributedTo").add(REPOSITORY);
        for (String name : List.of("alice", "ada", "will", "rita", "mallory", "keeper"))
            authors.add("https://here.example/u/" + name);
        across.finder().learn(new Fetched.Found(new Id(OURS), ours));
        across.finder().learn(new Fetched.Found(new Id(LUKE), person()));
    }

    /// Moves to and from an account there that says that it is also each of those of here.
    public Moves moves(Node node) {
        var here = new LocalActors(node, new Home("https://here.example"));
        return new Moves(
                node,
                here,
                typed -> new Looked.Found<>(luke(node, typed)),
                id -> new Looked.Found<>(luke(node, id.value())));
    }

    private static RemoteActor luke(Node node, String id) {
        var json = document(id);
        json.put("type", "Person").put("preferredUsername", "luke").put("inbox", id + "/inbox");
        var also = json.putArray("alsoKnownAs");
        for (String name : List.of("alice", "ada", "will", "rita", "mallory", "keeper"))
            if (node.people().find(name).isPresent()) also.add("https://here.example/u/" + name);
        return new RemoteActor(
                new Id(id),
                new Handle("luke", "far.example"),
                "Luke",
                List.of("Person"),
                new Id(id + "/inbox"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                json);
    }

    private static ObjectNode document(String id) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("@context", "https://www.w3.org/ns/activitystreams");
        json.put("id", id);
        return json;
    }

    private static ObjectNode repository() {
        var json = document(REPOSITORY);
        json.putArray("type").add("Group").add("Repository").add("TicketTracker");
        json.put("preferredUsername", "alice.tea").put("name", "alice/tea");
        json.put("inbox", REPOSITORY + "/inbox");
        json.put("ticketsTrackedBy", REPOSITORY).put("tracksTicketsFor", REPOSITORY);
        return json;
    }

    private static ObjectNode person() {
        var json = document(LUKE);
        json.put("type", "Person").put("preferredUsername", "luke").put("inbox", LUKE + "/inbox");
        return json;
    }

    /// Somebody of here is let into the repository, or asked to work on it.
    public void work(Person person, boolean granted) {
        var work = new WorkElsewhere.Work(
                Across.local(person).key(),
                new Id(REPOSITORY),
                new Id(REPOSITORY + "/inbox"),
                Role.WRITE,
                granted ? Collaborators.State.GRANTED : Collaborators.State.INVITED,
                new Id(LUKE + "/invites/" + person.name()),
                Optional.empty(),
                granted ? Optional.of(new Id(REPOSITORY + "/grants/" + person.name())) : Optional.empty(),
                Instant.EPOCH);
        database.writing(handle -> across.abroad().work().put(handle, work));
    }

    private static ObjectNode ticket(String id) {
        var json = document(id);
        json.putArray("type").add("Note").add("Ticket");
        json.put("context", REPOSITORY).put("attributedTo", REPOSITORY);
        json.put("name", "Tea is cold").put("content", "<p>It is.</p>");
        json.putArray("to").add(Vocabulary.PUBLIC);
        return json;
    }

    /// Something that somebody wrote there.
    public String written(Person person) {
        if (!(across.finder().find(REPOSITORY) instanceof Found.Actor(var repository)))
            throw new AssertionError("the repository is known");
        return across.issue(person, repository, "Cold", "It is.") instanceof Answer.Done<?>(var it)
                        && it instanceof dev.hob.federation.actor.Written.Piece piece
                ? piece.id()
                : "none";
    }

    /// A comment that somebody wrote there.
    public String said(Person person) {
        if (!(across.finder().find(TICKET) instanceof Found.Text ticket))
            throw new AssertionError("the issue is known");
        return across.comment(person, ticket, "So it is.") instanceof Answer.Done<?>(var it)
                        && it instanceof dev.hob.federation.actor.Written.Piece piece
                ? piece.id()
                : "none";
    }

    @Override
    public void close() {
        outside.close();
    }
}
