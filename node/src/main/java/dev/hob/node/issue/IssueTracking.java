package dev.hob.node.issue;

import dev.hob.node.db.Database;
import dev.hob.node.log.Log;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.GuestKeys;
import dev.hob.node.people.People;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.GuestEntries;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.InstantSource;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// All that there is about issues.
///
/// @param means what acting on them needs
/// @param restating for the rows of other types that the tracker speaks of
/// @param issues what people do with them
/// @param arrivals what they have written on their own devices
/// @param trackers what members say beside them
/// @param reading which there are
/// @param talks what is said under them
/// @param tracked the labels and milestones
/// @param references who names them
/// @param numbers what they are called
/// @param cache how their rows are made again
/// @param views what people keep to look for again
/// @param commits which commits name them
/// @param participants who has a part in them
/// @param labelRename how their labels get other names
/// @param guestCheck whether what is known of remote authors is what they have said
public record IssueTracking(
        Means means,
        Restating restating,
        Issues issues,
        Arrivals arrivals,
        Trackers trackers,
        IssueReading reading,
        TalkReading talks,
        TrackerReading tracked,
        References references,
        Numbers numbers,
        IssueCache cache,
        SavedViews views,
        CommitReferences commits,
        Participants participants,
        LabelRename labelRename,
        GuestCheck guestCheck) {
    /// What it takes to write for those of elsewhere.
    public Guests guests() {
        return means.guests();
    }

    /// Writes again what the tracker says beside an object whose rows were made anew, within a transaction.
    @FunctionalInterface
    public interface Restating {
        void restate(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException;
    }

    /// Builds it; [Cobs#recover] comes after.
    public static IssueTracking open(
            Database database,
            Log log,
            Storage storage,
            Cobs cobs,
            Repos repos,
            People people,
            Custody custody,
            Access access,
            DeviceKeys devices,
            InstantSource clock) {
        var reading = new IssueReading(database);
        var talks = new TalkReading(database);
        var tracked = new TrackerReading(database);
        var numbers = new Numbers(database, cobs, repos, custody, clock);
        cobs.keep(Numbers.TYPE, numbers);
        var folds = new Folds(cobs);
        var guests = new Guests(people.remote(), new GuestKeys(database, custody), new GuestEntries(database));
        var means = new Means(cobs, numbers, custody, access, devices, guests, reading, clock);
        var issues = new Issues(means, folds.issues());
        var trackers = new Trackers(database, means, folds);
        return new IssueTracking(
                means,
                folds::restate,
                issues,
                new Arrivals(cobs, numbers, access, devices, reading, clock),
                trackers,
                reading,
                talks,
                tracked,
                new References(database),
                numbers,
                new IssueCache(database, cobs, numbers, folds.issues(), reading),
                new SavedViews(database),
                new CommitReferences(database, log, storage, repos, people, access, devices, issues, reading),
                new Participants(database),
                new LabelRename(database, issues, trackers, tracked),
                new GuestCheck(database, cobs, guests));
    }
}
