package dev.hob.federation.across;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.node.code.Diffs;
import dev.hob.node.code.UnifiedDiff;
import dev.hob.node.language.Messages;
import dev.hob.node.outside.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// What pull requests elsewhere change, as their homes write it for git: forges have it at the address of the page,
/// with `.diff` behind it. What was read is kept for some minutes. Shared between threads.
public final class Changes {
    private static final String ENDING = ".diff";
    private static final String WANTED = "text/x-diff, text/x-patch, text/plain;q=0.9";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int BYTES_MAX = 8 * 1024 * 1024;
    private static final int KEPT_LINES_MAX = 200_000;
    private static final int FILE_LINES = 5;
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Remote remote;
    private final Cache<Key, Changed.Read> kept = Caffeine.newBuilder()
            .maximumWeight(KEPT_LINES_MAX)
            .weigher((Key _, Changed.Read read) -> FILE_LINES
                    + read.diff().files().stream()
                            .mapToInt(file -> FILE_LINES + file.lines().size())
                            .sum())
            .expireAfterWrite(FRESH)
            .build();

    Changes(Remote remote) {
        this.remote = remote;
    }

    private record Key(Id pull, String head) {}

    /// What is known of the changes.
    public sealed interface Changed {
        /// They were read.
        ///
        /// @param head the commit that is offered; empty when its home does not say
        record Read(String head, Diffs.Diff diff) implements Changed {}

        /// They were not.
        ///
        /// @param later whether they may be, another time
        record Unread(String told, boolean later) implements Changed {}
    }

    /// What a pull request changes.
    public Changed of(Found.Text text) {
        if (!(text.post() instanceof Post.Ticket ticket)
                || ticket.mergeRequest().isEmpty())
            return new Changed.Unread(Messages.text("across.only-pulls-change-something"), false);
        var key = new Key(text.id(), head(ticket).orElse(""));
        var before = Optional.ofNullable(kept.getIfPresent(key));
        if (before.isPresent()) return before.get();
        var page = ticket.writing()
                .page()
                .flatMap(Id::of)
                .filter(it -> it.sameOrigin(text.id()) && it.query().isEmpty())
                .map(Id::document);
        if (page.isEmpty())
            return new Changed.Unread(
                    Messages.text("across.has-no-page", text.id().authority()), false);
        return switch (remote.text(new Id(page.get().value() + ENDING), WANTED, BYTES_MAX)) {
            case Answer.Refused(var why) -> new Changed.Unread(why.told(), why.mayPass());
            case Answer.Answered answered -> read(key, answered);
        };
    }

    private Changed read(Key key, Answer.Answered answered) {
        String host = key.pull().authority();
        int status = answered.status();
        if (status != 200)
            return new Changed.Unread(
                    host + " answered " + status + ".", status == 408 || status == 429 || status >= 500);
        boolean isText = answered.field("Content-Type")
                .filter(type -> type.startsWith("text/") && !type.startsWith("text/html"))
                .isPresent();
        var diff = isText ? UnifiedDiff.read(answered.body()) : Optional.<Diffs.Diff>empty();
        if (diff.isEmpty()) return new Changed.Unread(Messages.text("across.tells-no-changes", host), false);
        var read = new Changed.Read(key.head(), diff.get());
        kept.put(key, read);
        return read;
    }

    /// Whether a text is the id of a commit, in SHA-1 or SHA-256.
    public static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /// The commit that a pull request offers, if its home says so.
    static Optional<String> head(Post.Ticket ticket) {
        return ticket.mergeRequest()
                .flatMap(ForgePart.MergeRequest::origin)
                .flatMap(Ref::thing)
                .filter(ForgePart.Branch.class::isInstance)
                .map(ForgePart.Branch.class::cast)
                .flatMap(ForgePart.Branch::hash)
                .filter(Changes::isCommit);
    }
}
