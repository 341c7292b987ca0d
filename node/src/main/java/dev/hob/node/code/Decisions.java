package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/// Merges that contradict themselves in a few lines, with what people decide there. Makes drafts and moves nothing.
/// Immutable.
public final class Decisions {
    /// How many files are decided at once.
    static final int TEXTS_MAX = 50;

    /// How large they are together, with their marks.
    static final int BYTES_MAX = 1 << 20;

    private static final int MARK_CHARACTERS_MAX = 80;

    /// A text that people decide.
    ///
    /// @param path where the merge has it
    /// @param ours our version, and where we have it
    /// @param file with marks
    public record Contested(
            CodePath path, FileMode mode, Conflict.Version ours, FileText file, MarkedText.Marks marks) {}

    /// What is decided with git, by people who have it all at hand.
    ///
    /// @param told why, where the kind of the conflict does not tell it
    public record Unfit(Conflict conflict, Optional<String> told) {}

    /// What there is to decide.
    public sealed interface Found {
        /// These files.
        ///
        /// @param tree what could be merged
        record Undecided(ObjectId tree, List<Contested> texts, List<Unfit> unfit) implements Found {
            public Undecided {
                texts = List.copyOf(texts);
                unfit = List.copyOf(unfit);
            }
        }

        /// Nothing.
        record Clean() implements Found {}

        /// It cannot be merged here at all.
        record Impossible(String told) implements Found {}
    }

    /// What came of a merge.
    public sealed interface Outcome {
        /// The commit that has both.
        record Merged(ObjectId commit) implements Outcome {}

        /// Something is wrong with what was decided about a file.
        record Wrong(CodePath path, String told) implements Outcome {}

        /// There is something else to decide, or nothing.
        record Other(Found found) implements Outcome {}
    }

    private final Merging merging = new Merging();

    /// Looks what people have to decide when `theirs` is merged into `ours`.
    public Found look(DraftObjects drafts, ObjectId ours, ObjectId theirs, Merging.Names names) {
        return switch (merging.merge(drafts, ours, theirs, names)) {
            case Merge.Clean _ -> new Found.Clean();
            case Merge.Unrelated() -> new Found.Impossible(Messages.text("code.nothing-in-common"));
            case Merge.TooLarge(var told) -> new Found.Impossible(Messages.text("code.too-large-to-be-tried", told));
            case Merge.Conflicting conflicting -> undecided(drafts, ours, conflicting, names);
        };
    }

    private static Found undecided(DraftObjects drafts, ObjectId ours, Merge.Conflicting merge, Merging.Names names) {
        var texts = new ArrayList<Contested>();
        var unfit = new ArrayList<Unfit>();
        int bytes = 0;
        try (var reader = drafts.newReader()) {
            var sorting = new Sorting(reader, edit(reader, merge.tree()), edit(reader, tree(reader, ours)), names);
            for (var conflict : merge.conflicts()) {
                switch (sorting.sort(conflict)) {
                    case Sorting.Sorted.Not(var told) -> unfit.add(new Unfit(conflict, told));
                    case Sorting.Sorted.Text(var text, int size) -> {
                        bytes += size;
                        if (texts.size() == TEXTS_MAX || bytes > BYTES_MAX)
                            unfit.add(new Unfit(conflict, Optional.of(Messages.text("code.more-than-a-page-takes"))));
                        else texts.add(text);
                    }
                }
            }
        } catch (IOException e) {
            throw new CodeException("cannot read what is to be decided in " + ours.name(), e);
        }
        return new Found.Undecided(merge.tree(), texts, unfit);
    }

    private static TreeEdit edit(ObjectReader reader, ObjectId tree) throws IOException {
        return new TreeEdit(reader, Optional.of(tree));
    }

    private static ObjectId tree(ObjectReader reader, ObjectId commit) throws IOException {
        try (var walk = new RevWalk(reader)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }

    /// Tells texts from what is none.
    private record Sorting(ObjectReader reader, TreeEdit merged, TreeEdit before, Merging.Names names) {
        sealed interface Sorted {
            record Text(Contested text, int bytes) implements Sorted {}

            record Not(Optional<String> told) implements Sorted {}
        }

        private static Sorted not(String told) {
            return new Sorted.Not(Optional.of(told));
        }

        Sorted sort(Conflict conflict) throws IOException {
            boolean lines = conflict.kind() == Conflict.Kind.CONTENT || conflict.kind() == Conflict.Kind.ADD_ADD;
            if (!lines || conflict.ours().isEmpty() || conflict.theirs().isEmpty())
                return new Sorted.Not(Optional.empty());
            var ours = conflict.ours().get();
            var theirs = conflict.theirs().get();
            var base = conflict.base().filter(it -> isFile(it.mode()));
            if (!isFile(ours.mode()) || !isFile(theirs.mode())) return not(Messages.text("code.symbolic-link"));
            boolean modes = !ours.mode().equals(theirs.mode())
                    && base.filter(it ->
                                    it.mode().equals(ours.mode()) || it.mode().equals(theirs.mode()))
                            .isEmpty();
            if (modes) return not(Messages.text("code.executable-for-one"));
            var path = CodePath.parse(conflict.path()).filter(it -> !it.isRoot());
            var entry = path.isEmpty() ? Optional.<TreeEdit.Entry>empty() : merged.at(path.get());
            if (path.isEmpty() || entry.isEmpty()) return not(Messages.text("code.name-is-not-utf-8"));
            // What was merged on the way to here has marks of its own.
            if (before.at(TreeEdit.raw(ours.path()))
                    .filter(it -> it.id().equals(ours.id()))
                    .isEmpty()) return not(Messages.text("code.renamed-onto-another"));
            return text(path.get(), entry.get().mode(), base, ours, theirs);
        }

        private static boolean isFile(FileMode mode) {
            return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
        }

        private Sorted text(
                CodePath path,
                FileMode mode,
                Optional<Conflict.Version> base,
                Conflict.Version ours,
                Conflict.Version theirs)
                throws IOException {
            for (var version : List.of(ours, theirs))
                if (reader.getObjectSize(version.id(), Constants.OBJ_BLOB) > FileText.BYTES_MAX)
                    return not(Messages.text("code.too-large-for-a-page"));
            byte[] one = reader.open(ours.id()).getBytes();
            byte[] other = reader.open(theirs.id()).getBytes();
            byte[] both =
                    base.isEmpty() ? new byte[0] : reader.open(base.get().id()).getBytes();
            int longest = Stream.of(one, other)
                    .flatMap(it -> new String(it, UTF_8).lines())
                    .mapToInt(MarkedText.Marks::run)
                    .max()
                    .orElse(0);
            int length = Math.max(LineMerge.Labels.USUAL_LENGTH, longest + 1);
            if (length > MARK_CHARACTERS_MAX) return not(Messages.text("code.lines-look-like-marks"));
            var labels = new LineMerge.Labels(TreeEdit.raw(names.ours()), TreeEdit.raw(names.theirs()), length);
            byte[] text = LineMerge.merge(both, one, other, labels).text();
            var file = FileText.of(text);
            if (file.isEmpty()) return not(Messages.text("code.no-utf-8-or-too-large"));
            var marks = new MarkedText.Marks(names.ours(), names.theirs(), length);
            boolean endings = MarkedText.of(file.get().text(), marks).places().stream()
                    .anyMatch(it -> it.ours().equals(it.theirs()));
            if (endings) return not(Messages.text("code.line-ends-differ"));
            return new Sorted.Text(new Contested(path, mode, ours, file.get(), marks), text.length);
        }
    }

    /// Merges `theirs` into `ours`.
    ///
    /// @param decided the whole text of each file that is contested
    public Outcome merge(
            DraftObjects drafts,
            ObjectId ours,
            ObjectId theirs,
            Merging.Names names,
            Map<CodePath, String> decided,
            MergeWays.Wording wording) {
        var found = look(drafts, ours, theirs, names);
        if (!(found instanceof Found.Undecided(var merged, var texts, var unfit)) || !unfit.isEmpty())
            return new Outcome.Other(found);
        try (var reader = drafts.newReader()) {
            var edit = edit(reader, merged);
            for (var contested : texts) {
                String text = decided.get(contested.path());
                if (text == null) return new Outcome.Wrong(contested.path(), Messages.text("code.not-decided-yet"));
                var left = MarkedText.left(text, contested.marks());
                if (left.isPresent())
                    return new Outcome.Wrong(contested.path(), Messages.text("code.still-a-mark", left.get()));
                byte[] bytes = contested.file().bytes(text);
                if (bytes.length > FileText.BYTES_MAX)
                    return new Outcome.Wrong(contested.path(), Messages.text("code.larger-than-a-page"));
                if (FileText.of(bytes).isEmpty())
                    return new Outcome.Wrong(contested.path(), Messages.text("code.no-character-of-a-text"));
                edit.put(contested.path(), contested.mode(), drafts.insert(Constants.OBJ_BLOB, bytes));
            }
            var commit = new CommitBuilder();
            commit.setTreeId(edit.write(drafts));
            commit.setParentIds(ours, theirs);
            commit.setAuthor(wording.author());
            commit.setCommitter(wording.committer());
            commit.setMessage(wording.message());
            return new Outcome.Merged(drafts.insert(commit));
        } catch (TreeEdit.InTheWay e) {
            throw new AssertionError("a contested file is in the way of itself", e);
        } catch (IOException e) {
            throw new CodeException("cannot merge " + theirs.name() + " into " + ours.name(), e);
        }
    }
}
