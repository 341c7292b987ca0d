package dev.hob.node.release;

import dev.hob.node.code.Reading;
import dev.hob.node.db.Database;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.people.People;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Storage;

/// All that there is about releases.
///
/// @param releases what people do with them
/// @param reading which there are
/// @param cache how their rows are made again
/// @param notes what can be said of one without writing it
public record Publishing(Releases releases, ReleaseReading reading, ReleaseCache cache, ReleaseNotes notes) {
    /// Builds it, and sets its guard before the tags; [Cobs#recover] comes after.
    public static Publishing open(
            Database database,
            Storage storage,
            People people,
            Cobs cobs,
            Refs refs,
            Reading code,
            IssueTracking issues) {
        var reading = new ReleaseReading(database);
        var folds = new FoldCache<>(cobs, ReleaseFold.TYPE, ReleaseFold::new, ReleaseFold::weight);
        var cache = new ReleaseCache(database, cobs, reading, folds);
        refs.guardToo(new TagGuard(reading));
        var releases = new Releases(database, issues.means(), storage, refs, code.revisions(), reading, folds);
        return new Publishing(
                releases, reading, cache, new ReleaseNotes(database, storage, people, refs, code.revisions(), reading));
    }
}
