package dev.hob.search.query;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.index.Look;
import dev.hob.search.index.Narrowing;
import dev.hob.search.index.Revision;
import java.util.List;
import java.util.Optional;

/// Where a question is answered from. Owned by one thread.
///
/// @param look closed with this
/// @param narrowing to what may be seen and was asked for; empty where nothing can be found
/// @param only the repository, if there is exactly one
/// @param revision the branch or tag of it, if it is not the default branch
/// @param complete whether all that there is can be found
record Place(
        Look look,
        Optional<Narrowing> narrowing,
        Optional<RepositoryId> only,
        Optional<Revision> revision,
        boolean complete,
        List<Notice> notices)
        implements AutoCloseable {
    Place {
        notices = List.copyOf(notices);
    }

    @Override
    public void close() {
        look.close();
    }
}
