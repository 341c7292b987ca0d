package dev.hob.node.protection;

import dev.hob.node.code.Signatures;
import dev.hob.node.db.Database;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.patch.PatchTracking;
import dev.hob.node.people.People;
import dev.hob.node.people.SshKeys;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RowIdentity;
import dev.hob.node.repo.Storage;
import java.time.InstantSource;

/// All that there is about protection.
///
/// @param rules for branches and tags
/// @param requirements what they ask of a pull request, and how far it is
/// @param statuses what checks report
/// @param automatic merges that wait
public record Protection(Rules rules, Requirements requirements, Statuses statuses, AutomaticMerges automatic) {
    /// Builds it, and sets its guard before the branches; [Cobs#recover] comes after.
    public static Protection open(
            Database database,
            Log log,
            Intents intents,
            Storage storage,
            Repos repos,
            People people,
            SshKeys keys,
            Access access,
            Cobs cobs,
            RowIdentity identity,
            Refs refs,
            IssueTracking issues,
            PatchTracking pulls,
            InstantSource clock) {
        var members = new Members(people, repos, access);
        var rules = new Rules(database, intents, repos, refs, cobs, issues.means());
        identity.allow(rules::canonical);
        var statuses = new Statuses(database, log, clock);
        var requirements =
                new Requirements(storage, members, issues.reading(), pulls.reading(), statuses, new Owners(members));
        refs.guard(new BranchGuard(rules, members, pulls.reading(), requirements, new Signatures(keys)));
        var automatic = new AutomaticMerges(
                database,
                log,
                repos,
                members,
                rules,
                requirements,
                refs,
                pulls.reading(),
                pulls.merges(),
                pulls.leaving(),
                clock);
        return new Protection(rules, requirements, statuses, automatic);
    }
}
