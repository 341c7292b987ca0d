package dev.hob.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends connections whose client drips: a byte now and then keeps any timeout for silence from running out. Only
/// seconds in which this node waits for the client count, so that a long piece of work of ours harms nobody.
///
/// A client that says nothing at all is Jetty's own idle timeout's to end. Shared between threads.
final class SlowClients extends AbstractLifeCycle implements Connection.Listener {
    /// How many bytes a second, in either direction, a client must move at least while it is waited for.
    static final int BYTES_A_SECOND_MIN = 256;

    private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final byte[] TOO_SLOW = """
            HTTP/1.1 408 Request Timeout\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Length: 27\r
            Connection: close\r
            \r
            This request came too slow
            """.getBytes(US_ASCII);

    private final Scheduler scheduler;
    private final Duration patience;
    private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();

    SlowClients(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    @Override
    protected void doStart() {
        look();
    }

    @Override
    public void onOpened(Connection connection) {
        // The encrypted connection around an HTTP one moves its bytes too, but knows of no requests.
        if (connection instanceof ConnectionMetaData) watches.put(connection, new Watch(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        watches.remove(connection);
    }

    private void look() {
        if (!isStarting() && !isRunning()) return;
        watches.values().forEach(Watch::look);
        scheduler.schedule(this::look, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What one connection moved since it was last waited for. Owned by the scheduler's thread.
    private final class Watch {
        private final Connection connection;
        private long requests;
        private long bytes;
        private long waited;

        Watch(Connection connection) {
            this.connection = connection;
        }

        void look() {
            if (!(connection.getEndPoint() instanceof AbstractEndPoint end)) return;
            boolean taking = end.getWriteFlusher().isPending();
            long moved = moved() - bytes;
            boolean betweenTwo = moved == 0 && requests > 0 && !taking;
            if (connection.getMessagesIn() != requests || betweenTwo) {
                begin();
                return;
            }
            if (taking || end.getFillInterest().isInterested()) waited += LOOK_EVERY.toMillis();
            if (waited < patience.toMillis()) return;
            if (moved * 1000 < BYTES_A_SECOND_MIN * waited) end(end, taking);
            else begin();
        }

        private void begin() {
            requests = connection.getMessagesIn();
            bytes = moved();
            waited = 0;
        }

        private long moved() {
            return connection.getBytesIn() + connection.getBytesOut();
        }

        private void end(AbstractEndPoint end, boolean taking) {
            LOG.info("ended a connection from {}: too slow", end.getRemoteSocketAddress());
            boolean unanswered = connection.getMessagesOut() < requests || requests == 0;
            try {
                if (unanswered && !taking) end.flush(ByteBuffer.wrap(TOO_SLOW));
            } catch (IOException e) {
                LOG.debug("it was gone already", e);
            } finally {
                end.close(new TimeoutException("the client was too slow"));
            }
        }
    }
}
