package dev.hob.p2p.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Two ends of a git stream in memory, with the manners of the real one: bounded, silent for so long at most, and
/// remembered.
final class Pipe {
    private static final int BYTES_MAX = 1 << 20;

    private final Duration silence;
    private final Half there;
    private final Half back;
    final ByteArrayOutputStream sentThere = new ByteArrayOutputStream();
    private final AtomicLong sentBack = new AtomicLong();

    Pipe() {
        this(Duration.ofSeconds(20));
    }

    Pipe(Duration silence) {
        this.silence = silence;
        this.there = new Half();
        this.back = new Half();
    }

    /// The end of the one who fetches.
    GitStream client() {
        return new End(back, there, true);
    }

    /// The end of the one who serves.
    GitStream server() {
        return new End(there, back, false);
    }

    /// How many bytes the one who serves has said.
    long answered() {
        return sentBack.get();
    }

    private final class Half {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
        private int bytes;
        private boolean eof;
        private boolean gone;

        void write(byte[] some) throws IOException {
            if (some.length == 0) return;
            lock.lock();
            try {
                long left = silence.toNanos();
                while (bytes >= BYTES_MAX && !gone) {
                    if (left <= 0) throw new GitStream.Silent("nobody reads");
                    left = await(left);
                }
                if (gone) throw new IOException("closed");
                waiting.add(some);
                bytes += some.length;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        int read(byte[] into, int offset, int length) throws IOException {
            lock.lock();
            try {
                long left = silence.toNanos();
                while (waiting.isEmpty() && !eof && !gone) {
                    if (left <= 0) throw new GitStream.Silent("nothing came");
                    left = await(left);
                }
                var first = waiting.poll();
                if (first == null) return -1;
                int now = Math.min(length, first.length);
                System.arraycopy(first, 0, into, offset, now);
                bytes -= now;
                if (now < first.length) waiting.addFirst(java.util.Arrays.copyOfRange(first, now, first.length));
                changed.signalAll();
                return now;
            } finally {
                lock.unlock();
            }
        }

        private long await(long nanos) throws IOException {
            try {
                return changed.awaitNanos(nanos);
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }

        void end(boolean all) {
            lock.lock();
            try {
                eof = true;
                gone |= all;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private final class End implements GitStream {
        private final Half from;
        private final Half to;
        private final boolean kept;

        End(Half from, Half to, boolean kept) {
            this.from = from;
            this.to = to;
            this.kept = kept;
        }

        @Override
        public InputStream in() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return length == 0 ? 0 : from.read(into, offset, length);
                }
            };
        }

        @Override
        public OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (kept) sentThere.write(bytes, offset, length);
                    else sentBack.addAndGet(length);
                    to.write(java.util.Arrays.copyOfRange(bytes, offset, offset + length));
                }

                @Override
                public void close() {
                    to.end(false);
                }
            };
        }

        @Override
        public void close() {
            to.end(false);
            from.end(true);
        }
    }

    /// Lets some time pass.
    static void pause(Duration time) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
