package dev.hob.cli;

import dev.hob.keys.Secret;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Grant;
import dev.hob.node.people.People;
import dev.hob.node.people.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Two nodes for a demonstration, each with somebody who administers it: alice's and bob's.
///
/// @param password of both
record DemoStage(Node hers, Node his, String password) implements AutoCloseable {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LETTERS = 16;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HOB_FEDERATION_ALLOW_HTTP", "true", "HOB_FEDERATION_ALLOW_PRIVATE", "127.0.0.0/8,::1/128");

    /// One of them.
    ///
    /// @param url also what other servers know it by
    /// @param token of whoever administers it
    record Node(ServeCommand.Running running, URI url, String person, String token) {}

    /// Starts both.
    static DemoStage open(Path folder) throws IOException {
        String password = secret();
        var hers = node(folder.resolve("alice"), "127.0.0.1", "alice", password);
        try {
            // By another name, for a browser takes all ports of one host for the same when it comes to cookies.
            return new DemoStage(hers, node(folder.resolve("bob"), "localhost", "bob", password), password);
        } catch (IOException | RuntimeException e) {
            hers.running().close();
            throw e;
        }
    }

    private static String secret() {
        var random = new SecureRandom();
        var letters = new StringBuilder();
        for (int i = 0; i < PASSWORD_LETTERS; i++) letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return letters.toString();
    }

    private static Node node(Path data, String host, String person, String password) throws IOException {
        int port = free();
        String url = "http://" + host + ":" + port;
        var running = ServeCommand.Running.start(
                data,
                ENVIRONMENT,
                Map.of(
                        Setting.HTTP_ADDRESS,
                        "127.0.0.1:" + port,
                        Setting.HTTP_URL,
                        url,
                        Setting.P2P_ADDRESS,
                        "127.0.0.1:0",
                        Setting.P2P_PEERS,
                        "0",
                        Setting.LOG_LEVEL,
                        "error"));
        try {
            return new Node(running, URI.create(url), person, token(running.house(), person, password));
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /// The address of a node is in all that it says: it must be known before it begins.
    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String token(House house, String name, String password) {
        var person =
                switch (house.node()
                        .people()
                        .create(name, name + "@example.org", Optional.of(Secret.of(password)), true)) {
                    case People.Creation.Created(var created) -> created;
                    case People.Creation.Refused(var _, var told) -> throw new CommandException(told);
                };
        var grant = new Grant(Set.of(Scope.values()), Optional.empty());
        return switch (house.node().tokens().create(person, "demo", grant, Optional.empty())) {
            case AccessTokens.Creation.Created created -> created.secret().text();
            case AccessTokens.Creation.Refused(var _, var told) -> throw new CommandException(told);
        };
    }

    @Override
    public void close() {
        his.running().close();
        hers.running().close();
    }
}
