package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Evidence;
import dev.hob.node.cob.Graph;
import dev.hob.node.db.Database;
import dev.hob.node.people.RemoteAuthors;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.GuestEntries;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;

/// Compares what is kept of remote authors with what their entries in git say, and makes it again from there: who they
/// are, and which of their activities are done. Shared between threads.
public final class GuestCheck {
    private static final String RESTORE = "put the database back from a backup";

    private final Database database;
    private final Cobs cobs;
    private final Guests guests;

    GuestCheck(Database database, Cobs cobs, Guests guests) {
        this.database = database;
        this.cobs = cobs;
        this.guests = guests;
    }

    /// An entry that stands on an activity.
    private record Stands(ObjectId about, Entry entry, DidKey author, Evidence evidence) {}

    /// What is wrong, if anything is.
    public List<Finding> examine(Repo repo) {
        var all = read(repo);
        var findings = new ArrayList<Finding>();
        long foreign = all.stream().filter(one -> !isOurs(one)).count();
        if (foreign > 0)
            findings.add(Finding.lasting(
                    foreign
                            + " operations of remote authors are signed by keys that do not grow from this node's secret",
                    RESTORE));
        var ours = all.stream().filter(this::isOurs).toList();
        int undone = undone(repo, ours).size();
        if (undone > 0)
            findings.add(Finding.mendable(
                    undone + " activities of remote authors are done in git and not known to be (guest_entry)"));
        int unknown = unknown(ours).size();
        if (unknown > 0)
            findings.add(Finding.mendable(unknown + " remote authors have spoken and are not known (remote_author)"));
        var there = all.stream().map(one -> one.entry().id().name()).collect(Collectors.toSet());
        long lost = kept(repo).stream().filter(entry -> !there.contains(entry)).count();
        if (lost > 0)
            findings.add(Finding.lasting(
                    lost + " activities of remote authors are known to be done, and git has not what they did",
                    "put the repository back from a backup"));
        return List.copyOf(findings);
    }

    /// Makes again what git tells.
    public void mend(Repo repo) {
        var ours = read(repo).stream().filter(this::isOurs).toList();
        for (var one : unknown(ours))
            guests.authors()
                    .meet(new RemoteAuthors.Said(
                            one.evidence().actor(), one.entry().alias(), "", Optional.empty(), Optional.empty()));
        var undone = undone(repo, ours);
        database.writing(handle -> {
            for (var one : undone)
                GuestEntries.note(handle, repo.rid(), one.about(), one.entry().id(), one.evidence());
        });
    }

    private boolean isOurs(Stands one) {
        return guests.authors().signingKey(one.evidence().actor()).publicKey().equals(one.author());
    }

    private List<Stands> undone(Repo repo, List<Stands> ours) {
        var known = new HashSet<>(kept(repo));
        return ours.stream()
                .filter(one -> !known.contains(one.entry().id().name()))
                .toList();
    }

    private List<Stands> unknown(List<Stands> ours) {
        var met = new HashSet<DidKey>();
        var unknown = new ArrayList<Stands>();
        for (var one : ours)
            if (met.add(one.author()) && guests.authors().of(one.author()).isEmpty()) unknown.add(one);
        return unknown;
    }

    private Set<String> kept(Repo repo) {
        return Set.copyOf(
                database.read((Handle handle) -> handle.createQuery("select entry from guest_entry where rid = :rid")
                        .bind("rid", repo.rid().value())
                        .mapTo(String.class)
                        .list()));
    }

    /// Every entry of the guest namespace that names its activity.
    private List<Stands> read(Repo repo) {
        var key = guests.keys().find(repo.rid());
        if (key.isEmpty()) return List.of();
        String prefix = Repos.namespace(key.get()) + "refs/cobs/";
        return cobs.in(repo, session -> {
                    var found = new ArrayList<Stands>();
                    for (var ref : session.git().getRefDatabase().getRefsByPrefix(prefix)) {
                        String[] parts =
                                ref.getName().substring(prefix.length()).split("/", -1);
                        var tip = ref.getObjectId();
                        if (parts.length != 2 || !ObjectId.isId(parts[1]) || tip == null) continue;
                        read(session, parts[0], ObjectId.fromString(parts[1]), tip.copy(), found);
                    }
                    return found;
                })
                .orElse(new ArrayList<>());
    }

    private static void read(Cobs.Session session, String type, ObjectId object, ObjectId tip, List<Stands> found)
            throws IOException {
        try (var reader = session.git().newObjectReader()) {
            var graph = Graph.load(reader, type, object, List.of(tip));
            if (graph.isEmpty()) return;
            for (var entry : graph.get().all()) {
                var evidence = Evidence.read(reader, entry);
                if (evidence.isPresent() && entry.author().isPresent())
                    found.add(new Stands(object, entry, entry.author().get(), evidence.get()));
            }
        }
    }
}
