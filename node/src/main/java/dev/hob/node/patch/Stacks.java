package dev.hob.node.patch;

import dev.hob.node.repo.Repo;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Which open pull requests of a project stand on one another: those that are for the branch that another comes from.
/// Immutable. Where several stand on one, the first is followed from below.
public final class Stacks {
    /// A longer one is told as far as this.
    public static final int FLOORS_MAX = 30;

    /// One stands on another.
    ///
    /// @param target the branch that the lower one is for, as a [Patch] has it
    record Step(ObjectId upper, ObjectId lower, long number, String target) {}

    /// What one of them is part of.
    ///
    /// @param lowest the one that stands on none
    /// @param number the lowest one's
    /// @param base the branch that the lowest is for
    /// @param position from 1, the lowest
    public record Stack(ObjectId lowest, long number, String base, int size, int position) {}

    private final Repo project;
    private final Map<ObjectId, Step> below = new HashMap<>();
    private final Map<ObjectId, ObjectId> above = new HashMap<>();

    Stacks(Repo project, List<Step> steps) {
        this.project = project;
        for (var step : steps) {
            below.putIfAbsent(step.upper(), step);
            above.putIfAbsent(step.lower(), step.upper());
        }
    }

    /// What a pull request is part of; empty when it stands alone.
    public Optional<Stack> of(ObjectId patch) {
        var floors = new ArrayDeque<>(List.of(patch));
        Step first = null;
        while (floors.size() < FLOORS_MAX) {
            var step = below.get(floors.getFirst());
            if (step == null || floors.contains(step.lower())) break;
            first = step;
            floors.addFirst(step.lower());
        }
        int position = floors.size();
        while (floors.size() < FLOORS_MAX) {
            var upper = above.get(floors.getLast());
            if (upper == null || floors.contains(upper)) break;
            floors.addLast(upper);
        }
        if (floors.size() == 1) return Optional.empty();
        var lowest = first != null ? first : below.get(List.copyOf(floors).get(1));
        if (lowest == null || !lowest.lower().equals(floors.getFirst())) return Optional.empty();
        String base = lowest.target().isEmpty() ? project.defaultBranch() : lowest.target();
        return Optional.of(new Stack(lowest.lower(), lowest.number(), base, floors.size(), position));
    }
}
