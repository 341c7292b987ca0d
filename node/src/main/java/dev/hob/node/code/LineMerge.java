package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.jspecify.annotations.Nullable;

/// Merges three texts line by line and marks where it cannot, so that the bytes are those of git (`git
/// merge-file`): changes that touch are one conflict, what both sides have alike inside of a conflict is taken
/// out of it, and conflicts with at most three lines between them are one.
final class LineMerge {
    /// Fewer lines between two conflicts are read more easily as a part of one.
    private static final int LINES_BETWEEN_CONFLICTS = 3;

    /// What stands behind the marks of a conflict (each byte as a character), and how long they are.
    record Labels(String ours, String theirs, int length) {
        /// As long as git's marks are unless told otherwise.
        static final int USUAL_LENGTH = 7;
    }

    /// A text, and in how many places it is for people to decide.
    @SuppressWarnings("ArrayRecordComponent") // Bytes that are written once and never compared.
    record Merged(byte[] text, int conflicts) {}

    private enum Kind {
        OURS,
        THEIRS,
        /// Both have the same lines here.
        ALIKE,
        CONFLICT
    }

    /// A place where the sides are not the base.
    private static final class Block {
        private Kind kind;
        private int beginOurs;
        private int endOurs;
        private int beginTheirs;
        private int endTheirs;

        Block(Kind kind, int beginOurs, int endOurs, int beginTheirs, int endTheirs) {
            this.kind = kind;
            this.beginOurs = beginOurs;
            this.endOurs = endOurs;
            this.beginTheirs = beginTheirs;
            this.endTheirs = endTheirs;
        }
    }

    private final RawText base;
    private final RawText ours;
    private final RawText theirs;
    private final Labels labels;
    private List<Block> blocks = new ArrayList<>();

    private LineMerge(RawText base, RawText ours, RawText theirs, Labels labels) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.labels = labels;
    }

    static Merged merge(byte[] base, byte[] ours, byte[] theirs, Labels labels) {
        return new LineMerge(new RawText(base), new RawText(ours), new RawText(theirs), labels).merge();
    }

    private Merged merge() {
        var byUs = LineDiff.merged(base, ours);
        var byThem = LineDiff.merged(base, theirs);
        if (byUs.isEmpty()) return new Merged(theirs.getRawContent(), 0);
        if (byThem.isEmpty()) return new Merged(ours.getRawContent(), 0);
        collect(byUs, byThem);
        takeOutWhatIsAlike();
        joinNeighbours();
        int conflicts = Math.toIntExact(
                blocks.stream().filter(it -> it.kind == Kind.CONFLICT).count());
        return new Merged(write(), conflicts);
    }

    /// Walks down both lists of changes of the base.
    private void collect(List<Edit> byUs, List<Edit> byThem) {
        var we = byUs.iterator();
        var they = byThem.iterator();
        Edit us = next(we);
        Edit them = next(they);
        // How much longer each side is than the base, above the place that is looked at.
        int aheadOurs = 0;
        int aheadTheirs = 0;
        while (us != null || them != null) {
            if (us != null && (them == null || us.getEndA() < them.getBeginA())) {
                int begin = us.getBeginA() + aheadTheirs;
                add(Kind.OURS, us.getBeginB(), us.getEndB(), begin, begin + us.getLengthA());
                aheadOurs = ahead(us);
                us = next(we);
            } else if (them != null && (us == null || them.getEndA() < us.getBeginA())) {
                int begin = them.getBeginA() + aheadOurs;
                add(Kind.THEIRS, begin, begin + them.getLengthA(), them.getBeginB(), them.getEndB());
                aheadTheirs = ahead(them);
                them = next(they);
            } else if (us != null && them != null) {
                if (!same(us, them)) {
                    int begin = Math.min(us.getBeginA(), them.getBeginA());
                    int end = Math.max(us.getEndA(), them.getEndA());
                    add(
                            Kind.CONFLICT,
                            us.getBeginB() - (us.getBeginA() - begin),
                            us.getEndB() + (end - us.getEndA()),
                            them.getBeginB() - (them.getBeginA() - begin),
                            them.getEndB() + (end - them.getEndA()));
                }
                int endOurs = us.getEndA();
                int endTheirs = them.getEndA();
                if (endTheirs <= endOurs) {
                    aheadTheirs = ahead(them);
                    them = next(they);
                }
                if (endOurs <= endTheirs) {
                    aheadOurs = ahead(us);
                    us = next(we);
                }
            }
        }
    }

    private static @Nullable Edit next(Iterator<Edit> edits) {
        return edits.hasNext() ? edits.next() : null;
    }

    private static int ahead(Edit edit) {
        return edit.getEndB() - edit.getEndA();
    }

    private boolean same(Edit us, Edit them) {
        if (us.getBeginA() != them.getBeginA()
                || us.getEndA() != them.getEndA()
                || us.getLengthB() != them.getLengthB()) return false;
        for (int i = 0; i < us.getLengthB(); i++)
            if (!RawTextComparator.DEFAULT.equals(ours, us.getBeginB() + i, theirs, them.getBeginB() + i)) return false;
        return true;
    }

    /// Adds a block, or lets the last one grow when it touches.
    private void add(Kind kind, int beginOurs, int endOurs, int beginTheirs, int endTheirs) {
        if (!blocks.isEmpty()) {
            var last = blocks.getLast();
            if (beginOurs <= last.endOurs || beginTheirs <= last.endTheirs) {
                if (kind != last.kind) last.kind = Kind.CONFLICT;
                last.endOurs = endOurs;
                last.endTheirs = endTheirs;
                return;
            }
        }
        blocks.add(new Block(kind, beginOurs, endOurs, beginTheirs, endTheirs));
    }

    /// Cuts each conflict into what really differs.
    private void takeOutWhatIsAlike() {
        var refined = new ArrayList<Block>();
        for (var block : blocks) {
            if (block.kind != Kind.CONFLICT
                    || block.beginOurs == block.endOurs
                    || block.beginTheirs == block.endTheirs) {
                refined.add(block);
                continue;
            }
            var edits = LineDiff.merged(
                    part(ours, block.beginOurs, block.endOurs), part(theirs, block.beginTheirs, block.endTheirs));
            if (edits.isEmpty()) block.kind = Kind.ALIKE;
            if (edits.isEmpty()) refined.add(block);
            for (var edit : edits)
                refined.add(new Block(
                        Kind.CONFLICT,
                        block.beginOurs + edit.getBeginA(),
                        block.beginOurs + edit.getEndA(),
                        block.beginTheirs + edit.getBeginB(),
                        block.beginTheirs + edit.getEndB()));
        }
        blocks = refined;
    }

    private static RawText part(RawText text, int begin, int end) {
        return new RawText(Arrays.copyOfRange(text.getRawContent(), offset(text, begin), offset(text, end)));
    }

    private static int offset(RawText text, int line) {
        return line == text.size()
                ? text.getRawContent().length
                : text.getRawString(line).position();
    }

    private void joinNeighbours() {
        var joined = new ArrayList<Block>();
        for (var block : blocks) {
            var last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && last.kind == Kind.CONFLICT
                    && block.kind == Kind.CONFLICT
                    && block.beginOurs - last.endOurs <= LINES_BETWEEN_CONFLICTS) {
                last.endOurs = block.endOurs;
                last.endTheirs = block.endTheirs;
            } else {
                joined.add(block);
            }
        }
        blocks = joined;
    }

    /// Our text, with the other side's in its places.
    private byte[] write() {
        var out = new ByteArrayOutputStream();
        int line = 0;
        for (var block : blocks) {
            switch (block.kind) {
                case ALIKE -> {
                    continue; // Our lines are theirs.
                }
                case OURS -> copy(out, ours, line, block.endOurs);
                case THEIRS -> {
                    copy(out, ours, line, block.beginOurs);
                    copy(out, theirs, block.beginTheirs, block.endTheirs);
                }
                case CONFLICT -> {
                    copy(out, ours, line, block.beginOurs);
                    mark(out, block);
                }
            }
            line = block.endOurs;
        }
        copy(out, ours, line, ours.size());
        return out.toByteArray();
    }

    private static void copy(ByteArrayOutputStream out, RawText text, int begin, int end) {
        if (begin >= end) return;
        int offset = offset(text, begin);
        out.write(text.getRawContent(), offset, offset(text, end) - offset);
    }

    private void mark(ByteArrayOutputStream out, Block block) {
        String newline = hasCarriageReturns(block) ? "\r\n" : "\n";
        mark(out, '<', " " + labels.ours(), newline);
        copyWhole(out, ours, block.beginOurs, block.endOurs, newline);
        mark(out, '=', "", newline);
        copyWhole(out, theirs, block.beginTheirs, block.endTheirs, newline);
        mark(out, '>', " " + labels.theirs(), newline);
    }

    private void mark(ByteArrayOutputStream out, char sign, String label, String newline) {
        out.writeBytes((String.valueOf(sign).repeat(labels.length()) + label + newline).getBytes(ISO_8859_1));
    }

    /// Copies lines, and ends the last one if it has no end.
    private static void copyWhole(ByteArrayOutputStream out, RawText text, int begin, int end, String newline) {
        copy(out, text, begin, end);
        if (begin < end && end == text.size() && text.isMissingNewlineAtEnd())
            out.writeBytes(newline.getBytes(ISO_8859_1));
    }

    /// Marks end as the lines around them do.
    private boolean hasCarriageReturns(Block block) {
        if (isFalse(hasCarriageReturn(ours, Math.max(0, block.beginOurs - 1)))) return false;
        if (isFalse(hasCarriageReturn(theirs, Math.max(0, block.beginTheirs - 1)))) return false;
        return hasCarriageReturn(base, 0).orElse(false);
    }

    private static boolean isFalse(Optional<Boolean> known) {
        return known.isPresent() && !known.get();
    }

    /// How a line ends, or the one before it when it does not end; empty when that tells nothing.
    private static Optional<Boolean> hasCarriageReturn(RawText text, int line) {
        int last = line;
        if (last == text.size() - 1 && text.isMissingNewlineAtEnd()) last--;
        if (text.size() == 0 || last < 0) return Optional.empty();
        int newline = offset(text, last + 1) - 1;
        return Optional.of(newline > offset(text, last) && text.getRawContent()[newline - 1] == '\r');
    }
}
