package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Peers;
import dev.hob.node.people.Person;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repositories that this node keeps for others: what a peer has brought gets a row, and is a repository like
/// any other, about which only those decide whose keys its identity names. Shared between threads.
public final class Seeds {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    /// What came of a folder.
    public sealed interface Adoption {
        /// It is a repository.
        ///
        /// @param fresh whether it was none before
        record Adopted(Repo repo, boolean fresh) implements Adoption {}

        /// It cannot be one.
        record Refused(String told) implements Adoption {}
    }

    /// What came of letting one go.
    public sealed interface Forgetting {
        /// It is gone; the folder stays when forks of people here live in it.
        record Forgotten(boolean folderStays) implements Forgetting {}

        /// Nothing was done, since people of this node have written there what may be nowhere else.
        ///
        /// @param whose names of accounts
        record Kept(List<String> whose) implements Forgetting {}

        /// This node keeps no such repository for others.
        record Missing() implements Forgetting {}
    }

    /// Makes all rows of a project again from what is in its folder.
    public interface Folding {
        void fold(Repo repo);

        /// Numbers that were given for this node alone become the project's, within a transaction.
        void inherit(Handle handle, RepoId rid);
    }

    private final Database database;
    private final Log log;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final Identities identities;
    private final SeedRows rows;
    private final SecureRandom random = new SecureRandom();
    private Optional<Folding> folding = Optional.empty();

    public Seeds(
            Database database,
            Log log,
            Custody custody,
            Storage storage,
            Repos repos,
            Identities identities,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.identities = identities;
        this.rows = new SeedRows(clock);
    }

    /// Names who folds. Before anybody adopts.
    public void fold(Folding work) {
        folding = Optional.of(work);
    }

    /// Makes a folder that is verified and in its place a repository, or lets the row follow an identity that
    /// has changed. What the folder holds is folded when it is new, and when it must be judged anew. Doing it
    /// twice does no harm. A repository of this node's own is left as it is.
    ///
    /// @throws StorageException when the folder cannot be read
    public Adoption adopt(RepoId rid) {
        var lock = storage.lock(rid);
        lock.lock();
        try {
            if (!storage.has(rid)) return new Adoption.Refused(Messages.text("repo.no-folder", rid.value()));
            var identity = identity(rid);
            if (identity.isEmpty())
                return new Adoption.Refused(Messages.text("repo.no-identity-in-folder", rid.value()));
            var before = repos.project(rid);
            boolean ours = before.isPresent() && !before.get().isSeeded();
            if (ours && rows.judged(database, rid).isEmpty()) return new Adoption.Adopted(before.get(), false);
            var repo = ours ? before.get() : write(rid, identity.get(), before);
            Probe.at("adopted");
            judge(repo, identity.get());
            return new Adoption.Adopted(repo, before.isEmpty());
        } finally {
            lock.unlock();
            log.announce();
        }
    }

    private Repo write(RepoId rid, Identity identity, Optional<Repo> before) {
        database.writing(handle -> {
            var wanted = rows.wanted(handle, rid, identity, heir(handle, rid, identity));
            if (before.isEmpty()) {
                var id = rows.insert(handle, rid, wanted, random);
                log.append(handle, peer(identity), new Change.RepositoryCreated(id.value(), rid.value()));
            } else if (rows.update(handle, log, peer(identity), before.get(), wanted)) folder().inherit(handle, rid);
            rows.keys(handle, rid, identity.current().document());
        });
        return repos.project(rid).orElseThrow(() -> new AssertionError("no row of " + rid));
    }

    private static Origin peer(Identity identity) {
        return new Origin.Peer(
                identity.current().document().delegates().getFirst().nid());
    }

    /// The account that decides about it alone and whose key is held here: then it is that account's own. Not
    /// where its settings here could not say all that the identity says.
    private Optional<Person> heir(Handle handle, RepoId rid, Identity identity) {
        var document = identity.current().document();
        if (document.isPrivate() || document.delegates().size() > 1) return Optional.empty();
        var key = document.delegates().getFirst();
        if (custody.signingKey(key).isEmpty()) return Optional.empty();
        return rows.account(handle, key)
                .filter(person -> rows.isFree(handle, rid, person, SeedRows.name(rid, document)));
    }

    private Folding folder() {
        return folding.orElseThrow(() -> new AssertionError("nobody folds"));
    }

    /// Folds what is there, unless that was done under the same identity.
    private void judge(Repo repo, Identity identity) {
        String head = identity.current().id().name();
        if (rows.judged(database, repo.rid()).equals(Optional.of(head))) {
            if (!repo.isSeeded()) database.writing(handle -> rows.forget(handle, repo.rid()));
            return;
        }
        try (var repository = storage.open(repo.rid())) {
            point(repository, identity);
        } catch (IOException e) {
            throw new StorageException("cannot point at the identity of " + repo.rid(), e);
        }
        folder().fold(repo);
        database.writing(handle -> {
            if (repo.isSeeded()) rows.judged(handle, repo.rid(), head);
            else rows.forget(handle, repo.rid());
        });
    }

    /// What a fold judges by, and what stock git shows first.
    private static void point(Repository repository, Identity identity) throws IOException {
        Repos.set(repository, Repos.IDENTITY, identity.current().id());
        String branch = Constants.R_HEADS + identity.current().document().defaultBranch();
        if (Repository.isValidRefName(branch)) Repos.link(repository, Constants.HEAD, branch);
    }

    private Optional<Identity> identity(RepoId rid) {
        try (var repository = storage.open(rid)) {
            return Identity.read(repository, rid)
                    .filter(it -> !it.current().document().defaultBranch().isEmpty());
        } catch (IOException e) {
            throw new StorageException("cannot read the identity of " + rid, e);
        }
    }

    /// Lets an account have what follows from a key that is new to it: a repository that it alone decides about
    /// becomes its own, and one that it may see is shown.
    public void meet(Person person) {
        List<RepoId> named = database.read(handle -> handle.createQuery("""
                                select distinct s.rid
                                  from seed_key s
                                 where s.did = :did
                                    or s.did in (select d.did from device_key d where d.person = :person)
                                 order by s.rid""")
                .bind("did", person.key().nid())
                .bind("person", person.id())
                .map((row, _) -> new RepoId(row.getString("rid")))
                .list());
        named.forEach(this::adopt);
    }

    /// Folds what a crash kept from being folded. Called once at boot.
    public void recover() {
        List<RepoId> waiting =
                database.read(handle -> handle.createQuery("select rid from seed where identity = '' order by rid")
                        .map((row, _) -> new RepoId(row.getString("rid")))
                        .list());
        for (var rid : waiting) {
            try {
                adopt(rid);
            } catch (StorageException e) {
                LOG.error("what is kept of {} is not folded yet", rid, e);
            }
        }
    }

    /// Every repository that is kept for others, oldest first.
    public List<Repo> all() {
        return repos.all().stream().filter(Repo::isSeeded).toList();
    }

    /// Lets a repository go that is kept for others: the folder and the rows. Where people of this node have
    /// written in it, it is kept unless that is what is wanted; forks of theirs stay in any case, with the
    /// folder.
    ///
    /// @param anyway also with what people of this node have written there
    public Forgetting forget(RepoId rid, boolean anyway) {
        var lock = storage.lock(rid);
        lock.lock();
        try {
            var repo = repos.project(rid).filter(Repo::isSeeded);
            if (repo.isEmpty()) return new Forgetting.Missing();
            var whose = storage.has(rid) ? writers(rid) : List.<String>of();
            if (!anyway && !whose.isEmpty()) return new Forgetting.Kept(whose);
            repos.delete(repo.get(), new Origin.Peer(repo.get().namespace().nid()));
            database.writing(Peers::sweep);
            return new Forgetting.Forgotten(storage.has(rid));
        } finally {
            lock.unlock();
        }
    }

    /// The accounts whose keys have signed something in a folder other than a fork's branches.
    private List<String> writers(RepoId rid) {
        var found = new HashSet<String>();
        try (var repository = storage.open(rid)) {
            for (var ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
                int end = ref.getName().indexOf('/', Repos.NAMESPACES.length());
                String name = ref.getName().substring(end + 1);
                boolean said =
                        name.startsWith("refs/cobs/") && !name.startsWith("refs/cobs/" + InitialRepository.TYPE + "/");
                if (said || Namespaces.isOffered(name))
                    found.add(ref.getName().substring(Repos.NAMESPACES.length(), end));
            }
        } catch (IOException e) {
            throw new StorageException("cannot look through the namespaces of " + rid, e);
        }
        return rows.accounts(database, found);
    }

    /// Who decides about a project, and whether they agree.
    ///
    /// @param threshold how many of them make a commit the project's
    /// @param undecided why the default branch stays where it is; empty when they agree
    public record Standing(List<DidKey> delegates, int threshold, Optional<String> undecided) {
        public Standing {
            delegates = List.copyOf(delegates);
        }
    }

    /// How it stands with those who decide about a project.
    public Standing standing(Repo repo) {
        try (var repository = storage.open(repo.rid())) {
            var document = identities.of(repository, repo.rid()).document();
            String branch = Constants.R_HEADS + document.defaultBranch();
            var told = undecided(repository, document, branch);
            return new Standing(document.delegates(), document.threshold(), told);
        } catch (IOException e) {
            throw new StorageException("cannot read who decides about " + repo.path(), e);
        }
    }

    private static Optional<String> undecided(Repository repository, IdentityDocument document, String branch)
            throws IOException {
        try {
            return switch (CanonicalRefs.of(document).decide(repository, branch)) {
                case CanonicalRefs.Outcome.Agreed _ -> Optional.empty();
                case CanonicalRefs.Outcome.Absent() -> Optional.of("no delegate has " + branch);
                case CanonicalRefs.Outcome.Undecided(String told) -> Optional.of(told);
            };
        } catch (IllegalArgumentException e) {
            return Optional.of("the identity's rules make no sense: " + e.getMessage());
        }
    }

    /// What differs between the row of a repository that is kept for others and its identity.
    public List<Finding> examine(Repo repo) {
        if (!repo.isSeeded() || !storage.has(repo.rid())) return List.of();
        var identity = identity(repo.rid());
        if (identity.isEmpty())
            return List.of(Finding.lasting("there is no identity in its folder", "fetch it again from a peer"));
        var findings = new ArrayList<Finding>();
        boolean same = database.read(
                handle -> rows.says(handle, repo, rows.wanted(handle, repo.rid(), identity.get(), Optional.empty())));
        if (!same) findings.add(Finding.mendable("its row does not say what its identity says"));
        boolean judged = rows.judged(database, repo.rid())
                .equals(Optional.of(identity.get().current().id().name()));
        if (!judged) findings.add(Finding.mendable("what is kept of it was judged by another identity"));
        return findings;
    }

    /// Whether anybody of this node decides about a project, so that its numbers, labels and merges are given
    /// here.
    public static boolean isHome(Handle handle, RepoId rid) {
        return handle.createQuery("""
                        select count(*)
                          from repository r
                          join person p on p.id = r.owner
                         where r.rid = :rid and r.fork_of is null and p.peer""")
                        .bind("rid", rid.value())
                        .mapTo(Integer.class)
                        .one()
                == 0;
    }
}
