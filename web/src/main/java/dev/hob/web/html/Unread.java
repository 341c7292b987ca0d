package dev.hob.web.html;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What somebody is still sending when it is clear that they will be refused. A connection that ends under their hands
/// takes the answer with it, and they never hear why.
public final class Unread {
    private static final Logger LOG = LoggerFactory.getLogger(Unread.class);
    private static final long BYTES_MAX = 64 << 20;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int PAUSES_MAX = 20;

    private Unread() {}

    /// Takes what comes and throws it away, so much at most. Who waits to be asked for it, or for the answer, has that
    /// soon.
    public static void take(Context context) {
        if (context.header("Expect") != null) return;
        try {
            var in = context.req().getInputStream();
            long left = BYTES_MAX;
            for (int pauses = 0; left > 0 && pauses < PAUSES_MAX && !in.isFinished(); ) {
                int there = in.available();
                long taken = there == 0 ? 0 : in.skip(Math.min(there, left));
                left -= taken;
                pauses = taken > 0 ? 0 : pauses + 1;
                if (pauses > 0) LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            LOG.debug("whoever is refused went away before they heard why", e);
        }
    }
}
