package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.code.Differences;
import dev.hob.node.code.Merge;
import dev.hob.node.issue.Handles;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.PatchState;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Stacks;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.PullRequest;
import dev.hob.web.api.json.PullRequestSide;
import dev.hob.web.api.json.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Pull requests as the API shows them. Shared between threads.
final class PullShapes {
    /// So long one waits for a merge that is being tried.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LIST_PATIENCE = Duration.ofMillis(20);

    private final Node node;
    private final Code code;
    private final IssueShapes issues;
    private final RepositoryShapes repositories;

    PullShapes(Node node, Code code, IssueShapes issues, RepositoryShapes repositories) {
        this.node = node;
        this.code = code;
        this.issues = issues;
        this.repositories = repositories;
    }

    /// Some of one repository, in their order.
    List<PullRequest> list(Call call, List<PullFinder.Pull> pulls) {
        return shapes(call, pulls, false);
    }

    /// One, with what costs more to tell.
    PullRequest one(Call call, PullFinder.Pull pull) {
        return shapes(call, List.of(pull), true).getFirst();
    }

    private List<PullRequest> shapes(Call call, List<PullFinder.Pull> pulls, boolean whole) {
        if (pulls.isEmpty()) return List.of();
        var talked = issues.issues(
                call, call.repo(), pulls.stream().map(PullFinder.Pull::issue).toList());
        var beside = new Beside(call, pulls);
        var shapes = new ArrayList<PullRequest>();
        for (int i = 0; i < pulls.size(); i++) shapes.add(beside.shape(pulls.get(i), talked.get(i), whole));
        return shapes;
    }

    /// What is the same for many pull requests of one repository.
    private final class Beside {
        private final Call call;
        private final Repo repo;
        private final RefView view;
        private final Map<ObjectId, List<DidKey>> asked;
        private final Map<ObjectId, Integer> remarks;
        private final Map<RepositoryId, Repo> sources = new HashMap<>();
        private final Map<RepositoryId, Repository> shown;
        private final Stacks stacks;
        private final Set<ObjectId> lent;
        private final Cast cast;

        Beside(Call call, List<PullFinder.Pull> pulls) {
            this.call = call;
            this.repo = call.repo();
            view = node.refs().view(repo);
            var ids = pulls.stream().map(it -> it.issue().id()).toList();
            asked = node.pulls().reading().asked(repo.rid(), ids);
            remarks = node.pulls().reading().remarks(repo.rid(), ids);
            stacks = node.pulls().reading().stacks(repo);
            lent = node.pulls().lent().of(repo.rid(), ids);
            var keys = new HashSet<DidKey>();
            asked.values().forEach(keys::addAll);
            for (var pull : pulls) {
                pull.patch().merged().ifPresent(it -> keys.add(it.by()));
                pull.patch().source().map(it -> it.repository()).ifPresent(this::source);
            }
            cast = new Cast(node, call, keys);
            sources.put(repo.id(), repo);
            shown = repositories.of(call, List.copyOf(sources.values()));
        }

        /// A repository that the caller may not see is none.
        private void source(RepositoryId id) {
            if (sources.containsKey(id)) return;
            node.repos()
                    .byId(id)
                    .filter(it -> node.access().may(call.viewer(), Right.READ, it))
                    .ifPresent(it -> sources.put(id, it));
        }

        PullRequest shape(PullFinder.Pull pull, dev.hob.web.api.json.Issue talked, boolean whole) {
            Issue issue = pull.issue();
            Patch patch = pull.patch();
            String number = String.valueOf(issue.number());
            String page = IssueShapes.page(call, repo, issue);
            var changed = whole ? changed(patch) : Optional.<Differences.Summary>empty();
            return new PullRequest(
                    talked.id(),
                    call.links().api(repo, "pulls", number),
                    issue.number(),
                    talked.user(),
                    talked.title(),
                    talked.body(),
                    talked.labels(),
                    talked.milestone(),
                    talked.assignee(),
                    talked.assignees(),
                    asked.getOrDefault(issue.id(), List.of()).stream()
                            .map(cast::user)
                            .toList(),
                    List.of(),
                    talked.state(),
                    patch.state() == PatchState.DRAFT,
                    talked.isLocked(),
                    talked.comments(),
                    remarks.getOrDefault(issue.id(), 0),
                    changed.map(it -> (long) it.added()),
                    changed.map(it -> (long) it.removed()),
                    changed.map(it -> (long) it.filesChanged()),
                    page,
                    page + ".diff",
                    page + ".patch",
                    isMergeable(patch, whole ? PATIENCE : LIST_PATIENCE),
                    patch.state() == PatchState.MERGED,
                    patch.merged().map(Patch.Merged::at),
                    patch.merged().map(it -> it.commit().name()),
                    patch.merged().map(it -> cast.user(it.by())),
                    lent.contains(issue.id()),
                    base(patch),
                    head(patch, issue),
                    patch.base().name(),
                    talked.dueDate(),
                    talked.createdAt(),
                    talked.updatedAt(),
                    talked.closedAt(),
                    talked.pinOrder(),
                    whole
                            ? Optional.of((long) node.pulls()
                                    .reading()
                                    .revisions(repo.rid(), issue.id())
                                    .size())
                            : Optional.empty(),
                    talked.oid(),
                    stacks.of(issue.id()).map(this::stack));
        }

        private PullRequest.Stack stack(Stacks.Stack stack) {
            var tip = Optional.ofNullable(view.refs().get(Constants.R_HEADS + stack.base()));
            return new PullRequest.Stack(
                    Handles.of(stack.lowest()),
                    stack.number(),
                    stack.size(),
                    stack.position(),
                    new PullRequest.Base(stack.base(), tip.map(ObjectId::name)));
        }

        private Optional<Differences.Summary> changed(Patch patch) {
            try (var opened = code.open(repo)) {
                return code.differences().between(opened.git(), patch.base(), patch.head());
            }
        }

        private boolean isMergeable(Patch patch, Duration patience) {
            if (!patch.state().issue().isOpen()) return false;
            var onto = view.refs().get(Constants.R_HEADS + Patches.target(repo, patch));
            return onto != null
                    && node.reading()
                            .mergeability()
                            .of(repo, onto, patch.head(), patience)
                            .filter(it -> it instanceof Merge.Clean)
                            .isPresent();
        }

        private PullRequestSide base(Patch patch) {
            String target = Patches.target(repo, patch);
            var tip = Optional.ofNullable(view.refs().get(Constants.R_HEADS + target))
                    .orElse(patch.base());
            return side(target, target, tip, repo.id());
        }

        /// A branch that is there is named; else what can always be fetched.
        private PullRequestSide head(Patch patch, Issue issue) {
            String offer = "refs/pull/" + issue.number() + "/head";
            if (patch.source().isEmpty()) return side("", offer, patch.head(), repo.id());
            var source = patch.source().get();
            var from = Optional.ofNullable(sources.get(source.repository()));
            boolean there = from.filter(
                            it -> node.refs().view(it).refs().containsKey(Constants.R_HEADS + source.branch()))
                    .isPresent();
            return side(source.branch(), there ? source.branch() : offer, patch.head(), source.repository());
        }

        private PullRequestSide side(String label, String ref, ObjectId commit, RepositoryId of) {
            var repository = Optional.ofNullable(shown.get(of));
            return new PullRequestSide(
                    label, ref, commit.name(), repository.map(Repository::id).orElse(-1L), repository);
        }
    }
}
