package dev.hob.node.code;

import dev.hob.node.repo.Storage;

/// What reads code for pages and for the API alike, since each part remembers what it found. Shared between
/// threads.
///
/// @param history commits, a page at a time
/// @param listing histories that are counted, or narrowed to a path
/// @param files the history of one file, under all its names
/// @param names which file is meant by a few letters
/// @param revisions what a name or an id leads to
/// @param languages in what a project is written
/// @param distances how far branches are apart
/// @param mergeability what merging two commits comes to
/// @param diffs what lies between two commits
/// @param rangeDiffs what became of a series of commits in its next version
/// @param contributions who wrote how much, and when
/// @param fileAuthors who changed some files lately
/// @param graph commits, and the lines between them
/// @param blame from which commit each line of a file is
public record Reading(
        History history,
        Listing listing,
        FileHistory files,
        FileNames names,
        Revisions revisions,
        Languages languages,
        Distances distances,
        Mergeability mergeability,
        Diffs diffs,
        RangeDiffs rangeDiffs,
        Contributions contributions,
        FileAuthors fileAuthors,
        Graph graph,
        Blame blame,
        Walkers walkers)
        implements AutoCloseable {
    /// @param storage where the repositories are
    public static Reading of(Storage storage) {
        var walkers = new Walkers("reading");
        return new Reading(
                new History(storage, walkers),
                new Listing(storage, walkers),
                new FileHistory(storage, walkers),
                new FileNames(storage, walkers),
                new Revisions(storage, walkers),
                new Languages(storage, walkers),
                new Distances(storage, walkers),
                new Mergeability(storage, walkers),
                new Diffs(storage, walkers),
                new RangeDiffs(storage, walkers),
                new Contributions(storage, walkers),
                new FileAuthors(storage, walkers),
                new Graph(storage, walkers),
                new Blame(storage, walkers),
                walkers);
    }

    @Override
    public void close() {
        walkers.close();
    }
}
