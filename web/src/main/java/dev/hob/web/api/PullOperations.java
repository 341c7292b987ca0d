package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.Milestone;
import dev.hob.node.issue.Narrow;
import dev.hob.node.issue.PatchState;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreatePullRequest;
import dev.hob.web.api.json.EditPullRequest;
import dev.hob.web.api.json.PullRequest;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// Pull requests: found, opened and changed.
final class PullOperations {
    static final String ALL = "/repos/{owner}/{repo}/pulls";
    static final String ONE = ALL + "/{index}";

    /// How Gitea's clients say that something is a draft.
    private static final Pattern DRAFT = Pattern.compile("\\s*(?:wip:|\\[wip])\\s*", Pattern.CASE_INSENSITIVE);

    private final Node node;
    private final IssueFinder finder;
    private final PullFinder pulls;
    private final PullShapes shapes;
    private final Descriptions descriptions;

    PullOperations(Node node, IssueFinder finder, PullFinder pulls, PullShapes shapes) {
        this.node = node;
        this.finder = finder;
        this.pulls = pulls;
        this.shapes = shapes;
        this.descriptions = new Descriptions(node, finder);
    }

    void declare(Operations all) {
        all.chapter("Pull requests");
        all.get("repoListPullRequests", ALL, "The pull requests, the newest first")
                .needs(Right.READ)
                .query("state", "Which ones; open unless it is said", "open", "closed", "all")
                .query(
                        "sort",
                        "By what they are sorted",
                        "newest",
                        "oldest",
                        "recentupdate",
                        "leastupdate",
                        "recentclose",
                        "mostcomment",
                        "leastcomment",
                        "priority")
                .number("milestone", "Only those under the milestone of this number")
                .words("labels", "The number or the name of a label that it has; may be given several times")
                .query("poster", "Only those that this account opened")
                .query("base_branch", "Only those that are for this branch")
                .lists(PullRequest.class, this::list);
        all.post("repoCreatePullRequest", ALL, "Open a pull request from a branch")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(CreatePullRequest.class)
                .refuses(409, "There is an open one from this branch into that one")
                .creates(PullRequest.class, this::create);
        all.get("repoGetPullRequest", ONE, "A pull request")
                .needs(Right.READ)
                .gives(PullRequest.class, call -> shapes.one(call, pulls.pull(call)));
        all.patch("repoEditPullRequest", ONE, "Change a pull request, close it or open it again")
                .needs(Right.READ)
                .scope(Scope.WRITE_REPOSITORY)
                .known()
                .takes(EditPullRequest.class)
                .creates(PullRequest.class, this::edit);
    }

    /// What would take the paths of other operations for two branches.
    void declareLast(Operations all) {
        all.get(
                        "repoGetPullRequestByBaseHead",
                        ALL + "/{base}/<head>",
                        "The pull request from one branch into another, the open one before older ones")
                .needs(Right.READ)
                .gives(
                        PullRequest.class,
                        call -> shapes.one(
                                call,
                                pulls.between(call, call.part("base"), pulls.branch(call, call.part("head")))
                                        .orElseThrow(Call::missing)));
    }

    private Listed<PullRequest> list(Call call) {
        var slice = call.slice();
        var rid = call.repo().rid();
        var open =
                switch (call.query("state").orElse("open")) {
                    case "closed" -> Optional.of(false);
                    case "all" -> Optional.<Boolean>empty();
                    default -> Optional.of(true);
                };
        var wanted = call.words("labels");
        var labels = node.tracking().tracked().labels(rid).stream()
                .filter(it -> wanted.contains(it.name()) || wanted.contains(String.valueOf(it.number())))
                .map(it -> it.name())
                .toList();
        // A label that there is not has no pull requests.
        if (labels.size() < wanted.size()) return new Listed<>(List.of(), 0, slice);
        var query = IssueQuery.parse("")
                .withPatches(Optional.of(true))
                .withOpen(open)
                .withAuthor(call.query("poster").map(this::account))
                .withSort(sort(call));
        for (String label : labels) query = query.withLabel(label, true);
        var narrow = narrow(call);
        var reading = node.tracking().reading();
        int total = reading.count(List.of(rid), query, narrow);
        var found =
                reading
                        .list(rid, query, narrow, (int) Math.min(slice.from(), Integer.MAX_VALUE), slice.limit())
                        .stream()
                        .flatMap(issue -> pulls.of(issue).stream())
                        .toList();
        return new Listed<>(shapes.list(call, found), total, slice);
    }

    private Narrow narrow(Call call) {
        var milestone = call.number("milestone");
        var milestones = milestone.isEmpty() || milestone.getAsLong() == 0
                ? Optional.<List<ObjectId>>empty()
                : Optional.of(node.tracking().tracked().milestones(call.repo().rid()).stream()
                        .filter(it -> it.number() == milestone.getAsLong())
                        .map(Milestone::id)
                        .toList());
        var targets = call.query("base_branch")
                .map(it -> it.equals(call.repo().defaultBranch()) ? List.of("", it) : List.of(it));
        return new Narrow(Optional.empty(), Optional.empty(), milestones).withTargets(targets);
    }

    private static IssueQuery.Sort sort(Call call) {
        return switch (call.query("sort").orElse("newest")) {
            case "oldest" -> IssueQuery.Sort.OLDEST;
            case "recentupdate" -> IssueQuery.Sort.UPDATED;
            case "leastupdate" -> IssueQuery.Sort.LEAST_UPDATED;
            case "recentclose" -> IssueQuery.Sort.CLOSED;
            case "mostcomment" -> IssueQuery.Sort.COMMENTS;
            case "leastcomment" -> IssueQuery.Sort.LEAST_COMMENTS;
            default -> IssueQuery.Sort.NEWEST;
        };
    }

    private String account(String name) {
        return node.people()
                .find(name)
                .map(Person::name)
                .orElseThrow(() -> new Stop(404, "user does not exist [name: " + name + "]"));
    }

    /// A title, and whether it calls itself a draft.
    private record Title(String text, boolean draft) {
        static Title of(String asked) {
            var mark = DRAFT.matcher(asked);
            return mark.lookingAt() ? new Title(asked.substring(mark.end()), true) : new Title(asked, false);
        }
    }

    private PullRequest create(Call call) throws IOException {
        var asked = call.body(CreatePullRequest.class);
        var repo = call.repo();
        var by = call.person();
        var head = pulls.branch(call, asked.head());
        if (head.repo().id().equals(repo.id()) && head.branch().equals(asked.base()))
            throw new Stop(422, "[head]: a branch is not merged into itself");
        var there = pulls.between(call, asked.base(), head)
                .filter(it -> it.patch().state().issue().isOpen());
        if (there.isPresent())
            throw new Stop(
                    409,
                    "pull request already exists for these targets [index: "
                            + there.get().issue().number() + "]");
        // As with issues: what only members say is passed over when others say it.
        boolean member = finder.isMember(call, Scope.WRITE_REPOSITORY);
        var title = Title.of(asked.title());
        var reviewers = finder.people(asked.reviewers().orElse(List.of()));
        var milestone = member ? finder.milestone(call, asked.milestone().orElse(0L)) : Optional.<ObjectId>empty();
        var opening = new Patches.Opening(
                title.text(),
                asked.body().orElse(""),
                asked.base(),
                head.tip(),
                Optional.of(head.source()),
                title.draft() || asked.draft().orElse(false),
                member ? finder.labels(call, asked.labels().orElse(List.of())) : List.of(),
                member ? finder.people(IssueFinder.names(asked.assignee(), asked.assignees())) : List.of());
        boolean lends = asked.allowMaintainerEdit().orElse(false);
        if (lends) lendable(repo, by, head.repo());
        var id = Answers.made(node.pulls().open(repo, by, opening, head.repo()));
        if (lends) Answers.check(node.pulls().lent().lend(repo, by, id, true));
        var trackers = node.tracking().trackers();
        if (milestone.isPresent()) Answers.check(trackers.setMilestone(repo, by, id, milestone));
        if (member && asked.dueDate().isPresent()) Answers.check(trackers.setDue(repo, by, id, asked.dueDate()));
        if (!reviewers.isEmpty()) Answers.check(node.pulls().reviewers().ask(repo, by, id, reviewers));
        return shapes.one(call, pulls.byId(call, id));
    }

    private void lendable(Repo repo, Person by, Repo from) {
        node.pulls().lent().objection(repo, by, from).ifPresent(told -> {
            throw new Stop(422, "[allow_maintainer_edit]: " + told);
        });
    }

    private PullRequest edit(Call call) throws IOException {
        var asked = call.body(EditPullRequest.class);
        var pull = pulls.pull(call);
        var id = pull.issue().id();
        var repo = call.repo();
        var by = call.person();
        var patches = node.pulls().patches();
        boolean member = finder.isMember(call, Scope.WRITE_REPOSITORY);
        if (!member && !node.devices().isOf(by, pull.issue().author()))
            throw new Stop(403, "user should be its author or have write access");
        // What may be refused comes first.
        var people = asked.assignee().isPresent() || asked.assignees().isPresent()
                ? Optional.of(finder.people(IssueFinder.names(asked.assignee(), asked.assignees())))
                : Optional.<List<Person>>empty();
        var milestone = asked.milestone().flatMap(it -> finder.milestone(call, it));
        var title = asked.title().map(Title::of);
        if (asked.base().isPresent())
            Answers.check(patches.retarget(repo, by, id, asked.base().get()));
        if (title.isPresent())
            Answers.check(patches.retitle(repo, by, id, title.get().text()));
        if (asked.body().isPresent())
            descriptions.reword(call, pull.issue(), asked.body().get(), true);
        if (people.isPresent() && member) assign(call, pull, people.get());
        if (asked.labels().isPresent() && member)
            label(call, pull, asked.labels().get());
        var trackers = node.tracking().trackers();
        if (asked.milestone().isPresent() && member) Answers.check(trackers.setMilestone(repo, by, id, milestone));
        boolean unset = asked.unsetDueDate().orElse(false);
        if (member && (unset || asked.dueDate().isPresent()))
            Answers.check(trackers.setDue(repo, by, id, unset ? Optional.empty() : asked.dueDate()));
        if (asked.allowMaintainerEdit().isPresent())
            Answers.check(node.pulls()
                    .lent()
                    .lend(repo, by, id, asked.allowMaintainerEdit().get()));
        var phase = phase(pull.patch().state(), asked, title);
        if (phase.isPresent()) Answers.check(patches.enter(repo, by, id, phase.get()));
        return shapes.one(call, pulls.byId(call, id));
    }

    private void assign(Call call, PullFinder.Pull pull, List<Person> people) {
        var keep = people.stream().map(Person::key).toList();
        var gone = pull.issue().assignees().stream()
                .filter(key -> !keep.contains(key))
                .toList();
        Answers.check(node.pulls()
                .patches()
                .assign(call.repo(), call.person(), pull.issue().id(), people, gone));
    }

    private void label(Call call, PullFinder.Pull pull, List<Long> numbers) {
        var names = finder.labels(call, numbers);
        var gone = new ArrayList<>(pull.issue().labels());
        gone.removeAll(names);
        Answers.check(node.pulls()
                .patches()
                .label(call.repo(), call.person(), pull.issue().id(), names, gone));
    }

    /// What it shall be, if anything is said of that.
    private static Optional<PatchState> phase(PatchState now, EditPullRequest asked, Optional<Title> title) {
        if (asked.state().filter("closed"::equals).isPresent()) return Optional.of(PatchState.ARCHIVED);
        boolean opens = asked.state().isPresent() && !now.issue().isOpen();
        var draft = title.filter(Title::draft).map(_ -> true).or(asked::draft);
        if (opens) return Optional.of(draft.orElse(false) ? PatchState.DRAFT : PatchState.OPEN);
        return now.issue().isOpen() ? draft.map(it -> it ? PatchState.DRAFT : PatchState.OPEN) : Optional.empty();
    }
}
