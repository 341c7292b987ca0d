package dev.hob.node;

import dev.hob.keys.MasterKey;
import dev.hob.node.activity.Activity;
import dev.hob.node.code.CodeIndex;
import dev.hob.node.code.Commits;
import dev.hob.node.code.PendingChanges;
import dev.hob.node.code.Reading;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.node.git.BasePacks;
import dev.hob.node.git.ClonePacks;
import dev.hob.node.git.Maintenance;
import dev.hob.node.git.Receive;
import dev.hob.node.git.ReceiveLimits;
import dev.hob.node.git.Snapshots;
import dev.hob.node.git.Upload;
import dev.hob.node.issue.Acts;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.notification.Notifications;
import dev.hob.node.notification.Subscriptions;
import dev.hob.node.patch.PatchTracking;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.ActorKeys;
import dev.hob.node.people.Custody;
import dev.hob.node.people.DeviceKeys;
import dev.hob.node.people.OneTimeLinks;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Sessions;
import dev.hob.node.people.SignUps;
import dev.hob.node.people.SshKeys;
import dev.hob.node.protection.Protection;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.LateSigning;
import dev.hob.node.refs.NamespaceCheck;
import dev.hob.node.refs.PeerRefs;
import dev.hob.node.refs.Refs;
import dev.hob.node.refs.RepoEdits;
import dev.hob.node.release.Publishing;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.DiskUse;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.RepoSearch;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RowIdentity;
import dev.hob.node.repo.Seeds;
import dev.hob.node.repo.Stars;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.Topics;
import dev.hob.node.repo.TransferOffers;
import dev.hob.node.repo.Watches;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// What exists on this node: the stores, built from the cellar up, and open for those who show and share.
public record Node(
        Database database,
        Log log,
        Intents intents,
        Custody custody,
        ActorKeys actorKeys,
        People people,
        Sessions sessions,
        AccessTokens tokens,
        OneTimeLinks links,
        SshKeys sshKeys,
        DeviceKeys devices,
        SignUps signUps,
        Storage storage,
        Repos repos,
        Topics topics,
        Stars stars,
        Watches watches,
        Access access,
        Seeds seeds,
        RepoSearch repoSearch,
        DiskUse diskUse,
        Refs refs,
        PeerRefs peerRefs,
        RepoEdits edits,
        TransferOffers transferOffers,
        LateSigning lateSigning,
        NamespaceCheck namespaceCheck,
        IssueTracking tracking,
        PatchTracking pulls,
        Protection protection,
        Publishing publishing,
        Commits commits,
        PendingChanges pending,
        Reading reading,
        ClonePacks clonePacks,
        Snapshots snapshots,
        Upload upload,
        Receive receive,
        Maintenance maintenance,
        CodeIndex codeIndex,
        Activity activity,
        Subscriptions subscriptions,
        Notifications notifications)
        implements AutoCloseable {
    /// Opens the stores in a data folder, with the usual limits on what is pushed.
    public static Node open(Path data, DatabaseConfig config, MasterKey master, InstantSource clock) {
        return open(data, config, master, ReceiveLimits.USUAL, clock);
    }

    /// Opens the stores in a data folder and finishes what a crash left.
    public static Node open(
            Path data, DatabaseConfig config, MasterKey master, ReceiveLimits limits, InstantSource clock) {
        var database = Database.open(config);
        var log = new Log(database, clock);
        var custody = new Custody(database, master, clock);
        var people = new People(database, log, custody, clock);
        var sessions = new Sessions(database, people, clock);
        var tokens = new AccessTokens(database, people, clock);
        var links = new OneTimeLinks(database, clock);
        var sshKeys = new SshKeys(database, people, clock);
        var devices = new DeviceKeys(database, clock);
        var storage = Storage.open(data.resolve("storage"));
        var intents = new Intents(database);
        var repos = new Repos(database, log, intents, custody, storage, clock);
        var access = new Access(database);
        var offers = new TransferOffers(database, repos, clock);
        var signing = new LateSigning(database, custody, storage, repos, clock);
        var cobs = new Cobs(database, log, intents, storage, repos, new Identities(), signing, clock);
        var identity = new RowIdentity(database, clock);
        var refs = new Refs(database, log, intents, custody, storage, repos, identity, cobs::refold, clock);
        var tracking = IssueTracking.open(database, log, storage, cobs, repos, people, custody, access, devices, clock);
        var pulls = PatchTracking.open(database, log, storage, repos, people, cobs, refs, tracking);
        var protection = Protection.open(
                database, log, intents, storage, repos, people, sshKeys, access, cobs, identity, refs, tracking, pulls,
                clock);
        var reading = Reading.of(storage);
        var publishing = Publishing.open(database, storage, people, cobs, refs, reading, tracking);
        var seeds = new Seeds(database, log, custody, storage, repos, cobs.identities(), clock);
        seeds.fold(new SeedFolding(tracking, protection, publishing));
        signing.first(tracking.numbers()::flush);
        var peerRefs = new PeerRefs(database, log, intents, custody, storage, repos, refs, cobs, signing, seeds, clock);
        signing.sweep();
        cobs.recover();
        peerRefs.recover();
        signing.flush();
        refs.recover();
        seeds.recover();
        var bases = new BasePacks(storage);
        var clonePacks = new ClonePacks(bases);
        var maintenance = new Maintenance(log, storage, repos, refs, bases, clock, Maintenance.Limits.USUAL);
        var subscriptions = new Subscriptions(database, people, tracking.participants(), clock);
        var edits = new RepoEdits(refs, repos, offers);
        devices.whenChanged(edits::renewKeys);
        return new Node(
                database,
                log,
                intents,
                custody,
                new ActorKeys(database, master, clock),
                people,
                sessions,
                tokens,
                links,
                sshKeys,
                devices,
                new SignUps(database),
                storage,
                repos,
                new Topics(database),
                new Stars(database, log, people, clock),
                new Watches(database, people, clock),
                access,
                seeds,
                new RepoSearch(database, access),
                new DiskUse(storage, clock),
                refs,
                peerRefs,
                edits,
                offers,
                signing,
                new NamespaceCheck(storage, custody, clock),
                tracking,
                pulls,
                protection,
                publishing,
                new Commits(storage, refs, clock),
                new PendingChanges(database, clock),
                reading,
                clonePacks,
                new Snapshots(storage, refs, custody.nodeKey(), data.resolve("cache"), clock, Snapshots.Limits.USUAL),
                new Upload(storage, refs, clonePacks, data.resolve("cache")),
                new Receive(storage, refs, tracking, pulls, devices, limits),
                maintenance,
                new CodeIndex(log, repos, refs, storage, data.resolve("cache")),
                new Activity(database, log, repos, access, storage),
                subscriptions,
                new Notifications(database, log, repos, access, people, tracking, subscriptions));
    }

    /// What people do with an issue, or with a pull request that stands among them.
    public Acts<?> acts(Issue issue) {
        return issue.isPatch() ? pulls.patches() : tracking.issues();
    }

    /// Ends an account that owns nothing, and takes it out of all it was let into. Says why not, if it cannot be.
    public Optional<String> delete(Person person) {
        var wrong = people.mustStay(person).or(() -> edits.leaveAll(person)).or(() -> people.delete(person));
        if (wrong.isEmpty()) transferOffers.endAll(person);
        return wrong;
    }

    @Override
    public void close() {
        notifications.close();
        activity.close();
        codeIndex.close();
        reading.close();
        maintenance.close();
        tracking.commits().close();
        protection.automatic().close();
        pulls.branches().close();
        lateSigning.close();
        storage.close();
        database.close();
    }
}
