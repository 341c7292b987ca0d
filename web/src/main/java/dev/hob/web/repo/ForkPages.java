package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Upstream;
import dev.hob.node.people.Person;
import dev.hob.node.refs.Forking;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.RepoCard;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Forks: made, listed, brought up to date, and let go.
public final class ForkPages {
    private static final int LISTED_MAX = 200;

    private final Node node;
    private final Found found;
    private final ForkHeads heads;
    private final Upstream upstream;

    public ForkPages(Node node, Found found) {
        this.node = node;
        this.found = found;
        this.heads = new ForkHeads(node);
        this.upstream = new Upstream(node.storage(), node.refs(), node.reading().distances());
    }

    /// The form that makes a fork; who has one is led there.
    public void blank(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var person = visit.signedIn();
        var mine = node.refs().forking().mine(repo, person);
        if (mine.filter(it -> !it.id().equals(repo.id())).isPresent()) visit.go(url(mine.get()));
        else
            show(
                    visit,
                    repo,
                    person,
                    200,
                    new Form(Map.of("name", repo.name(), "description", repo.description()), Map.of()));
    }

    private void show(Visit visit, Repo repo, Person person, int status, Form form) {
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("form", form);
        values.put("owner", person.name());
        values.put("own", person.id().equals(repo.ownerId()));
        visit.show(status, "repo/fork.jte", text("action.fork") + " · " + repo.path(), values);
    }

    /// Makes it.
    public void create(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var person = visit.signedIn();
        var form = visit.form("name", "description", "visibility", "branches");
        String name = form.value("name").strip();
        var wish = new Forking.Wish(
                name,
                form.value("description").strip(),
                form.value("visibility").equals("private"),
                form.value("branches").equals("default"));
        switch (node.refs().forking().fork(repo, person, wish)) {
            case Repos.Creation.Created(var fork) -> visit.go(url(fork));
            case Repos.Creation.Refused(var wrong, String told) -> {
                String field =
                        switch (wrong) {
                            case NAME -> "name";
                            case DESCRIPTION -> "description";
                            case BRANCH, WHOLE -> "fork";
                        };
                show(visit, repo, person, 422, form.wrong(field, told));
            }
        }
    }

    private static String url(Repo repo) {
        return "/" + Urls.path(repo.path());
    }

    /// The forks that the reader may see.
    public void list(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var forks = heads.seen(visit, repo);
        visit.show(
                "repo/forks.jte",
                text("repo.forks") + " · " + repo.path(),
                Map.of(
                        "repo",
                        found.head(visit, repo),
                        "cards",
                        RepoCard.of(forks.stream().limit(LISTED_MAX).toList(), node.stars()),
                        "cut",
                        forks.size() > LISTED_MAX));
    }

    /// Moves a branch to where the parent's is.
    public void sync(Visit visit) {
        var repo = found.repo(visit, Right.WRITE);
        var person = visit.signedIn();
        var parent = heads.parent(visit, repo).orElseThrow(() -> new Stop(409, text("repo.fork.parent-is-gone")));
        String branch = visit.field("branch");
        switch (upstream.sync(repo, parent, person, branch)) {
            case Upstream.Synced.Moved _ -> visit.go(url(repo), Notice.SYNCED);
            case Upstream.Synced.Same _ -> visit.go(url(repo), Notice.UP_TO_DATE);
            case Upstream.Synced.Diverged(String told) -> throw new Stop(409, told);
            case Upstream.Synced.Refused(String told) -> throw new Stop(409, told);
        }
    }

    /// Makes a fork a project of its own, with issues and pull requests.
    public void leave(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var person = visit.signedIn();
        if (repo.isProject()) throw new Stop(409, text("repo.fork.is-a-project-already"));
        Optional<String> wrong = node.refs().forking().detach(repo, person, false);
        if (wrong.isPresent()) throw new Stop(409, wrong.get());
        visit.go(url(repo) + "/settings", Notice.FORK_LEFT);
    }
}
