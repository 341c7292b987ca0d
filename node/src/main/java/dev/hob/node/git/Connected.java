package dev.hob.node.git;

import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.internal.transport.connectivity.FullConnectivityChecker;
import org.eclipse.jgit.internal.transport.connectivity.IterativeConnectivityChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.ConnectivityChecker;

/// Whether all that a push brings leads to what is here. A push of a few refs is checked from the refs that it stands
/// on: to mark every ref as known costs as much as there are refs. Where that finds a gap, every ref is asked.
final class Connected implements ConnectivityChecker {
    /// The search for what a new ref stands on looks at more than a hundred commits for each.
    private static final int FEW_COMMANDS_MAX = 8;

    private final ConnectivityChecker every = new FullConnectivityChecker();
    private final ConnectivityChecker few = new IterativeConnectivityChecker(every);

    @Override
    public void checkConnectivity(ConnectivityCheckInfo info, Set<ObjectId> haves, ProgressMonitor progress)
            throws IOException {
        if (info.getCommands().size() > FEW_COMMANDS_MAX
                || haves.size() <= info.getCommands().size()) {
            every.checkConnectivity(info, haves, progress);
            return;
        }
        try {
            few.checkConnectivity(info, haves, progress);
        } catch (RuntimeException e) {
            // JGit wraps what it meets while it looks for parents, also one that is missing.
            if (!(e.getCause() instanceof IOException)) throw e;
            every.checkConnectivity(info, haves, progress);
        }
    }
}
