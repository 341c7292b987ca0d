package dev.hob.node.refs;

import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/// Judges every move of branches and tags, whichever way it comes, before anything is begun: there is no other way for
/// them to move. Asked with the folder's lock held, so that what it reads does not change until the move is done.
@FunctionalInterface
public interface Guard {
    /// Lets everything pass.
    Guard NONE = (_, _) -> Optional.empty();

    /// By which way somebody moves a branch.
    sealed interface Way {
        /// By a push, a page or the API: what they bring is their own word.
        record Directly() implements Way {}

        /// By merging a pull request.
        ///
        /// @param anyway whether they mean it although something is missing, where the rules leave that to them
        record Merging(ObjectId patch, boolean anyway) implements Way {}
    }

    /// What somebody is about to do.
    ///
    /// @param before what there is of branches and tags
    /// @param moves branches and tags alone
    /// @param objects reads what is there, and what is about to come
    record Attempt(
            Repo repo,
            Origin by,
            Way way,
            SortedMap<String, ObjectId> before,
            List<RefMove> moves,
            ObjectReader objects) {
        public Attempt {
            moves = List.copyOf(moves);
        }
    }

    /// Why it may not be, if it may not; told to the one who tries. `git` is the repository without what is to come.
    Optional<Refs.Verdict.Forbidden> objection(Attempt attempt, Repository git) throws IOException;

    /// Asks this one, and then another.
    default Guard and(Guard other) {
        return (attempt, git) -> {
            var objection = objection(attempt, git);
            return objection.isPresent() ? objection : other.objection(attempt, git);
        };
    }
}
