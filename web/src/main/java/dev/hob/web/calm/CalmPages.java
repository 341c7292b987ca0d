package dev.hob.web.calm;

import static dev.hob.web.text.Messages.text;

import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The way to costly pages, and what those read who had their share: when to come again, and how to get everything at
/// once. Shared between threads.
public final class CalmPages {
    private static final String COOKIE = "hob_proof";

    /// When a browser has to work before somebody without an account is shown a costly page.
    public enum Proving {
        /// Never.
        OFF,
        /// It may, when its address has had its share.
        SPENT,
        /// Each, once a day.
        ALWAYS
    }

    private final Calm calm;
    private final Proving proving;
    private final Proof proof;

    public CalmPages(Calm calm, Proving proving, InstantSource clock) {
        this.calm = calm;
        this.proving = proving;
        this.proof = new Proof(clock);
    }

    /// Shows a costly page when it is the reader's turn. Robots are asked not to keep such pages.
    public void show(Visit visit, Consumer<Visit> page) {
        take(visit, client -> calm.run(client, () -> done(visit, page)));
    }

    /// The same for a file that is sent as fast as the reader takes it.
    public void send(Visit visit, Consumer<Visit> file) {
        take(visit, client -> calm.send(client, () -> done(visit, file)));
    }

    private static boolean done(Visit visit, Consumer<Visit> page) {
        page.accept(visit);
        return true;
    }

    private void take(Visit visit, Consumer<Client> work) {
        visit.context().header("X-Robots-Tag", "noindex, nofollow");
        var client = client(visit);
        if (proving == Proving.ALWAYS && client instanceof Client.Stranger stranger && calm.counts(client)) {
            tell(visit, 403, text("calm.one-moment"), Optional.of(stranger), 0);
            return;
        }
        try {
            work.accept(client);
        } catch (Spent spent) {
            visit.context().header("Retry-After", String.valueOf(spent.seconds()));
            var worker = Optional.of(client)
                    .filter(_ -> proving != Proving.OFF)
                    .filter(Client.Stranger.class::isInstance)
                    .map(Client.Stranger.class::cast);
            tell(visit, 429, text("calm.that-was-a-lot"), worker, spent.seconds());
        }
    }

    private Client client(Visit visit) {
        var person = visit.person();
        if (person.isPresent()) return new Client.Person(person.get().id());
        var stranger = Client.Stranger.at(visit.address());
        return Optional.ofNullable(visit.context().cookie(COOKIE))
                .filter(it -> proof.holds(it, stranger.network()))
                .<Client>map(Client.Proven::new)
                .orElse(stranger);
    }

    /// @param worker whose browser may work for its turn
    private void tell(Visit visit, int status, String title, Optional<Client.Stranger> worker, long seconds) {
        var request = visit.context();
        String query = request.queryString();
        String here = request.req().getRequestURI() + (query == null ? "" : "?" + query);
        visit.showScripted(
                status,
                "calm/later.jte",
                title,
                Map.of(
                        "seconds",
                        seconds,
                        "whole",
                        whole(visit),
                        "next",
                        here,
                        "bits",
                        Proof.BITS,
                        "challenge",
                        worker.map(it -> proof.challenge(it.network()))));
    }

    /// Where all of what was asked for is to be had, whether or not it exists.
    private static String whole(Visit visit) {
        var parts = visit.context().pathParamMap();
        String owner = parts.getOrDefault("owner", "");
        String name = parts.getOrDefault("repo", "");
        return owner.isEmpty() || name.isEmpty() ? "" : visit.url("/" + Urls.path(owner) + "/" + Urls.path(name));
    }

    /// What a browser has worked out: it is met as one from now on.
    public void prove(Visit visit) {
        var stranger = Client.Stranger.at(visit.address());
        String next = Urls.local(visit.field("next"));
        var solved = proof.solved(visit.field("challenge"), visit.field("number"), stranger.network());
        visit.remember(COOKIE, solved.orElseThrow(() -> new Stop(400, text("calm.took-too-long"))), Proof.LIFE);
        visit.go(next.isEmpty() ? "/" : next);
    }
}
