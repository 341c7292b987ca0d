package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The settings of a repository: what it is called, who may see it and work on it, whose it is, and its end.
public final class RepoSettings {
    private static final int BRANCHES_MAX = 200;

    private final Node node;
    private final Found found;

    public RepoSettings(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// The settings of a repository.
    public void show(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        show(visit, repo, 200, values(repo));
    }

    private Form values(Repo repo) {
        return new Form(
                Map.of(
                        "name", repo.name(),
                        "description", repo.description(),
                        "topics", String.join(" ", node.topics().of(repo)),
                        "branch", repo.defaultBranch()),
                Map.of());
    }

    /// The page with one form as it was typed and the others as things are.
    private void refuse(Visit visit, Repo repo, Form typed, String field, String told) {
        var all = new HashMap<>(values(repo).values());
        all.putAll(typed.values());
        show(visit, repo, 422, new Form(all, Map.of(field, told)));
    }

    private void show(Visit visit, Repo repo, int status, Form form) {
        var view = node.refs().view(repo);
        var branches = Stream.concat(
                        Stream.of(repo.defaultBranch()),
                        view.below("refs/heads/").keySet().stream().map(name -> name.substring("refs/heads/".length())))
                .distinct()
                .limit(BRANCHES_MAX)
                .toList();
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo, view, "branch", view.defaultBranch()));
        values.put("form", form);
        values.put("branches", branches);
        values.put("collaborators", node.repos().collaborators(repo));
        values.put("offer", node.transferOffers().of(repo));
        values.put("fork", !repo.isProject());
        visit.show(status, "repo/settings.jte", text("word.settings") + " · " + repo.path(), values);
    }

    private static void back(Visit visit, Repo repo, String anchor) {
        visit.go("/" + Urls.path(repo.path()) + "/settings" + anchor);
    }

    /// Renames, describes, and says by which words it is found.
    public void change(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var person = visit.signedIn();
        var form = visit.form("name", "description", "topics");
        String description = form.value("description").strip();
        if (!description.equals(repo.description())) {
            var wrong = node.edits().describe(repo, person, description);
            if (wrong.isPresent()) {
                refuse(visit, repo, form, "description", wrong.get());
                return;
            }
        }
        var topics = Stream.of(form.value("topics").split("[\\s,]+"))
                .filter(topic -> !topic.isEmpty())
                .toList();
        var unfit = node.topics().replace(repo, topics);
        if (unfit.isPresent()) {
            refuse(visit, repo, form, "topics", unfit.get());
            return;
        }
        String name = form.value("name").strip();
        if (!name.equals(repo.name())) {
            var wrong = node.edits().rename(repo, person, name);
            if (wrong.isPresent()) {
                refuse(visit, repo, form, "name", wrong.get());
                return;
            }
        }
        visit.go("/" + Urls.path(repo.owner() + "/" + name) + "/settings", Notice.SAVED);
    }

    /// Makes another branch the default one.
    public void branch(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var person = visit.signedIn();
        var form = visit.form("branch");
        String branch = form.value("branch").strip();
        var view = node.refs().view(repo);
        // In a repository without branches it is only a wish for the first push.
        boolean missing = !view.refs().containsKey("refs/heads/" + branch)
                && !view.below("refs/heads/").isEmpty();
        var wrong = missing
                ? Optional.of(text("repo.settings.no-such-branch"))
                : node.edits().setDefaultBranch(repo, new Origin.Here(person.id()), branch);
        if (wrong.isPresent()) refuse(visit, repo, form, "branch", wrong.get());
        else back(visit, repo, "#branch");
    }

    /// Turns it private or public, once it was said that this is meant.
    public void visibility(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var person = visit.signedIn();
        boolean isPrivate = !visit.field("visibility").equals("public");
        if (isPrivate == repo.isPrivate()) {
            back(visit, repo, "#visibility");
            return;
        }
        if (visit.field("sure").isEmpty()) {
            refuse(visit, repo, Form.EMPTY, "sure", text("repo.settings.tick-the-box"));
            return;
        }
        var wrong = node.edits().setPrivate(repo, person, isPrivate);
        if (wrong.isPresent()) refuse(visit, repo, Form.EMPTY, "sure", wrong.get());
        else back(visit, repo, "#visibility");
    }

    /// Lets somebody in, or changes how far.
    public void let(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var by = visit.signedIn();
        var form = visit.form("person", "right");
        var right = right(form.value("right"));
        if (right.isEmpty()) {
            refuse(visit, repo, form, "right", text("repo.settings.read-write-or-administer"));
            return;
        }
        var person = account(form.value("person"));
        if (person.isEmpty()) {
            refuse(visit, repo, form, "person", text("repo.settings.no-such-account"));
            return;
        }
        var wrong = node.edits().addCollaborator(repo, by, person.get(), right.get());
        if (wrong.isPresent()) refuse(visit, repo, form, "person", wrong.get());
        else back(visit, repo, "#people");
    }

    private Optional<Person> account(String name) {
        return node.people().find(name.strip()).filter(person -> !person.disabled());
    }

    private static Optional<Right> right(String word) {
        return Stream.of(Right.values())
                .filter(right -> right.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    /// Takes somebody's access away.
    public void letOut(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var by = visit.signedIn();
        // Somebody who is disabled can be taken out, too.
        var person = node.people().find(visit.field("person").strip()).orElseThrow(Stop::notFound);
        node.edits().removeCollaborator(repo, by, person).ifPresent(told -> {
            throw new Stop(409, told);
        });
        // Who took themselves out sees no settings any more.
        if (person.id().equals(by.id())) visit.go("/");
        else back(visit, repo, "#people");
    }

    /// Offers it to a new owner.
    public void offer(Visit visit) {
        var repo = owned(visit);
        var form = visit.form("owner", "transfer");
        var to = account(form.value("owner"));
        if (to.isEmpty()) {
            refuse(visit, repo, form, "owner", text("repo.settings.no-such-account"));
            return;
        }
        if (!form.value("transfer").strip().equals(repo.name())) {
            refuse(visit, repo, form, "transfer", text("repo.settings.not-its-name"));
            return;
        }
        var wrong = node.transferOffers().offer(repo, to.get());
        if (wrong.isPresent()) refuse(visit, repo, form, "owner", wrong.get());
        else back(visit, repo, "#transfer");
    }

    /// Takes the offer back.
    public void withdraw(Visit visit) {
        var repo = owned(visit);
        node.transferOffers().end(repo);
        back(visit, repo, "#transfer");
    }

    /// Only the owner gives away what is theirs, or ends it.
    private Repo owned(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        if (!visit.signedIn().id().equals(repo.ownerId()))
            throw new Stop(403, text("repo.settings.only-owner-may", repo.owner()));
        return repo;
    }

    /// What somebody sees to whom it is offered; for its owner, the settings.
    public void offered(Visit visit) {
        visit.signedIn(); // First, so that nobody learns by the answer which names there are.
        var repo = node.repos().find(visit.part("owner"), visit.part("repo")).orElseThrow(Stop::notFound);
        boolean forReader = visit.person()
                .filter(person -> node.transferOffers().isOffered(repo.repo(), person))
                .isPresent();
        if (forReader) {
            showOffer(visit, 200, repo.repo(), Optional.empty());
            return;
        }
        back(visit, found.repo(visit, Right.ADMIN), "#transfer");
    }

    private static void showOffer(Visit visit, int status, Repo repo, Optional<String> wrong) {
        visit.show(
                status,
                "repo/transfer.jte",
                text("repo.transfer.offer") + " · " + repo.path(),
                Map.of("repo", repo, "wrong", wrong));
    }

    /// Accepts or declines an offer.
    public void answer(Visit visit) {
        var person = visit.signedIn();
        var repo = node.repos()
                .find(visit.part("owner"), visit.part("repo"))
                .filter(it -> node.transferOffers().isOffered(it.repo(), person))
                .orElseThrow(Stop::notFound)
                .repo();
        if (!visit.field("answer").equals("accept")) {
            node.transferOffers().end(repo);
            visit.go("/", Notice.REPOSITORY_DECLINED);
            return;
        }
        var wrong = node.edits().accept(repo, person);
        if (wrong.isPresent()) showOffer(visit, 409, repo, wrong);
        else visit.go("/" + Urls.path(person.name() + "/" + repo.name()), Notice.REPOSITORY_TAKEN);
    }

    /// Deletes it, once its name was typed.
    public void delete(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var person = visit.signedIn();
        var form = visit.form("confirm");
        if (!form.value("confirm").strip().equals(repo.name())) {
            refuse(visit, repo, form, "confirm", text("repo.settings.not-its-name"));
            return;
        }
        node.repos().delete(repo, person);
        visit.go("/" + Urls.path(repo.owner()), Notice.REPOSITORY_DELETED);
    }

    /// The rights that can be given, as words.
    public static List<String> rights() {
        return Stream.of(Right.values())
                .map(right -> right.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
