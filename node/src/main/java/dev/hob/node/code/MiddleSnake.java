package dev.hob.node.code;

import java.util.Optional;

/// Finds where a shortest edit between two stretches of lines passes: on every diagonal the furthest points that can be
/// reached from the beginning and from the end with one more change each time, until two of them meet. When that takes
/// long it takes the best point so far, by the measures that git and GNU diff use. Owned by one thread.
final class MiddleSnake {
    /// So many equal lines make a stretch that tells something.
    private static final int SNAKE = 20;
    /// After so many changes a good point is enough.
    private static final int PATIENT_COST = 256;
    /// How much further than its changes a point must have come to be good.
    private static final int GOOD = 4;

    private final int[] a;
    private final int[] b;
    /// How far in `a` each diagonal `a - b` is reached, from the beginning and from the end.
    private final int[] forward;
    private final int[] backward;
    /// Where the diagonal 0 stands in them.
    private final int zero;
    private final int costMax;

    /// A point between two boxes, and whether each of them is to be gone through exactly.
    record Split(int atA, int atB, boolean exactBefore, boolean exactAfter) {}

    MiddleSnake(int[] a, int[] b) {
        this.a = a;
        this.b = b;
        int diagonals = a.length + b.length + 3;
        this.forward = new int[diagonals + 1];
        this.backward = new int[diagonals + 1];
        this.zero = b.length + 1;
        this.costMax = Math.max(PATIENT_COST, ShortestEdit.roundRoot(diagonals));
    }

    /// A box that neither begins nor ends with equal lines is split.
    Split split(int beginA, int endA, int beginB, int endB, boolean exact) {
        return new Search(beginA, endA, beginB, endB).run(exact);
    }

    private final class Search {
        private final int beginA;
        private final int endA;
        private final int beginB;
        private final int endB;
        private final int lowest;
        private final int highest;
        private final int start;
        private final int goal;
        /// The diagonals that are looked at.
        private int forwardLow;
        private int forwardHigh;
        private int backwardLow;
        private int backwardHigh;
        private boolean snake;

        Search(int beginA, int endA, int beginB, int endB) {
            this.beginA = beginA;
            this.endA = endA;
            this.beginB = beginB;
            this.endB = endB;
            this.lowest = beginA - endB;
            this.highest = endA - beginB;
            this.start = beginA - beginB;
            this.goal = endA - endB;
            forwardLow = start;
            forwardHigh = start;
            backwardLow = goal;
            backwardHigh = goal;
            forward[zero + start] = beginA;
            backward[zero + goal] = endA;
        }

        Split run(boolean exact) {
            boolean odd = (start - goal) % 2 != 0;
            for (int cost = 1; ; cost++) {
                snake = false;
                var met = forwards(odd);
                if (met.isEmpty()) met = backwards(odd);
                if (met.isPresent()) return met.get();
                if (exact) continue;
                if (snake && cost > PATIENT_COST) {
                    var good = goodForward(cost);
                    if (good.isEmpty()) good = goodBackward(cost);
                    if (good.isPresent()) return good.get();
                }
                if (cost >= costMax) return furthest();
            }
        }

        private Optional<Split> forwards(boolean odd) {
            if (forwardLow > lowest) forward[zero + --forwardLow - 1] = -1;
            else forwardLow++;
            if (forwardHigh < highest) forward[zero + ++forwardHigh + 1] = -1;
            else forwardHigh--;
            for (int d = forwardHigh; d >= forwardLow; d -= 2) {
                int left = forward[zero + d - 1];
                int right = forward[zero + d + 1];
                int from = left >= right ? left + 1 : right;
                int at = from;
                while (at < endA && at - d < endB && a[at] == b[at - d]) at++;
                if (at - from > SNAKE) snake = true;
                forward[zero + d] = at;
                if (odd && backwardLow <= d && d <= backwardHigh && backward[zero + d] <= at)
                    return Optional.of(new Split(at, at - d, true, true));
            }
            return Optional.empty();
        }

        private Optional<Split> backwards(boolean odd) {
            if (backwardLow > lowest) backward[zero + --backwardLow - 1] = Integer.MAX_VALUE;
            else backwardLow++;
            if (backwardHigh < highest) backward[zero + ++backwardHigh + 1] = Integer.MAX_VALUE;
            else backwardHigh--;
            for (int d = backwardHigh; d >= backwardLow; d -= 2) {
                int left = backward[zero + d - 1];
                int right = backward[zero + d + 1];
                int from = left < right ? left : right - 1;
                int at = from;
                while (at > beginA && at - d > beginB && a[at - 1] == b[at - d - 1]) at--;
                if (from - at > SNAKE) snake = true;
                backward[zero + d] = at;
                if (!odd && forwardLow <= d && d <= forwardHigh && at <= forward[zero + d])
                    return Optional.of(new Split(at, at - d, true, true));
            }
            return Optional.empty();
        }

        /// The point that came furthest for its changes, if it is at the end of a stretch of equal lines.
        private Optional<Split> goodForward(int cost) {
            Optional<Split> best = Optional.empty();
            int value = 0;
            for (int d = forwardHigh; d >= forwardLow; d -= 2) {
                int atA = forward[zero + d];
                int atB = atA - d;
                int reached = atA - beginA + atB - beginB - Math.abs(d - start);
                boolean within = beginA + SNAKE <= atA && atA < endA && beginB + SNAKE <= atB && atB < endB;
                if (reached > GOOD * cost && reached > value && within && isSnake(atA - SNAKE, atB - SNAKE)) {
                    value = reached;
                    best = Optional.of(new Split(atA, atB, true, false));
                }
            }
            return best;
        }

        private Optional<Split> goodBackward(int cost) {
            Optional<Split> best = Optional.empty();
            int value = 0;
            for (int d = backwardHigh; d >= backwardLow; d -= 2) {
                int atA = backward[zero + d];
                int atB = atA - d;
                int reached = endA - atA + endB - atB - Math.abs(d - goal);
                boolean within = beginA < atA && atA <= endA - SNAKE && beginB < atB && atB <= endB - SNAKE;
                if (reached > GOOD * cost && reached > value && within && isSnake(atA, atB)) {
                    value = reached;
                    best = Optional.of(new Split(atA, atB, false, true));
                }
            }
            return best;
        }

        private boolean isSnake(int fromA, int fromB) {
            for (int i = 0; i < SNAKE; i++) if (a[fromA + i] != b[fromB + i]) return false;
            return true;
        }

        /// The point that came furthest from its end, whatever its changes.
        private Split furthest() {
            long forwardBest = -1;
            int forwardA = -1;
            for (int d = forwardHigh; d >= forwardLow; d -= 2) {
                int atA = Math.min(forward[zero + d], endA);
                if (atA - d > endB) atA = endB + d;
                if (forwardBest < 2L * atA - d) {
                    forwardBest = 2L * atA - d;
                    forwardA = atA;
                }
            }
            long backwardBest = Long.MAX_VALUE;
            int backwardA = Integer.MAX_VALUE;
            for (int d = backwardHigh; d >= backwardLow; d -= 2) {
                int atA = Math.max(beginA, backward[zero + d]);
                if (atA - d < beginB) atA = beginB + d;
                if (2L * atA - d < backwardBest) {
                    backwardBest = 2L * atA - d;
                    backwardA = atA;
                }
            }
            return (long) endA + endB - backwardBest < forwardBest - (beginA + beginB)
                    ? new Split(forwardA, (int) (forwardBest - forwardA), true, false)
                    : new Split(backwardA, (int) (backwardBest - backwardA), false, true);
        }
    }
}
