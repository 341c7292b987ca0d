package dev.hob.web;

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
        String whole =
                bad ? "Something is wrong" : behind ? "It works, and has things to catch up with" : "All is well";
        visit.show("status.jte", "Status", Map.of("whole", whole, "parts", parts, "started", started));
    }

    private List<Part> parts() {
        var parts = new ArrayList<Part>();
        parts.add(storage());
        parts.add(pages());
        parts.add(costly());
        parts.add(search.map(StatusPage::search)
                .orElseGet(() -> new Part("Search", State.OFF, "This node has no index.")));
        parts.add(peers());
        parts.add(new Part(
                "Other servers",
                federates ? State.GOOD : State.OFF,
                federates ? "Spoken with." : "This node speaks with none."));
        return parts;
    }

    private Part storage() {
        try {
            node.log().head();
            return new Part("Storage", State.GOOD, "What is kept here can be read.");
        } catch (DatabaseException _) {
            return new Part("Storage", State.BAD, "The database does not answer.");
        }
    }

    private Part pages() {
        return health.pages()
                .map(it -> new Part(
                        "Pages",
                        State.GOOD,
                        "Lately half were made within %s, and 95 of 100 within %s."
                                .formatted(time(it.half()), time(it.most()))))
                .orElseGet(() -> new Part("Pages", State.GOOD, "None was asked for lately."));
    }

    private static String time(double milliseconds) {
        return milliseconds < 10
                ? String.format(Locale.ROOT, "%.1f ms", milliseconds)
                : String.format(Locale.ROOT, "%.0f ms", milliseconds);
    }

    private Part costly() {
        boolean full = calm.isFull();
        String running = calm.running() == 0 ? "None is being made" : calm.running() + " being made";
        String refused = calm.refused() == 0 ? "none was put off" : calm.refused() + " were put off";
        return new Part(
                "Comparisons, histories, archives",
                full ? State.BEHIND : State.GOOD,
                running + "; since the start " + refused + (full ? ". Others wait for their turn." : "."));
    }

    private static Part search(Search search) {
        var progress = search.progress();
        boolean caughtUp = progress.complete() && progress.working().isEmpty();
        return new Part(
                "Search",
                caughtUp ? State.GOOD : State.BEHIND,
                caughtUp ? "Everything that is here is found." : "It is still reading some of what is here.");
    }

    private Part peers() {
        if (!neighbours.meets()) return new Part("Peers", State.OFF, "This node meets none.");
        int connected = neighbours.standing().present().size();
        return new Part(
                "Peers",
                connected == 0 ? State.BEHIND : State.GOOD,
                connected == 0 ? "Connected with none at this moment." : "Connected with " + connected + ".");
    }
}
