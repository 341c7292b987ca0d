package dev.hob.node.code;

import dev.hob.node.code.Diffs.Kind;
import dev.hob.node.code.Diffs.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.HunkHeader;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.util.RawParseUtils;

/// Reads what `git diff` writes, so that changes that are not here can be shown as those that are. What it says of
/// itself is nobody's word but its writer's.
public final class UnifiedDiff {
    private static final int FILES_MAX = 3_000;
    private static final int LINES_MAX = 10_000;
    private static final int LINES_PER_FILE_MAX = 2_000;

    private UnifiedDiff() {}

    /// The changes of a text; empty when it is no diff. Of long ones the rest is left out, as [Diffs.File] says.
    public static Optional<Diffs.Diff> read(byte[] text) {
        var patch = new Patch();
        try {
            patch.parse(text, 0, text.length);
            if (patch.getFiles().isEmpty() && !isBlank(text)) return Optional.empty();
            var files = new ArrayList<Diffs.File>();
            int lines = 0;
            for (var header : patch.getFiles()) {
                if (files.size() == FILES_MAX) break;
                var file = file(header, lines >= LINES_MAX);
                lines += file.lines().size();
                files.add(file);
            }
            return Optional.of(new Diffs.Diff(
                    files,
                    patch.getFiles().size(),
                    files.size() < patch.getFiles().size()));
        } catch (RuntimeException _) {
            return Optional.empty(); // JGit stumbles over some texts that git has never written.
        }
    }

    private static boolean isBlank(byte[] text) {
        for (byte one : text) if (one != '\n' && one != '\r' && one != ' ') return false;
        return true;
    }

    private static Diffs.File file(FileHeader header, boolean left) {
        boolean isBinary = header.getPatchType() != FileHeader.PatchType.UNIFIED;
        boolean hasLines = !isBinary && !header.getHunks().isEmpty();
        var lines = new Lines(left || !hasLines ? 0 : LINES_PER_FILE_MAX);
        for (var hunk : header.getHunks()) lines.add(hunk);
        // Of an empty file there is no line that says that it was nothing before.
        var change = header.getChangeType();
        return new Diffs.File(
                change == DiffEntry.ChangeType.ADD ? DiffEntry.DEV_NULL : header.getOldPath(),
                change == DiffEntry.ChangeType.DELETE ? DiffEntry.DEV_NULL : header.getNewPath(),
                change,
                ObjectId.zeroId(),
                ObjectId.zeroId(),
                modes(header),
                false,
                false,
                isBinary,
                hasLines && !left && lines.cut,
                hasLines && left,
                lines.added,
                lines.removed,
                0,
                lines.kept);
    }

    private static String modes(FileHeader header) {
        boolean there = header.getChangeType() != DiffEntry.ChangeType.ADD
                && header.getChangeType() != DiffEntry.ChangeType.DELETE;
        var before = header.getOldMode();
        var after = header.getNewMode();
        return there && before != null && after != null && !before.equals(after) ? before + " → " + after : "";
    }

    /// The lines of a file, so many as are shown.
    private static final class Lines {
        private final int max;
        private final List<Line> kept = new ArrayList<>();
        private boolean cut;
        private int added;
        private int removed;

        Lines(int max) {
            this.max = max;
        }

        void add(HunkHeader hunk) {
            byte[] text = hunk.getBuffer();
            int at = RawParseUtils.nextLF(text, hunk.getStartOffset());
            int before = hunk.getOldImage().getStartLine();
            int after = hunk.getNewStartLine();
            keep(new Line(Kind.HUNK, 0, 0, line(text, hunk.getStartOffset(), at)));
            while (at < hunk.getEndOffset()) {
                int next = RawParseUtils.nextLF(text, at);
                String line = line(text, at + 1, next);
                switch (text[at]) {
                    case '+' -> {
                        added++;
                        keep(new Line(Kind.ADDED, 0, after++, line));
                    }
                    case '-' -> {
                        removed++;
                        keep(new Line(Kind.REMOVED, before++, 0, line));
                    }
                    case '\\' -> keep(new Line(Kind.NOTE, 0, 0, "No newline at the end"));
                    default -> keep(new Line(Kind.CONTEXT, before++, after++, line));
                }
                at = next;
            }
        }

        private void keep(Line line) {
            if (kept.size() < max) kept.add(line);
            else cut = true;
        }

        private static String line(byte[] text, int from, int next) {
            int to = next > from && text[next - 1] == '\n' ? next - 1 : next;
            return to > from ? RawParseUtils.decode(text, from, to) : "";
        }
    }
}
