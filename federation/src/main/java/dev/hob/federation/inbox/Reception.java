package dev.hob.federation.inbox;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.Blocks;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Subjects;
import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// All that comes from other servers: the door, the queue behind it, and those who do what it asks. Shared between
/// threads.
public final class Reception implements AutoCloseable {
    private final Queue queue;
    private final GuestRules rules;
    private final Reports reports;
    private final Blocks blocks;
    private final Dispatch dispatch;
    private final Worker worker;
    private final Inbox inbox;
    private final Fetching fetching;

    public Reception(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Followers followers,
            Elsewhere elsewhere,
            Limits limits,
            InstantSource clock) {
        this.queue = new Queue(node.database(), clock);
        this.rules = new GuestRules(node.database(), clock);
        this.reports = new Reports(node.database(), clock);
        this.blocks = new Blocks(node.database(), followers, clock);
        this.dispatch = new Dispatch(
                node,
                actors,
                subjects,
                followers,
                Abroad.of(node.database(), clock),
                elsewhere,
                queue,
                rules,
                blocks,
                reports,
                limits,
                clock);
        this.worker = new Worker(queue, dispatch);
        this.fetching = new Fetching(elsewhere, limits, clock);
        this.inbox = new Inbox(queue, elsewhere, node.people().remote(), limits, worker::more, clock);
    }

    /// Who may read documents of here, where that is asked.
    public Fetching fetching() {
        return fetching;
    }

    /// Begins to do what waits.
    public void start() {
        worker.start();
    }

    /// The door.
    public Inbox inbox() {
        return inbox;
    }

    /// What came, and what became of it.
    public Queue queue() {
        return queue;
    }

    /// What owners want of strangers.
    public GuestRules rules() {
        return rules;
    }

    /// Who elsewhere is not heard here.
    public Blocks blocks() {
        return blocks;
    }

    /// What other servers and people of here complain of.
    public Reports reports() {
        return reports;
    }

    /// How those elsewhere stand to those here.
    public Standing standing() {
        return dispatch.standing();
    }

    /// What waits for somebody's leave, the latest first.
    public List<Queue.Line> held(int max) {
        return queue.lines("held", max);
    }

    /// The same of what the owner of a repository may let in.
    public List<Queue.Line> held(Repo repo, int max) {
        return queue.held(repo.id(), max);
    }

    /// One that waits for leave.
    public Optional<Queue.Line> held(long position) {
        return queue.held(position);
    }

    /// Lets one of these be done, and its author write without leave from now on; whether it was there.
    public boolean approve(Queue.Line line) {
        if (!queue.approve(line.received().position())) return false;
        rules.trust(line.received().actor().value());
        worker.more(line.received().host());
        return true;
    }

    /// Lets one of these never be done; whether it was there.
    public boolean refuse(Queue.Line line) {
        return queue.refuse(line.received().position(), "Somebody of here did not want it.");
    }

    /// Does all that can be done now, in the caller's thread; for tests, and where nothing was started.
    void drain() {
        worker.drain();
    }

    @Override
    public void close() {
        worker.close();
    }
}
