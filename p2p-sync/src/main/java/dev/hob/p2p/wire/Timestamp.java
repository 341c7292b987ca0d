package dev.hob.p2p.wire;

import java.time.Duration;
import java.time.Instant;

/// Milliseconds since 1970 as announcements carry them: 0 to 2^63−1 (`radicle.md` §8.1).
public record Timestamp(long millis) implements Comparable<Timestamp> {
    /// Before everything.
    public static final Timestamp MIN = new Timestamp(0);

    /// After everything: what a subscription without an end says.
    public static final Timestamp MAX = new Timestamp(Long.MAX_VALUE);

    public Timestamp {
        if (millis < 0) throw new IllegalArgumentException("before 1970: " + millis);
    }

    /// The timestamp of a moment; a moment before 1970 is taken for 1970.
    public static Timestamp of(Instant instant) {
        return new Timestamp(Math.max(0, instant.toEpochMilli()));
    }

    /// The next one: announcements of a node never share a timestamp.
    public Timestamp next() {
        return new Timestamp(Math.addExact(millis, 1));
    }

    /// This long before; never before 1970.
    public Timestamp minus(Duration duration) {
        return new Timestamp(Math.max(0, millis - duration.toMillis()));
    }

    /// Whether it is later than another.
    public boolean isAfter(Timestamp other) {
        return millis > other.millis;
    }

    @Override
    public int compareTo(Timestamp other) {
        return Long.compare(millis, other.millis);
    }
}
