package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Parts;
import java.util.OptionalInt;
import java.util.function.Function;

/// All pages on which code and its history are read, built together.
public record CodeHouse(
        TreePages trees,
        SnapshotFile snapshots,
        BlamePages blame,
        FinderPages finder,
        CommitPages commits,
        ContributorPages contributors,
        GraphPages graphs,
        HistoryPages histories,
        RefPages refs) {
    /// Builds them.
    ///
    /// @param holders on how many other nodes a repository is, as far as that is known
    /// @param outlined whether a search knows the symbols of files
    public static CodeHouse of(
            Node node, Found found, Parts parts, Readme readme, Function<Repo, OptionalInt> holders, boolean outlined) {
        var marks = new Marks(node.sshKeys());
        return new CodeHouse(
                new TreePages(node, found, marks, parts, readme, holders, outlined),
                new SnapshotFile(node, found),
                new BlamePages(node, found, parts),
                new FinderPages(node, found),
                new CommitPages(node, found, marks, parts),
                new ContributorPages(node, found, marks),
                new GraphPages(node, found),
                new HistoryPages(node, found, marks),
                new RefPages(node, found));
    }
}
