package dev.hob.node.code;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A week, from Monday to Sunday by UTC, counted from the one in which 1970 began. Immutable.
public record Week(int number) implements Comparable<Week> {
    private static final int DAYS = 7;
    /// 1970 began on a Thursday.
    private static final int MONDAY = 3;

    /// The week of a moment.
    public static Week of(Instant moment) {
        return of(LocalDate.ofInstant(moment, ZoneOffset.UTC));
    }

    static Week of(LocalDate day) {
        return new Week((int) Math.floorDiv(day.toEpochDay() + MONDAY, DAYS));
    }

    /// Its Monday.
    public LocalDate monday() {
        return LocalDate.ofEpochDay((long) number * DAYS - MONDAY);
    }

    /// So many weeks later, or before.
    public Week plus(int weeks) {
        return new Week(number + weeks);
    }

    @Override
    public int compareTo(Week other) {
        return Integer.compare(number, other.number);
    }
}
