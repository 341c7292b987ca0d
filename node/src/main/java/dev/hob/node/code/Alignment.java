package dev.hob.node.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/// Which item of a sequence is which of another: rows of a table, cells of a notebook. What tells it is asked one
/// after the other: first by what items are equal, then, for what lies between those, by what they are the same and
/// only changed, at last how alike they read.
public final class Alignment<T> {
    /// Above it, what the histogram cannot tell apart is another thing: Myers' way takes time that grows with the
    /// square.
    private static final int MYERS_ITEMS_MAX = 4_000;

    /// An item of either sequence, or one that is in both; -1 for the side that does not have it.
    public record Match(int before, int after) {
        /// Whether both have it.
        public boolean isPair() {
            return before >= 0 && after >= 0;
        }
    }

    /// What an item is known by; items of which nothing is known are like no other.
    @FunctionalInterface
    public interface Key<T> {
        /// Of one of them.
        Optional<?> of(T item);
    }

    /// Items by numbers that are equal for equal keys.
    private static final class Items extends Sequence {
        private final int[] names;

        Items(int[] names) {
            this.names = names;
        }

        @Override
        public int size() {
            return names.length;
        }

        int name(int at) {
            return names[at];
        }
    }

    private static final SequenceComparator<Items> NAMES = new SequenceComparator<>() {
        @Override
        public boolean equals(Items a, int at, Items b, int other) {
            return a.name(at) == b.name(other);
        }

        @Override
        public int hash(Items items, int at) {
            return items.name(at);
        }
    };

    private final List<T> before;
    private final List<T> after;
    private final List<Key<T>> keys;
    private final Optional<Function<T, String>> text;
    private final List<Match> matches = new ArrayList<>();

    private Alignment(List<T> before, List<T> after, List<Key<T>> keys, Optional<Function<T, String>> text) {
        this.before = before;
        this.after = after;
        this.keys = keys;
        this.text = text;
    }

    /// Items with equal keys are the same; all items of both are told, in order.
    public static <T> List<Match> of(List<T> before, List<T> after, List<Key<T>> keys) {
        return new Alignment<>(before, after, keys, Optional.empty()).all();
    }

    /// The same, and of the rest those that read alike are the same, too.
    ///
    /// @param text of an item, in one line
    public static <T> List<Match> of(List<T> before, List<T> after, List<Key<T>> keys, Function<T, String> text) {
        return new Alignment<>(before, after, keys, Optional.of(text)).all();
    }

    private List<Match> all() {
        within(new Edit(0, before.size(), 0, after.size()), 0);
        return List.copyOf(matches);
    }

    private void within(Edit range, int level) {
        if (level == keys.size() || range.getLengthA() == 0 || range.getLengthB() == 0) {
            rest(range);
            return;
        }
        var names = new HashMap<Object, Integer>();
        var a = new Items(names(before.subList(range.getBeginA(), range.getEndA()), level, names));
        var b = new Items(names(after.subList(range.getBeginB(), range.getEndB()), level, names));
        var histogram = new HistogramDiff();
        histogram.setFallbackAlgorithm(LineDiff.boundedMyers(MYERS_ITEMS_MAX));
        int at = range.getBeginA();
        int other = range.getBeginB();
        for (var edit : histogram.diff(NAMES, a, b)) {
            while (at < range.getBeginA() + edit.getBeginA()) matches.add(new Match(at++, other++));
            int endA = range.getBeginA() + edit.getEndA();
            int endB = range.getBeginB() + edit.getEndB();
            within(new Edit(at, endA, other, endB), level + 1);
            at = endA;
            other = endB;
        }
        while (at < range.getEndA()) matches.add(new Match(at++, other++));
    }

    private int[] names(List<T> items, int level, Map<Object, Integer> names) {
        return items.stream()
                .mapToInt(it -> {
                    Optional<?> key = keys.get(level).of(it);
                    Object known = key.isPresent() ? key.get() : new Object();
                    return names.computeIfAbsent(known, _ -> names.size());
                })
                .toArray();
    }

    private void rest(Edit range) {
        int[] partners = partners(range);
        int at = range.getBeginA();
        int other = range.getBeginB();
        while (at < range.getEndA() || other < range.getEndB()) {
            if (at < range.getEndA() && partners[at - range.getBeginA()] < 0) matches.add(new Match(at++, -1));
            else if (other < range.getEndB() && partners[range.getLengthA() + other - range.getBeginB()] < 0)
                matches.add(new Match(-1, other++));
            else matches.add(new Match(at++, other++));
        }
    }

    /// For those that went, then for those that came, the place of the partner; -1 for none.
    private int[] partners(Edit range) {
        int all = range.getLengthA() + range.getLengthB();
        if (text.isEmpty()) return IntStream.range(0, all).map(_ -> -1).toArray();
        var read = text.get();
        var gone = before.subList(range.getBeginA(), range.getEndA());
        var came = after.subList(range.getBeginB(), range.getEndB());
        return Pairing.of(Stream.concat(
                        gone.stream().map(it -> new Diffs.Line(Diffs.Kind.REMOVED, 0, 0, read.apply(it))),
                        came.stream().map(it -> new Diffs.Line(Diffs.Kind.ADDED, 0, 0, read.apply(it))))
                .toList());
    }
}
