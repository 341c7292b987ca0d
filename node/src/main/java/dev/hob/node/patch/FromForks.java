package dev.hob.node.patch;

import dev.hob.node.issue.Answer;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.CopiedObjects;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectId;

/// Brings what is offered from a folder of its own into the project's: the commits, and nothing else of the fork.
/// Shared between threads.
public final class FromForks {
    private final Storage storage;
    private final Refs refs;

    FromForks(Storage storage, Refs refs) {
        this.storage = storage;
        this.refs = refs;
    }

    /// Does something with commits of another repository; until it is done nobody takes them away.
    ///
    /// @param head the newest of the commits
    /// @throws StorageException when they cannot be copied
    public Answer bring(Repo from, Repo project, ObjectId head, Supplier<Answer> work) {
        if (from.rid().equals(project.rid())) return work.get();
        var lease = storage.lease(project.rid()).readLock();
        lease.lock();
        try {
            copy(from, project, head);
            return work.get();
        } catch (IOException e) {
            throw new StorageException("cannot bring " + head.name() + " from " + from.rid(), e);
        } finally {
            lease.unlock();
        }
    }

    private void copy(Repo from, Repo project, ObjectId head) throws IOException {
        var lease = storage.lease(from.rid()).readLock();
        var aside = storage.aside();
        lease.lock();
        try (var source = storage.open(from.rid());
                var target = storage.open(project.rid())) {
            var known = new HashSet<ObjectId>();
            for (var id : refs.view(project).refs().values())
                if (source.getObjectDatabase().has(id)) known.add(id);
            CopiedObjects.copy(source, target, Set.of(head), known, aside);
        } finally {
            lease.unlock();
            Storage.remove(aside);
        }
    }
}
