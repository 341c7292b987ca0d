package dev.hob.node.code;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/// Finds commits that make a change which others have made (`git log --cherry-pick`): the same lines of the same
/// files, wherever these lines are and however they are indented.
final class SamePatches {
    private final ObjectReader reader;
    private final MergeBudget budget;
    /// What each of the others touches; only those that touch the same are read.
    private final Set<String> outlines = new HashSet<>();

    private final List<RevCommit> others;
    private Optional<Set<String>> patches = Optional.empty();

    private SamePatches(ObjectReader reader, MergeBudget budget, List<RevCommit> others) {
        this.reader = reader;
        this.budget = budget;
        this.others = others;
    }

    static SamePatches of(ObjectReader reader, MergeBudget budget, List<RevCommit> others)
            throws IOException, MergeBudget.Spent {
        var same = new SamePatches(reader, budget, others);
        for (var other : others) same.outlines.add(same.outline(other));
        return same;
    }

    /// Whether one of the others makes the same change.
    boolean has(RevCommit commit) throws IOException, MergeBudget.Spent {
        String outline = outline(commit);
        if (outline.isEmpty() || !outlines.contains(outline)) return false;
        if (patches.isEmpty()) {
            var all = new HashSet<String>();
            for (var other : others) all.add(patch(other));
            patches = Optional.of(all);
        }
        return patches.get().contains(patch(commit));
    }

    private String outline(RevCommit commit) throws IOException, MergeBudget.Spent {
        budget.time();
        var outline = new StringBuilder();
        for (var entry : PatchText.entries(reader, commit, false)) outline.append(header(entry));
        return outline.toString();
    }

    private static String header(DiffEntry entry) {
        return entry.getOldMode() + " " + entry.getNewMode() + " " + entry.getOldPath() + "\0" + entry.getNewPath()
                + "\0";
    }

    private String patch(RevCommit commit) throws IOException, MergeBudget.Spent {
        budget.time();
        var patch = new StringBuilder();
        for (var entry : PatchText.entries(reader, commit, false)) {
            patch.append(header(entry));
            for (String line : PatchText.lines(reader, entry))
                if (!line.startsWith("@@"))
                    patch.append(line.replaceAll("\\s", "")).append('\n');
        }
        return patch.toString();
    }
}
