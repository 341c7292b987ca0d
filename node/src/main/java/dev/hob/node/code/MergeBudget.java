package dev.hob.node.code;

import dev.hob.node.language.Messages;
import dev.hob.node.language.Sentence;
import java.time.Duration;

/// What one merge may cost. Owned by one thread.
final class MergeBudget {
    /// Where a merge ends.
    ///
    /// @param paths files that differ from the merge base on either side
    /// @param fileBytes of a file that both sides changed
    /// @param comparisons pairs of files that are looked at for renames, beyond those of the same name or
    /// content
    /// @param bases of one merge: histories that cross have several
    /// @param commits that are replayed, or have their authors named
    record Limits(int paths, int fileBytes, int comparisons, int bases, int commits, Duration time) {
        static final Limits USUAL = new Limits(50_000, 8 << 20, 1_000_000, 20, 1_000, Duration.ofSeconds(20));
    }

    /// It would cost more.
    static final class Spent extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Sentence told;

        Spent(Sentence told) {
            super(told.key());
            this.told = told;
        }

        /// Words for whoever asks for the merge.
        Sentence told() {
            return told;
        }
    }

    private final Limits limits;
    private final long end;
    private int paths;
    private int comparisons;

    MergeBudget(Limits limits) {
        this.limits = limits;
        this.end = System.nanoTime() + limits.time().toNanos();
    }

    Limits limits() {
        return limits;
    }

    void time() throws Spent {
        if (System.nanoTime() - end > 0) throw new Spent(Messages.later("code.merge-takes-too-long"));
    }

    void path() throws Spent {
        if (++paths > limits.paths()) throw new Spent(Messages.later("code.merge-files-max", limits.paths()));
    }

    void file(long bytes) throws Spent {
        time();
        if (bytes > limits.fileBytes()) throw new Spent(Messages.later("code.merge-file-is-too-large"));
    }

    void bases(int count) throws Spent {
        time();
        if (count > limits.bases()) throw new Spent(Messages.later("code.merge-histories-cross"));
    }

    void commits(int count) throws Spent {
        time();
        if (count > limits.commits()) throw new Spent(Messages.later("code.merge-commits-max", limits.commits()));
    }

    /// Whether so many more pairs may be compared.
    boolean mayCompare(long pairs) {
        if (comparisons + pairs > limits.comparisons()) return false;
        comparisons += (int) pairs;
        return true;
    }
}
