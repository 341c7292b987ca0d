package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.Map;

/// Changing and deleting a repository.
public final class OwnerPages {
    private final Node node;
    private final Found found;

    public OwnerPages(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// The settings of a repository.
    public void settings(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        showSettings(visit, repo, 200, values(repo));
    }

    /// Renames and describes.
    public void change(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var person = visit.signedIn();
        visit.checkForm();
        var form = visit.form("name", "description");
        if (!form.value("description").equals(repo.description())) {
            var wrong = node.edits()
                    .describe(repo, person, form.value("description").strip());
            if (wrong.isPresent()) {
                showSettings(visit, repo, 422, form.wrong("description", wrong.get()));
                return;
            }
        }
        String name = form.value("name").strip();
        if (!name.equals(repo.name())) {
            var wrong = node.edits().rename(repo, person, name);
            if (wrong.isPresent()) {
                showSettings(visit, repo, 422, form.wrong("name", wrong.get()));
                return;
            }
        }
        visit.go("/" + Urls.path(repo.owner() + "/" + name) + "/settings");
    }

    /// Turns it private or public.
    public void visibility(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        visit.checkForm();
        node.edits()
                .setPrivate(repo, visit.signedIn(), !visit.field("visibility").equals("public"))
                .ifPresent(told -> {
                    throw new Stop(409, told);
                });
        visit.go("/" + Urls.path(repo.path()) + "/settings");
    }

    /// Deletes it, once its name was typed.
    public void delete(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var person = visit.signedIn();
        visit.checkForm();
        if (!visit.field("confirm").strip().equals(repo.name())) {
            showSettings(visit, repo, 422, values(repo).wrong("confirm", "That is not its name."));
            return;
        }
        node.repos().delete(repo, person);
        visit.go("/" + repo.owner());
    }

    private static Form values(Repo repo) {
        return new Form(Map.of("name", repo.name(), "description", repo.description()), Map.of());
    }

    private void showSettings(Visit visit, Repo repo, int status, Form form) {
        var view = node.refs().view(repo);
        var head = found.head(visit, repo, view, "branch", view.defaultBranch());
        visit.show(status, "repo/settings.jte", "Settings · " + repo.path(), Map.of("repo", head, "form", form));
    }
}
