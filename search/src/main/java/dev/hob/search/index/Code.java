package dev.hob.search.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.code.Commit;
import dev.hob.node.code.Generated;
import dev.hob.node.log.RepositoryId;
import dev.hob.search.chunk.FileRole;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// Brings a repository's default branch into the index: from the commit that is in, only what changed since; from
/// nothing, or when that commit is gone, everything that is not in as it is. Begun again, it goes on. Owned by the
/// indexer's thread.
final class Code {
    /// A larger file is found by its path only.
    static final int FILE_BYTES_MAX = 1024 * 1024;

    private static final int FILES_MAX = 200_000;
    static final int PATH_CHARACTERS_MAX = 1_000;
    private static final int COMMITS_MAX = 20_000;
    private static final int SNIFFED_BYTES = 8_000;

    private final Index index;
    private final BooleanSupplier between;

    /// @param between is called now and then, since much may be done before the end; whether to go on
    Code(Index index, BooleanSupplier between) {
        this.index = index;
        this.between = between;
    }

    /// Brings it from one commit to another.
    ///
    /// @param before the commit that is in, if all of it is
    /// @param left others whose history may be in
    void bring(RepositoryId id, Repository repository, Optional<ObjectId> before, Set<ObjectId> left, ObjectId after)
            throws IOException {
        try (var walk = new RevWalk(repository)) {
            var reader = walk.getObjectReader();
            var tree = walk.parseCommit(after).getTree();
            var from = before.isPresent() ? tree(walk, before.get()) : Optional.<RevTree>empty();
            var generated = new Generated(reader, tree);
            if (from.isPresent() && !attributesChanged(reader, from.get(), tree))
                changes(id, reader, generated, from.get(), tree);
            else everything(id, reader, generated, tree);
            commits(id, repository, before.filter(_ -> from.isPresent()), after);
            forgetUnreachable(id, repository, left, after);
        }
    }

    private static Optional<RevTree> tree(RevWalk walk, ObjectId commit) throws IOException {
        try {
            return Optional.of(walk.parseCommit(commit).getTree());
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty(); // Rewritten and cleaned up since.
        }
    }

    /// What they say of other files may be another thing now.
    private static boolean attributesChanged(ObjectReader reader, RevTree from, RevTree to) throws IOException {
        try (var walk = walk(reader, from, to)) {
            while (walk.next()) if (walk.getNameString().equals(Constants.DOT_GIT_ATTRIBUTES)) return true;
            return false;
        }
    }

    private static TreeWalk walk(ObjectReader reader, RevTree from, RevTree to) throws IOException {
        var walk = new TreeWalk(reader);
        walk.setRecursive(true);
        walk.addTree(from);
        walk.addTree(to);
        walk.setFilter(TreeFilter.ANY_DIFF);
        return walk;
    }

    private void changes(RepositoryId id, ObjectReader reader, Generated generated, RevTree from, RevTree to)
            throws IOException {
        try (var walk = walk(reader, from, to)) {
            while (walk.next()) {
                if (isFile(walk.getFileMode(1)))
                    put(id, reader, generated, walk.getPathString(), walk.getObjectId(1), Optional.empty());
                else if (isFile(walk.getFileMode(0))) index.remove(SourceFile.owner(id, walk.getPathString()));
                rest();
            }
        }
    }

    private void everything(RepositoryId id, ObjectReader reader, Generated generated, RevTree tree)
            throws IOException {
        index.show();
        var marks = index.marks(id);
        int files = 0;
        try (var walk = new TreeWalk(reader)) {
            walk.setRecursive(true);
            walk.addTree(new EmptyTreeIterator());
            walk.addTree(tree);
            while (walk.next() && files < FILES_MAX) {
                if (!isFile(walk.getFileMode(1))) continue;
                files++;
                String path = walk.getPathString();
                put(id, reader, generated, path, walk.getObjectId(1), Optional.ofNullable(marks.remove(path)));
                rest();
            }
        }
        for (String gone : marks.keySet()) index.remove(SourceFile.owner(id, gone));
    }

    private void rest() {
        if (!between.getAsBoolean()) throw new Stopped();
    }

    /// The node stops; the next start goes on.
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    static boolean isFile(FileMode mode) {
        return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
    }

    private void put(
            RepositoryId id,
            ObjectReader reader,
            Generated generated,
            String path,
            ObjectId blob,
            Optional<String> mark)
            throws IOException {
        if (path.length() > PATH_CHARACTERS_MAX) return;
        boolean machineMade = generated.is(path);
        // Most often the same as before, by its content and by what is said of it; its role needs no second reading.
        if (mark.isPresent() && mark.get().startsWith(path + "\0" + blob.name() + "\0") && !machineMade) {
            boolean wasForeign = mark.get().endsWith("\0" + FileRole.FOREIGN.name());
            if (!wasForeign) return;
        }
        var file = file(id, reader, machineMade, path, blob, false);
        if (mark.filter(file.mark()::equals).isPresent()) return;
        index.replace(file.owner(), file.documents(Optional.empty()));
    }

    static SourceFile file(
            RepositoryId id, ObjectReader reader, boolean machineMade, String path, ObjectId blob, boolean beside)
            throws IOException {
        var text = text(reader, blob);
        var role = FileRole.of(path, text.orElse(""), machineMade);
        return new SourceFile(id, path, blob.name(), text, role, beside);
    }

    private static Optional<String> text(ObjectReader reader, ObjectId blob) throws IOException {
        try {
            var loader = reader.open(blob, Constants.OBJ_BLOB);
            if (loader.getSize() > FILE_BYTES_MAX) return Optional.empty();
            byte[] bytes = loader.getBytes(FILE_BYTES_MAX);
            // As git itself tells text from the rest.
            for (int i = 0; i < Math.min(bytes.length, SNIFFED_BYTES); i++) if (bytes[i] == 0) return Optional.empty();
            return Optional.of(new String(bytes, UTF_8));
        } catch (MissingObjectException e) {
            return Optional.empty(); // A partial copy of somebody else's.
        }
    }

    private void commits(RepositoryId id, Repository repository, Optional<ObjectId> before, ObjectId after)
            throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(after));
            if (before.isPresent()) walk.markUninteresting(walk.parseCommit(before.get()));
            int count = 0;
            for (var next = walk.next(); next != null && count < COMMITS_MAX; next = walk.next()) {
                var commit = Commit.of(next);
                String owner = Said.ownerOfCommit(id, commit.id().name());
                var said = new Said(
                        owner,
                        Kind.COMMIT,
                        id,
                        commit.id().name(),
                        "",
                        commit.subject(),
                        commit.body(),
                        Optional.empty(),
                        commit.committer().at());
                index.replace(owner, List.of(said.document()));
                count++;
                rest();
            }
        }
    }

    /// What a branch that was rewound has left behind is not shown any more.
    private void forgetUnreachable(RepositoryId id, Repository repository, Set<ObjectId> left, ObjectId after)
            throws IOException {
        try (var walk = new RevWalk(repository)) {
            int starts = 0;
            for (var tip : left) {
                if (tree(walk, tip).isEmpty()) continue;
                walk.markStart(walk.parseCommit(tip));
                starts++;
            }
            if (starts == 0) return;
            walk.markUninteresting(walk.parseCommit(after));
            var gone = new HashSet<ObjectId>();
            for (var next = walk.next(); next != null && gone.size() < COMMITS_MAX; next = walk.next())
                gone.add(next.copy());
            keepReachable(repository, gone, after);
            for (var each : gone) index.remove(Said.ownerOfCommit(id, each.name()));
        }
    }

    /// A walk leaves out only what it meets in the order of dates, and dates do not keep to the order of history: what
    /// was rebased has one date, what was imported any.
    private static void keepReachable(Repository repository, Set<ObjectId> gone, ObjectId after) throws IOException {
        if (gone.isEmpty()) return;
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(after));
            for (var next = walk.next(); next != null && !gone.isEmpty(); next = walk.next()) gone.remove(next);
        }
    }
}
