package dev.hob.search.index;

import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// Compares the trees of two commits, and remembers what came of it. Shared between threads.
final class Overlays {
    /// A revision in which more files differ is not searched.
    static final int FILES_MAX = 30_000;

    private static final int KNOWN_FILES_MAX = 200_000;

    private final Storage storage;
    /// By what was compared, the one that was asked for last at the end. Guarded by this.
    private final LinkedHashMap<Compared, Comparison> known = new LinkedHashMap<>(16, 0.75f, true);

    private int knownFiles;

    Overlays(Storage storage) {
        this.storage = storage;
    }

    private record Compared(RepositoryId repository, Optional<ObjectId> base, ObjectId commit) {}

    /// What came of a comparison.
    sealed interface Comparison {
        record Differs(Overlay overlay) implements Comparison {}

        /// In more files than are read.
        record TooMuch() implements Comparison {}

        /// One of the commits is none, or is not here any more.
        record Missing() implements Comparison {}
    }

    /// From a commit of the default branch, or from nothing, to another commit.
    Comparison of(Repo repo, Optional<ObjectId> base, ObjectId commit) {
        var compared = new Compared(repo.id(), base.map(ObjectId::copy), commit.copy());
        synchronized (this) {
            var comparison = known.get(compared);
            if (comparison != null) return comparison;
        }
        var comparison = compare(repo, base, commit);
        if (!(comparison instanceof Comparison.Missing)) remember(compared, comparison);
        return comparison;
    }

    private static int size(Comparison comparison) {
        return comparison instanceof Comparison.Differs(var overlay) ? overlay.size() + 1 : 1;
    }

    private synchronized void remember(Compared compared, Comparison comparison) {
        if (known.put(compared, comparison) != null) return;
        knownFiles += size(comparison);
        var oldest = known.entrySet().iterator();
        while (knownFiles > KNOWN_FILES_MAX && known.size() > 1) {
            knownFiles -= size(oldest.next().getValue());
            oldest.remove();
        }
    }

    private Comparison compare(Repo repo, Optional<ObjectId> base, ObjectId commit) {
        var hidden = new ArrayList<String>();
        var beside = new ArrayList<String>();
        try (var repository = storage.open(repo.rid());
                var reader = repository.newObjectReader()) {
            walk(reader, base, commit, new Taker() {
                @Override
                public void hidden(String path) {
                    hidden.add(SourceFile.owner(repo.id(), path));
                }

                @Override
                public boolean beside(String path, ObjectId blob) {
                    beside.add(SourceFile.ownerBeside(repo.id(), path, blob.name()));
                    return beside.size() <= FILES_MAX;
                }
            });
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return new Comparison.Missing();
        } catch (IOException e) {
            throw new IndexException("cannot compare commits of " + repo.path(), e);
        }
        return beside.size() > FILES_MAX
                ? new Comparison.TooMuch()
                : new Comparison.Differs(new Overlay(hidden, beside));
    }

    /// Is told what differs.
    private interface Taker {
        void hidden(String path);

        /// Whether to go on.
        boolean beside(String path, ObjectId blob);
    }

    /// A file beside those of the default branch.
    record Beside(String path, ObjectId blob) {}

    /// The files that stand beside those of the default branch, in the order of their paths.
    static List<Beside> files(ObjectReader reader, Optional<ObjectId> base, ObjectId commit) throws IOException {
        var files = new ArrayList<Beside>();
        walk(reader, base, commit, new Taker() {
            @Override
            public void hidden(String path) {
                // Only what is to be read counts here.
            }

            @Override
            public boolean beside(String path, ObjectId blob) {
                files.add(new Beside(path, blob));
                return files.size() <= FILES_MAX;
            }
        });
        return files;
    }

    private static void walk(ObjectReader reader, Optional<ObjectId> base, ObjectId commit, Taker taker)
            throws IOException {
        try (var commits = new RevWalk(reader);
                var walk = new TreeWalk(reader)) {
            walk.setRecursive(true);
            if (base.isPresent()) walk.addTree(commits.parseCommit(base.get()).getTree());
            else walk.addTree(new EmptyTreeIterator());
            walk.addTree(commits.parseCommit(commit).getTree());
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                boolean was = Code.isFile(walk.getFileMode(0));
                boolean is = Code.isFile(walk.getFileMode(1));
                // What is executable now says the same.
                if (was && is && walk.idEqual(0, 1)) continue;
                String path = walk.getPathString();
                if (path.length() > Code.PATH_CHARACTERS_MAX) continue;
                if (was) taker.hidden(path);
                if (is && !taker.beside(path, walk.getObjectId(1))) return;
            }
        }
    }
}
