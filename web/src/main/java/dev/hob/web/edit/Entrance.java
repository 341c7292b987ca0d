package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.repo.Found;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Finds what somebody wants to write to, and how they may.
final class Entrance {
    private final Node node;
    private final Found found;

    Entrance(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// What `/{owner}/{repo}/edit/<branch>/<path>` is about. Whoever is not signed in is sent to sign in; what they may
    /// not see is not there.
    Writing writing(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var person = visit.signedIn();
        if (repo.isSeeded()) throw new Stop(409, text("edit.kept-for-others"));
        var view = node.refs().view(repo);
        if (view.isEmpty()) return first(visit, repo, person);
        var at = found.looking(visit, "branch");
        String branch = at.head().ref();
        return new Writing(
                visit,
                repo,
                at.view(),
                at.head(),
                branch,
                Optional.of(at.commit()),
                at.path(),
                person,
                door(visit, repo, person, branch));
    }

    /// Where what was written there can go by now.
    ///
    /// @param form with `on`, the branch, and `door`, as its writer saw them
    /// @throws Stop when there is no place for it
    Reached reach(Visit visit, Form form) {
        String branch = form.value("on");
        try {
            var at = writing(visit);
            if (!branch.isEmpty() && !branch.equals(at.branch())) throw Stop.notFound();
            String door = form.value("door");
            return door.isEmpty() || door.equals(at.door().word())
                    ? new Reached.There(at)
                    : new Reached.Otherwise(at, otherwise(at));
        } catch (Stop stop) {
            if (stop.status() == 401) throw stop;
            return beside(visit, branch, form.value("path")).orElseThrow(() -> stop);
        }
    }

    private static String otherwise(Writing at) {
        return switch (at.door()) {
            case Door.Open _ -> text("edit.you-may-commit-by-now", at.branch());
            case Door.Guarded(String why) -> text("edit.is-protected-by-now", at.branch(), why);
            case Door.Fork _ ->
                text("edit.you-may-not-write-any-more", at.repo().path());
        };
    }

    /// The default branch in the place of one that is gone, if whoever asks may see that.
    private Optional<Reached> beside(Visit visit, String branch, String typed) {
        var path = CodePath.parse(typed).filter(it -> !it.isRoot());
        if (branch.isEmpty() || path.isEmpty()) return Optional.empty();
        try {
            var repo = found.repo(visit, Right.READ);
            var view = node.refs().view(repo);
            String other = view.defaultBranch();
            var tip = Optional.ofNullable(view.refs().get(Constants.R_HEADS + other));
            if (tip.isEmpty() || repo.isSeeded()) return Optional.empty();
            var at = new Writing(
                    visit,
                    repo,
                    view,
                    found.head(visit, repo, view, "branch", other),
                    other,
                    tip,
                    path.get().value(),
                    visit.signedIn(),
                    door(visit, repo, visit.signedIn(), other));
            return Optional.of(new Reached.Beside(at, text("edit.branch-is-gone", branch, other)));
        } catch (Stop _) {
            return Optional.empty(); // The repository is gone as well, or none of theirs any more.
        }
    }

    /// There is no branch yet: the first commit makes the default one.
    private Writing first(Visit visit, Repo repo, Person person) {
        var view = node.refs().view(repo);
        String branch = view.defaultBranch();
        String rest = visit.part("rest");
        boolean below = rest.startsWith(branch + "/");
        if (!below && !rest.equals(branch)) throw Stop.notFound();
        if (!node.access().may(visit.viewer(), Right.WRITE, repo)) throw new Stop(403, text("edit.nothing-here-yet"));
        return new Writing(
                visit,
                repo,
                view,
                found.head(visit, repo, view, "branch", branch),
                branch,
                Optional.empty(),
                below ? rest.substring(branch.length() + 1) : "",
                person,
                node.protection()
                        .rules()
                        .writing(repo, person, branch)
                        .<Door>map(Door.Guarded::new)
                        .orElseGet(Door.Open::new));
    }

    private Door door(Visit visit, Repo repo, Person person, String branch) {
        if (node.access().may(visit.viewer(), Right.WRITE, repo)) {
            var told = node.protection().rules().writing(repo, person, branch);
            return told.isPresent() ? new Door.Guarded(told.get()) : new Door.Open();
        }
        if (node.pulls().lent().to(visit.viewer(), repo).contains(branch)) return new Door.Open();
        return new Door.Fork(
                node.refs().forking().mine(repo, person).map(Repo::path).orElse(""));
    }
}
