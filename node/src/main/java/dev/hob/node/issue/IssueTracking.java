package dev.hob.node.issue;

import dev.hob.node.db.Database;
import dev.hob.node.people.Custody;
import dev.hob.node.refs.Cobs;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repos;
import java.time.InstantSource;

/// All that there is about issues.
///
/// @param issues what people do with them
/// @param trackers what members say beside them
/// @param reading what they say
/// @param numbers what they are called
/// @param cache how their rows are made again
public record IssueTracking(Issues issues, Trackers trackers, IssueReading reading, Numbers numbers, IssueCache cache) {
    /// Builds it; [Cobs#recover] comes after.
    public static IssueTracking open(
            Database database, Cobs cobs, Repos repos, Custody custody, Access access, InstantSource clock) {
        var reading = new IssueReading(database);
        var numbers = new Numbers(database, cobs, repos, custody, clock);
        cobs.keep(Numbers.TYPE, numbers);
        var folds = new Folds(cobs);
        return new IssueTracking(
                new Issues(cobs, folds, numbers, custody, access, reading, clock),
                new Trackers(database, cobs, folds, custody, access, reading, clock),
                reading,
                numbers,
                new IssueCache(database, cobs, numbers, folds, reading));
    }
}
