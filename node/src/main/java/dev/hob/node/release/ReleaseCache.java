package dev.hob.node.release;

import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// The rows of releases: made again from git, and compared with it. Shared between threads.
public final class ReleaseCache implements Cobs.Keeper {
    private final Database database;
    private final Cobs cobs;
    private final ReleaseReading reading;
    private final FoldCache<ReleaseFold> folds;
    private final DraftFiles drafts = new DraftFiles();

    ReleaseCache(Database database, Cobs cobs, ReleaseReading reading, FoldCache<ReleaseFold> folds) {
        this.database = database;
        this.cobs = cobs;
        this.reading = reading;
        this.folds = folds;
        cobs.keep(ReleaseFold.TYPE, this);
    }

    @Override
    public void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException {
        var read = folds.get(repository, rid, object);
        if (read.isPresent()) Releases.write(handle, rid, object, read.get().fold());
        else ReleaseRows.remove(handle, rid, object);
    }

    @Override
    public void forget(RepoId rid, ObjectId object) {
        folds.forget(rid, object);
    }

    /// Makes the rows of a project's releases again from git; how many there are. Drafts stay as they are.
    public int rebuild(Repo repo) {
        return cobs.in(repo, session -> {
                    var objects = objects(session.git());
                    var rid = session.repo().rid();
                    for (var object : objects) cobs.forget(rid, ReleaseFold.TYPE, object);
                    database.writing(handle -> {
                        ReleaseRows.clear(handle, rid);
                        for (var object : objects) cobs.refold(handle, session.git(), rid, ReleaseFold.TYPE, object);
                    });
                    drafts.sweep(session.git(), draftIds(rid));
                    return reading.count(rid, ReleaseReading.Asked.PUBLISHED);
                })
                .orElse(0);
    }

    private static Set<ObjectId> objects(Repository repository) throws IOException {
        return Cobs.objects(repository, List.of(ReleaseFold.TYPE))
                .getOrDefault(ReleaseFold.TYPE, Map.of())
                .keySet();
    }

    private Set<ObjectId> draftIds(RepoId rid) {
        var ids = new HashSet<ObjectId>();
        for (var release : reading.newest(
                rid,
                new ReleaseReading.Asked(java.util.Optional.of(true), java.util.Optional.empty()),
                java.util.Optional.empty(),
                Releases.DRAFTS_MAX)) ids.add(release.id());
        return ids;
    }

    /// What differs between a project's releases as they are kept and what git says, and which files are not here.
    public List<Finding> examine(Repo repo) {
        if (!repo.isProject()) return List.of();
        return cobs.in(repo, session -> {
                    var rid = session.repo().rid();
                    var findings = new ArrayList<Finding>();
                    var kept = new HashMap<ObjectId, Release>();
                    for (var release : reading.page(rid, ReleaseReading.Asked.ALL, 0, Integer.MAX_VALUE))
                        kept.put(release.id(), release);
                    var said = new HashMap<ObjectId, Release>();
                    for (var object : objects(session.git())) {
                        cobs.forget(rid, ReleaseFold.TYPE, object);
                        folds.get(session, object)
                                .flatMap(it -> it.fold().release())
                                .ifPresent(it -> said.put(object, it));
                    }
                    var published = new HashMap<>(kept);
                    published.values().removeIf(Release::draft);
                    if (!published.equals(said))
                        findings.add(
                                Finding.mendable("releases are kept otherwise than git has them (project_release)"));
                    var draftIds = new HashSet<>(kept.keySet());
                    draftIds.removeIf(published::containsKey);
                    if (!drafts.strays(session.git(), draftIds).isEmpty())
                        findings.add(Finding.mendable("files are kept for drafts of releases that are gone"));
                    findings.addAll(missing(session.git(), kept));
                    return List.<Finding>copyOf(findings);
                })
                .orElse(List.of());
    }

    private static List<Finding> missing(Repository repository, Map<ObjectId, Release> releases) throws IOException {
        var findings = new ArrayList<Finding>();
        try (var reader = repository.newObjectReader()) {
            for (var release : releases.values())
                for (var asset : release.assets()) {
                    String what = "the file " + asset.name() + " of the release " + release.tag();
                    if (!reader.has(asset.blob()))
                        findings.add(Finding.lasting(what + " is not here", "fetch it again from a peer or a backup"));
                    else if (reader.getObjectSize(asset.blob(), Constants.OBJ_BLOB) != asset.size())
                        findings.add(
                                Finding.lasting(what + " is not as large as its release says", "publish it again"));
                }
        }
        return findings;
    }
}
