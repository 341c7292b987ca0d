package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.people.Custody;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RowIdentity;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What is done once an intent is kept: git is written and signed, then the log. Each may be done twice, so that
/// a boot does again what a crash cut short. Whoever calls holds the folder's lock. Shared between threads.
final class RefSteps {
    private final Database database;
    private final Log log;
    private final Intents intents;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final RowIdentity identity;
    private final Refs.Folding folding;
    private final Signatures signatures;
    private final RefViews views;

    RefSteps(
            Database database,
            Log log,
            Intents intents,
            Custody custody,
            Storage storage,
            Repos repos,
            RowIdentity identity,
            Refs.Folding folding,
            Signatures signatures,
            RefViews views) {
        this.database = database;
        this.log = log;
        this.intents = intents;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.identity = identity;
        this.folding = folding;
        this.signatures = signatures;
        this.views = views;
    }

    /// Why nothing may be signed in a repository now, if so.
    Optional<String> waiting(Repo repo) {
        if (repo.isSeeded()) return Optional.of(Messages.text("refs.kept-for-others", repo.name()));
        return repo.isPrivate() ? Optional.empty() : keyWaits(repo);
    }

    /// Why the key of a repository's namespace signs nothing in public now, if so.
    Optional<String> keyWaits(Repo repo) {
        return keyWaits(repo.namespace(), repo.owner());
    }

    /// Why somebody's key signs nothing in public now, if so.
    Optional<String> keyWaits(DidKey key, String whose) {
        return custody.waiting().of(key).map(waiting -> waiting.told(whose));
    }

    /// Whether a key is held here, so that it can sign at all.
    boolean holds(DidKey key) {
        return custody.signingKey(key).isPresent();
    }

    /// Everything after the objects are there. Doing it twice does no harm, so that a boot may do it again.
    void finish(Repo repo, Intent intent, Optional<RefView> before) throws IOException {
        var key = key(repo);
        try (var repository = storage.open(repo.rid())) {
            RefWriter.write(
                    repository,
                    repo,
                    intent.moves(),
                    before.map(b -> b.refs().size()).orElse(0));
            Probe.at("refs");
            var refs = new TreeMap<>(before.orElseGet(() -> views.load(repo)).refs());
            for (var move : plain(intent.moves())) {
                if (move.deletes()) refs.remove(move.ref());
                else refs.put(move.ref(), ObjectId.fromString(move.after()));
            }
            String branch = defaultBranch(repo, refs, intent);
            boolean turns = !branch.equals(repo.defaultBranch()) && RefViews.isCanonical(repo);
            if (turns) identity.follow(repository, repo.withDefaultBranch(branch), key);
            // What is signed already can only be so after a crash; else reading the list would cost half a push.
            if (before.isPresent() || !signatures.isSigned(repository, repo))
                signatures.sign(repository, repo.rid(), key);
            Probe.at("signed");
            if (turns) identity.pointHead(repository, branch);
            Probe.at("head");
            var after = views.build(repository, refs, branch, before);
            database.writing(handle -> {
                log.append(
                        handle,
                        intent.origin(),
                        new Change.RefsMoved(repo.id().value(), repo.rid().value(), plain(intent.moves())));
                for (var move : intent.moves())
                    if (RefWriter.isOperation(move)) folding.refold(handle, repository, repo.rid(), move.ref());
                intent.change().ifPresent(change -> log.append(handle, intent.origin(), change));
                repos.pushed(handle, repo, branch, intent.origin());
                intents.close(handle, intent.id());
            });
            Probe.at("log");
            views.put(repo, after);
        }
        log.announce();
    }

    /// Branches and tags alone, without an operation that moves with them.
    static List<RefMove> plain(List<RefMove> moves) {
        return moves.stream().filter(move -> !RefWriter.isOperation(move)).toList();
    }

    private SigningKey key(Repo repo) {
        return custody.signingKey(repo.namespace())
                .orElseThrow(() -> new AssertionError("the key of " + repo.path() + " is not held here"));
    }

    /// Everything after the row has changed. Doing it twice does no harm.
    void follow(Repo repo, Intent intent) throws IOException {
        if (RefViews.isCanonical(repo)) {
            try (var repository = storage.open(repo.rid())) {
                if (intent.change().orElse(null) instanceof Change.RepositoryTransferred moved)
                    handOver(repository, repo, DidKey.parse(moved.from()));
                boolean revised = identity.follow(repository, repo, key(repo));
                Probe.at("identity");
                if (revised || !signatures.isSigned(repository, repo))
                    signatures.sign(repository, repo.rid(), key(repo));
                Probe.at("signed");
                identity.pointHead(repository, repo.defaultBranch());
            }
        }
        database.writing(handle -> {
            for (var change : intent.changes()) log.append(handle, intent.origin(), change);
            intents.close(handle, intent.id());
        });
        Probe.at("log");
        log.announce();
    }

    /// The key that signed for a repository until now speaks once more, for the one that follows.
    private void handOver(Repository repository, Repo repo, DidKey from) throws IOException {
        var key = custody.signingKey(from)
                .orElseThrow(() -> new AssertionError("the key that gave " + repo.path() + " away is not held here"));
        identity.handOver(repository, repo, key);
        Probe.at("identity");
        if (!signatures.isSigned(repository, repo, from)) signatures.sign(repository, repo.rid(), key);
        Probe.at("signed");
    }

    /// The first branch ever pushed becomes the default one when the intended one is not among them.
    private static String defaultBranch(Repo repo, SortedMap<String, ObjectId> refs, Intent intent) {
        if (refs.containsKey(Constants.R_HEADS + repo.defaultBranch())) return repo.defaultBranch();
        var branches = new ArrayList<String>();
        for (String name : refs.subMap(Constants.R_HEADS, Constants.R_HEADS + Character.MAX_VALUE)
                .keySet()) branches.add(name.substring(Constants.R_HEADS.length()));
        long made = intent.moves().stream()
                .filter(move ->
                        move.before().equals(RefMove.ABSENT) && move.ref().startsWith(Constants.R_HEADS))
                .count();
        if (branches.isEmpty() || made < branches.size()) return repo.defaultBranch();
        if (branches.contains("main")) return "main";
        return branches.contains("master") ? "master" : branches.getFirst();
    }
}
