package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueQuery;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Milestone;
import dev.hob.node.issue.Narrow;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.CreateIssue;
import dev.hob.web.api.json.EditDeadline;
import dev.hob.web.api.json.EditIssue;
import dev.hob.web.api.json.IssueDeadline;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Issues: found, opened, changed and taken back.
final class IssueOperations {
    private static final String ALL = "/repos/{owner}/{repo}/issues";
    private static final String ONE = ALL + "/{index}";
    private static final int SEARCHED_MAX = 2_000;
    private static final int NAMES_MAX = 50;
    private static final String GONE = "(deleted)";

    private final Node node;
    private final IssueFinder finder;
    private final IssueShapes shapes;
    private final Descriptions descriptions;
    private final InstantSource clock;

    IssueOperations(Node node, IssueFinder finder, IssueShapes shapes, InstantSource clock) {
        this.node = node;
        this.finder = finder;
        this.shapes = shapes;
        this.descriptions = new Descriptions(node, finder);
        this.clock = clock;
    }

    /// What must be declared before a repository is: `/repos/issues/search` would be taken for one.
    void declareSearch(Operations all) {
        all.chapter("Issues");
        narrowed(all.get(
                        "issueSearchIssues",
                        "/repos/issues/search",
                        "Find issues of all repositories that the caller may see"))
                .scope(Scope.READ_ISSUE)
                .query("owner", "Only in the repositories of this account")
                .flag("created", "Only those that the caller opened")
                .flag("assigned", "Only those that are the caller's task")
                .flag("mentioned", "Only those that name the caller")
                .flag("review_requested", "Only pull requests that the caller is asked to review")
                .number("priority_repo_id", "Has no meaning here")
                .lists(dev.hob.web.api.json.Issue.class, this::search);
    }

    void declare(Operations all) {
        all.chapter("Issues");
        narrowed(all.get("issueListIssues", ALL, "The issues, the newest first"))
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .query("created_by", "Only those that this account opened")
                .query("assigned_by", "Only those that are this account's task")
                .query("mentioned_by", "Only those that name this account")
                .query(
                        "sort",
                        "By what they are sorted",
                        "newest",
                        "oldest",
                        "recentupdate",
                        "leastupdate",
                        "mostcomment",
                        "nearduedate")
                .lists(dev.hob.web.api.json.Issue.class, this::list);
        all.post("issueCreateIssue", ALL, "Open an issue")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .takes(CreateIssue.class)
                .creates(dev.hob.web.api.json.Issue.class, this::create);
        all.get("issueGetIssue", ONE, "An issue")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .gives(dev.hob.web.api.json.Issue.class, call -> shown(call, finder.issue(call)));
        all.patch("issueEditIssue", ONE, "Change an issue, close it or open it again")
                .needs(Right.READ)
                .scope(Scope.WRITE_ISSUE)
                .known()
                .takes(EditIssue.class)
                .creates(dev.hob.web.api.json.Issue.class, this::edit);
        all.delete("issueDelete", ONE, "Take an issue back: its words go, its number stays")
                .needs(Right.ADMIN)
                .scope(Scope.WRITE_ISSUE)
                .does(this::delete);
        all.post("issueEditIssueDeadline", ONE + "/deadline", "Say until when it should be done, or take that back")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(EditDeadline.class)
                .creates(IssueDeadline.class, this::deadline);
    }

    private static Operations.Draft narrowed(Operations.Draft draft) {
        return draft.query("state", "Which ones; open unless it is said", "open", "closed", "all")
                .query("labels", "Names of labels with commas between them, all of which it has")
                .query("q", "Words that occur")
                .query("type", "Only issues, or only pull requests; both unless it is said", "issues", "pulls")
                .query(
                        "milestones",
                        "Titles or numbers of milestones with commas between them, one of which it is under")
                .time("since", "Only what changed at or after this time")
                .time("before", "Only what changed before this time");
    }

    private static Optional<Boolean> open(Call call) {
        return switch (call.query("state").orElse("open")) {
            case "closed" -> Optional.of(false);
            case "all" -> Optional.empty();
            default -> Optional.of(true);
        };
    }

    private static List<String> names(Call call, String parameter) {
        return Arrays.stream(call.query(parameter).orElse("").split(","))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .limit(NAMES_MAX)
                .toList();
    }

    private static List<String> words(Call call) {
        return Arrays.stream(call.query("q").orElse("").strip().split("\\s+"))
                .filter(it -> !it.isEmpty())
                .limit(NAMES_MAX)
                .toList();
    }

    /// Both, as Gitea has it, unless one is asked for.
    private static Optional<Boolean> patches(Call call) {
        return call.query("type").map("pulls"::equals);
    }

    private static IssueQuery query(
            Call call,
            Optional<String> author,
            Optional<String> assignee,
            Optional<String> mentioned,
            IssueQuery.Sort sort) {
        return new IssueQuery(
                patches(call),
                open(call),
                Optional.empty(),
                names(call, "labels"),
                List.of(),
                author,
                assignee,
                Optional.empty(),
                mentioned,
                false,
                false,
                false,
                words(call),
                sort,
                List.of());
    }

    private Narrow narrow(Call call, List<Milestone> milestones) {
        var wanted = names(call, "milestones");
        var ids = milestones.stream()
                .filter(it -> wanted.contains(it.title()) || wanted.contains(String.valueOf(it.number())))
                .map(Milestone::id)
                .toList();
        return new Narrow(
                call.time("since"), call.time("before"), wanted.isEmpty() ? Optional.empty() : Optional.of(ids));
    }

    private Optional<String> account(Call call, String parameter) {
        var name = call.query(parameter);
        return name.map(it -> node.people()
                .find(it)
                .map(Person::name)
                .orElseThrow(() -> new Stop(404, "user does not exist [name: " + it + "]")));
    }

    private Listed<dev.hob.web.api.json.Issue> list(Call call) {
        var repo = call.repo();
        var slice = call.slice();
        var sort =
                switch (call.query("sort").orElse("newest")) {
                    case "oldest" -> IssueQuery.Sort.OLDEST;
                    case "recentupdate" -> IssueQuery.Sort.UPDATED;
                    case "leastupdate" -> IssueQuery.Sort.LEAST_UPDATED;
                    case "mostcomment" -> IssueQuery.Sort.COMMENTS;
                    case "nearduedate" -> IssueQuery.Sort.DUE;
                    default -> IssueQuery.Sort.NEWEST;
                };
        var query = query(
                call, account(call, "created_by"), account(call, "assigned_by"), account(call, "mentioned_by"), sort);
        var reading = node.tracking().reading();
        var tracked = node.tracking().tracked();
        var narrow = narrow(call, call.query("milestones").isPresent() ? tracked.milestones(repo.rid()) : List.of());
        int total = reading.count(List.of(repo.rid()), query, narrow);
        var issues =
                reading.list(repo.rid(), query, narrow, (int) Math.min(slice.from(), Integer.MAX_VALUE), slice.limit());
        return new Listed<>(shapes.issues(call, repo, issues), total, slice);
    }

    private Listed<dev.hob.web.api.json.Issue> search(Call call) {
        var slice = call.slice();
        boolean own = List.of("created", "assigned", "mentioned", "review_requested").stream()
                .anyMatch(it -> call.flag(it, false));
        Optional<String> me = own ? Optional.of(call.person().name()) : Optional.empty();
        var query = query(
                call,
                me.filter(_ -> call.flag("created", false)),
                me.filter(_ -> call.flag("assigned", false)),
                me.filter(_ -> call.flag("mentioned", false)),
                IssueQuery.Sort.UPDATED);
        var repos = projects(call);
        var rids = List.copyOf(repos.keySet());
        var reading = node.tracking().reading();
        var tracked = node.tracking().tracked();
        var milestones = new ArrayList<Milestone>();
        if (call.query("milestones").isPresent()) for (var rid : rids) milestones.addAll(tracked.milestones(rid));
        var narrow = narrow(call, milestones).withReviewer(me.filter(_ -> call.flag("review_requested", false)));
        int total = reading.count(rids, query, narrow);
        var issues = reading.list(rids, query, narrow, (int) Math.min(slice.from(), Integer.MAX_VALUE), slice.limit());
        return new Listed<>(shapes.issues(call, repos, issues), total, slice);
    }

    /// The projects whose issues the caller may see, each by one of its repositories.
    private Map<RepoId, Repo> projects(Call call) {
        var candidates = new ArrayList<Repo>();
        var owner = call.query("owner")
                .map(name -> node.people().find(name).orElseThrow(() -> new Stop(400, "Owner not found: " + name)));
        if (owner.isPresent()) candidates.addAll(node.repos().ownedBy(owner.get()));
        else {
            call.perhaps().ifPresent(person -> {
                candidates.addAll(node.repos().ownedBy(person));
                candidates.addAll(node.repos().sharedWith(person));
            });
            candidates.addAll(node.repos().publicBefore(clock.instant().plusSeconds(60), SEARCHED_MAX));
        }
        var projects = new LinkedHashMap<RepoId, Repo>();
        for (var repo : candidates)
            if (repo.isProject() && node.access().may(call.viewer(), Right.READ, repo, Scope.READ_ISSUE))
                projects.putIfAbsent(repo.rid(), repo);
        return projects;
    }

    private dev.hob.web.api.json.Issue shown(Call call, Issue issue) {
        return shapes.issue(call, call.repo(), issue);
    }

    private dev.hob.web.api.json.Issue again(Call call, ObjectId id) {
        return shown(call, node.tracking().reading().byId(call.repo().rid(), id).orElseThrow(Call::missing));
    }

    private dev.hob.web.api.json.Issue create(Call call) throws IOException {
        var asked = call.body(CreateIssue.class);
        var repo = call.repo();
        var by = call.person();
        // As Gitea does: what only members say is passed over when others say it.
        boolean member = finder.isMember(call, Scope.WRITE_ISSUE);
        var opening = new Issues.Opening(
                asked.title(),
                asked.body().orElse(""),
                member ? finder.labels(call, asked.labels().orElse(List.of())) : List.of(),
                member ? finder.people(IssueFinder.names(asked.assignee(), asked.assignees())) : List.of(),
                List.of());
        var milestone = member ? finder.milestone(call, asked.milestone().orElse(0L)) : Optional.<ObjectId>empty();
        var id = Answers.made(node.tracking().issues().open(repo, by, opening));
        var trackers = node.tracking().trackers();
        if (milestone.isPresent()) Answers.check(trackers.setMilestone(repo, by, id, milestone));
        if (member && asked.dueDate().isPresent()) Answers.check(trackers.setDue(repo, by, id, asked.dueDate()));
        if (asked.closed().orElse(false)) Answers.check(node.tracking().issues().turn(repo, by, id, IssueState.SOLVED));
        return again(call, id);
    }

    private dev.hob.web.api.json.Issue edit(Call call) throws IOException {
        var asked = call.body(EditIssue.class);
        var issue = finder.issue(call);
        var repo = call.repo();
        var by = call.person();
        var acts = node.acts(issue);
        var trackers = node.tracking().trackers();
        boolean own = node.devices().isOf(by, issue.author());
        if (!own && !finder.isMember(call, Scope.WRITE_ISSUE))
            throw new Stop(403, "user should be its author or have write access");
        // What may be refused comes first.
        var people = asked.assignee().isPresent() || asked.assignees().isPresent()
                ? Optional.of(finder.people(IssueFinder.names(asked.assignee(), asked.assignees())))
                : Optional.<List<Person>>empty();
        var milestone = asked.milestone().flatMap(it -> finder.milestone(call, it));
        if (asked.title().isPresent())
            Answers.check(acts.retitle(repo, by, issue.id(), asked.title().get()));
        if (asked.body().isPresent())
            descriptions.reword(call, issue, asked.body().get(), true);
        if (people.isPresent() && finder.isMember(call, Scope.WRITE_ISSUE)) {
            var keep = people.get().stream().map(Person::key).toList();
            var gone = issue.assignees().stream()
                    .filter(key -> !keep.contains(key))
                    .toList();
            Answers.check(acts.assign(repo, by, issue.id(), people.get(), gone));
        }
        if (asked.milestone().isPresent() && finder.isMember(call, Scope.WRITE_ISSUE))
            Answers.check(trackers.setMilestone(repo, by, issue.id(), milestone));
        boolean unset = asked.unsetDueDate().orElse(false);
        if (finder.isMember(call, Scope.WRITE_ISSUE)
                && (unset || asked.dueDate().isPresent()))
            Answers.check(trackers.setDue(repo, by, issue.id(), unset ? Optional.empty() : asked.dueDate()));
        var state = asked.state().map(word -> state(word, asked.stateReason()));
        // Closed is closed: a reason that nobody gave does not replace another one.
        boolean turns = state.isPresent()
                && (asked.stateReason().isPresent()
                        || state.get().isOpen() != issue.state().isOpen());
        if (turns) Answers.check(acts.turn(repo, by, issue.id(), state.get()));
        return again(call, issue.id());
    }

    private static IssueState state(String word, Optional<String> reason) {
        if (word.equals("open")) return IssueState.OPEN;
        return reason.filter("not_planned"::equals).isPresent() ? IssueState.CLOSED : IssueState.SOLVED;
    }

    /// The format forbids taking the first post away: its words go, and what was said below it.
    private void delete(Call call) {
        var issue = finder.issue(call);
        var repo = call.repo();
        var by = call.person();
        var acts = node.acts(issue);
        for (var line : node.tracking().talks().history(repo.rid(), issue.id(), -1, Integer.MAX_VALUE))
            if (!line.entry().equals(issue.id()) && IssueShapes.comment(line).isPresent())
                Answers.check(acts.redact(repo, by, issue.id(), line.entry()));
        Answers.check(acts.retitle(repo, by, issue.id(), GONE));
        descriptions.reword(call, issue, GONE, false);
        // What was merged stays merged.
        if (!issue.isPatch() || issue.state().isOpen())
            Answers.check(acts.turn(repo, by, issue.id(), IssueState.CLOSED));
    }

    private IssueDeadline deadline(Call call) throws IOException {
        Optional<Instant> due = call.body(EditDeadline.class).dueDate();
        Answers.check(node.tracking()
                .trackers()
                .setDue(call.repo(), call.person(), finder.issue(call).id(), due));
        return new IssueDeadline(due);
    }
}
