package dev.hob.node.refs;

import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// Moves refs in git's files: those of the owner's namespace, and the canonical ones that say the same. The caller
/// holds the folder's lock and has kept an intent.
final class RefWriter {
    /// Up to so many ref files, and up to one for so many refs there are, a file each is quicker than rewriting
    /// packed-refs.
    private static final int SINGLE_UPDATES_MAX = 64;

    private static final int REFS_FOR_EACH_SINGLE_UPDATE = 64;

    private RefWriter() {}

    /// Whether it is the ref of an operation, by its whole name, and no branch or tag.
    static boolean isOperation(RefMove move) {
        return move.ref().startsWith(Repos.NAMESPACES);
    }

    /// What a move is about in the owner's namespace.
    static String name(Repo repo, RefMove move) {
        return isOperation(move) ? move.ref() : Repos.namespace(repo.namespace()) + move.ref();
    }

    /// Moves them; those that are where they should be already cost nothing.
    ///
    /// @param refs how many refs there are to be rewritten if they are rewritten together
    static void write(Repository repository, Repo repo, List<RefMove> moves, int refs) throws IOException {
        var commands = new ArrayList<ReceiveCommand>();
        for (var move : moves) add(repository, commands, name(repo, move), move);
        if (RefViews.isCanonical(repo))
            for (var move : moves) if (!isOperation(move)) add(repository, commands, move.ref(), move);
        // Away with the old before the new: `a` must be gone before `a/b` comes, were that ever asked for.
        commands.sort(Comparator.comparing(command -> command.getType() != ReceiveCommand.Type.DELETE));
        if (commands.size() > Math.max(SINGLE_UPDATES_MAX, refs / REFS_FOR_EACH_SINGLE_UPDATE))
            together(repository, commands);
        else for (var command : commands) single(repository, command);
    }

    private static void add(Repository repository, List<ReceiveCommand> commands, String name, RefMove move)
            throws IOException {
        var now = Optional.ofNullable(repository.exactRef(name))
                .map(Ref::getObjectId)
                .orElse(ObjectId.zeroId());
        var after = ObjectId.fromString(move.after());
        if (!now.equals(after)) commands.add(new ReceiveCommand(now, after, name));
    }

    static void together(Repository repository, List<ReceiveCommand> commands) throws IOException {
        together(repository, repository.getRefDatabase().newBatchUpdate(), commands);
    }

    static void together(Repository repository, BatchRefUpdate batch, List<ReceiveCommand> commands)
            throws IOException {
        batch.setAtomic(true);
        batch.setAllowNonFastForwards(true);
        batch.disableRefLog();
        batch.addCommand(commands);
        try (var walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (var command : batch.getCommands())
            if (command.getResult() != ReceiveCommand.Result.OK)
                throw new IOException(
                        "cannot set " + command.getRefName() + ": " + command.getResult() + " " + command.getMessage());
    }

    static void single(Repository repository, ReceiveCommand command) throws IOException {
        var update = repository.updateRef(command.getRefName());
        update.setForceUpdate(true);
        update.disableRefLog();
        boolean deletes = command.getType() == ReceiveCommand.Type.DELETE;
        if (!deletes) update.setNewObjectId(command.getNewId());
        var result = deletes ? update.delete() : update.update();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> Probe.at("ref");
            default -> throw new IOException("cannot set " + command.getRefName() + ": " + result);
        }
    }
}
