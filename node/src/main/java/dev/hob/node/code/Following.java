package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Where lines of a file are in another version of it. Compared once for each pair of blobs. Shared between
/// threads.
public final class Following {
    private static final int EDITS_KEPT_MAX = 500_000;
    private static final int FILE_BYTES_MAX = 1 << 20;

    /// Folders have their own, so that nobody learns what another one holds.
    private record Pair(String folder, ObjectId before, ObjectId after) {}

    private final Cache<Pair, List<Edit>> known = Caffeine.newBuilder()
            .maximumWeight(EDITS_KEPT_MAX)
            .weigher((Pair _, List<Edit> edits) -> 5 + edits.size())
            .build();

    /// The first of some lines in another commit, if all of them are there, unchanged and together.
    ///
    /// @param first counted from 1
    /// @param last of them
    public Optional<Integer> lines(
            Repository repository, ObjectId before, ObjectId after, String path, int first, int last) {
        var from = file(repository, before, path);
        var to = file(repository, after, path);
        if (from.isEmpty() || to.isEmpty()) return Optional.empty();
        return between(repository, from.get(), to.get(), first, last);
    }

    /// The same from one blob to another.
    public Optional<Integer> between(Repository repository, ObjectId before, ObjectId after, int first, int last) {
        if (before.equals(after)) return Optional.of(first);
        var pair = new Pair(repository.getIdentifier(), before.copy(), after.copy());
        var edits = known.get(pair, it -> compare(repository, it));
        int moved = 0;
        for (var edit : edits) {
            if (edit.getBeginA() >= last) break;
            boolean within = edit.getLengthA() == 0
                    ? edit.getBeginA() >= first && edit.getBeginA() < last
                    : edit.getEndA() >= first;
            if (within) return Optional.empty();
            moved += edit.getLengthB() - edit.getLengthA();
        }
        return Optional.of(first + moved);
    }

    /// The blob at a path.
    public static Optional<ObjectId> file(Repository repository, ObjectId commit, String path) {
        if (CodePath.parse(path).filter(it -> !it.isRoot()).isEmpty()) return Optional.empty();
        try (var walk = new RevWalk(repository)) {
            var tree = walk.parseCommit(commit).getTree();
            try (var found = TreeWalk.forPath(walk.getObjectReader(), path, tree)) {
                return found == null || found.getFileMode(0).getObjectType() != Constants.OBJ_BLOB
                        ? Optional.empty()
                        : Optional.of(found.getObjectId(0));
            }
        } catch (MissingObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot look for " + path + " in " + commit.name(), e);
        }
    }

    private static List<Edit> compare(Repository repository, Pair pair) {
        try (var reader = repository.newObjectReader()) {
            return LineDiff.blamed(text(reader, pair.before()), text(reader, pair.after()));
        } catch (MissingObjectException | LargeObjectException e) {
            // What cannot be compared has nothing in common.
            return List.of(new Edit(0, Integer.MAX_VALUE, 0, 0));
        } catch (IOException e) {
            throw new CodeException(
                    "cannot compare " + pair.before().name() + " with "
                            + pair.after().name(),
                    e);
        }
    }

    private static RawText text(ObjectReader reader, ObjectId id) throws IOException {
        return new RawText(reader.open(id, Constants.OBJ_BLOB).getCachedBytes(FILE_BYTES_MAX));
    }
}
