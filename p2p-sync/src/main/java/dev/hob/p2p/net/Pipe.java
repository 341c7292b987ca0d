package dev.hob.p2p.net;

import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.wire.Frame;
import dev.hob.p2p.wire.StreamId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One git stream on a [Line]: frames come from the connection's event loop, bytes are read and written by whoever
/// fetches or serves. What waits here is counted by the line, which leaves the rest in the socket.
final class Pipe implements GitStream {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Line line;
    private final StreamId id;
    private final Duration silenceMax;
    private final InputStream in = new In();
    private final OutputStream out = new Out();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
    private int taken;
    private long lastRead = System.nanoTime();
    private boolean saidAll;
    private boolean closedThere;
    private boolean closedHere;
    private String broken = "";

    Pipe(Line line, StreamId id, Duration silenceMax) {
        this.line = line;
        this.id = id;
        this.silenceMax = silenceMax;
    }

    StreamId id() {
        return id;
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void close() {
        int unread;
        lock.lock();
        try {
            if (closedHere) return;
            closedHere = true;
            unread = throwAway();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        line.closed(this, unread);
    }

    /// Some bytes from the peer; whether anybody may still want them.
    boolean arrived(byte[] data) {
        lock.lock();
        try {
            if (closedHere || saidAll || !broken.isEmpty()) return false;
            if (data.length > 0) arrived.add(data);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// The peer has said all.
    void saidAll() {
        change(() -> saidAll = true);
    }

    /// The peer ended the stream in both directions.
    void closedThere() {
        change(() -> {
            saidAll = true;
            closedThere = true;
        });
    }

    /// There may be room to write again.
    void writable() {
        change(() -> {});
    }

    /// Nothing comes or goes any more; says how many bytes were thrown away.
    int broken(String why) {
        lock.lock();
        try {
            broken = why;
            changed.signalAll();
            return throwAway();
        } finally {
            lock.unlock();
        }
    }

    /// Whether something waits that nobody has read for so long.
    boolean isLeftUnread(Duration duration) {
        lock.lock();
        try {
            return !arrived.isEmpty() && System.nanoTime() - lastRead > duration.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable how) {
        lock.lock();
        try {
            how.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int throwAway() {
        int bytes = arrived.stream().mapToInt(chunk -> chunk.length).sum() - taken;
        arrived.clear();
        taken = 0;
        return bytes;
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) return 0;
        int read;
        lock.lock();
        try {
            awaitBytes();
            var first = arrived.peek();
            if (first == null) return -1;
            read = Math.min(length, first.length - taken);
            System.arraycopy(first, taken, into, offset, read);
            taken += read;
            if (taken == first.length) {
                arrived.remove();
                taken = 0;
            }
            lastRead = System.nanoTime();
        } finally {
            lock.unlock();
        }
        line.read(read);
        return read;
    }

    private void awaitBytes() throws IOException {
        long nanos = silenceMax.toNanos();
        lastRead = System.nanoTime();
        while (true) {
            refuseIfOver();
            if (!arrived.isEmpty() || saidAll) return;
            if (nanos <= 0) throw new Silent("the peer said nothing for " + silenceMax.toSeconds() + " seconds");
            nanos = await(nanos);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // Whoever calls it looks again.
    private long await(long nanos) throws IOException {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void refuseIfOver() throws IOException {
        if (closedHere) throw new IOException("this git stream is closed");
        if (!broken.isEmpty()) throw new IOException(broken);
    }

    private void send(byte[] data) throws IOException {
        awaitRoom();
        line.write(new Frame.Git(id, data));
    }

    /// The connection says when it has room again; what is looked at each second is whether anything leaves at all.
    private void awaitRoom() throws IOException {
        lock.lock();
        try {
            long fullness = Long.MAX_VALUE;
            long since = System.nanoTime();
            while (true) {
                refuseIfOver();
                if (closedThere) throw new IOException("the peer has closed this git stream");
                long left = line.bytesUntilRoom();
                if (left == 0) return;
                if (left < fullness) {
                    fullness = left;
                    since = System.nanoTime();
                }
                if (System.nanoTime() - since > silenceMax.toNanos())
                    throw new Silent("the peer took nothing for " + silenceMax.toSeconds() + " seconds");
                await(TimeUnit.NANOSECONDS.convert(LOOK_EVERY));
            }
        } finally {
            lock.unlock();
        }
    }

    private final class In extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return Pipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return Pipe.this.read(into, offset, length);
        }

        @Override
        public int available() {
            lock.lock();
            try {
                var first = arrived.peek();
                return first == null ? 0 : first.length - taken;
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Out extends OutputStream {
        private final byte[] waiting = new byte[Frame.GIT_BYTES_MAX];
        private int length;
        private boolean ended;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, data.length);
            if (ended) throw new IOException("all was said on this git stream");
            int done = 0;
            while (done < count) {
                int now = Math.min(count - done, waiting.length - length);
                System.arraycopy(data, offset + done, waiting, length, now);
                length += now;
                done += now;
                if (length == waiting.length) flush();
            }
        }

        @Override
        public void flush() throws IOException {
            if (length == 0) return;
            send(Arrays.copyOf(waiting, length));
            length = 0;
        }

        @Override
        public void close() throws IOException {
            if (ended) return;
            flush();
            ended = true;
            line.turn(Frame.Turn.EOF, id);
        }
    }
}
