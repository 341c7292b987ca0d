package dev.hob.web;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.db.DatabaseException;
import dev.hob.search.Search;
import dev.hob.web.calm.Calm;
import dev.hob.web.html.Visit;
import dev.hob.web.peers.Neighbours;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How the node is, for everybody: what works, what is behind, and how quick its pages were lately. It tells nothing of
/// anybody's repositories.
public final class StatusPage {
    private final Node node;
    private final Health health;
    private final Calm calm;
    private final Neighbours neighbours;
    private final Optional<Search> search;
    private final boolean federates;
    private final Instant started;

    StatusPage(
            Node node,
            Health health,
            Calm calm,
            Neighbours neighbours,
            Optional<Search> search,
            boolean federates,
            InstantSource clock) {
        this.node = node;
        this.health = health;
        this.calm = calm;
        this.neighbours = neighbours;
        this.search = search;
        this.federates = federates;
        this.started = clock.instant();
    }

    /// How some part is.
    public enum State {
        GOOD,
        BEHIND,
        BAD,
        OFF
    }

    /// One part, and a sentence about it.
    public record Part(String name, State state, String told) {}

    void show(Visit visit) {
        var parts = parts();
        boolean bad = parts.stream().anyMatch(part -> part.state() == State.BAD);
        boolean behind = parts.stream().anyMatch(part -> part.state() == State.BEHIND);
        String whole = bad
                ? text("status.something-is-wrong")
                : behind ? text("status.has-things-to-catch-up-with") : text("status.all-is-well");
        visit.show("status.jte", text("status.status"), Map.of("whole", whole, "parts", parts, "started", started));
    }

    private List<Part> parts() {
        var parts = new ArrayList<Part>();
        parts.add(storage());
        parts.add(pages());
        parts.add(costly());
        parts.add(search.map(StatusPage::search)
                .orElseGet(() -> new Part(text("status.search"), State.OFF, text("status.no-index"))));
        parts.add(peers());
        parts.add(new Part(
                text("status.other-servers"),
                federates ? State.GOOD : State.OFF,
                federates ? text("status.spoken-with") : text("status.speaks-with-none")));
        return parts;
    }

    private Part storage() {
        try {
            node.log().head();
            return new Part(text("status.storage"), State.GOOD, text("status.storage-can-be-read"));
        } catch (DatabaseException _) {
            return new Part(text("status.storage"), State.BAD, text("status.database-does-not-answer"));
        }
    }

    private Part pages() {
        return health.pages()
                .map(it -> new Part(
                        text("status.pages"),
                        State.GOOD,
                        text("status.lately-half-were-made", time(it.half()), time(it.most()))))
                .orElseGet(() -> new Part(text("status.pages"), State.GOOD, text("status.none-was-asked-for")));
    }

    private static String time(double milliseconds) {
        return milliseconds < 10
                ? String.format(Locale.ROOT, "%.1f ms", milliseconds)
                : String.format(Locale.ROOT, "%.0f ms", milliseconds);
    }

    private Part costly() {
        boolean full = calm.isFull();
        String told = text("status.costly-made", calm.running(), calm.refused());
        return new Part(
                text("status.costly"),
                full ? State.BEHIND : State.GOOD,
                full ? told + " " + text("status.others-wait") : told);
    }

    private static Part search(Search search) {
        var progress = search.progress();
        boolean caughtUp = progress.complete() && progress.working().isEmpty();
        return new Part(
                text("status.search"),
                caughtUp ? State.GOOD : State.BEHIND,
                caughtUp ? text("status.everything-is-found") : text("status.still-reading"));
    }

    private Part peers() {
        if (!neighbours.meets()) return new Part(text("status.peers"), State.OFF, text("status.meets-none"));
        int connected = neighbours.standing().present().size();
        return new Part(
                text("status.peers"),
                connected == 0 ? State.BEHIND : State.GOOD,
                text("status.connected-with", connected));
    }
}
