package dev.hob.federation.across;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.hob.federation.actor.CodeLines;
import dev.hob.federation.actor.Written;
import dev.hob.federation.vocab.Post;
import dev.hob.node.issue.Limits;
import dev.hob.node.issue.Verdict;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What people of here think of pull requests elsewhere. Shared between threads.
public final class Reviewing {
    /// How many remarks a review has.
    public static final int REMARKS_MAX = 50;

    private final Across across;
    private final Changes changes;
    private final PendingRemarks pending;
    /// One review is sent once, however often somebody presses the button.
    private final LoadingCache<String, ReentrantLock> turns =
            Caffeine.newBuilder().weakValues().build(_ -> new ReentrantLock());

    Reviewing(Across across, Changes changes, PendingRemarks pending) {
        this.across = across;
        this.changes = changes;
        this.pending = pending;
    }

    /// What somebody thinks of a pull request elsewhere.
    ///
    /// @param verdict nothing, when they only remark
    /// @param head the commit whose changes they have seen; empty for what is offered now
    public record Opinion(Optional<Verdict> verdict, String body, Optional<String> head, List<Remark> remarks) {
        public Opinion {
            remarks = List.copyOf(remarks);
        }

        private boolean isSilent() {
            return verdict.isEmpty() && body.isBlank() && remarks.isEmpty();
        }

        private Opinion with(List<Remark> more) {
            var all = new ArrayList<>(more);
            all.addAll(remarks);
            return new Opinion(verdict, body, head, all);
        }
    }

    /// What is thought of some code.
    public record Remark(CodeLines lines, String body) {}

    /// What they change.
    public Changes changes() {
        return changes;
    }

    /// What people have to say of their lines, and have not sent yet.
    public PendingRemarks pending() {
        return pending;
    }

    /// Reviews a pull request of somebody else.
    public Answer<Written.Piece> review(Person person, Found.Text text, Opinion opinion) {
        if (!(text.post() instanceof Post.Ticket ticket)
                || ticket.mergeRequest().isEmpty())
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.only-pulls-are-reviewed"));
        if (opinion.verdict().isPresent() && ticket.writing().attributedTo().contains(across.id(person)))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.nobody-judges-their-own"));
        var wrong = wrong(opinion);
        if (wrong.isPresent()) return Answer.refused(Answer.Why.INVALID, wrong.get());
        return across.review(person, text, ticket, opinion);
    }

    /// The same, with all that they have kept for it. What was kept for other commits than the opinion is of goes as
    /// reviews of its own, for each is of one commit.
    public Answer<Written.Piece> submit(Person person, Found.Text text, Opinion opinion) {
        var turn = turns.get(person.id());
        turn.lock();
        try {
            var kept = new LinkedHashMap<String, List<PendingRemarks.Kept>>();
            for (var one : pending.of(person, text.id()))
                kept.computeIfAbsent(one.head(), _ -> new ArrayList<>()).add(one);
            var current =
                    Optional.ofNullable(kept.remove(opinion.head().orElse(""))).orElse(List.of());
            var all = opinion.with(
                    current.stream().map(PendingRemarks.Kept::remark).toList());
            if (all.isSilent() && kept.isEmpty()) return review(person, text, all);
            var answer = Optional.<Answer<Written.Piece>>empty();
            for (var past : kept.entrySet()) {
                var remarks = past.getValue().stream()
                        .map(PendingRemarks.Kept::remark)
                        .toList();
                var head = Optional.of(past.getKey()).filter(it -> !it.isEmpty());
                answer = Optional.of(
                        send(person, text, new Opinion(Optional.empty(), "", head, remarks), past.getValue()));
                if (answer.get() instanceof Answer.Refused) return answer.get();
            }
            return all.isSilent() ? answer.orElseThrow() : send(person, text, all, current);
        } finally {
            turn.unlock();
        }
    }

    private Answer<Written.Piece> send(
            Person person, Found.Text text, Opinion opinion, List<PendingRemarks.Kept> kept) {
        var answer = review(person, text, opinion);
        if (answer instanceof Answer.Done)
            pending.drop(
                    person,
                    text.id(),
                    kept.stream().map(PendingRemarks.Kept::number).toList());
        return answer;
    }

    private static Optional<String> wrong(Opinion opinion) {
        if (opinion.remarks().size() > REMARKS_MAX)
            return Optional.of(Messages.text("across.remarks-at-once-max", REMARKS_MAX));
        for (var remark : opinion.remarks()) {
            var wrong = wrong(remark);
            if (wrong.isPresent()) return wrong;
        }
        boolean approves = opinion.verdict().equals(Optional.of(Verdict.ACCEPT));
        return Limits.body(opinion.body(), approves || !opinion.remarks().isEmpty());
    }

    static Optional<String> wrong(Remark remark) {
        return remark.lines().wrong().or(() -> Limits.body(remark.body(), false));
    }
}
