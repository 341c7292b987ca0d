package dev.hob.web.peers;

import static dev.hob.web.text.Messages.text;

import dev.hob.keys.DidKey;
import dev.hob.node.people.Person;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.PeerTarget;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The page about this node among its peers, and what its administrators do there.
public final class PeerPages {
    private static final String HERE = "/-/peers";
    private static final int PAGE = 30;
    private static final int PAGES_MAX = 10_000;
    private static final int SHOWN_MAX = 200;
    private static final int MAPPED_MAX = 200;
    private static final int HEARD_MAX = 30;
    private static final int NAMES_MAX = 3;

    private final Neighbours neighbours;

    public PeerPages(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /// A connected peer.
    ///
    /// @param name what it calls itself; empty when it has not said so
    /// @param address where it is; empty for who does not administer
    public record PeerLine(
            String name,
            String nid,
            String brief,
            String avatar,
            boolean dialled,
            boolean proven,
            boolean persistent,
            String agent,
            Instant since,
            String address) {
        static PeerLine of(Standing.Present present, boolean administers) {
            return new PeerLine(
                    present.alias().map(Alias::value).orElse(""),
                    present.peer().nid(),
                    Who.owner(present.peer().nid()),
                    Avatar.url(present.peer()),
                    present.link() == Link.OUTBOUND,
                    present.proven(),
                    present.persistent(),
                    present.agent().map(Object::toString).orElse(""),
                    present.since(),
                    administers ? present.address().toString() : "");
        }
    }

    /// A repository that is kept, and how many others have it.
    ///
    /// @param holders less than none when that cannot be said at once
    public record KeptLine(
            String owner, String name, String url, String rid, boolean seeded, String scope, int holders) {}

    /// A repository that others have and that is not here.
    public record HeardLine(String rid, int nodes, List<String> names) {}

    /// A repository that was asked for and is not here.
    public record WantedLine(String rid, String scope) {}

    /// A node that was decided about.
    public record DecidedLine(String nid, String brief, String alias, boolean blocked) {
        static DecidedLine of(Book.Decided decided) {
            return new DecidedLine(
                    decided.node().nid(),
                    Who.owner(decided.node().nid()),
                    decided.alias(),
                    decided.policy() == Book.Policy.BLOCK);
        }
    }

    /// How this node stands among its peers.
    public void show(Visit visit) {
        show(visit, 200, Form.EMPTY);
    }

    private void show(Visit visit, int status, Form form) {
        boolean administers = visit.person().filter(Person::admin).isPresent();
        var silent = neighbours.silent();
        var standing = neighbours.standing();
        int number = visit.query("page").flatMap(PeerPages::number).orElse(1);
        var kept = silent.isPresent() ? List.<KeptLine>of() : kept((number - 1L) * PAGE);
        var values = new HashMap<String, Object>();
        values.put("form", form);
        values.put("administers", administers);
        values.put("silent", silent);
        values.put("nid", neighbours.self().nid());
        values.put("name", neighbours.alias().map(Alias::value).orElse(""));
        values.put("targets", targets());
        values.put("listens", administers ? neighbours.listens().map(Object::toString) : Optional.empty());
        values.put("peers", peers(standing, administers));
        values.put("known", standing.peers());
        values.put("dialling", standing.dialling().size());
        values.put("kept", kept.stream().limit(PAGE).toList());
        values.put("first", number == 1);
        values.put("next", kept.size() > PAGE ? Optional.of(HERE + "?page=" + (number + 1)) : Optional.empty());
        boolean asks = administers && silent.isEmpty();
        values.put("map", silent.isPresent() ? new PeerMap(List.of(), 0) : map(standing));
        values.put("heard", silent.isPresent() ? List.of() : heard());
        values.put("wanted", asks ? wanted() : List.of());
        values.put(
                "decided",
                asks
                        ? neighbours.decided().stream()
                                .limit(SHOWN_MAX)
                                .map(DecidedLine::of)
                                .toList()
                        : List.of());
        visit.show(status, "peers/node.jte", text("peers.peers"), values);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[1-9]\\d{0,4}")
                ? Optional.of(Math.min(Integer.parseInt(text), PAGES_MAX))
                : Optional.empty();
    }

    /// What others write to dial this node.
    private List<String> targets() {
        return neighbours.announces().stream()
                .map(address -> new PeerTarget(neighbours.self(), address).toString())
                .toList();
    }

    private static List<PeerLine> peers(Standing standing, boolean administers) {
        return standing.present().stream()
                .sorted(Comparator.comparing(Standing.Present::since))
                .limit(SHOWN_MAX)
                .map(present -> PeerLine.of(present, administers))
                .toList();
    }

    private List<KeptLine> kept(long from) {
        var kept = neighbours.kept(from, PAGE + 1);
        var holders =
                neighbours.holders(kept.stream().map(it -> it.repo().rid()).toList());
        return kept.stream()
                .map(it -> new KeptLine(
                        Who.owner(it.repo().owner()),
                        it.repo().name(),
                        "/" + Urls.path(it.repo().path()),
                        it.repo().rid().value(),
                        it.repo().isSeeded(),
                        it.scope().map(Neighbours::word).orElse("none"),
                        holders.getOrDefault(it.repo().rid(), -1)))
                .toList();
    }

    private PeerMap map(Standing standing) {
        var rids = neighbours.kept(0, MAPPED_MAX).stream()
                .map(it -> it.repo().rid())
                .toList();
        return PeerMap.of(standing.present(), neighbours.having(rids).values(), neighbours::alias, rids.size());
    }

    private List<HeardLine> heard() {
        return neighbours.elsewhere(HEARD_MAX).stream()
                .map(it -> new HeardLine(
                        it.repository().value(),
                        it.nodes().size(),
                        it.nodes().stream()
                                .limit(NAMES_MAX)
                                .map(node -> neighbours
                                        .alias(node)
                                        .map(Alias::value)
                                        .filter(name -> !name.isEmpty())
                                        .orElse(Who.owner(node.nid())))
                                .toList()))
                .toList();
    }

    private List<WantedLine> wanted() {
        return neighbours.wishes().stream()
                .filter(wish -> wish.scope().isPresent() && !wish.here())
                .limit(SHOWN_MAX)
                .map(wish -> new WantedLine(wish.rid().value(), wish.word()))
                .toList();
    }

    /// Whether peers can be asked; if not, the page says why.
    private boolean asks(Visit visit, Form form) {
        visit.administrator();
        if (neighbours.silent().isEmpty()) return true;
        show(visit, 503, form);
        return false;
    }

    /// Connects with a peer.
    public void connect(Visit visit) {
        var form = visit.form("peer", "once");
        if (!asks(visit, form)) return;
        var told = connect(form.value("peer"), form.value("once").isEmpty());
        if (told.isPresent()) show(visit, 422, form.wrong("peer", told.get()));
        else visit.go(HERE, Notice.PEER_CONNECTED);
    }

    private Optional<String> connect(String text, boolean persistent) {
        var target = PeerTarget.parse(text.strip());
        if (target.isEmpty()) return Optional.of(text("peers.write-a-peer-as"));
        return neighbours.connect(target.get(), persistent).map(why -> text("peers.that-did-not-work", why));
    }

    /// Ends a connection.
    public void disconnect(Visit visit) {
        if (!asks(visit, Form.EMPTY)) return;
        if (!neighbours.disconnect(named(visit))) throw Stop.notFound();
        visit.go(HERE, Notice.PEER_LEFT);
    }

    /// The node that a button is about.
    private static DidKey named(Visit visit) {
        return PeerTarget.nid(visit.field("node")).orElseThrow(Stop::notFound);
    }

    /// Keeps a repository of the network.
    public void seed(Visit visit) {
        var form = visit.form("rid", "scope", "from", "mine");
        if (!asks(visit, form)) return;
        var rid = PeerTarget.rid(form.value("rid").strip());
        if (rid.isEmpty()) {
            show(visit, 422, form.wrong("rid", text("peers.a-repository-is-named")));
            return;
        }
        String from = form.value("from");
        boolean inOwnName = !form.value("mine").isEmpty();
        if (inOwnName && from.isBlank()) {
            show(visit, 422, form.wrong("from", text("peers.name-the-node-that-is-asked")));
            return;
        }
        var told = from.isBlank() ? Optional.<String>empty() : connect(from, true);
        if (told.isPresent()) {
            show(visit, 422, form.wrong("from", told.get()));
            return;
        }
        var scope = form.value("scope").equals(Neighbours.word(Scope.FOLLOWED)) ? Scope.FOLLOWED : Scope.ALL;
        var lent = PeerTarget.parse(from.strip()).filter(_ -> inOwnName);
        var refused = lent.isPresent()
                ? neighbours.seedInName(rid.get(), scope, lent.get().peer(), visit.signedIn())
                : neighbours.seed(rid.get(), scope);
        if (refused.isPresent()) show(visit, 422, form.wrong("rid", refused.get()));
        else visit.go(HERE, Notice.SEEDED);
    }

    /// Keeps a repository no longer.
    public void unseed(Visit visit) {
        if (!asks(visit, Form.EMPTY)) return;
        var rid = PeerTarget.rid(visit.field("repository"))
                .filter(neighbours::concerns)
                .orElseThrow(Stop::notFound);
        neighbours.unseed(rid).ifPresent(told -> {
            throw new Stop(422, told);
        });
        visit.go(HERE, Notice.UNSEEDED);
    }

    /// Wants a node's work.
    public void follow(Visit visit) {
        var form = visit.form("follow", "alias");
        if (!asks(visit, form)) return;
        var peer = PeerTarget.nid(form.value("follow").strip());
        if (peer.isEmpty()) {
            show(visit, 422, form.wrong("follow", text("peers.a-node-is-named")));
            return;
        }
        String alias = form.value("alias").strip();
        try {
            var refused =
                    neighbours.follow(peer.get(), alias.isEmpty() ? Optional.empty() : Optional.of(new Alias(alias)));
            if (refused.isPresent()) show(visit, 422, form.wrong("follow", refused.get()));
            else visit.go(HERE, Notice.NODE_FOLLOWED);
        } catch (IllegalArgumentException _) {
            show(visit, 422, form.wrong("alias", text("peers.at-most-32-bytes")));
        }
    }

    /// Has nothing to do with a node.
    public void block(Visit visit) {
        var form = visit.form("block");
        if (!asks(visit, form)) return;
        var peer = PeerTarget.nid(form.value("block").strip());
        var told = peer.isEmpty()
                ? Optional.of(text("peers.a-node-is-named"))
                : peer.get().equals(neighbours.self())
                        ? Optional.of(text("peers.that-is-this-node"))
                        : neighbours.block(peer.get());
        if (told.isPresent()) show(visit, 422, form.wrong("block", told.get()));
        else visit.go(HERE, Notice.NODE_BLOCKED);
    }

    /// Takes back that a node is followed or blocked.
    public void undecide(Visit visit) {
        if (!asks(visit, Form.EMPTY)) return;
        var policy =
                switch (visit.field("policy").toLowerCase(Locale.ROOT)) {
                    case "follow" -> Book.Policy.FOLLOW;
                    case "block" -> Book.Policy.BLOCK;
                    default -> throw Stop.notFound();
                };
        if (!neighbours.undecide(named(visit), policy)) throw Stop.notFound();
        visit.go(HERE, Notice.SAVED);
    }
}
