package dev.hob.p2p.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// One git stream of a connection (`radicle.md` §7.3, §9.1), as bytes: frames begin and end anywhere, and say nothing.
/// Blocking; used by one thread, except that [#close] may come from any and wakes whoever waits.
///
/// Whoever is asked for it has carried out the opening: the control frame *open* was sent or received.
public interface GitStream extends AutoCloseable {
    /// How long either direction may stand still (`radicle.md` §8.7) before it fails.
    Duration SILENCE_MAX = Duration.ofSeconds(30);

    /// What the peer sends. Ends (-1) when the peer says *eof* or *close*, once all that came before it was read.
    ///
    /// A read fails with a [Silent] when nothing came for [#SILENCE_MAX], and with another [IOException] when the
    /// connection broke, when this stream was closed here, or when the peer sent more than its bound while nobody
    /// read.
    InputStream in();

    /// What the peer gets. Bytes leave when they are flushed, or before; a write waits while the peer (or its line)
    /// is slow to take them, so that what waits here stays bounded.
    ///
    /// A write or flush fails with a [Silent] when nothing left for [#SILENCE_MAX], and with another [IOException]
    /// when the connection broke, or when either side has closed the stream. Closing it says *eof* to the peer: we
    /// shall ask nothing more, and may still read.
    OutputStream out();

    /// Ends it in both directions: *close* is said to the peer if the connection still stands, and what was not read
    /// is thrown away. The same again does nothing.
    @Override
    void close();

    /// The peer simply fell silent.
    final class Silent extends IOException {
        public Silent(String message) {
            super(message);
        }
    }
}
