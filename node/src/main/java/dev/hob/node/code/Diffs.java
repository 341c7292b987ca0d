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
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/// What a commit changed against its first parent, or what one has that another has not. Shared between threads.
public final class Diffs {
    private static final int FILES_MAX = 300;
    private static final int LINES_MAX = 10_000;
    private static final int LINES_PER_FILE_MAX = 2_000;
    private static final int FILE_BYTES_MAX = 512 * 1024;
    private static final int CONTEXT = 3;
    /// Above it every pair of a file that came and one that went would cost too much to compare.
    private static final int RENAMES_MAX = 200;
    private static final int KEPT_LINES_MAX = 400_000;

    /// Folders have their own, so that nobody learns what another one holds.
    private record Pair(String folder, ObjectId before, ObjectId after) {}

    private final Cache<Pair, Diff> pairs = Caffeine.newBuilder()
            .maximumWeight(KEPT_LINES_MAX)
            .weigher((Pair _, Diff diff) -> 10
                    + diff.files().stream()
                            .mapToInt(file -> 3 + file.lines().size())
                            .sum())
            .build();

    /// The files that changed; `cut` when there were more than are shown.
    public record Diff(List<File> files, int filesChanged, boolean cut) {
        public Diff {
            files = List.copyOf(files);
        }

        /// Lines that came, in the files that are shown.
        public long added() {
            return files.stream().mapToLong(File::added).sum();
        }

        /// Lines that went, in the files that are shown.
        public long removed() {
            return files.stream().mapToLong(File::removed).sum();
        }
    }

    /// One file of a diff.
    public record File(
            String oldPath,
            String newPath,
            DiffEntry.ChangeType change,
            boolean binary,
            boolean cut,
            boolean modeChanged,
            List<Line> lines) {
        /// More lines than that are folded on a page.
        private static final int UNFOLDED_LINES_MAX = 500;

        public File {
            lines = List.copyOf(lines);
        }

        /// The name that tells where it is now, or was last.
        public String path() {
            return change == DiffEntry.ChangeType.DELETE ? oldPath : newPath;
        }

        /// Whether a page shows its lines only when asked to.
        public boolean isLong() {
            return lines.size() > UNFOLDED_LINES_MAX;
        }

        /// Lines that came.
        public long added() {
            return lines.stream().filter(line -> line.kind() == Kind.ADDED).count();
        }

        /// Lines that went.
        public long removed() {
            return lines.stream().filter(line -> line.kind() == Kind.REMOVED).count();
        }
    }

    /// What a line of a diff is.
    public enum Kind {
        HUNK,
        CONTEXT,
        ADDED,
        REMOVED
    }

    /// A line with its numbers before and after; 0 where it has none.
    public record Line(Kind kind, int before, int after, String text) {}

    /// The diff from one commit to another, kept for a while.
    public Optional<Diff> between(Repository repository, ObjectId before, ObjectId after) {
        var pair = new Pair(repository.getIdentifier(), before.copy(), after.copy());
        var known = pairs.getIfPresent(pair);
        if (known != null) return Optional.of(known);
        var diff = diff(repository, Optional.of(before), after);
        diff.ifPresent(it -> pairs.put(pair, it));
        return diff;
    }

    /// The diff of a commit.
    public Optional<Diff> of(Repository repository, ObjectId commit) {
        return diff(repository, Optional.empty(), commit);
    }

    private static Optional<Diff> diff(Repository repository, Optional<ObjectId> before, ObjectId commit) {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader();
                var formatter = new DiffFormatter(new ByteArrayOutputStream())) {
            var parsed = walk.parseCommit(commit);
            formatter.setRepository(repository);
            formatter.setContext(CONTEXT);
            formatter.setBinaryFileThreshold(FILE_BYTES_MAX);
            formatter.setDetectRenames(true);
            formatter.getRenameDetector().setRenameLimit(RENAMES_MAX);
            var after = new CanonicalTreeParser(null, reader, parsed.getTree());
            List<DiffEntry> entries;
            if (before.isEmpty() && parsed.getParentCount() == 0) {
                entries = formatter.scan(new EmptyTreeIterator(), after);
            } else {
                var parent = walk.parseCommit(before.orElseGet(() -> parsed.getParent(0)));
                entries = formatter.scan(new CanonicalTreeParser(null, reader, parent.getTree()), after);
            }
            var files = new ArrayList<File>();
            int lines = 0;
            for (var entry : entries) {
                if (files.size() == FILES_MAX || lines >= LINES_MAX) break;
                var file = file(formatter, reader, entry);
                lines += file.lines().size();
                files.add(file);
            }
            return Optional.of(new Diff(files, entries.size(), files.size() < entries.size()));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot compare the commit " + commit.name(), e);
        }
    }

    private static File file(DiffFormatter formatter, ObjectReader reader, DiffEntry entry) throws IOException {
        var header = formatter.toFileHeader(entry);
        boolean binary = header.getPatchType() != FileHeader.PatchType.UNIFIED;
        var lines = new ArrayList<Line>();
        boolean cut = false;
        if (!binary && !isModuleLink(entry)) {
            var before = text(reader, entry.getOldId().toObjectId(), entry.getChangeType() == DiffEntry.ChangeType.ADD);
            var after =
                    text(reader, entry.getNewId().toObjectId(), entry.getChangeType() == DiffEntry.ChangeType.DELETE);
            cut = !hunks(header.toEditList(), before, after, lines);
        }
        boolean modeChanged = entry.getChangeType() != DiffEntry.ChangeType.ADD
                && entry.getChangeType() != DiffEntry.ChangeType.DELETE
                && !entry.getOldMode().equals(entry.getNewMode());
        return new File(entry.getOldPath(), entry.getNewPath(), entry.getChangeType(), binary, cut, modeChanged, lines);
    }

    private static boolean isModuleLink(DiffEntry entry) {
        return entry.getOldMode().equals(org.eclipse.jgit.lib.FileMode.GITLINK)
                || entry.getNewMode().equals(org.eclipse.jgit.lib.FileMode.GITLINK);
    }

    private static RawText text(ObjectReader reader, ObjectId id, boolean absent) throws IOException {
        if (absent) return RawText.EMPTY_TEXT;
        return new RawText(reader.open(id, Constants.OBJ_BLOB).getBytes(FILE_BYTES_MAX));
    }

    /// Adds the hunks' lines; false when they were too many.
    static boolean hunks(List<Edit> edits, RawText before, RawText after, List<Line> lines) {
        int next = 0;
        while (next < edits.size()) {
            int last = next;
            while (last + 1 < edits.size()
                    && edits.get(last + 1).getBeginA() - edits.get(last).getEndA() <= 2 * CONTEXT) last++;
            int a = Math.max(0, edits.get(next).getBeginA() - CONTEXT);
            int b = Math.max(0, edits.get(next).getBeginB() - CONTEXT);
            int endA = Math.min(before.size(), edits.get(last).getEndA() + CONTEXT);
            int endB = Math.min(after.size(), edits.get(last).getEndB() + CONTEXT);
            lines.add(new Line(Kind.HUNK, 0, 0, "@@ -%d,%d +%d,%d @@".formatted(a + 1, endA - a, b + 1, endB - b)));
            for (int i = next; i <= last; i++) {
                var edit = edits.get(i);
                while (a < edit.getBeginA()) lines.add(new Line(Kind.CONTEXT, a + 1, ++b, before.getString(a++)));
                while (a < edit.getEndA()) lines.add(new Line(Kind.REMOVED, a + 1, 0, before.getString(a++)));
                while (b < edit.getEndB()) lines.add(new Line(Kind.ADDED, 0, b + 1, after.getString(b++)));
                if (lines.size() > LINES_PER_FILE_MAX) {
                    lines.subList(LINES_PER_FILE_MAX, lines.size()).clear();
                    return false;
                }
            }
            while (a < endA) lines.add(new Line(Kind.CONTEXT, a + 1, ++b, before.getString(a++)));
            next = last + 1;
        }
        return true;
    }
}
