package dev.hob.node.patch;

import dev.hob.node.cob.Acting;
import dev.hob.node.cob.Operation;
import dev.hob.node.code.Conflict;
import dev.hob.node.code.DraftObjects;
import dev.hob.node.code.MergeWays;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Speaker;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.refs.Cobs;
import dev.hob.node.refs.FoldCache;
import dev.hob.node.refs.Guard;
import dev.hob.node.refs.Refs;
import dev.hob.node.refs.Signer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/// Merges pull requests: the commits are made in memory, then the branch moves and the operation that says so is
/// recorded, both or none. Shared between threads.
public final class Merges {
    /// When others push all the while, the merge is made again on top of theirs so many times.
    private static final int ATTEMPTS_MAX = 50;

    public static final int MESSAGE_CHARACTERS_MAX = 65_536;

    /// In which way the commits come onto the branch.
    public enum Way {
        MERGE,
        SQUASH,
        REBASE,
        REBASE_MERGE,
        FAST_FORWARD
    }

    /// A merge as somebody wants it.
    ///
    /// @param message of the commit that is made, where one is made; the usual one when it is empty
    /// @param head what they saw; when it is another by now, nothing is merged
    /// @param anyway whether they mean it although the branch's rules miss something, where the rules leave that to
    /// them
    /// @param waited whether they asked for it before, and it is done now that nothing is missing
    public record Wish(Way way, String message, Optional<ObjectId> head, boolean anyway, boolean waited) {
        /// One that keeps to all rules.
        public Wish(Way way, String message, Optional<ObjectId> head) {
            this(way, message, head, false, false);
        }

        public Wish(Way way, String message, Optional<ObjectId> head, boolean anyway) {
            this(way, message, head, anyway, false);
        }
    }

    /// What came of it.
    public sealed interface Outcome {
        /// The branch has it, by this commit.
        record Merged(ObjectId commit) implements Outcome {}

        /// People have to decide.
        record Conflicts(List<Conflict> conflicts) implements Outcome {
            public Conflicts {
                conflicts = List.copyOf(conflicts);
            }
        }

        /// It is not done; `told` says why, for the one who asked.
        record Refused(Answer.Reason reason, String told) implements Outcome {}

        /// The rules of the branch ask for something that is not there yet; `told` says for what.
        record Missing(String told) implements Outcome {}

        /// It is not what they saw any more, or others were quicker each time.
        record Stale(String told) implements Outcome {}
    }

    private final Means means;
    private final FoldCache<PatchFold> folds;
    private final Refs refs;
    private final Storage storage;
    private final MergeWays ways = new MergeWays();
    /// One merge at a time in a folder: the next is made on top of it.
    private final Map<RepoId, ReentrantLock> turns = new ConcurrentHashMap<>();

    Merges(Means means, FoldCache<PatchFold> folds, Refs refs, Storage storage) {
        this.means = means;
        this.folds = folds;
        this.refs = refs;
        this.storage = storage;
    }

    /// Merges a pull request. Members.
    public Outcome merge(Repo repo, Person by, ObjectId id, Wish wish) {
        return merge(repo, new Speaker.Local(by), id, wish);
    }

    /// The same by whoever speaks.
    public Outcome merge(Repo repo, Speaker by, ObjectId id, Wish wish) {
        if (!means.isMember(repo, by))
            return refused(Answer.Reason.FORBIDDEN, Messages.text("patch.only-members-merge"));
        if (wish.message().length() > MESSAGE_CHARACTERS_MAX)
            return refused(
                    Answer.Reason.INVALID, Messages.text("patch.message-characters-max", MESSAGE_CHARACTERS_MAX));
        var turn = turns.computeIfAbsent(repo.rid(), _ -> new ReentrantLock(true));
        turn.lock();
        try {
            for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                var came = once(repo, by, id, wish);
                if (came.isPresent()) return came.get();
            }
            return new Outcome.Stale(Messages.text("code.others-push-all-the-while"));
        } catch (IOException e) {
            throw new StorageException("cannot merge in " + repo.path(), e);
        } finally {
            turn.unlock();
        }
    }

    private static Outcome refused(Answer.Reason reason, String told) {
        return new Outcome.Refused(reason, told);
    }

    /// What is to be merged, as it is now.
    private record Offer(
            long number, String title, String branch, ObjectId onto, Revision revision, Optional<Source> source) {}

    /// Empty when somebody else moved the branch in the meantime.
    private Optional<Outcome> once(Repo repo, Speaker by, ObjectId id, Wish wish) throws IOException {
        var looked = means.cobs().in(repo, session -> look(session, id, wish));
        if (looked.isEmpty())
            return Optional.of(refused(Answer.Reason.MISSING, Messages.text("refs.repository-is-gone")));
        if (looked.get() instanceof Looked.Not(var outcome)) return Optional.of(outcome);
        var offer = ((Looked.Ready) looked.get()).offer();
        try (var repository = storage.open(repo.rid());
                var drafts = DraftObjects.over(repository)) {
            return switch (make(drafts, by, offer, wish)) {
                case MergeWays.Outcome.Merged(var commit) -> {
                    drafts.keep(commit);
                    yield means.cobs()
                            .in(repo, session -> record(session, by, id, offer, commit, wish))
                            .orElse(Optional.of(
                                    refused(Answer.Reason.MISSING, Messages.text("refs.repository-is-gone"))));
                }
                case MergeWays.Outcome.Conflicts(var conflicts, var _) -> Optional.of(new Outcome.Conflicts(conflicts));
                case MergeWays.Outcome.NothingToMerge _ ->
                    Optional.of(refused(Answer.Reason.INVALID, Messages.text("patch.branch-has-all-of-it")));
                case MergeWays.Outcome.NotFastForward _ ->
                    Optional.of(refused(Answer.Reason.INVALID, Messages.text("patch.branch-has-moved-on")));
                case MergeWays.Outcome.Unrelated _ ->
                    Optional.of(refused(Answer.Reason.INVALID, Messages.text("patch.nothing-in-common")));
                case MergeWays.Outcome.TooLarge(var told) -> Optional.of(refused(Answer.Reason.INVALID, told));
            };
        }
    }

    private sealed interface Looked {
        record Ready(Offer offer) implements Looked {}

        record Not(Outcome outcome) implements Looked {}
    }

    private Looked look(Cobs.Session session, ObjectId id, Wish wish) throws IOException {
        var kept = folds.get(session, id);
        if (kept.isEmpty()) return not(Answer.Reason.MISSING, Messages.text("patch.no-such-pull-request"));
        var fold = kept.get().fold();
        switch (fold.phase()) {
            case MERGED -> {
                return not(Answer.Reason.INVALID, Messages.text("patch.is-merged-already"));
            }
            case ARCHIVED -> {
                return not(Answer.Reason.INVALID, Messages.text("patch.is-closed"));
            }
            case DRAFT -> {
                return not(Answer.Reason.INVALID, Messages.text("patch.is-a-draft"));
            }
            case OPEN -> {}
        }
        var latest = fold.latest();
        if (wish.head().filter(seen -> !seen.equals(latest.head)).isPresent())
            return new Looked.Not(new Outcome.Stale(Messages.text("patch.offers-other-commits")));
        String branch = fold.branch(session.identity().document());
        var onto = refs.view(session.repo()).refs().get(Constants.R_HEADS + branch);
        if (onto == null) return not(Answer.Reason.MISSING, Messages.text("patch.branch-is-gone", branch));
        long number = means.reading().number(session.repo().rid(), id).orElse(0L);
        return new Looked.Ready(new Offer(number, fold.title(), branch, onto, latest, fold.source()));
    }

    private static Looked not(Answer.Reason reason, String told) {
        return new Looked.Not(refused(reason, told));
    }

    private MergeWays.Outcome make(DraftObjects drafts, Speaker by, Offer offer, Wish wish) {
        var ident = ident(by);
        String message = wish.message().isBlank()
                ? usual(wish.way(), offer.number(), offer.title(), offer.source())
                : wish.message();
        var wording = new MergeWays.Wording(ident, ident, message);
        var onto = offer.onto();
        var head = offer.revision().head;
        return switch (wish.way()) {
            case MERGE -> ways.merge(drafts, onto, head, wording);
            case SQUASH -> ways.squash(drafts, onto, head, wording);
            case REBASE -> ways.rebase(drafts, onto, head, ident);
            case REBASE_MERGE -> ways.rebaseAndMerge(drafts, onto, head, wording);
            case FAST_FORWARD -> ways.fastForward(drafts, onto, head);
        };
    }

    private PersonIdent ident(Speaker by) {
        var now = means.clock().instant();
        return switch (by) {
            case Speaker.Local(var person) -> new PersonIdent(person.name(), person.email(), now, ZoneOffset.UTC);
            case Speaker.Guest(var author, var _) -> ident(author, now);
            case Speaker.Member(var author, var _) -> ident(author, now);
        };
    }

    /// Their handle looks like an address, and tells them apart like one.
    private static PersonIdent ident(RemoteAuthor author, Instant now) {
        String name = author.name().isBlank() ? author.alias() : author.name();
        return new PersonIdent(name, author.handle(), now, ZoneOffset.UTC);
    }

    /// The message that a merge has when nobody says another.
    public static String usual(Way way, long number, String title, Optional<Source> source) {
        if (way == Way.SQUASH) return title + " (#" + number + ")\n";
        String from = source.map(it -> " from " + it.branch()).orElse("");
        return "Merge pull request #" + number + from + "\n\n" + title + "\n";
    }

    /// Moves the branch and says so. Empty when the branch is somewhere else by now.
    private Optional<Outcome> record(
            Cobs.Session session, Speaker by, ObjectId id, Offer offer, ObjectId commit, Wish wish) throws IOException {
        var repo = session.repo();
        var kept = folds.get(session, id);
        boolean same = kept.isPresent()
                && kept.get().fold().phase() == PatchState.OPEN
                && kept.get().fold().latest().id.equals(offer.revision().id);
        if (!same) return Optional.of(new Outcome.Stale(Messages.text("patch.has-changed-in-the-meantime")));
        var document = session.identity().document();
        var now = means.clock().instant();
        var choice =
                switch (by) {
                    case Speaker.Local(var person) -> Signer.owner(means.custody(), repo, document, person, now);
                    case Speaker.Member(var author, var _) ->
                        Signer.member(means.custody(), repo, document, author, now);
                    case Speaker.Guest _ -> new Signer.Choice.Refused(Messages.text("patch.only-members-merge"));
                };
        if (!(choice instanceof Signer.Choice.Signs(var signer)))
            return Optional.of(refused(Answer.Reason.FORBIDDEN, ((Signer.Choice.Refused) choice).told()));
        var embeds = new LinkedHashMap<String, byte[]>();
        embeds.put(PatchFold.MERGE_EMBED, PatchFold.mergeEmbed(offer.branch()));
        signer.acting().ifPresent(acting -> embeds.put(Acting.EMBED, acting.bytes()));
        var operation = new Operation(
                PatchFold.TYPE,
                List.of(new PatchAction.Merge(offer.revision().id, commit).json()),
                embeds,
                kept.get().tips(),
                List.of(commit),
                Optional.of(session.identity().head()),
                "Merge revision");
        var entry = session.objects(signer.author(), operation);
        boolean done = false;
        try {
            boolean accepted =
                    kept.get().fold().apply(entry) && kept.get().fold().phase() == PatchState.MERGED;
            if (!accepted)
                return Optional.of(refused(Answer.Reason.FORBIDDEN, Messages.text("patch.more-delegates-must-agree")));
            var moves = List.of(
                    new RefMove(Constants.R_HEADS + offer.branch(), offer.onto().name(), commit.name()),
                    session.naming(signer.author().key().publicKey(), id, entry));
            var change = new Change.IssueChanged(
                    repo.id().value(),
                    repo.rid().value(),
                    id.name(),
                    offer.number(),
                    entry.id().name(),
                    wish.waited() ? "automerge" : "merge");
            var way = new Guard.Way.Merging(id, wish.anyway());
            var verdict = refs.move(repo, by.origin(), way, moves, () -> {}, Optional.of(change), Optional.empty());
            return switch (verdict) {
                case Refs.Verdict.Moved _ -> {
                    done = true;
                    yield Optional.of(new Outcome.Merged(commit));
                }
                case Refs.Verdict.Stale _ -> Optional.empty();
                case Refs.Verdict.Refused(var _, var told) -> Optional.of(refused(Answer.Reason.FORBIDDEN, told));
                case Refs.Verdict.Forbidden(var _, var told) -> Optional.of(new Outcome.Missing(told));
            };
        } finally {
            if (!done) folds.forget(repo.rid(), id);
        }
    }
}
