package dev.hob.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Speaking;
import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Finder;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.Profiles;
import dev.hob.federation.actor.Home;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.Strangers;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.InstanceRules;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.remote.RemoteKeys;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.outside.Outside;
import dev.hob.node.outside.Policy;
import dev.hob.node.people.Person;
import java.time.InstantSource;
import java.util.List;

/// A server that is known by what it said, and never asked: a repository there with an issue. What is sent there goes
/// nowhere.
public final class Far implements AutoCloseable {
    public static final String REPOSITORY = "https://far.example/r/tea";
    public static final String TICKET = REPOSITORY + "/tickets/1";
    /// A pull request of somebody of there.
    public static final String PULL = REPOSITORY + "/tickets/2";
    /// An issue that everybody of here has opened.
    public static final String OURS = REPOSITORY + "/tickets/3";

    private final Outside outside;
    private final Across across;

    public Far(Node node) {
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

    @Override
    public void close() {
        outside.close();
    }
}
