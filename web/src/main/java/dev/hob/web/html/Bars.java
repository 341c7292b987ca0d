package dev.hob.web.html;

import static dev.hob.web.text.Messages.dates;
import static dev.hob.web.text.Messages.text;

import dev.hob.node.code.Week;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A chart of how much there was in each week, month or year of a time: the longer that is, the longer each. Immutable.
///
/// @param bars all of them, also those without height
/// @param most the height of the highest
public record Bars(List<Bar> bars, int most) {
    private static final int WEEKS_MAX = 160;
    private static final int MONTHS_MAX = 240;

    public Bars {
        bars = List.copyOf(bars);
    }

    /// One of them.
    ///
    /// @param time when it was, in words
    /// @param brief what is written below it
    public record Bar(String time, String brief, int count) {}

    /// How long a bar is.
    private enum Piece {
        WEEK,
        MONTH,
        YEAR;

        static Piece of(LocalDate first, LocalDate last) {
            if (ChronoUnit.WEEKS.between(first, last) < WEEKS_MAX) return WEEK;
            return ChronoUnit.MONTHS.between(first, last) < MONTHS_MAX ? MONTH : YEAR;
        }

        LocalDate begin(LocalDate monday) {
            return switch (this) {
                case WEEK -> monday;
                case MONTH -> monday.withDayOfMonth(1);
                case YEAR -> monday.withDayOfYear(1);
            };
        }

        LocalDate next(LocalDate begin) {
            return switch (this) {
                case WEEK -> begin.plusWeeks(1);
                case MONTH -> begin.plusMonths(1);
                case YEAR -> begin.plusYears(1);
            };
        }

        Bar bar(LocalDate begin, int count) {
            return switch (this) {
                case WEEK -> new Bar(text("chart.week-of", day(begin)), day(begin), count);
                case MONTH -> new Bar(month(begin), month(begin), count);
                case YEAR -> new Bar(String.valueOf(begin.getYear()), String.valueOf(begin.getYear()), count);
            };
        }
    }

    private static String day(LocalDate day) {
        return dates("time.day").format(day);
    }

    private static String month(LocalDate day) {
        return dates("time.month").format(day);
    }

    /// @param weeks how much there was in each; in those that are not in it, nothing
    /// @param first from which week on
    /// @param last up to which
    public static Bars of(Map<Week, Integer> weeks, Week first, Week last) {
        var from = first.monday();
        var to = last.monday();
        var piece = Piece.of(from, to);
        var counts = new TreeMap<LocalDate, Integer>();
        for (var at = piece.begin(from); !at.isAfter(to); at = piece.next(at)) counts.put(at, 0);
        weeks.forEach((week, count) -> counts.computeIfPresent(piece.begin(week.monday()), (_, sum) -> sum + count));
        var bars = new ArrayList<Bar>();
        counts.forEach((begin, count) -> bars.add(piece.bar(begin, count)));
        return new Bars(bars, bars.stream().mapToInt(Bar::count).max().orElse(0));
    }

    /// How high a bar is drawn among a hundred, against the highest; what is there is never drawn as nothing.
    public int height(Bar bar) {
        return height(bar, most);
    }

    private static int height(Bar bar, int most) {
        return bar.count() == 0 ? 0 : Math.max(3, Math.toIntExact(Math.round(100.0 * bar.count() / most)));
    }

    /// All of them as one shape, a unit each wide and a hundred high.
    ///
    /// @param most what is drawn as high as that
    public String shape(int most) {
        var path = new StringBuilder();
        for (int i = 0; i < bars.size(); i++) {
            int height = height(bars.get(i), most);
            if (height > 0) path.append("M%d 100v-%dh.8v%dz".formatted(i, height, height));
        }
        return path.toString();
    }
}
