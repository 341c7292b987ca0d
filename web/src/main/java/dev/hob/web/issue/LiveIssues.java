package dev.hob.web.issue;

import static dev.hob.web.text.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.Node;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Follower;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Tells open pages of an issue that something has happened to it: one reader of the log, which wakes whoever waits
/// for that issue. An event says how far the log has come, so that a page whose connection broke hears of what it
/// missed. A stream ends when its reader's session does, or when they may not see the repository any more. Shared
/// between threads.
public final class LiveIssues implements AutoCloseable {
    static final int STREAMS_MAX = 400;
    static final int STREAMS_EACH_MAX = 20;
    private static final Duration BREATH = Duration.ofSeconds(15);
    private static final int MISSED_MAX = 500;

    private final Node node;
    private final Finding finding;
    private final Follower follower;
    private final Map<String, Integer> open = new HashMap<>();
    private final ConcurrentHashMap<Stream, Boolean> streams = new ConcurrentHashMap<>();
    private final Duration breath;
    private volatile boolean closed;

    LiveIssues(Node node, Finding finding) {
        this(node, finding, BREATH);
    }

    /// @param breath how often a stream says that it is there, and looks whether it may still be
    LiveIssues(Node node, Finding finding, Duration breath) {
        this.node = node;
        this.finding = finding;
        this.breath = breath;
        this.follower = new Follower("live-issues", node.log(), this::happened);
    }

    /// Begins to follow the log.
    public void start() {
        follower.start();
    }

    /// A page that waits.
    ///
    /// @param key of the issue, see [#key]
    /// @param news how far the log had come when something happened to the issue last
    private record Stream(String key, AtomicLong news, Semaphore waker) {}

    private static String key(String rid, String issue) {
        return rid + "/" + issue;
    }

    private void happened(Entry entry) {
        key(entry.change()).ifPresent(key -> {
            for (var stream : streams.keySet()) if (stream.key().equals(key)) wake(stream, entry.position());
        });
    }

    private static void wake(Stream stream, long position) {
        stream.news().accumulateAndGet(position, Math::max);
        stream.waker().release();
    }

    private static Optional<String> key(Change change) {
        return switch (change) {
            case Change.IssueOpened it -> Optional.of(key(it.rid(), it.issue()));
            case Change.IssueCommented it -> Optional.of(key(it.rid(), it.issue()));
            case Change.IssueChanged it -> Optional.of(key(it.rid(), it.issue()));
            default -> Optional.empty();
        };
    }

    /// Sends events as they come, until somebody goes.
    public void follow(Visit visit) {
        var here = finding.reader(visit);
        var issue = finding.issue(here);
        long since = since(visit);
        String who = here.person().map(it -> it.id()).orElseGet(visit::address);
        if (!enter(who)) throw Stop.later(503, text("issues.too-many-wait"), Duration.ofMinutes(1));
        var stream = new Stream(key(here.rid().value(), issue.id().name()), new AtomicLong(since), new Semaphore(0));
        streams.put(stream, true);
        try {
            missed(stream, since);
            send(visit, here.repo(), stream, since);
        } catch (IOException _) {
            // The reader has gone: that is how these end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(stream);
            leave(who);
        }
    }

    /// The last event that the page had, or when it was made.
    private static long since(Visit visit) {
        return Optional.ofNullable(visit.context().header("Last-Event-ID"))
                .or(() -> visit.query("since"))
                .filter(it -> it.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /// What happened before the stream was there. Too long ago to look through means that something may have.
    private void missed(Stream stream, long since) {
        var entries = node.log().after(since, MISSED_MAX);
        if (entries.size() == MISSED_MAX) {
            wake(stream, node.log().head());
            return;
        }
        for (var entry : entries)
            if (key(entry.change()).equals(Optional.of(stream.key()))) wake(stream, entry.position());
    }

    private void send(Visit visit, Repo repo, Stream stream, long since) throws IOException, InterruptedException {
        var context = visit.context();
        context.contentType("text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        OutputStream out = context.res().getOutputStream();
        write(out, "retry: 3000\n\n");
        long told = since;
        while (!closed && maySee(visit, repo)) {
            long news = stream.news().get();
            if (news > told) {
                write(out, "id: " + news + "\nevent: changed\ndata: " + news + "\n\n");
                told = news;
            }
            if (stream.waker().tryAcquire(breath.toMillis(), TimeUnit.MILLISECONDS))
                stream.waker().drainPermits();
            else write(out, ": still here\n\n");
        }
        write(out, "event: end\ndata: end\n\n");
    }

    private boolean maySee(Visit visit, Repo repo) {
        var viewer = visit.viewerNow();
        return viewer.isPresent()
                && node.repos()
                        .byId(repo.id())
                        .filter(it -> node.access().may(viewer.get(), Right.READ, it))
                        .isPresent();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    private boolean enter(String who) {
        synchronized (open) {
            if (closed || streams.size() >= STREAMS_MAX || open.getOrDefault(who, 0) >= STREAMS_EACH_MAX) return false;
            open.merge(who, 1, Integer::sum);
            return true;
        }
    }

    private void leave(String who) {
        synchronized (open) {
            open.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// How many pages wait.
    int count() {
        return streams.size();
    }

    @Override
    public void close() {
        closed = true;
        follower.close();
        for (var stream : streams.keySet()) stream.waker().release();
    }
}
