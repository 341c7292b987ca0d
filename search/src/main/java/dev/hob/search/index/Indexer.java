package dev.hob.search.index;

import dev.hob.node.Node;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import dev.hob.search.embed.Foreground;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log and brings the index up to date. What is in the index and how far the log was read are kept together,
/// so that a crash costs at most what came since; each change only says what to look at, and what is found there
/// counts, so that reading an entry twice does no harm. One thread of the lowest priority. Shared between threads.
public final class Indexer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final int ENTRIES_AT_ONCE = 500;
    private static final int FAILED_MAX = 1_000;
    /// So often in a row it may have been broken off.
    private static final int LEFT_MAX = 20;

    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// So long somebody's page may hold up a file: what was pushed is to be found soon however much is read.
    private static final Duration PATIENCE = Duration.ofMillis(250);
    /// Work that a crash would cost.
    private static final Duration KEEP_EVERY = Duration.ofSeconds(10);
    /// What is brought in for the first time is found little by little.
    private static final Duration SHOW_EVERY = Duration.ofSeconds(2);

    private final Node node;
    private final Index index;
    private final Code code;
    private final Talk talk;
    private final Revisions revisions;
    private final Foreground.Worker turns;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    /// Guarded by the lock, as is what follows.
    private long shown;

    private Optional<String> working = Optional.empty();
    private int left;

    /// Of the thread.
    private Index.Place place;

    private long kept = System.nanoTime();
    private long showed = System.nanoTime();
    private boolean changed;

    private volatile boolean closed;
    private volatile boolean wantsAgain;

    /// @param foreground what it lets pass
    /// @param retention which branches and tags are kept beside the default branch
    public Indexer(Node node, Index index, Foreground foreground, Retention retention) {
        this.node = node;
        this.index = index;
        this.turns = foreground.worker(PATIENCE);
        this.code = new Code(index, this::between);
        this.talk = new Talk(node.tracking(), index, this::between);
        this.revisions = new Revisions(node, index, retention);
        this.place = index.place();
        this.thread = Thread.ofPlatform()
                .name("search-index")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    /// Begins.
    public void start() {
        thread.start();
    }

    /// Throws the index away and makes it again, in the background.
    public void again() {
        wantsAgain = true;
        node.log().announce();
    }

    /// Branches and tags beside the default branch.
    public Revisions revisions() {
        return revisions;
    }

    private void run() {
        boolean begun = false;
        while (!closed) {
            try {
                long announced = node.log().announced();
                if (wantsAgain) forget();
                // A place that the log has not come to: the database is an older one than the index.
                if (place.position() > node.log().head()) forget();
                if (!place.complete()) first();
                if (!begun) revisions.begin();
                begun = true;
                while (step()) {
                    // There may be more.
                }
                retry();
                finish();
                besides();
                turns.end();
                node.log().await(announced, LOOK_ANYWAY);
            } catch (InterruptedException | Code.Stopped e) {
                return;
            } catch (RuntimeException e) {
                turns.end();
                if (closed) return;
                LOG.warn("the index stays behind at log position {}", place.position(), e);
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    /// Once what the log tells can be found, until it tells more.
    private void besides() {
        boolean any = false;
        while (!hurried() && revisions.step(this::between, this::hurried)) any = true;
        if (any) keep();
    }

    private boolean hurried() {
        return wantsAgain || node.log().head() > place.position();
    }

    private void forget() {
        wantsAgain = false;
        revisions.forget();
        index.removeEverything();
        place = Index.Place.BEGINNING;
        index.keep(place);
        index.show();
    }

    /// Brings in all that is here. What was brought in before a crash is not brought in twice.
    private void first() {
        long head = node.log().head();
        // What the log tells from here on comes on top.
        place = new Index.Place(Math.max(place.position(), 0) == 0 ? head : place.position(), false, place.again());
        var repos = node.repos().all();
        int waiting = repos.size();
        for (var repo : repos) {
            tell(Optional.of(repo.path()), waiting--);
            bringCarefully(repo, true);
            revisions.touch(repo.id());
        }
        var here = new HashSet<String>();
        for (var repo : node.repos().all()) here.add(repo.id().value());
        for (String id : index.repositories()) if (!here.contains(id)) index.removeAll(new RepositoryId(id));
        place = new Index.Place(place.position(), true, place.again());
        changed = true;
        tell(Optional.empty(), 0);
        keep();
    }

    private void bringCarefully(Repo repo, boolean withTalk) {
        try {
            bring(repo, withTalk);
            failed(repo.id(), false);
        } catch (Code.Stopped e) {
            throw e;
        } catch (Exception e) {
            // One that cannot be read holds up no other; it is tried again.
            if (!closed) LOG.warn("cannot index {}", repo.path(), e);
            failed(repo.id(), true);
        }
    }

    private void failed(RepositoryId id, boolean now) {
        var again = new HashSet<>(place.again());
        boolean other = now ? again.size() < FAILED_MAX && again.add(id.value()) : again.remove(id.value());
        if (other) place = new Index.Place(place.position(), place.complete(), again);
    }

    private void bring(Repo repo, boolean withTalk) throws IOException {
        var state = index.state(repo.id());
        var head = node.refs().view(repo).headId();
        boolean moves = !head.map(ObjectId::name).equals(state.head());
        boolean talks = withTalk && !state.talks() && repo.isProject();
        if (!moves && !talks) return;
        changed = true;
        if (moves) {
            if (head.isEmpty()) leave(repo, state);
            else
                try (var repository = node.storage().open(repo.rid())) {
                    bring(repo, repository, state, head.get());
                }
        }
        if (talks) talk.all(repo);
        index.state(repo.id(), new Index.State(head.map(ObjectId::name), Set.of(), state.talks() || talks));
    }

    /// The default branch is gone: until its files are, nobody is told that they are those of a commit.
    private void leave(Repo repo, Index.State state) {
        var left = new HashSet<>(state.left());
        state.head().ifPresent(left::add);
        index.state(repo.id(), new Index.State(Optional.empty(), left, state.talks()));
        index.removeCode(repo.id());
    }

    /// From the first change on, the index has neither the one commit nor the other until all are made.
    private void bring(Repo repo, Repository repository, Index.State state, ObjectId head) throws IOException {
        var left = new HashSet<>(state.left());
        state.head().ifPresent(left::add);
        if (left.size() > LEFT_MAX) {
            index.removeCode(repo.id());
            left.clear();
        }
        var reached = Set.copyOf(left);
        left.add(head.name());
        index.state(repo.id(), new Index.State(Optional.empty(), left, state.talks()));
        var before = state.head().map(ObjectId::fromString);
        var others = reached.stream().map(ObjectId::fromString).collect(Collectors.toSet());
        code.bring(repo.id(), repository, before, others, head);
    }

    /// Reads some entries; whether there may be more.
    private boolean step() {
        var entries = node.log().after(place.position(), ENTRIES_AT_ONCE);
        if (entries.isEmpty()) return false;
        var touched = new Touched();
        entries.forEach(touched::by);
        take(touched);
        place = new Index.Place(entries.getLast().position(), place.complete(), place.again());
        changed |= touched.isAny();
        return entries.size() == ENTRIES_AT_ONCE;
    }

    /// An issue of a project.
    private record Issue(RepoId rid, ObjectId id) {}

    /// What some entries of the log are about, each thing once.
    private static final class Touched {
        private final Set<String> code = new LinkedHashSet<>();
        private final Set<String> gone = new LinkedHashSet<>();
        private final Set<Issue> issues = new LinkedHashSet<>();

        boolean isAny() {
            return !code.isEmpty() || !gone.isEmpty() || !issues.isEmpty();
        }

        void by(Entry entry) {
            switch (entry.change()) {
                case Change.RepositoryCreated it -> code.add(it.repository());
                case Change.RepositoryForked it -> code.add(it.repository());
                case Change.RepositoryDetached it -> code.add(it.repository());
                case Change.NamespaceCleared it -> code.add(it.repository());
                case Change.RefsMoved it -> code.add(it.repository());
                case Change.RepositoryDescribed it -> code.add(it.repository());
                case Change.RepositoryTransferred it -> code.add(it.repository());
                case Change.RepositoryDeleted it -> {
                    code.remove(it.repository());
                    gone.add(it.repository());
                }
                case Change.IssueOpened it -> issue(it.rid(), it.issue());
                case Change.IssueCommented it -> issue(it.rid(), it.issue());
                case Change.IssueChanged it -> issue(it.rid(), it.issue());
                case Change.RepositoryRenamed _,
                        Change.RepositoryMoved _,
                        Change.VisibilityChanged _,
                        Change.RepositoryStarred _,
                        Change.RepositoryUnstarred _,
                        Change.StatusReported _,
                        Change.ReleasePublished _,
                        Change.ReleaseChanged _,
                        Change.PersonCreated _,
                        Change.PersonDescribed _,
                        Change.PersonMoved _,
                        Change.PersonDeleted _ -> {
                    // What it is called and who may see it is asked when somebody searches.
                }
            }
        }

        private void issue(String rid, String issue) {
            issues.add(new Issue(new RepoId(rid), ObjectId.fromString(issue)));
        }
    }

    private void take(Touched touched) {
        for (String id : touched.gone) {
            index.removeAll(new RepositoryId(id));
            revisions.touch(new RepositoryId(id));
        }
        int waiting = touched.code.size();
        for (String id : touched.code) {
            var repo = node.repos().byId(new RepositoryId(id));
            tell(repo.map(Repo::path), waiting--);
            // Its issues as well: a fork may have become a project of its own.
            repo.ifPresent(it -> bringCarefully(it, true));
            revisions.touch(new RepositoryId(id));
        }
        for (var issue : touched.issues) {
            node.repos().project(issue.rid()).ifPresent(project -> talk.one(project, issue.id()));
            if (!between()) throw new Code.Stopped();
        }
        tell(Optional.empty(), 0);
    }

    private void retry() {
        for (String id : List.copyOf(place.again()))
            node.repos()
                    .byId(new RepositoryId(id))
                    .ifPresentOrElse(
                            repo -> {
                                bringCarefully(repo, true);
                                revisions.touch(repo.id());
                            },
                            () -> failed(new RepositoryId(id), false));
    }

    /// Called now and then while much is brought in; whether to go on.
    private boolean between() {
        if (closed) return false;
        try {
            turns.rest();
        } catch (InterruptedException _) {
            return false; // The process ends.
        }
        long now = System.nanoTime();
        if (now - showed > SHOW_EVERY.toNanos()) {
            index.show();
            showed = System.nanoTime();
        }
        if (now - kept > KEEP_EVERY.toNanos()) keep();
        return true;
    }

    private void keep() {
        index.keep(place);
        kept = System.nanoTime();
        changed = false;
    }

    /// Lets all that was read be found.
    private void finish() {
        index.show();
        showed = System.nanoTime();
        if (changed || place.position() > index.place().position() + 1_000) keep();
        lock.lock();
        try {
            shown = place.position();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(Optional<String> now, int more) {
        lock.lock();
        try {
            working = now;
            left = more;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything that is in the log now can be found, or the time is over; whether it can.
    public boolean await(Duration max) {
        long wanted = node.log().head();
        long nanos = max.toNanos();
        lock.lock();
        try {
            while (shown < wanted && nanos > 0) nanos = moved.awaitNanos(nanos);
            return shown >= wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// How far it is.
    public Progress progress() {
        var now = index.place();
        lock.lock();
        try {
            return new Progress(
                    now.complete(),
                    working,
                    Math.max(0, node.log().head() - shown),
                    left,
                    index.documents(),
                    index.bytes(),
                    now.again().size());
        } finally {
            lock.unlock();
        }
    }

    /// What differs between the index and what is here, for those who examine a node: a line each, none when all is
    /// well.
    public List<String> examine(Repo repo) {
        var wrong = new ArrayList<String>();
        var head = node.refs().view(repo).headId().map(ObjectId::name);
        var state = index.state(repo.id());
        if (!head.equals(state.head()))
            wrong.add("%s: %s is indexed and not %s"
                    .formatted(repo.path(), state.head().orElse("nothing"), head.orElse("nothing")));
        if (repo.isProject() && !state.talks()) wrong.add(repo.path() + ": its issues are not indexed");
        if (wrong.isEmpty()) wrong.addAll(revisions.examine(repo));
        return wrong;
    }

    /// Ends; what was not kept is read again by the next start.
    @Override
    public void close() {
        closed = true;
        // Not interrupted: that would shut files under the hands of whoever reads or writes them.
        node.log().announce();
        if (thread.getState() == Thread.State.NEW) return; // It was never begun.
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
