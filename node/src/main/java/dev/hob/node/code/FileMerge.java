package dev.hob.node.code;

import dev.hob.node.code.Conflict.Kind;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/// Merges three versions of one file: its mode, and its lines if it has any. Paths are raw (see
/// [TreeEdit]). Owned by one thread.
final class FileMerge {
    /// A file as it is merged, and what is wrong with it.
    record Content(TreeEdit.Entry entry, Optional<Kind> wrong) {}

    private final DraftObjects drafts;
    private final ObjectReader reader;
    private final MergeBudget budget;
    private final TreeMerge.Setting setting;

    FileMerge(DraftObjects drafts, ObjectReader reader, MergeBudget budget, TreeMerge.Setting setting) {
        this.drafts = drafts;
        this.reader = reader;
        this.budget = budget;
        this.setting = setting;
    }

    /// Merges three versions of a file of one kind.
    ///
    /// @param paths where each of the three has it: marks name them when they differ
    /// @param longer how much longer than usual marks are, since they may come to stand within others
    Content merge(
            TreeEdit.@Nullable Entry base,
            TreeEdit.@Nullable Entry ours,
            TreeEdit.@Nullable Entry theirs,
            String[] paths,
            int longer)
            throws IOException, MergeBudget.Spent {
        if (ours == null || theirs == null) throw new AssertionError("nothing to merge at " + paths[TreeMerge.OURS]);
        var mode = ours.mode();
        boolean modeWrong = false;
        if (ours.mode().equals(theirs.mode()) || (base != null && ours.mode().equals(base.mode())))
            mode = theirs.mode();
        else modeWrong = base == null || !theirs.mode().equals(base.mode());
        Optional<Kind> wrong = modeWrong ? Optional.of(Kind.MODE) : Optional.empty();
        if (ours.id().equals(theirs.id()) || (base != null && ours.id().equals(base.id())))
            return new Content(new TreeEdit.Entry(mode, theirs.id()), wrong);
        if (base != null && theirs.id().equals(base.id()))
            return new Content(new TreeEdit.Entry(mode, ours.id()), wrong);
        var likeBase = base != null && areAlike(base, ours) ? base : null;
        return switch (kind(ours)) {
            case FILE -> lines(likeBase, ours, theirs, mode, wrong, paths, longer);
            case LINK -> unmerged(setting.depth() > 0 && base != null ? base : ours, Kind.CONTENT);
            case MODULE -> unmerged(setting.depth() > 0 && base != null ? base : ours, Kind.SUBMODULE);
        };
    }

    private static Content unmerged(TreeEdit.Entry entry, Kind kind) {
        return new Content(entry, Optional.of(kind));
    }

    private Content lines(
            TreeEdit.@Nullable Entry base,
            TreeEdit.Entry ours,
            TreeEdit.Entry theirs,
            FileMode mode,
            Optional<Kind> wrong,
            String[] paths,
            int longer)
            throws IOException, MergeBudget.Spent {
        byte[] baseText = base == null ? new byte[0] : read(base.id());
        byte[] ourText = read(ours.id());
        byte[] theirText = read(theirs.id());
        if (LineDiff.isBinary(baseText) || LineDiff.isBinary(ourText) || LineDiff.isBinary(theirText)) {
            if (setting.depth() == 0) return unmerged(new TreeEdit.Entry(mode, ours.id()), Kind.BINARY);
            var kept = base == null ? drafts.insert(Constants.OBJ_BLOB, new byte[0]) : base.id();
            return unmerged(new TreeEdit.Entry(mode, kept), Kind.BINARY);
        }
        boolean samePath = paths[TreeMerge.OURS].equals(paths[TreeMerge.THEIRS]);
        var labels = new LineMerge.Labels(
                samePath ? setting.ours() : setting.ours() + ":" + paths[TreeMerge.OURS],
                samePath ? setting.theirs() : setting.theirs() + ":" + paths[TreeMerge.THEIRS],
                LineMerge.Labels.USUAL_LENGTH + longer + 2 * setting.depth());
        var text = LineMerge.merge(baseText, ourText, theirText, labels);
        var entry = new TreeEdit.Entry(mode, drafts.insert(Constants.OBJ_BLOB, text.text()));
        if (text.conflicts() == 0) return new Content(entry, wrong);
        return unmerged(entry, base == null ? Kind.ADD_ADD : Kind.CONTENT);
    }

    private byte[] read(ObjectId blob) throws IOException, MergeBudget.Spent {
        var loader = reader.open(blob, Constants.OBJ_BLOB);
        budget.file(loader.getSize());
        return loader.getBytes(budget.limits().fileBytes());
    }

    /// What can be merged with each other.
    private enum Type {
        FILE,
        LINK,
        MODULE
    }

    private static Type kind(TreeEdit.Entry entry) {
        if (entry.mode().equals(FileMode.SYMLINK)) return Type.LINK;
        return entry.mode().equals(FileMode.GITLINK) ? Type.MODULE : Type.FILE;
    }

    /// Whether two are of a kind, so that they can be merged.
    static boolean areAlike(TreeEdit.Entry one, TreeEdit.Entry other) {
        return kind(one) == kind(other);
    }

    static boolean isFile(TreeEdit.Entry entry) {
        return kind(entry) == Type.FILE;
    }
}
