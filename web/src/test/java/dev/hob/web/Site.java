package dev.hob.web;

import dev.hob.keys.MasterKey;
import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// A node in a folder of a test that speaks HTTP on a free port.
final class Site implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    final Node node;
    final Web web;

    private Site(Path data, HttpConfig config) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var database = new DatabaseConfig("sqlite:" + data.resolve("hob.db"), Optional.empty(), Optional.empty(), 2);
        node = Node.open(data, database, MasterKey.open(data.resolve("master.key")), InstantSource.system());
        web = new Web(config, node, InstantSource.system());
        web.start();
    }

    static Site open(Path data) {
        return new Site(data, HttpConfig.local(0));
    }

    /// One that is known by another address, as behind a proxy.
    static Site called(Path data, String url) {
        var local = HttpConfig.local(0);
        return new Site(
                data,
                new HttpConfig(
                        local.host(),
                        0,
                        Optional.of(URI.create(url)),
                        Optional.empty(),
                        local.trustedProxies(),
                        local.signUp(),
                        local.patience(),
                        local.connectionsMax()));
    }

    Person person(String name) {
        return person(name, false);
    }

    Person person(String name, boolean admin) {
        var made = node.people().create(name, name + "@example.org", Optional.of(Secret.of(PASSWORD)), admin);
        return ((People.Creation.Created) made).person();
    }

    Repo repository(Person owner, String name, boolean isPrivate, String description) {
        var made = node.refs().create(owner, name, isPrivate, description, "main");
        return ((Repos.Creation.Created) made).repo();
    }

    /// Somebody with a browser of their own.
    Guest guest() {
        return new Guest(web.localUrl());
    }

    /// The same, signed in.
    Guest guest(String name) throws Exception {
        var guest = guest();
        guest.signIn(name, PASSWORD);
        return guest;
    }

    @Override
    public void close() {
        web.stop(Duration.ofSeconds(2));
        node.close();
    }
}
