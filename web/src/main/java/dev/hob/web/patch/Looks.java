package dev.hob.web.patch;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.code.Conflict;
import dev.hob.node.code.Merge;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.PatchState;
import dev.hob.node.patch.Heads;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Merges.Way;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.PatchReading;
import dev.hob.node.patch.PatchReading.Revised;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.Person;
import dev.hob.node.protection.AutomaticMerge;
import dev.hob.node.protection.BranchRule;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.edit.Deciding;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Who;
import dev.hob.web.issue.Choosing;
import dev.hob.web.issue.Here;
import dev.hob.web.issue.IssuePages;
import dev.hob.web.issue.PullLook;
import dev.hob.web.issue.PullLook.Merging;
import dev.hob.web.issue.PullLooks;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Finds out what stands on a pull request's pages. Shared between threads.
public final class Looks implements PullLooks {
    /// A page does not wait longer for what can be told a moment later.
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private static final int BRANCHES_MAX = 100;

    private final Node node;
    private final BiFunction<Repo, Patch, Optional<String>> elsewhere;
    private final Deciding deciding;
    private final Fitting fitting;

    /// @param elsewhere the branch of another server that a pull request comes from, as people read it
    /// @param fitting who could review one
    public Looks(Node node, BiFunction<Repo, Patch, Optional<String>> elsewhere, Fitting fitting) {
        this.node = node;
        this.elsewhere = elsewhere;
        this.deciding = new Deciding(node);
        this.fitting = fitting;
    }

    @Override
    public PullLook of(Here here, Issue issue, Faces faces) {
        var repo = here.repo();
        var reading = node.pulls().reading();
        var patch = reading.find(here.rid(), issue.id()).orElseThrow(Stop::notFound);
        var view = node.refs().view(repo);
        String target = Patches.target(repo, patch);
        var viewer = here.visit().viewer();
        var leaving = node.pulls().leaving();
        var revisions = reading.revisions(here.rid(), issue.id());
        var merging = merging(here, issue, view, patch, target, faces);
        var gate = gate(here, issue, view, patch, target, faces);
        var asked = reading.asked(here.rid(), List.of(issue.id())).getOrDefault(issue.id(), List.of()).stream()
                .map(faces::of)
                .toList();
        boolean leaves = here.member() && leaving.ready(viewer, repo, patch).isPresent();
        return new PullLook(
                patch,
                target,
                branchUrl(here, target),
                patch.source()
                        .map(it -> node.pulls().heads().name(viewer, repo, it))
                        .or(() -> elsewhere.apply(repo, patch))
                        .orElse(""),
                leaving.branch(viewer, patch).map(Looks::branchUrl).orElse(""),
                commits(repo, patch),
                revisions.stream()
                        .filter(it -> it.id().equals(patch.revision()))
                        .map(Revised::number)
                        .findFirst()
                        .orElse(1),
                opinions(here, patch, faces),
                merging,
                gate,
                here.member()
                                && !here.repo().isSeeded()
                                && merging instanceof Merging.Ready
                                && (gate.may() || gate.anyway())
                        ? ways(repo, issue, patch, target)
                        : List.of(),
                leaves,
                here.mayChange(issue) ? branches(view) : List.of(),
                reviewed(here, issue, revisions),
                asked,
                issue.state().isOpen() && here.mayChange(issue) ? reviewers(here, issue, asked) : List.of(),
                lending(here, issue, patch),
                stack(here, patch));
    }

    @Override
    public List<PullLook.Fit> fits(Here here, Issue issue, PullLook look) {
        if (look.reviewers().isEmpty()) return List.of();
        return fitting.of(here.visit().viewer(), here.repo(), issue, look.patch()).stream()
                .map(it -> new PullLook.Fit(Who.of(it.person()), it.because()))
                .toList();
    }

    private List<IssuePages.PersonChoice> reviewers(Here here, Issue issue, List<Who> asked) {
        var names = asked.stream().map(Who::name).toList();
        var author = node.people().byKey(issue.author());
        return Choosing.reviewers(node, here.repo(), author, names).stream()
                .flatMap(name -> node.people().find(name).stream())
                .map(person -> new IssuePages.PersonChoice(
                        Who.of(person), names.contains(person.name()), names.contains(person.name())))
                .toList();
    }

    private PullLook.Lending lending(Here here, Issue issue, Patch patch) {
        var lent = node.pulls().lent();
        boolean open = issue.state().isOpen();
        boolean is = open && !lent.of(here.rid(), List.of(issue.id())).isEmpty();
        boolean may = open
                && here.keys().contains(issue.author())
                && (is
                        || patch.source()
                                .flatMap(it -> node.repos().byId(it.repository()))
                                .filter(from -> lent.objection(
                                                here.repo(), here.person().orElseThrow(), from)
                                        .isEmpty())
                                .isPresent());
        return new PullLook.Lending(is, may);
    }

    private List<PullLook.Floor> stack(Here here, Patch patch) {
        var stack = node.pulls().reading().stack(here.repo(), patch);
        if (stack.size() == 1) return List.of();
        return stack.stream()
                .flatMap(it -> node.tracking().reading().byId(here.rid(), it.id()).stream())
                .map(it -> new PullLook.Floor(
                        it.handle(), it.title(), here.page(it), it.id().equals(patch.id())))
                .toList();
    }

    private Optional<Integer> reviewed(Here here, Issue issue, List<Revised> revisions) {
        if (here.keys().isEmpty()) return Optional.empty();
        var mine = node.pulls().reading().reviews(here.rid(), issue.id()).stream()
                .filter(it -> !it.redacted() && here.keys().contains(it.by()))
                .map(PatchReading.Reviewed::revision)
                .collect(Collectors.toSet());
        return revisions.stream()
                .filter(it -> mine.contains(it.id()))
                .map(Revised::number)
                .max(Comparator.naturalOrder());
    }

    private static String branchUrl(Here here, String branch) {
        return here.home() + "/src/branch/" + Urls.path(branch);
    }

    private static String branchUrl(Heads.Head head) {
        return "/" + Urls.path(head.repo().path()) + "/src/branch/" + Urls.path(head.branch());
    }

    private static List<String> branches(RefView view) {
        return view.below(Constants.R_HEADS).keySet().stream()
                .limit(BRANCHES_MAX)
                .map(it -> it.substring(Constants.R_HEADS.length()))
                .toList();
    }

    private Optional<Integer> commits(Repo repo, Patch patch) {
        return Optional.ofNullable(node.reading()
                        .distances()
                        .from(repo, patch.base(), List.of(patch.head()), PATIENCE)
                        .get(patch.head()))
                .map(it -> it.ahead());
    }

    private List<PullLook.Opinion> opinions(Here here, Patch patch, Faces faces) {
        return node.pulls().reading().opinions(here.rid(), patch.id()).entrySet().stream()
                .map(it -> new PullLook.Opinion(
                        faces.of(it.getKey()),
                        it.getValue().verdict().orElseThrow(),
                        !it.getValue().revision().equals(patch.revision())))
                .sorted(java.util.Comparator.comparing(it -> it.who().name()))
                .toList();
    }

    private PullLook.Gate gate(Here here, Issue issue, RefView view, Patch patch, String target, Faces faces) {
        var onto = view.refs().get(Constants.R_HEADS + target);
        boolean open = patch.state() == PatchState.OPEN || patch.state() == PatchState.DRAFT;
        if (!open || onto == null) return PullLook.Gate.NONE;
        var repo = here.repo();
        var protection = node.protection();
        var rule = protection.rules().branch(repo, target);
        boolean may = here.person()
                .filter(person -> rule.isEmpty() || rule.get().merge().has(person.key()))
                .isPresent();
        boolean anyway = rule.filter(it -> !it.bindsAdmins()).isPresent()
                && here.person()
                        .flatMap(person -> node.access().right(person, repo))
                        .filter(right -> right == Right.ADMIN)
                        .isPresent();
        var opinions = node.pulls().reading().opinions(here.rid(), patch.id());
        var spoken = node.people().byKeys(opinions.keySet()).values().stream()
                .map(Person::id)
                .collect(Collectors.toCollection(HashSet::new));
        node.people().byKey(issue.author()).ifPresent(person -> spoken.add(person.id()));
        var owners = protection.requirements().owners(repo, patch, onto).stream()
                .filter(person -> !spoken.contains(person.id()))
                .map(Who::of)
                .toList();
        return new PullLook.Gate(
                rule.map(it -> it.pattern().text()).orElse(""),
                rule.map(it -> protection.requirements().of(repo, patch, it, onto))
                        .orElse(List.of()),
                protection.statuses().newest(repo, patch.head()),
                owners,
                here.member() && may,
                here.member() && anyway,
                protection.automatic().of(repo, patch.id()).map(it -> waiting(it, faces)));
    }

    private PullLook.Waiting waiting(AutomaticMerge wanted, Faces faces) {
        var by = node.people().byId(wanted.person()).map(Person::key);
        return new PullLook.Waiting(
                by.map(faces::of).orElseGet(() -> new Who(text("pulls.somebody-who-left"), "", "", "")),
                name(wanted.way()),
                wanted.leaves());
    }

    private Merging merging(Here here, Issue issue, RefView view, Patch patch, String target, Faces faces) {
        return switch (patch.state()) {
            case MERGED -> done(here, patch, faces);
            case ARCHIVED -> new Merging.Closed();
            case DRAFT -> new Merging.Draft();
            case OPEN -> {
                var onto = view.refs().get(Constants.R_HEADS + target);
                yield onto == null
                        ? new Merging.Impossible(text("pulls.branch-is-gone", target))
                        : tried(here, issue, patch, target, onto);
            }
        };
    }

    private Merging done(Here here, Patch patch, Faces faces) {
        var merged = patch.merged().orElseThrow();
        var viewer = here.visit().viewer();
        boolean stays = node.pulls().leaving().ready(viewer, here.repo(), patch).isPresent();
        String id = merged.commit().name();
        return new Merging.Done(faces.of(merged.by()), id.substring(0, 10), here.home() + "/commit/" + id, stays);
    }

    private Merging tried(Here here, Issue issue, Patch patch, String target, ObjectId onto) {
        var tried = node.reading().mergeability().of(here.repo(), onto, patch.head(), PATIENCE);
        if (tried.isEmpty()) return new Merging.Checking();
        return switch (tried.get()) {
            case Merge.Clean _ -> new Merging.Ready();
            case Merge.Conflicting(var _, var conflicts) -> conflicting(here, issue, patch, target, conflicts);
            case Merge.Unrelated() -> new Merging.Impossible(text("pulls.nothing-can-be-merged"));
            case Merge.TooLarge(var told) -> new Merging.Impossible(text("pulls.too-large-to-be-tried", told));
        };
    }

    /// Where the reader decides, or why not in a page.
    private Merging.Conflicting conflicting(
            Here here, Issue issue, Patch patch, String target, List<Conflict> conflicts) {
        var objection = here.person().flatMap(person -> deciding.objection(here.repo(), person, patch));
        boolean may = here.person().isPresent() && objection.isEmpty();
        return new Merging.Conflicting(
                PullLook.contradictions(conflicts),
                deciding.commands(here.visit(), here.repo(), patch, target),
                may ? here.page(issue) + "/conflicts" : "",
                here.mayChange(issue) ? objection.orElse("") : "");
    }

    /// The ways that the rule of the branch leaves: no merge commits where its history is one line, and nothing
    /// but the commits as they are where each must be signed by its author.
    private List<PullLook.Way> ways(Repo repo, Issue issue, Patch patch, String target) {
        var rule = node.protection().rules().branch(repo, target);
        boolean linear = rule.filter(BranchRule::linear).isPresent();
        boolean signed = rule.filter(BranchRule::signed).isPresent();
        return Stream.of(
                        way(issue, patch, Way.MERGE, text("pulls.way-merge-told")),
                        way(issue, patch, Way.SQUASH, text("pulls.way-squash-told")),
                        new PullLook.Way(Way.REBASE, name(Way.REBASE), text("pulls.way-rebase-told"), ""),
                        way(issue, patch, Way.REBASE_MERGE, text("pulls.way-rebase-merge-told")),
                        new PullLook.Way(
                                Way.FAST_FORWARD, name(Way.FAST_FORWARD), text("pulls.way-fast-forward-told"), ""))
                .filter(it -> !linear || (it.way() != Way.MERGE && it.way() != Way.REBASE_MERGE))
                .filter(it -> !signed || it.way() == Way.FAST_FORWARD)
                .toList();
    }

    private static String name(Way way) {
        return switch (way) {
            case MERGE -> text("pulls.way-merge");
            case SQUASH -> text("pulls.way-squash");
            case REBASE -> text("pulls.way-rebase");
            case REBASE_MERGE -> text("pulls.way-rebase-merge");
            case FAST_FORWARD -> text("pulls.way-fast-forward");
        };
    }

    private static PullLook.Way way(Issue issue, Patch patch, Way way, String told) {
        return new PullLook.Way(
                way,
                name(way),
                told,
                Merges.usual(way, issue.number(), issue.title(), patch.source()).strip());
    }
}
