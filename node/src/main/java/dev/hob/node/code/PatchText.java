package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// A commit as a text that can be compared with another commit's, as `git range-diff` writes it: author, message
/// and patch, without anything that only tells where it stands.
///
/// @param text all of it
/// @param patch the part that is the patch, one string a line
record PatchText(String text, List<String> patch) {
    private static final int CONTEXT = 3;
    private static final int FILE_BYTES_MAX = 512 * 1024;
    private static final int RENAMES_MAX = 200;
    private static final int LIKENESS_MIN = 50;
    private static final int FUNCTION_CHARACTERS_MAX = 80;
    /// A longer patch goes on with names only.
    private static final int LINES_MAX = 20_000;

    PatchText {
        patch = List.copyOf(patch);
    }

    static PatchText of(ObjectReader reader, RevCommit commit) throws IOException {
        var author = commit.getAuthorIdent();
        var head = new StringBuilder(" ## Metadata ##\nAuthor: ")
                .append(author.getName())
                .append(" <")
                .append(author.getEmailAddress())
                .append(">\n\n ## Commit message ##\n");
        commit.getFullMessage().stripTrailing().lines().forEach(line -> head.append(("    " + line).stripTrailing())
                .append('\n'));
        var patch = new ArrayList<String>();
        for (var entry : entries(reader, commit, true)) {
            patch.add(title(entry));
            if (patch.size() < LINES_MAX) patch.addAll(lines(reader, entry));
            else
                patch.add(" " + entry.getOldId().name() + " " + entry.getNewId().name());
            patch.add("");
        }
        if (!patch.isEmpty()) patch.removeLast();
        String text = patch.isEmpty() ? head.toString() : head + "\n" + String.join("\n", patch) + "\n";
        return new PatchText(text, patch);
    }

    /// The files that a commit changed, against its first parent.
    static List<DiffEntry> entries(ObjectReader reader, RevCommit commit, boolean followRenames) throws IOException {
        try (var walk = new TreeWalk(reader)) {
            walk.setRecursive(true);
            walk.addTree(before(reader, commit));
            walk.addTree(new CanonicalTreeParser(null, reader, commit.getTree()));
            walk.setFilter(TreeFilter.ANY_DIFF);
            var entries = DiffEntry.scan(walk);
            if (!followRenames) return entries;
            var renames = new RenameDetector(reader, new Config().get(DiffConfig.KEY));
            renames.setRenameScore(LIKENESS_MIN);
            renames.setRenameLimit(RENAMES_MAX);
            renames.addAll(entries);
            return renames.compute();
        }
    }

    private static AbstractTreeIterator before(ObjectReader reader, RevCommit commit) throws IOException {
        if (commit.getParentCount() == 0) return new EmptyTreeIterator();
        try (var walk = new RevWalk(reader)) {
            return new CanonicalTreeParser(
                    null, reader, walk.parseCommit(commit.getParent(0)).getTree());
        }
    }

    private static String title(DiffEntry entry) {
        String name =
                switch (entry.getChangeType()) {
                    case ADD -> entry.getNewPath() + " (new)";
                    case DELETE -> entry.getOldPath() + " (deleted)";
                    case RENAME, COPY -> entry.getOldPath() + " => " + entry.getNewPath();
                    case MODIFY -> entry.getNewPath();
                };
        boolean changesMode = entry.getChangeType() != DiffEntry.ChangeType.ADD
                && entry.getChangeType() != DiffEntry.ChangeType.DELETE
                && !entry.getOldMode().equals(entry.getNewMode());
        String mode = changesMode ? " (mode change %s => %s)".formatted(entry.getOldMode(), entry.getNewMode()) : "";
        return " ## " + name + mode + " ##";
    }

    /// The hunks of a file, without line numbers.
    static List<String> lines(ObjectReader reader, DiffEntry entry) throws IOException {
        var lines = new ArrayList<String>();
        var before = text(reader, entry.getOldMode(), entry.getOldId().toObjectId());
        var after = text(reader, entry.getNewMode(), entry.getNewId().toObjectId());
        String path = entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
        if (before.isEmpty() || after.isEmpty()) {
            lines.add(" Binary files " + entry.getOldId().name() + " and "
                    + entry.getNewId().name() + " differ");
            return lines;
        }
        var a = before.get();
        var b = after.get();
        hunks(a, b, LineDiff.shown(a, b), path, lines);
        return lines;
    }

    /// What is at an id, as git shows it; empty for what has no lines.
    private static Optional<RawText> text(ObjectReader reader, FileMode mode, ObjectId id) throws IOException {
        if (mode.equals(FileMode.MISSING)) return Optional.of(RawText.EMPTY_TEXT);
        if (mode.equals(FileMode.GITLINK))
            return Optional.of(new RawText(("Subproject commit " + id.name() + "\n").getBytes(UTF_8)));
        var loader = reader.open(id, Constants.OBJ_BLOB);
        if (loader.getSize() > FILE_BYTES_MAX) return Optional.empty();
        byte[] bytes = loader.getBytes(FILE_BYTES_MAX);
        if (LineDiff.isBinary(bytes)) return Optional.empty();
        return Optional.of(new RawText(bytes));
    }

    private static void hunks(RawText a, RawText b, List<Edit> edits, String path, List<String> lines) {
        String function = "";
        int lookedAt = -1;
        for (int next = 0; next < edits.size(); ) {
            int last = next;
            while (last + 1 < edits.size()
                    && edits.get(last + 1).getBeginA() - edits.get(last).getEndA() <= 2 * CONTEXT) last++;
            int line = Math.max(0, edits.get(next).getBeginA() - CONTEXT);
            int end = Math.min(a.size(), edits.get(last).getEndA() + CONTEXT);
            function = function(a, line - 1, lookedAt).orElse(function);
            lookedAt = line - 1;
            lines.add(function.isEmpty() ? "@@" : "@@ " + path + ": " + function);
            for (var edit : edits.subList(next, last + 1)) {
                while (line < edit.getBeginA()) add(lines, ' ', a, line++);
                while (line < edit.getEndA()) add(lines, '-', a, line++);
                for (int i = edit.getBeginB(); i < edit.getEndB(); i++) add(lines, '+', b, i);
            }
            while (line < end) add(lines, ' ', a, line++);
            next = last + 1;
        }
    }

    private static void add(List<String> lines, char sign, RawText text, int line) {
        lines.add(sign + text.getString(line));
        if (line == text.size() - 1 && text.isMissingNewlineAtEnd()) lines.add(" \\ No newline at end of file");
    }

    /// The nearest line above that looks like the head of a function: it begins with a letter.
    private static Optional<String> function(RawText text, int from, int until) {
        for (int line = from; line > until; line--) {
            String head = text.getString(line);
            if (head.isEmpty()) continue;
            char first = head.charAt(0);
            if ((first < 'a' || first > 'z') && (first < 'A' || first > 'Z') && first != '_' && first != '$') continue;
            return Optional.of(head.substring(0, Math.min(FUNCTION_CHARACTERS_MAX, head.length()))
                    .stripTrailing());
        }
        return Optional.empty();
    }
}
