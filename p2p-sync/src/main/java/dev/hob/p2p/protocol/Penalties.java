package dev.hob.p2p.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is held against whom (`radicle.md` §8.7). Halved whenever a connection has proved stable.
final class Penalties {
    /// How many are remembered; of more, the one unchanged for longest is forgiven.
    static final int CULPRITS_MAX = 10_000;

    private static final int UNDIALLED = 32;
    private static final int BANNED = 64;
    private static final int POINTS_MAX = 255;

    private final LinkedHashMap<Culprit, Integer> points = new LinkedHashMap<>();

    void restore(Map<Culprit, Integer> remembered) {
        remembered.forEach((culprit, count) -> set(culprit, count));
    }

    void punish(Culprit culprit, Because because, Outbox out) {
        if (because.severity.points == 0) return;
        int count = Math.min(POINTS_MAX, points(culprit) + because.severity.points);
        set(culprit, count);
        out.keep(new Fact.Penalised(culprit, count));
    }

    void forgiveHalf(Culprit culprit, Outbox out) {
        int count = points(culprit);
        if (count == 0) return;
        set(culprit, count / 2);
        out.keep(new Fact.Penalised(culprit, count / 2));
    }

    int points(Culprit culprit) {
        return points.getOrDefault(culprit, 0);
    }

    boolean isDialled(Culprit culprit) {
        return points(culprit) < UNDIALLED;
    }

    boolean isBanned(Culprit culprit) {
        return points(culprit) >= BANNED;
    }

    int size() {
        return points.size();
    }

    private void set(Culprit culprit, int count) {
        points.remove(culprit);
        if (count > 0) points.put(culprit, count);
        if (points.size() > CULPRITS_MAX) points.pollFirstEntry();
    }
}
