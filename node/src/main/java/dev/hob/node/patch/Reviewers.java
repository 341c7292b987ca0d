package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Means;
import dev.hob.node.issue.Trackers;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.util.Collection;
import org.eclipse.jgit.lib.ObjectId;

/// Who is asked for a review, and which reviews count. The network's format knows neither: the tracker says it. Shared
/// between threads.
public final class Reviewers {
    private final Means means;
    private final Trackers trackers;
    private final PatchReading reading;

    Reviewers(Means means, Trackers trackers, PatchReading reading) {
        this.means = means;
        this.trackers = trackers;
        this.reading = reading;
    }

    /// Asks people for a review, once more if they have given one. Members, and who opened the pull request.
    public Answer ask(Repo repo, Person by, ObjectId id, Collection<Person> people) {
        var pull = means.reading().byId(repo.rid(), id);
        if (pull.isEmpty()) return Answer.missing(Messages.text("patch.no-such-pull-request"));
        if (!pull.get().state().isOpen()) return Answer.invalid(Messages.text("patch.is-closed-nothing-to-review"));
        for (var person : people) {
            if (means.access().right(person, repo).isEmpty())
                return Answer.invalid(Messages.text("issue.cannot-see-this-repository", person.name()));
            if (means.devices().isOf(person, pull.get().author()))
                return Answer.invalid(Messages.text("patch.nobody-reviews-their-own"));
        }
        Answer came = new Answer.Same();
        for (var person : people) {
            long given = reading.given(repo.rid(), id, means.devices().keysOf(person));
            var answer = trackers.askReview(repo, by, id, person.key(), given, true);
            if (answer instanceof Answer.Refused) return answer;
            if (answer instanceof Answer.Done) came = answer;
        }
        return came;
    }

    /// Asks people no more. Members, and who opened it.
    public Answer release(Repo repo, Person by, ObjectId id, Collection<DidKey> people) {
        Answer came = new Answer.Same();
        for (var key : people) {
            var answer = trackers.askReview(repo, by, id, key, 0, false);
            if (answer instanceof Answer.Refused) return answer;
            if (answer instanceof Answer.Done) came = answer;
        }
        return came;
    }

    /// Says that a review counts no more, or that it counts again. Members.
    public Answer dismiss(Repo repo, Person by, ObjectId id, ObjectId review, boolean dismissed, String reason) {
        var found = reading.reviews(repo.rid(), id).stream()
                .filter(it -> it.id().equals(review) && !it.redacted())
                .findFirst();
        if (found.isEmpty()) return Answer.missing(Messages.text("patch.no-such-review-any-more"));
        if (found.get().verdict().isEmpty()) return Answer.invalid(Messages.text("patch.review-gives-no-verdict"));
        return trackers.dismissReview(repo, by, id, review, found.get().versions(), dismissed, reason);
    }
}
