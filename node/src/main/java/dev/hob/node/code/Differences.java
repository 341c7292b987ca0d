package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevWalk;

/// Which files differ between two commits, and by how many lines: the whole list, but none of the lines. Worked
/// out once for each pair. Shared between threads.
public final class Differences {
    /// More files are not named.
    public static final int FILES_MAX = 3_000;
    /// Lines are counted in so many files; in the rest they count as none.
    private static final int COUNTED_FILES_MAX = 1_000;

    private static final int FILE_BYTES_MAX = 512 * 1024;
    private static final int RENAMES_MAX = 200;
    private static final int KEPT_FILES_MAX = 200_000;

    /// Folders have their own, so that nobody learns what another one holds.
    private record Pair(String folder, ObjectId before, ObjectId after) {}

    private final Cache<Pair, Summary> known = Caffeine.newBuilder()
            .maximumWeight(KEPT_FILES_MAX)
            .weigher((Pair _, Summary summary) -> 2 + summary.files().size())
            .build();

    /// All that differs.
    ///
    /// @param files the first of them
    public record Summary(List<File> files, int filesChanged, int added, int removed) {
        public Summary {
            files = List.copyOf(files);
        }
    }

    /// One file.
    ///
    /// @param before its path before; the same as after unless it was renamed or copied
    public record File(String before, String path, DiffEntry.ChangeType change, int added, int removed) {}

    /// What differs; empty when one of the two is not there.
    public Optional<Summary> between(Repository repository, ObjectId before, ObjectId after) {
        var pair = new Pair(repository.getIdentifier(), before.copy(), after.copy());
        var there = known.getIfPresent(pair);
        if (there != null) return Optional.of(there);
        var compared = compare(repository, pair);
        compared.ifPresent(it -> known.put(pair, it));
        return compared;
    }

    private static Optional<Summary> compare(Repository repository, Pair pair) {
        try (var walk = new RevWalk(repository);
                var formatter = new DiffFormatter(new ByteArrayOutputStream())) {
            formatter.setRepository(repository);
            formatter.setBinaryFileThreshold(FILE_BYTES_MAX);
            formatter.setDetectRenames(true);
            formatter.getRenameDetector().setRenameLimit(RENAMES_MAX);
            var entries = formatter.scan(
                    walk.parseCommit(pair.before()).getTree(),
                    walk.parseCommit(pair.after()).getTree());
            var files = new ArrayList<File>();
            int added = 0;
            int removed = 0;
            for (var entry : entries) {
                if (files.size() == FILES_MAX) break;
                var file = files.size() < COUNTED_FILES_MAX ? counted(formatter, entry) : named(entry, 0, 0);
                added += file.added();
                removed += file.removed();
                files.add(file);
            }
            return Optional.of(new Summary(files, entries.size(), added, removed));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException(
                    "cannot compare " + pair.before().name() + " with "
                            + pair.after().name(),
                    e);
        }
    }

    private static File counted(DiffFormatter formatter, DiffEntry entry) throws IOException {
        var header = formatter.toFileHeader(entry);
        if (header.getPatchType() != FileHeader.PatchType.UNIFIED) return named(entry, 0, 0);
        int added = 0;
        int removed = 0;
        for (var edit : header.toEditList()) {
            added += edit.getLengthB();
            removed += edit.getLengthA();
        }
        return named(entry, added, removed);
    }

    private static File named(DiffEntry entry, int added, int removed) {
        var change = entry.getChangeType();
        String path = change == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
        boolean moved = change == DiffEntry.ChangeType.RENAME || change == DiffEntry.ChangeType.COPY;
        return new File(moved ? entry.getOldPath() : path, path, change, added, removed);
    }
}
