package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.TalkReading;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.release.Release;
import dev.hob.node.repo.Repo;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// Which id of here stands for what. Only what is there has one, and everybody may see it. Shared between threads.
public final class Subjects {
    private static final String REPOSITORY = "/r/([a-z2-7]{20})";
    private static final String NUMBER = "([1-9][0-9]{0,17})";
    private static final String OBJECT = "([0-9a-f]{40})";
    private static final Pattern TICKET = Pattern.compile(REPOSITORY + "/tickets/" + NUMBER);
    private static final Pattern COMMENT = Pattern.compile(REPOSITORY + "/tickets/" + NUMBER + "/comments/" + OBJECT);
    private static final Pattern STATE = Pattern.compile(REPOSITORY + "/tickets/" + NUMBER + "/notes/" + NUMBER);
    private static final Pattern RELEASE = Pattern.compile(REPOSITORY + "/releases/" + OBJECT);
    private static final Pattern PUSH = Pattern.compile(REPOSITORY + "/notes/" + NUMBER);

    private final Node node;
    private final LocalActors actors;

    public Subjects(Node node, LocalActors actors) {
        this.node = node;
        this.actors = actors;
    }

    /// What an id of here stands for, if it is there. What was said and taken back is there, and empty.
    public Optional<Subject> resolve(Id id) {
        return actors.of(id)
                .<Subject>map(Subject.Actor::new)
                .or(() -> actors.home().path(id).flatMap(this::atPath));
    }

    private Optional<Subject> atPath(String path) {
        var ticket = TICKET.matcher(path);
        if (ticket.matches()) return project(ticket).flatMap(repo -> ticket(repo, number(ticket, 2)));
        var comment = COMMENT.matcher(path);
        if (comment.matches())
            return project(comment).flatMap(repo -> comment(repo, number(comment, 2), comment.group(3)));
        var state = STATE.matcher(path);
        if (state.matches()) return project(state).flatMap(repo -> state(repo, number(state, 2), number(state, 3)));
        var release = RELEASE.matcher(path);
        if (release.matches()) return project(release).flatMap(repo -> release(repo, release.group(2)));
        var push = PUSH.matcher(path);
        if (push.matches()) return repository(push).flatMap(repo -> push(repo, number(push, 2)));
        return Optional.empty();
    }

    private Optional<Repo> repository(Matcher matcher) {
        return actors.project(new RepositoryId(matcher.group(1)))
                .flatMap(local -> local instanceof Local.Project(var repo) ? Optional.of(repo) : Optional.empty());
    }

    /// Only a project has tickets and releases.
    private Optional<Repo> project(Matcher matcher) {
        return repository(matcher).filter(Repo::isProject);
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    /// A ticket of a repository that everybody may see, if it is there.
    public Optional<Subject> ticket(Repo repo, long number) {
        if (!repo.isProject()) return Optional.empty();
        return issue(repo, number).map(_ -> new Subject.Ticket(repo, number));
    }

    /// What was said under one, by its entry.
    public Optional<Subject> comment(Repo repo, long number, String entry) {
        if (!repo.isProject() || !ObjectId.isId(entry)) return Optional.empty();
        return line(repo, number, entry).map(_ -> new Subject.Comment(repo, number, entry));
    }

    private Optional<Subject> release(Repo repo, String id) {
        return publishedRelease(repo, id).map(_ -> new Subject.Release(repo, id));
    }

    private Optional<Subject> push(Repo repo, long position) {
        return logged(position)
                .filter(entry -> entry.change() instanceof Change.RefsMoved moved
                        && moved.repository().equals(repo.id().value()))
                .map(_ -> new Subject.PushNote(repo, position));
    }

    private Optional<Subject> state(Repo repo, long number, long position) {
        return logged(position)
                .filter(entry -> entry.change() instanceof Change.IssueChanged changed
                        && changed.repository().equals(repo.id().value())
                        && changed.number() == number
                        && STATES.contains(changed.what()))
                .map(_ -> new Subject.StateNote(repo, number, position));
    }

    /// The changes of a ticket that get a note of their own.
    static final List<String> STATES = List.of("closed", "reopened", "merge");

    /// An issue or a pull request of a project.
    Optional<Issue> issue(Repo repo, long number) {
        return node.tracking().reading().find(repo.rid(), number);
    }

    /// What was said under a ticket, but not what it says itself.
    Optional<Line> line(Repo repo, long number, String entry) {
        var issue = issue(repo, number);
        return issue.flatMap(_ -> node.tracking().talks().comment(repo.rid(), entry))
                .filter(found -> found.issue().equals(issue.get().id()))
                .map(TalkReading.Found::line)
                .filter(line -> line.position() > 0);
    }

    /// A release that is no draft.
    Optional<Release> publishedRelease(Repo repo, String id) {
        return node.publishing()
                .reading()
                .byId(repo.rid(), ObjectId.fromString(id))
                .filter(release -> !release.draft());
    }

    /// What the log tells at a position.
    Optional<Entry> logged(long position) {
        return Optional.ofNullable(node.log().at(List.of(position)).get(position));
    }

    /// What others know something by, for ever.
    public Id id(Subject subject) {
        return switch (subject) {
            case Subject.Actor(var local) -> actors.id(local);
            case Subject.Ticket(var repo, var number) -> at(repo, "/tickets/" + number);
            case Subject.Comment(var repo, var number, var entry) ->
                at(repo, "/tickets/" + number + "/comments/" + entry);
            case Subject.Release(var repo, var release) -> at(repo, "/releases/" + release);
            case Subject.PushNote(var repo, var position) -> at(repo, "/notes/" + position);
            case Subject.StateNote(var repo, var number, var position) ->
                at(repo, "/tickets/" + number + "/notes/" + position);
        };
    }

    private Id at(Repo repo, String path) {
        return actors.home().at("/r/" + repo.id().value() + path);
    }
}
