package dev.hob.p2p.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Because;
import dev.hob.p2p.protocol.Connection;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Hears what happens on a network's sockets, for a test that waits for it.
final class Ear implements LineEvents {
    sealed interface Event {
        record Connected(Connection connection, DidKey peer, Address address, Link link, Manner manner)
                implements Event {}

        record DialFailed(DidKey peer, String why) implements Event {}

        record Received(Connection from, Message message, Runnable done) implements Event {}

        record Opened(Connection connection, DidKey peer, Manner manner, GitStream stream) implements Event {}

        record Disconnected(Connection connection, Because because, String why) implements Event {}
    }

    private static final int SECONDS_MAX = 20;

    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    volatile Predicate<Host> admitting = _ -> true;

    @Override
    public CompletionStage<Boolean> admits(Host host) {
        return CompletableFuture.completedFuture(admitting.test(host));
    }

    @Override
    public void connected(Connection connection, DidKey peer, Address address, Link link, Manner manner) {
        events.add(new Event.Connected(connection, peer, address, link, manner));
    }

    @Override
    public void dialFailed(DidKey peer, Address address, String why) {
        events.add(new Event.DialFailed(peer, why));
    }

    @Override
    public void received(Connection from, Message message, Runnable done) {
        events.add(new Event.Received(from, message, done));
    }

    @Override
    public void opened(Connection connection, DidKey peer, Manner manner, GitStream stream) {
        events.add(new Event.Opened(connection, peer, manner, stream));
    }

    @Override
    public void disconnected(Connection connection, Because because, String why) {
        events.add(new Event.Disconnected(connection, because, why));
    }

    /// The next event, which must be of this kind.
    <T extends Event> T next(Class<T> kind) throws InterruptedException {
        var event = events.poll(SECONDS_MAX, TimeUnit.SECONDS);
        assertThat(event).as("what happened next").isInstanceOf(kind);
        return kind.cast(event);
    }

    /// Nothing happens for a while.
    void hearsNothing() throws InterruptedException {
        assertThat(events.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }
}
