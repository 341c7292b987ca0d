package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.Federation;
import dev.hob.federation.actor.Home;
import dev.hob.federation.inbox.Limits;
import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.outside.AddressRange;
import dev.hob.node.outside.Policy;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.search.Search;
import dev.hob.search.index.Retention;
import dev.hob.web.federation.Federating;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A node among other servers on this machine, in plain HTTP, with all that takes what they send and sends what it has.
public final class Federated implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final Node node;
    public final Federation federation;
    public final Optional<Search> search;
    public final String host;
    private final Web web;

    public Federated(Path data) {
        this(data, false);
    }

    /// @param authorizedFetch whether only whoever signs the request may read documents
    public Federated(Path data, boolean authorizedFetch) {
        this(data, authorizedFetch, HttpConfig.local(0).patience());
    }

    /// @param patience with whoever sends slowly
    public Federated(Path data, boolean authorizedFetch, Duration patience) {
        this(data, authorizedFetch, patience, false);
    }

    /// One that is searched, by words alone.
    public static Federated searched(Path data) {
        return new Federated(data, false, HttpConfig.local(0).patience(), true);
    }

    private Federated(Path data, boolean authorizedFetch, Duration patience, boolean searched) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = freePort();
        host = "127.0.0.1:" + port;
        var clock = InstantSource.system();
        var database = new DatabaseConfig("sqlite:" + data.resolve("hob.db"), Optional.empty(), Optional.empty(), 4);
        node = Node.open(data, database, MasterKey.open(data.resolve("master.key")), clock);
        var home = new Home("http://" + host);
        var here = AddressRange.of("127.0.0.0/8").orElseThrow();
        federation = new Federation(
                node, home, new Policy(true, List.of(here), "Hob (+" + home.address() + ")"), Limits.USUAL, clock);
        search = searched
                ? Optional.of(Search.open(
                        node,
                        data.resolve("search"),
                        Optional.empty(),
                        Retention.usual(InstantSource.system(), List.of())))
                : Optional.empty();
        var local = HttpConfig.local(port);
        web = new Web(
                new HttpConfig(
                        local.host(),
                        port,
                        Optional.of(URI.create(home.address())),
                        Optional.empty(),
                        local.trustedProxies(),
                        local.signUp(),
                        patience,
                        local.connectionsMax(),
                        local.strangers(),
                        local.asciidoc()),
                node,
                new Readers(Optional.empty(), Federating.of(federation, authorizedFetch), search),
                clock,
                Optional.empty());
        web.start();
        federation.start();
        search.ifPresent(Search::start);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Person person(String name) {
        var made = node.people().create(name, name + "@example.org", Optional.of(Secret.of(Site.PASSWORD)), false);
        return ((People.Creation.Created) made).person();
    }

    public Repo repository(Person owner, String name, String description) {
        var made = node.refs().create(owner, name, false, description, "main");
        return ((Repos.Creation.Created) made).repo();
    }

    /// Somebody with a browser.
    public Guest guest(String name) throws Exception {
        var guest = guest();
        guest.signIn(name, Site.PASSWORD);
        return guest;
    }

    public Guest guest() {
        return new Guest(web.localUrl());
    }

    /// Waits for what others take a while to do.
    public static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean() && System.nanoTime() < end) Thread.sleep(50);
        assertThat(holds.getAsBoolean()).as(what).isTrue();
    }

    @Override
    public void close() {
        web.stop(Duration.ofSeconds(2));
        federation.close();
        search.ifPresent(Search::close);
        node.close();
    }
}
