package dev.hob.node.git;

import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueReading;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.PatchTracking;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/// Takes commits that are pushed to `refs/for/<branch>`: they become a pull request, or the next revision of the one
/// that the same person has offered under the same topic. The topic is what follows the branch, or the push option
/// `topic`; further options are `title`, `description`, `draft` and `force-push`.
final class Offered {
    static final String PREFIX = "refs/for/";

    private static final int TOPIC_CHARACTERS_MAX = 200;

    private final Storage storage;
    private final Refs refs;
    private final PatchTracking pulls;
    private final IssueReading reading;

    Offered(Storage storage, Refs refs, PatchTracking pulls, IssueReading reading) {
        this.storage = storage;
        this.refs = refs;
        this.pulls = pulls;
        this.reading = reading;
    }

    /// What came of it.
    sealed interface Outcome {
        /// @param told where the pull request is, for the one who pushed
        record Taken(String told) implements Outcome {}

        record Refused(String told) implements Outcome {}
    }

    /// Takes one push; the commits are in the repository's folder already.
    Outcome take(Repo repo, Person by, String ref, ObjectId head, Collection<String> options) {
        var asked = options(options);
        var named = named(repo, ref.substring(PREFIX.length()), asked.getOrDefault("topic", ""));
        if (named.isEmpty()) return new Outcome.Refused("there is no such branch: push to refs/for/<branch>");
        String branch = named.get().branch();
        String topic = named.get().topic();
        if (topic.isEmpty()) return new Outcome.Refused("say what it is about: git push -o topic=<name>");
        if (topic.length() > TOPIC_CHARACTERS_MAX)
            return new Outcome.Refused("a topic has at most " + TOPIC_CHARACTERS_MAX + " characters");
        var source = new Source(repo.id(), by.name() + ":" + topic);
        var known = pulls.reading().from(repo.rid(), source).stream()
                .filter(patch -> Patches.target(repo, patch).equals(branch))
                .findFirst();
        var answer = known.isPresent()
                ? revise(repo, by, known.get(), head, asked)
                : open(repo, by, branch, head, source, asked);
        return switch (answer) {
            case Answer.Refused(var _, var _, var told) -> new Outcome.Refused(told);
            case Answer.Same _ ->
                new Outcome.Taken(
                        "nothing new for " + name(repo, known.orElseThrow().id()));
            case Answer.Done(var entry) ->
                new Outcome.Taken(
                        known.isPresent() ? "updated " + name(repo, known.get().id()) : "opened " + name(repo, entry));
        };
    }

    private String name(Repo repo, ObjectId id) {
        return "pull request #" + reading.number(repo.rid(), id).orElse(0L) + " of " + repo.path();
    }

    private record Named(String branch, String topic) {}

    /// Branches have slashes in their names: the longest one that is there counts, the rest is the topic.
    private Optional<Named> named(Repo repo, String rest, String topic) {
        var branches = refs.view(repo).refs();
        for (int end = rest.length(); end > 0; end = rest.lastIndexOf('/', end - 1)) {
            String branch = rest.substring(0, end);
            if (!branches.containsKey(Constants.R_HEADS + branch)) continue;
            String after = end < rest.length() ? rest.substring(end + 1) : "";
            return Optional.of(new Named(branch, topic.isEmpty() ? after : topic));
        }
        return Optional.empty();
    }

    private static Map<String, String> options(Collection<String> options) {
        var asked = new HashMap<String, String>();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 0) asked.put(option.toLowerCase(Locale.ROOT), "true");
            else asked.put(option.substring(0, equals).toLowerCase(Locale.ROOT), option.substring(equals + 1));
        }
        return asked;
    }

    private Answer open(Repo repo, Person by, String branch, ObjectId head, Source source, Map<String, String> asked) {
        var words = words(repo, head);
        String title = asked.getOrDefault("title", words.title());
        String body = asked.getOrDefault("description", words.body());
        boolean draft = Boolean.parseBoolean(asked.getOrDefault("draft", "false"));
        return pulls.patches()
                .open(
                        repo,
                        by,
                        new Patches.Opening(
                                title, body, branch, head, Optional.of(source), draft, List.of(), List.of()));
    }

    private Answer revise(Repo repo, Person by, Patch patch, ObjectId head, Map<String, String> asked) {
        boolean force = Boolean.parseBoolean(asked.getOrDefault("force-push", "false"));
        if (!force && !isBuiltOn(repo, patch.head(), head))
            return Answer.invalid("it would take commits back: push with -o force-push=true if that is meant");
        return pulls.patches().revise(repo, by, patch.id(), asked.getOrDefault("description", ""), head);
    }

    private boolean isBuiltOn(Repo repo, ObjectId before, ObjectId after) {
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(before), walk.parseCommit(after));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // What was pushed is no commit: the refusal comes from whoever reads it next.
        } catch (IOException e) {
            throw new StorageException("cannot read what was pushed to " + repo.path(), e);
        }
    }

    private record Words(String title, String body) {}

    /// What the newest commit says.
    private Words words(Repo repo, ObjectId head) {
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            var commit = walk.parseCommit(head);
            String message = commit.getFullMessage().strip();
            int line = message.indexOf('\n');
            return line < 0
                    ? new Words(message, "")
                    : new Words(
                            message.substring(0, line).strip(),
                            message.substring(line).strip());
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return new Words("", ""); // The same.
        } catch (IOException e) {
            throw new StorageException("cannot read what was pushed to " + repo.path(), e);
        }
    }
}
