package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/// What a commit changed against its first parent, or what one has that another has not. Shared between threads.
public final class Diffs {
    private static final int FILES_MAX = 3_000;
    private static final int COMPARED_FILES_MAX = 1_000;
    private static final int LINES_MAX = 10_000;
    private static final int LINES_PER_FILE_MAX = 2_000;
    private static final int WHOLE_LINES_MAX = 20_000;
    private static final int FILE_BYTES_MAX = 512 * 1024;
    private static final int CONTEXT = 3;
    /// Above it every pair of a file that came and one that went would cost too much to compare.
    private static final int RENAMES_MAX = 200;
    private static final int KEPT_LINES_MAX = 400_000;
    private static final int KEPT_WHOLE_LINES_MAX = 200_000;

    /// Whether spaces make a difference.
    public enum Spaces {
        COUNT,
        IGNORED;

        private RawTextComparator comparator() {
            return this == COUNT ? RawTextComparator.DEFAULT : RawTextComparator.WS_IGNORE_ALL;
        }
    }

    /// Folders have their own, so that nobody learns what another one holds.
    private record Pair(String folder, ObjectId before, ObjectId after, Spaces spaces) {}

    private final Cache<Pair, Diff> pairs = Caffeine.newBuilder()
            .maximumWeight(KEPT_LINES_MAX)
            .weigher((Pair _, Diff diff) -> 10
                    + diff.files().stream()
                            .mapToInt(file -> 3 + file.lines().size())
                            .sum())
            .build();
    private final Cache<Pair, File> files = Caffeine.newBuilder()
            .maximumWeight(KEPT_WHOLE_LINES_MAX)
            .weigher((Pair _, File file) -> 10 + file.lines().size())
            .build();

    private final Storage storage;
    private final Walkers walkers;

    Diffs(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

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
    ///
    /// @param oldId what it was; zeros for nothing. Of a submodule the commit
    /// @param modes of which kind it was and is, when that changed
    /// @param module whether it is, or was, a submodule
    /// @param generated whether a machine wrote it, so that few want to read it
    /// @param left whether its lines were not compared, since there is so much else
    /// @param added lines that came
    /// @param total how many lines it has now
    public record File(
            String oldPath,
            String newPath,
            DiffEntry.ChangeType change,
            ObjectId oldId,
            ObjectId newId,
            String modes,
            boolean module,
            boolean generated,
            boolean binary,
            boolean cut,
            boolean left,
            long added,
            long removed,
            int total,
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

        /// Whether it is of another kind than it was.
        public boolean modeChanged() {
            return !modes.isEmpty();
        }

        /// Whether a page shows its lines only when asked to.
        public boolean isLong() {
            return lines.size() > UNFOLDED_LINES_MAX;
        }

        private File isBinary() {
            return new File(
                    oldPath, newPath, change, oldId, newId, modes, module, generated, true, false, false, 0, 0, 0,
                    List.of());
        }

        private File isLeft() {
            return new File(
                    oldPath, newPath, change, oldId, newId, modes, module, generated, false, false, true, 0, 0, 0,
                    List.of());
        }

        private File with(boolean cut, long added, long removed, int total, List<Line> lines) {
            return new File(
                    oldPath, newPath, change, oldId, newId, modes, module, generated, false, cut, false, added, removed,
                    total, lines);
        }

        /// The same with other lines of it shown.
        public File with(List<Line> shown) {
            return new File(
                    oldPath, newPath, change, oldId, newId, modes, module, generated, binary, cut, left, added, removed,
                    total, shown);
        }
    }

    /// What a line of a diff is.
    public enum Kind {
        HUNK,
        CONTEXT,
        ADDED,
        REMOVED,
        /// That the line before ends the file without ending itself.
        NOTE
    }

    /// A line with its numbers before and after; 0 where it has none.
    public record Line(Kind kind, int before, int after, String text) {}

    /// The diff from one commit to another, kept for a while.
    public Optional<Diff> between(Repository repository, ObjectId before, ObjectId after) {
        return between(repository, before, after, Spaces.COUNT);
    }

    /// The same, perhaps as if there were no spaces.
    public Optional<Diff> between(Repository repository, ObjectId before, ObjectId after, Spaces spaces) {
        var pair = new Pair(repository.getIdentifier(), before.copy(), after.copy(), spaces);
        var known = pairs.getIfPresent(pair);
        if (known != null) return Optional.of(known);
        var diff = diff(repository, Optional.of(before), after, spaces);
        diff.ifPresent(it -> pairs.put(pair, it));
        return diff;
    }

    /// The same, if it is known after so long. It is compared on without whoever asked. Both commits are there.
    public Optional<Diff> between(Repo repo, ObjectId before, ObjectId after, Spaces spaces, Duration patience) {
        var pair = new Pair(repo.rid().value(), before.copy(), after.copy(), spaces);
        if (pairs.getIfPresent(pair) == null)
            walkers.await(
                    pair,
                    () -> {
                        try (var repository = storage.open(repo.rid())) {
                            diff(repository, Optional.of(before), after, spaces).ifPresent(it -> pairs.put(pair, it));
                        }
                    },
                    patience);
        return Optional.ofNullable(pairs.getIfPresent(pair));
    }

    /// The diff of a commit.
    public Optional<Diff> of(Repository repository, ObjectId commit) {
        return diff(repository, Optional.empty(), commit, Spaces.COUNT);
    }

    /// A file with all its lines, of which a diff of many files may have left some out.
    public File whole(Repository repository, File file, Spaces spaces) {
        if (!file.cut() && !file.left()) return file;
        var pair = new Pair(repository.getIdentifier() + "/" + file.path(), file.oldId(), file.newId(), spaces);
        return files.get(pair, _ -> {
            try (var reader = repository.newObjectReader()) {
                return file(reader, file, spaces, WHOLE_LINES_MAX);
            } catch (IOException e) {
                throw new CodeException("cannot compare " + file.path(), e);
            }
        });
    }

    /// What a change would do to a file that nobody has committed yet.
    public File drafted(Repository repository, FileChange change) {
        try (var drafts = DraftObjects.over(repository);
                var reader = drafts.newReader()) {
            var file =
                    switch (change) {
                        case FileChange.Create(var path, var content) ->
                            drafted(
                                    DiffEntry.ChangeType.ADD,
                                    path,
                                    path,
                                    Optional.empty(),
                                    Optional.of(drafts.insert(Constants.OBJ_BLOB, content)));
                        case FileChange.Update(var path, var from, var before, var content) ->
                            drafted(
                                    path.equals(from) ? DiffEntry.ChangeType.MODIFY : DiffEntry.ChangeType.RENAME,
                                    from,
                                    path,
                                    before,
                                    Optional.of(drafts.insert(Constants.OBJ_BLOB, content)));
                        case FileChange.Delete(var path, var before) ->
                            drafted(DiffEntry.ChangeType.DELETE, path, path, before, Optional.empty());
                    };
            return file(reader, file, Spaces.COUNT, LINES_PER_FILE_MAX);
        } catch (IOException e) {
            throw new CodeException("cannot compare " + change.path().value(), e);
        }
    }

    /// The lines in which two texts differ that are parts of files, with a few around them. How such a text ends makes
    /// no difference.
    public static List<Line> lines(String before, String after) {
        var a = text(before);
        var b = text(after);
        var lines = new ArrayList<Line>();
        hunks(LineDiff.shown(a, b), a, b, lines);
        return lines;
    }

    private static RawText text(String text) {
        String ended = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        return new RawText(ended.getBytes(UTF_8));
    }

    private static File drafted(
            DiffEntry.ChangeType change,
            CodePath from,
            CodePath path,
            Optional<ObjectId> before,
            Optional<ObjectId> after) {
        return new File(
                from.value(),
                path.value(),
                change,
                before.orElse(ObjectId.zeroId()),
                after.orElse(ObjectId.zeroId()),
                "",
                false,
                false,
                false,
                false,
                false,
                0,
                0,
                0,
                List.of());
    }

    private static Optional<Diff> diff(
            Repository repository, Optional<ObjectId> before, ObjectId commit, Spaces spaces) {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader();
                var formatter = new DiffFormatter(new ByteArrayOutputStream())) {
            var parsed = walk.parseCommit(commit);
            formatter.setRepository(repository);
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
            var generated = new Generated(reader, parsed.getTree());
            var files = new ArrayList<File>();
            int lines = 0;
            for (var entry : entries) {
                if (files.size() == FILES_MAX) break;
                var empty = empty(entry, generated);
                // Of the rest it is told that they changed, and each can be looked at by itself.
                boolean left = files.size() >= COMPARED_FILES_MAX || lines >= LINES_MAX;
                var file = left ? empty.isLeft() : file(reader, empty, spaces, LINES_PER_FILE_MAX);
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

    private static File empty(DiffEntry entry, Generated generated) throws IOException {
        boolean there = entry.getChangeType() != DiffEntry.ChangeType.ADD
                && entry.getChangeType() != DiffEntry.ChangeType.DELETE;
        boolean module = entry.getOldMode().equals(FileMode.GITLINK)
                || entry.getNewMode().equals(FileMode.GITLINK);
        String path = entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
        return new File(
                entry.getOldPath(),
                entry.getNewPath(),
                entry.getChangeType(),
                entry.getOldId().toObjectId(),
                entry.getNewId().toObjectId(),
                there && !entry.getOldMode().equals(entry.getNewMode())
                        ? entry.getOldMode() + " → " + entry.getNewMode()
                        : "",
                module,
                generated.is(path),
                false,
                false,
                false,
                0,
                0,
                0,
                List.of());
    }

    private static File file(ObjectReader reader, File file, Spaces spaces, int linesMax) throws IOException {
        if (file.module()) return file;
        var before = text(reader, file.oldId(), file.change() == DiffEntry.ChangeType.ADD);
        var after = text(reader, file.newId(), file.change() == DiffEntry.ChangeType.DELETE);
        if (before.isEmpty() || after.isEmpty()) return file.isBinary();
        var edits = DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
                .diff(spaces.comparator(), before.get(), after.get());
        var lines = new ArrayList<Line>();
        boolean cut = !hunks(edits, before.get(), after.get(), lines, linesMax);
        int added = 0;
        int removed = 0;
        for (var edit : edits) {
            added += edit.getLengthB();
            removed += edit.getLengthA();
        }
        return file.with(cut, added, removed, after.get().size(), lines);
    }

    /// A text; empty for what has no lines, or too many.
    private static Optional<RawText> text(ObjectReader reader, ObjectId id, boolean absent) throws IOException {
        if (absent) return Optional.of(RawText.EMPTY_TEXT);
        var loader = reader.open(id, Constants.OBJ_BLOB);
        if (loader.getSize() > FILE_BYTES_MAX) return Optional.empty();
        byte[] bytes = loader.getCachedBytes(FILE_BYTES_MAX);
        return LineDiff.isBinary(bytes) ? Optional.empty() : Optional.of(new RawText(bytes));
    }

    /// Adds the hunks' lines; false when they were too many.
    static boolean hunks(List<Edit> edits, RawText before, RawText after, List<Line> lines) {
        return hunks(edits, before, after, lines, LINES_PER_FILE_MAX);
    }

    private static boolean hunks(List<Edit> edits, RawText before, RawText after, List<Line> lines, int linesMax) {
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
                while (a < edit.getBeginA()) lines.add(new Line(Kind.CONTEXT, ++a, b + 1, after.getString(b++)));
                while (a < edit.getEndA()) lines.add(new Line(Kind.REMOVED, a + 1, 0, before.getString(a++)));
                if (edit.getLengthA() > 0) noteEnd(before, a, lines);
                while (b < edit.getEndB()) lines.add(new Line(Kind.ADDED, 0, b + 1, after.getString(b++)));
                if (edit.getLengthB() > 0) noteEnd(after, b, lines);
                if (lines.size() > linesMax) {
                    lines.subList(linesMax, lines.size()).clear();
                    return false;
                }
            }
            while (a < endA) lines.add(new Line(Kind.CONTEXT, ++a, b + 1, after.getString(b++)));
            next = last + 1;
        }
        return true;
    }

    private static void noteEnd(RawText text, int line, List<Line> lines) {
        if (line == text.size() && text.isMissingNewlineAtEnd())
            lines.add(new Line(Kind.NOTE, 0, 0, "No newline at the end"));
    }
}
