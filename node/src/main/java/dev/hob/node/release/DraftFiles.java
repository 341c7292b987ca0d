package dev.hob.node.release;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;

/// Keeps the files of drafts in git, by refs that no client is ever shown and no list of signed refs names: so neither
/// maintenance nor a backup forgets them. The caller holds the folder's lock.
final class DraftFiles {
    private static final String PREFIX = "refs/hob/drafts/";

    /// Keeps exactly these for a draft.
    void keep(Repository repository, ObjectId draft, Collection<Asset> assets, Instant at) throws IOException {
        if (assets.isEmpty()) {
            drop(repository, draft);
            return;
        }
        var files = new TreeMap<String, ObjectId>();
        for (var asset : assets) files.put(asset.key(), asset.blob());
        var tree = new TreeFormatter();
        files.forEach((name, blob) -> tree.append(name, FileMode.REGULAR_FILE, blob));
        ObjectId id;
        try (var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(Constants.OBJ_TREE, tree.toByteArray()));
            var ident = new PersonIdent("hob", "hob@localhost", at, ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage("Files of a draft\n");
            id = inserter.insert(commit);
            inserter.flush();
        }
        var update = repository.updateRef(PREFIX + draft.name());
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.disableRefLog();
        check(update.getName(), update.update());
    }

    /// Lets them go.
    void drop(Repository repository, ObjectId draft) throws IOException {
        drop(repository, PREFIX + draft.name());
    }

    private static void drop(Repository repository, String name) throws IOException {
        if (repository.exactRef(name) == null) return;
        var update = repository.updateRef(name);
        update.setForceUpdate(true);
        update.disableRefLog();
        check(name, update.delete());
    }

    private static void check(String name, RefUpdate.Result result) throws IOException {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("cannot set " + name + ": " + result);
        }
    }

    /// Those of drafts that are not there any more, by the refs' names.
    List<String> strays(Repository repository, Collection<ObjectId> drafts) throws IOException {
        return repository.getRefDatabase().getRefsByPrefix(PREFIX).stream()
                .map(Ref::getName)
                .filter(name -> drafts.stream().noneMatch(it -> name.equals(PREFIX + it.name())))
                .toList();
    }

    /// Lets those go.
    void sweep(Repository repository, Collection<ObjectId> drafts) throws IOException {
        for (String name : strays(repository, drafts)) drop(repository, name);
    }
}
