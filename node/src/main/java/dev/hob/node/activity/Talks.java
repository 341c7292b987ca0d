package dev.hob.node.activity;

import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// What some changes are about, found by two questions however many they are. Whoever asks has asked whether the reader
/// may see the repositories.
final class Talks {
    /// Of what somebody said only the beginning is read.
    private static final int SAID_CHARACTERS_MAX = 500;

    private record Key(String rid, String id) {}

    private record Found(boolean isPull, String title) {}

    /// A change as far as it is about an issue.
    private record About(Key issue, long number, Talk.Deed deed, String entry, Optional<String> comment) {
        static Optional<About> of(Change change) {
            return switch (change) {
                case Change.IssueOpened(var _, var rid, var issue, long number) ->
                    Optional.of(new About(new Key(rid, issue), number, Talk.Deed.OPENED, "", Optional.empty()));
                case Change.IssueCommented(var _, var rid, var issue, long number, var comment) ->
                    Optional.of(
                            new About(new Key(rid, issue), number, Talk.Deed.COMMENTED, comment, Optional.of(comment)));
                case Change.IssueChanged it ->
                    Talk.deed(it)
                            .map(deed -> new About(
                                    new Key(it.rid(), it.issue()), it.number(), deed, it.entry(), Optional.empty()));
                default -> Optional.empty(); // It is about no issue.
            };
        }
    }

    private final Map<Key, Found> issues;
    private final Map<Key, String> said;

    private Talks(Map<Key, Found> issues, Map<Key, String> said) {
        this.issues = issues;
        this.said = said;
    }

    /// Looks up what is needed for some changes.
    static Talks of(Database database, Collection<Change> changes) {
        var about =
                changes.stream().flatMap(change -> About.of(change).stream()).toList();
        if (about.isEmpty()) return new Talks(Map.of(), Map.of());
        var rids = new LinkedHashSet<String>();
        var ids = new LinkedHashSet<String>();
        var entries = new LinkedHashSet<String>();
        for (var it : about) {
            rids.add(it.issue().rid());
            ids.add(it.issue().id());
            if (!it.entry().isEmpty()) entries.add(it.entry());
        }
        return new Talks(issues(database, rids, ids), entries.isEmpty() ? Map.of() : said(database, rids, entries));
    }

    private static Map<Key, Found> issues(Database database, Set<String> rids, Set<String> ids) {
        var found = new HashMap<Key, Found>();
        database.read(handle -> handle.createQuery(
                                "select rid, id, is_patch, title from issue where rid in (<rids>) and id in (<ids>)")
                        .bindList("rids", List.copyOf(rids))
                        .bindList("ids", List.copyOf(ids))
                        .map((row, _) -> Map.entry(
                                new Key(row.getString("rid"), row.getString("id")),
                                new Found(row.getBoolean("is_patch"), row.getString("title"))))
                        .list())
                .forEach(it -> found.put(it.getKey(), it.getValue()));
        return found;
    }

    private static Map<Key, String> said(Database database, Set<String> rids, Set<String> entries) {
        var said = new HashMap<Key, String>();
        database.read(handle -> handle.createQuery("""
                                select rid, entry, substr(body, 1, :max) as body
                                  from issue_event
                                 where rid in (<rids>) and entry in (<entries>) and kind in ('comment', 'review')""")
                        .bind("max", SAID_CHARACTERS_MAX)
                        .bindList("rids", List.copyOf(rids))
                        .bindList("entries", List.copyOf(entries))
                        .map((row, _) ->
                                Map.entry(new Key(row.getString("rid"), row.getString("entry")), row.getString("body")))
                        .list())
                .forEach(it -> said.put(it.getKey(), it.getValue()));
        return said;
    }

    /// What a change is about; empty when it is about no issue.
    Optional<Talk> about(Change change) {
        return About.of(change).map(it -> {
            var issue = issues.getOrDefault(it.issue(), new Found(false, ""));
            return new Talk(
                    ObjectId.fromString(it.issue().id()),
                    it.number(),
                    issue.isPull(),
                    issue.title(),
                    it.deed(),
                    said.getOrDefault(new Key(it.issue().rid(), it.entry()), ""),
                    it.comment());
        });
    }
}
