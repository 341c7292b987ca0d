package dev.hob.node.code;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which folders a side gave another name: those that are gone, and most of whose files have gone to one
/// other folder. A file that the other side put into such a folder belongs there too (git's
/// "directory-rename-detection"). Paths are raw.
final class FolderMoves {
    private final Map<String, String> targets = new TreeMap<>();
    private final Set<String> torn = new TreeSet<>();

    /// Looks where the files of folders went.
    ///
    /// @param renames files with their new names
    /// @param gone folders that the side has no more
    /// @param wanted those of them to which the other side added something
    static FolderMoves of(Map<String, String> renames, Set<String> gone, Set<String> wanted) {
        var counts = new TreeMap<String, Map<String, Integer>>();
        renames.forEach((from, to) -> count(counts, from, to, gone, wanted));
        var moves = new FolderMoves();
        counts.forEach((folder, went) -> {
            if (!gone.contains(folder) || !isWithin(folder, wanted)) return;
            int most = went.values().stream().mapToInt(it -> it).max().orElse(0);
            var best = went.keySet().stream()
                    .filter(it -> went.getOrDefault(it, 0) == most)
                    .toList();
            if (best.size() == 1) moves.targets.put(folder, best.getFirst());
            else moves.torn.add(folder);
        });
        return moves;
    }

    /// A file's way says where its folder went, and where the folder around that went as long as both end alike.
    private static void count(
            Map<String, Map<String, Integer>> counts, String from, String to, Set<String> gone, Set<String> wanted) {
        String old = parent(from);
        String young = parent(to);
        for (boolean first = true; ; first = false) {
            if (first || wanted.contains(old))
                counts.computeIfAbsent(old, _ -> new HashMap<>()).merge(young, 1, Integer::sum);
            boolean goesOn = gone.contains(old)
                    && isWithin(old, wanted)
                    && !old.isEmpty()
                    && !young.isEmpty()
                    && name(old).equals(name(young));
            if (!goesOn) return;
            old = parent(old);
            young = parent(young);
        }
    }

    /// Whether a folder is one of some, or in one.
    static boolean isWithin(String folder, Set<String> folders) {
        for (String up = folder; !up.isEmpty(); up = parent(up)) if (folders.contains(up)) return true;
        return folders.contains("");
    }

    /// Leaves out what both sides moved, each in its own way.
    static void leaveOutCommon(FolderMoves one, FolderMoves other) {
        var common = new TreeSet<>(one.targets.keySet());
        common.retainAll(other.targets.keySet());
        one.targets.keySet().removeAll(common);
        other.targets.keySet().removeAll(common);
    }

    boolean hasMoved(String folder) {
        return targets.containsKey(folder);
    }

    /// The folder around a path that moved, the nearest one.
    Optional<String> around(String path) {
        for (String up = path; !up.isEmpty(); ) {
            up = parent(up);
            if (targets.containsKey(up)) return Optional.of(up);
        }
        return Optional.empty();
    }

    /// Where a folder went.
    String target(String folder) {
        return targets.getOrDefault(folder, folder);
    }

    /// Whether a path is in a folder that went to several others alike, so that nobody knows where it belongs.
    boolean isTorn(String path) {
        return around(path).isEmpty() && isWithin(parent(path), torn);
    }

    /// A path in a folder that moved, as it is in the folder's new place.
    static String moved(String path, String from, String to) {
        String rest = from.isEmpty() ? path : path.substring(from.length() + 1);
        return to.isEmpty() ? rest : to + "/" + rest;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
