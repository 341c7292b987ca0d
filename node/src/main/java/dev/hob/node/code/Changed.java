package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/// Which files a commit changed against its first parent, and by how many lines; worked out once for each commit.
/// Shared between threads.
public final class Changed {
    private static final int KEPT_FILES_MAX = 200_000;
    private static final int FILES_MAX = 300;
    /// Lines are counted in so many files; in the rest they count as none.
    private static final int COUNTED_FILES_MAX = 1_000;

    private static final int FILE_BYTES_MAX = 512 * 1024;

    /// What a commit changed.
    ///
    /// @param files the first of them
    public record Summary(List<File> files, int filesChanged, int added, int removed) {
        public Summary {
            files = List.copyOf(files);
        }
    }

    /// A file, and what happened to it.
    public record File(String path, Status status) {}

    /// What happened to a file.
    public enum Status {
        ADDED,
        MODIFIED,
        REMOVED
    }

    private final Cache<ObjectId, Summary> known = Caffeine.newBuilder()
            .maximumWeight(KEPT_FILES_MAX)
            .weigher((ObjectId _, Summary summary) -> 2 + summary.files().size())
            .build();

    /// What a commit changed.
    public Summary of(Repository repository, ObjectId commit) {
        return known.get(commit.copy(), id -> compare(repository, id));
    }

    private static Summary compare(Repository repository, ObjectId commit) {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader();
                var formatter = new DiffFormatter(new ByteArrayOutputStream())) {
            formatter.setRepository(repository);
            formatter.setBinaryFileThreshold(FILE_BYTES_MAX);
            var parsed = walk.parseCommit(commit);
            var before = parsed.getParentCount() == 0
                    ? new EmptyTreeIterator()
                    : new CanonicalTreeParser(
                            null, reader, walk.parseCommit(parsed.getParent(0)).getTree());
            var entries = formatter.scan(before, new CanonicalTreeParser(null, reader, parsed.getTree()));
            var files = new ArrayList<File>();
            int added = 0;
            int removed = 0;
            for (int i = 0; i < entries.size(); i++) {
                if (i < FILES_MAX) files.add(file(entries.get(i)));
                if (i >= COUNTED_FILES_MAX) break;
                var header = formatter.toFileHeader(entries.get(i));
                if (header.getPatchType() != FileHeader.PatchType.UNIFIED) continue;
                for (var edit : header.toEditList()) {
                    added += edit.getLengthB();
                    removed += edit.getLengthA();
                }
            }
            return new Summary(files, entries.size(), added, removed);
        } catch (IOException e) {
            throw new CodeException("cannot tell what " + commit.name() + " changed", e);
        }
    }

    private static File file(DiffEntry entry) {
        return switch (entry.getChangeType()) {
            case ADD, COPY -> new File(entry.getNewPath(), Status.ADDED);
            case MODIFY, RENAME -> new File(entry.getNewPath(), Status.MODIFIED);
            case DELETE -> new File(entry.getOldPath(), Status.REMOVED);
        };
    }
}
