package dev.hob.node.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/// Which files that went on one side are files that came, under another name. In git's order, since an earlier
/// match takes files away from a later one: the same content first (and of these the same file name), then files
/// whose name is unique among those that went and came, from 75 % alike on, then whatever is most alike, from 50
/// % on.
final class Renames {
    private static final int PERFECT = 60_000;
    private static final int ALIKE_MIN = PERFECT / 2;
    private static final int ALIKE_SAME_NAME_MIN = PERFECT / 4 * 3;
    /// How many of the files that are most like a new one are kept in mind for it.
    private static final int CANDIDATES_MAX = 4;
    /// Of files with one content, so many are looked through for one with the right name.
    private static final int ALTERNATIVES_MAX = 100;

    /// Files of so many bytes in all are looked into; the rest are like no other.
    private static final long BYTES_MAX = 128L << 20;

    private static final ObjectId EMPTY_FILE = ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");

    private record Match(String from, String to, int score, boolean sameName) {}

    private final ObjectReader reader;
    private final MergeBudget budget;
    private final Map<String, TreeEdit.Entry> gone;
    private final Map<String, TreeEdit.Entry> come;
    private final Set<String> wanted;
    private final Map<ObjectId, Optional<Likeness>> known = new HashMap<>();
    private final Map<String, String> found = new TreeMap<>();
    private long bytes;

    private Renames(
            ObjectReader reader,
            MergeBudget budget,
            Map<String, TreeEdit.Entry> gone,
            Map<String, TreeEdit.Entry> come,
            Set<String> wanted) {
        this.reader = reader;
        this.budget = budget;
        this.gone = withoutEmpty(gone);
        this.come = withoutEmpty(come);
        this.wanted = wanted;
    }

    /// Old names with new ones. Of files that are equally alike, those that are told first are taken.
    ///
    /// @param gone files that went
    /// @param come files that came
    /// @param wanted those that went and whose new names make a difference; others are only found by content
    static Map<String, String> of(
            ObjectReader reader,
            MergeBudget budget,
            Map<String, TreeEdit.Entry> gone,
            Map<String, TreeEdit.Entry> come,
            Set<String> wanted)
            throws IOException, MergeBudget.Spent {
        if (gone.isEmpty() || come.isEmpty()) return Map.of();
        var renames = new Renames(reader, budget, gone, come, wanted);
        renames.byContent();
        renames.byUniqueName();
        renames.byLikeness();
        return renames.found;
    }

    private static Map<String, TreeEdit.Entry> withoutEmpty(Map<String, TreeEdit.Entry> files) {
        var rest = new LinkedHashMap<>(files);
        rest.values().removeIf(it -> it.id().equals(EMPTY_FILE));
        return rest;
    }

    private void take(String from, String to) {
        found.put(from, to);
        gone.remove(from);
        come.remove(to);
    }

    private void byContent() {
        var byContent = new LinkedHashMap<ObjectId, List<String>>();
        for (var file : gone.entrySet())
            byContent
                    .computeIfAbsent(file.getValue().id(), _ -> new ArrayList<>())
                    .add(file.getKey());
        for (var file : List.copyOf(come.entrySet())) {
            var alternatives = byContent.getOrDefault(file.getValue().id(), List.of()).stream()
                    .filter(from -> areInterchangeable(gone.get(from), file.getValue()))
                    .limit(ALTERNATIVES_MAX)
                    .toList();
            alternatives.stream()
                    .filter(from -> name(from).equals(name(file.getKey())))
                    .findFirst()
                    .or(() -> alternatives.stream().findFirst())
                    .ifPresent(from -> take(from, file.getKey()));
        }
    }

    /// The same bytes are the same file, unless they mean something else, or the file was taken already.
    private static boolean areInterchangeable(TreeEdit.@Nullable Entry one, TreeEdit.Entry other) {
        if (one == null) return false;
        return isFile(one) ? isFile(other) : one.mode().equals(other.mode());
    }

    private void byUniqueName() throws IOException, MergeBudget.Spent {
        var from = unique(gone.keySet());
        var to = unique(come.keySet());
        for (var name : from.entrySet()) {
            var target = to.get(name.getKey());
            if (target == null || !wanted.contains(name.getValue())) continue;
            if (score(name.getValue(), target) >= ALIKE_SAME_NAME_MIN) take(name.getValue(), target);
        }
    }

    /// File names that occur once, with their paths.
    private static Map<String, String> unique(Set<String> paths) {
        var once = new LinkedHashMap<String, String>();
        var several = new HashSet<String>();
        for (String path : paths) if (once.put(name(path), path) != null) several.add(name(path));
        once.keySet().removeAll(several);
        return once;
    }

    private void byLikeness() throws IOException, MergeBudget.Spent {
        gone.keySet().removeIf(path -> !wanted.contains(path));
        if (!budget.mayCompare((long) gone.size() * come.size())) return;
        var matches = new ArrayList<Match>();
        var best = Comparator.comparingInt(Match::score)
                .thenComparing(Match::sameName)
                .reversed();
        for (String to : come.keySet()) {
            var candidates = new ArrayList<Match>();
            for (String from : gone.keySet()) {
                int score = score(from, to);
                if (score >= ALIKE_MIN)
                    candidates.add(new Match(from, to, score, name(from).equals(name(to))));
            }
            candidates.sort(best);
            matches.addAll(candidates.subList(0, Math.min(CANDIDATES_MAX, candidates.size())));
        }
        matches.sort(best);
        for (var match : matches)
            if (gone.containsKey(match.from()) && come.containsKey(match.to())) take(match.from(), match.to());
    }

    private int score(String from, String to) throws IOException, MergeBudget.Spent {
        var one = gone.get(from);
        var other = come.get(to);
        if (one == null || other == null || !isFile(one) || !isFile(other)) return 0;
        budget.time();
        var here = likeness(one.id());
        var there = likeness(other.id());
        return here.isEmpty() || there.isEmpty() ? 0 : here.get().score(there.get(), ALIKE_MIN, PERFECT);
    }

    private static boolean isFile(TreeEdit.Entry entry) {
        return entry.mode().equals(FileMode.REGULAR_FILE) || entry.mode().equals(FileMode.EXECUTABLE_FILE);
    }

    /// Empty for a file that is too large to compare.
    private Optional<Likeness> likeness(ObjectId blob) throws IOException {
        var kept = known.get(blob);
        if (kept != null) return kept;
        var loader = reader.open(blob, Constants.OBJ_BLOB);
        Optional<Likeness> likeness = Optional.empty();
        if (loader.getSize() <= Math.min(budget.limits().fileBytes(), BYTES_MAX - bytes)) {
            bytes += loader.getSize();
            byte[] file = loader.getBytes(budget.limits().fileBytes());
            likeness = Optional.of(Likeness.of(file, !LineDiff.isBinary(file)));
        }
        known.put(blob, likeness);
        return likeness;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
