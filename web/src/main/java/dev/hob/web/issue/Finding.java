package dev.hob.web.issue;

import dev.hob.node.Node;
import dev.hob.node.issue.Acts;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issue;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.RepoHead;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.Found;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// Finds what a request about issues is about, as far as who asks may see and do it. Shared between threads.
public final class Finding {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,10}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{7,40}");

    private final Node node;
    private final Found found;

    Finding(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// Whoever may read.
    public Here reader(Visit visit) {
        return here(visit, project(visit, Right.READ));
    }

    /// Somebody who may read and has a name here.
    public Here speaker(Visit visit) {
        var repo = project(visit, Right.READ);
        visit.signedIn();
        return here(visit, repo);
    }

    /// Somebody who may change what members may.
    public Here member(Visit visit) {
        return here(visit, project(visit, Right.WRITE));
    }

    /// The project whose issues and pull requests are asked for. Those of a fork that is a namespace are its
    /// project's, and are found there.
    private Repo project(Visit visit, Right right) {
        var repo = found.repo(visit, Right.READ);
        if (repo.isProject()) return found.repo(visit, right);
        var project = node.repos()
                .project(repo.rid())
                .filter(it -> node.access().may(visit.viewer(), Right.READ, it))
                .orElseThrow(Stop::notFound);
        throw found.elsewhere(visit, project);
    }

    /// The fork that the path names, when it is a namespace of another project: what it has is compared there.
    public Optional<Repo> fork(Visit visit) {
        return Optional.of(found.repo(visit, Right.READ)).filter(repo -> !repo.isProject());
    }

    /// What stands above a page of a repository that the reader may see.
    public RepoHead head(Visit visit, Repo repo) {
        return found.head(visit, repo);
    }

    private Here here(Visit visit, Repo repo) {
        // Where nobody signs here for what a device has said, only what the account's own key said can be changed.
        var keys = visit.person()
                .map(person ->
                        repo.isSeeded() ? Set.of(person.key()) : node.devices().keysOf(person))
                .orElse(Set.of());
        return new Here(visit, repo, visit.person(), keys, node.access().may(visit.viewer(), Right.WRITE, repo));
    }

    public RepoHead head(Here here) {
        return found.head(here.visit(), here.repo());
    }

    /// The issue that the path names by its number.
    public Issue issue(Here here) {
        return find(here).orElseThrow(Stop::notFound);
    }

    /// The same, if there is one; one without a number by its whole id.
    Optional<Issue> find(Here here) {
        return named(here, here.visit().part("number"));
    }

    /// The issue of a project that an address calls so.
    Optional<Issue> named(Here here, String number) {
        return named(node, here.rid(), number);
    }

    static Optional<Issue> named(Node node, RepoId rid, String number) {
        if (ObjectId.isId(number)) return node.tracking().reading().byId(rid, ObjectId.fromString(number));
        if (!NUMBER.matcher(number).matches()) return Optional.empty();
        return node.tracking().reading().find(rid, Long.parseLong(number));
    }

    /// The issue whose id the path begins.
    Optional<Issue> byId(Here here) {
        String id = here.visit().part("number");
        return ID.matcher(id).matches() ? node.tracking().reading().beginning(here.rid(), id) : Optional.empty();
    }

    /// Through which repository somebody sees a project's issues, if they see any of it.
    Optional<Repo> place(Viewer viewer, RepoId rid) {
        return node.repos().project(rid).filter(repo -> node.access().may(viewer, Right.READ, repo));
    }

    /// What people do with an issue, or with a pull request.
    Acts<?> acts(Issue issue) {
        return issue.isPatch() ? node.pulls().patches() : node.tracking().issues();
    }

    /// Who speaks; somebody is signed in.
    public static Person person(Here here) {
        return here.visit().signedIn();
    }

    /// What was wrong with what somebody wanted, if it can be put right in the form. What cannot ends the request.
    public static Optional<String> objection(Answer answer) {
        return refusal(answer).map(Answer.Refused::told);
    }

    /// The same with the field that it is about.
    public static Optional<Answer.Refused> refusal(Answer answer) {
        return switch (answer) {
            case Answer.Done _, Answer.Same() -> Optional.empty();
            case Answer.Refused refused ->
                switch (refused.reason()) {
                    case INVALID -> Optional.of(refused);
                    case FORBIDDEN -> throw new Stop(403, refused.told());
                    case MISSING -> throw new Stop(404, refused.told());
                };
        };
    }
}
