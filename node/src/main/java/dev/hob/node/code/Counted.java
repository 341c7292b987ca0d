package dev.hob.node.code;

import dev.hob.node.code.Mailmap.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// How many commits each author has in each week of a history, as the commits call them; merges are not counted.
/// Shared between threads and never changed once it is made.
final class Counted {
    /// Those of further ones are counted as nobody's.
    private static final int AUTHORS_MAX = 50_000;

    private static final int NAME_CHARACTERS_MAX = 100;
    private static final Author NOBODY = new Author(new Identity("", ""), ObjectId.zeroId(), 0);

    /// @param newest the newest of their commits
    /// @param time of that commit, in seconds
    record Author(Identity identity, ObjectId newest, int time) {}

    /// What is told of each author's weeks.
    @FunctionalInterface
    interface Cells {
        void cell(Author author, Week week, int commits);
    }

    private final List<Author> authors;
    /// An author's place and a week in each, in order.
    private final long[] cells;

    private final int[] commits;
    private final boolean whole;

    private Counted(List<Author> authors, long[] cells, int[] commits, boolean whole) {
        this.authors = authors;
        this.cells = cells;
        this.commits = commits;
        this.whole = whole;
    }

    /// Nothing yet.
    static Counted nothing() {
        return new Counted(List.of(NOBODY), new long[0], new int[0], true);
    }

    /// Whether the history was walked to its end.
    boolean isWhole() {
        return whole;
    }

    /// How much memory it takes, roughly.
    int weight() {
        return 10 + 20 * authors.size() + cells.length;
    }

    void forEach(Cells to) {
        for (int i = 0; i < cells.length; i++)
            to.cell(authors.get((int) (cells[i] >> Integer.SIZE)), new Week((int) cells[i]), commits[i]);
    }

    /// Counts on from what is known of an earlier commit. Owned by one thread.
    static final class Counting {
        private final Counted before;
        private final List<Author> authors;
        private final Map<Identity, Integer> places = new HashMap<>();
        private long[] added = new long[64];
        private int count;

        Counting(Counted before) {
            this.before = before;
            this.authors = new ArrayList<>(before.authors);
            for (int i = 1; i < authors.size(); i++) places.put(authors.get(i).identity(), i);
        }

        int count() {
            return count;
        }

        /// Takes a commit whose body was parsed.
        void add(RevCommit commit) {
            if (added.length == count) added = Arrays.copyOf(added, count * 2);
            var week = Week.of(Instant.ofEpochSecond(commit.getCommitTime()));
            added[count++] = cell(place(commit), week);
        }

        private static long cell(int place, Week week) {
            return ((long) place << Integer.SIZE) | (week.number() & 0xffff_ffffL);
        }

        private int place(RevCommit commit) {
            var ident = commit.getAuthorIdent();
            if (ident == null) return 0;
            var identity = new Identity(cut(ident.getName()), cut(ident.getEmailAddress()));
            var known = places.get(identity);
            if (known == null) {
                if (authors.size() == AUTHORS_MAX) return 0;
                authors.add(new Author(identity, commit.copy(), commit.getCommitTime()));
                places.put(identity, authors.size() - 1);
                return authors.size() - 1;
            }
            if (commit.getCommitTime() > authors.get(known).time())
                authors.set(known, new Author(identity, commit.copy(), commit.getCommitTime()));
            return known;
        }

        private static String cut(String text) {
            return text.length() > NAME_CHARACTERS_MAX ? text.substring(0, NAME_CHARACTERS_MAX) : text;
        }

        /// What is known now.
        ///
        /// @param whole whether nothing was left out
        Counted done(boolean whole) {
            Arrays.sort(added, 0, count);
            long[] cells = new long[before.cells.length + count];
            int[] commits = new int[cells.length];
            int size = 0;
            for (int i = 0, j = 0; i < before.cells.length || j < count; ) {
                boolean old = j == count || (i < before.cells.length && before.cells[i] <= added[j]);
                long cell = old ? before.cells[i] : added[j];
                if (size == 0 || cells[size - 1] != cell) cells[size++] = cell;
                commits[size - 1] += old ? before.commits[i++] : 1;
                if (!old) j++;
            }
            return new Counted(
                    List.copyOf(authors),
                    Arrays.copyOf(cells, size),
                    Arrays.copyOf(commits, size),
                    whole && before.whole);
        }
    }
}
