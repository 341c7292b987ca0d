package dev.hob.node.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevWalk;

/// What some commits reach and others do not.
public final class Beyond {
    private Beyond() {}

    /// What is left of a walk, whose starts and ends are marked. A walk goes by dates, and gives a commit before
    /// it can know that one of its ends reaches it, too, since dates do not keep to the order of history: those of
    /// a rebase are all the same. It finds out while it goes on, and here that is heeded.
    ///
    /// @param max where to stop, counted before what is reached after all is taken out
    public static List<RevCommit> of(RevWalk walk, int max) throws IOException {
        var found = new ArrayList<RevCommit>();
        while (found.size() < max) {
            var next = walk.next();
            if (next == null) break;
            found.add(next);
        }
        found.removeIf(commit -> commit.has(RevFlag.UNINTERESTING));
        return found;
    }
}
