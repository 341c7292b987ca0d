package dev.hob.search.query;

import dev.hob.search.index.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Several lists made into one, grouped by file, or by issue. Owned by one thread, for one question.
final class Fusion {
    private static final int UNITS_OF_GROUP_MAX = 3;
    private static final int UNITS_COUNTED_MAX = 5;

    private final Ranking ranking;
    private final Map<String, Scored> units = new LinkedHashMap<>();
    private final Map<String, Double> owners = new HashMap<>();

    Fusion(Ranking ranking) {
        this.ranking = ranking;
    }

    record Scored(Unit unit, double score) {}

    /// All that was found of one file or issue, the best first.
    record Group(List<Scored> units, double score) {
        Group {
            units = List.copyOf(units);
        }

        Unit best() {
            return units.getFirst().unit();
        }
    }

    void add(List<Unit> list, double weight) {
        for (int i = 0; i < list.size(); i++) {
            var unit = list.get(i);
            double more = ranking.of(weight, i + 1) * ranking.part(unit);
            units.merge(
                    unit.key(),
                    new Scored(unit, more),
                    (one, other) -> new Scored(one.unit(), one.score() + other.score()));
        }
    }

    /// Whole files: each counts for all that was found in it, and is found itself if nothing was.
    void addFiles(List<Unit> files, double weight) {
        for (int i = 0; i < files.size(); i++) {
            var file = files.get(i);
            owners.merge(file.owner(), ranking.of(weight, i + 1) * ranking.part(file), Double::sum);
            units.putIfAbsent(file.key(), new Scored(file, 0));
        }
    }

    /// A file where much is said of it goes before one with a single good place.
    private double together(List<Scored> best) {
        double sum = 0;
        double share = 1;
        for (var scored : best) {
            sum += share * scored.score();
            share *= ranking.others();
        }
        return sum;
    }

    List<Group> groups() {
        var byOwner = new LinkedHashMap<String, List<Scored>>();
        for (var scored : units.values())
            byOwner.computeIfAbsent(scored.unit().owner(), _ -> new ArrayList<>())
                    .add(scored);
        var groups = new ArrayList<Group>();
        for (var entry : byOwner.entrySet()) {
            var best = entry.getValue().stream()
                    .sorted(Comparator.comparingDouble(Scored::score).reversed())
                    .limit(UNITS_COUNTED_MAX)
                    .toList();
            double whole = Optional.ofNullable(owners.get(entry.getKey())).orElse(0.0);
            var shown = best.subList(0, Math.min(best.size(), UNITS_OF_GROUP_MAX));
            groups.add(new Group(shown, whole + together(best)));
        }
        groups.sort(Comparator.comparingDouble(Group::score).reversed().thenComparing(group -> group.best()
                .owner()));
        return groups;
    }
}
