package dev.hob.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Label;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.IssueLabels;
import dev.hob.web.api.json.IssueMeta;
import dev.hob.web.api.json.LockIssue;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// What members put on issues: labels, pins, locks, and which waits for which.
final class IssueMarkOperations {
    private static final String ONE = "/repos/{owner}/{repo}/issues/{index}";
    private static final String LABELS = ONE + "/labels";

    private final Node node;
    private final IssueFinder finder;
    private final IssueShapes shapes;

    IssueMarkOperations(Node node, IssueFinder finder, IssueShapes shapes) {
        this.node = node;
        this.finder = finder;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        labels(all);
        pins(all);
        all.put("issueLockIssue", ONE + "/lock", "Let only members speak about it")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(LockIssue.class)
                .does(call ->
                        lock(call, true, call.body(LockIssue.class).lockReason().orElse("")));
        all.delete("issueUnlockIssue", ONE + "/lock", "Let everybody speak about it again")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .does(call -> lock(call, false, ""));
        dependencies(all);
    }

    private void labels(Operations all) {
        all.get("issueGetLabels", LABELS, "The labels of an issue")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .givesAll(dev.hob.web.api.json.Label.class, call -> shown(call, finder.issue(call)));
        all.post("issueAddLabel", LABELS, "Give an issue more labels")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(IssueLabels.class)
                .givesAll(dev.hob.web.api.json.Label.class, call -> {
                    var issue = finder.issue(call);
                    return change(call, issue, named(call), List.of());
                });
        all.put("issueReplaceLabels", LABELS, "Give an issue these labels and no others")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .takes(IssueLabels.class)
                .givesAll(dev.hob.web.api.json.Label.class, call -> {
                    var issue = finder.issue(call);
                    return change(call, issue, named(call), issue.labels());
                });
        all.delete("issueClearLabels", LABELS, "Take all labels from an issue")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .does(call -> {
                    var issue = finder.issue(call);
                    change(call, issue, List.of(), issue.labels());
                });
        all.delete("issueRemoveLabel", LABELS + "/{id}", "Take a label from an issue, by its number or name")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .refuses(422, "The project has no such label")
                .does(call -> {
                    var issue = finder.issue(call);
                    change(call, issue, List.of(), List.of(label(call, call.part("id"))));
                });
    }

    private List<dev.hob.web.api.json.Label> shown(Call call, Issue issue) {
        var known = new HashMap<String, Label>();
        for (var label : node.tracking().tracked().labels(issue.rid())) known.put(label.name(), label);
        return issue.labels().stream()
                .map(name -> IssueShapes.label(call, call.repo(), known.getOrDefault(name, Label.plain(name))))
                .toList();
    }

    private List<dev.hob.web.api.json.Label> change(Call call, Issue issue, List<String> add, List<String> remove) {
        Answers.check(node.acts(issue).label(call.repo(), call.person(), issue.id(), add, remove));
        return shown(call, finder.issue(call, issue.number()));
    }

    /// The labels that the body names, by number or by name.
    private List<String> named(Call call) throws IOException {
        var names = new ArrayList<String>();
        for (JsonNode one : call.body(IssueLabels.class).labels().orElse(List.of())) {
            if (!one.isTextual() && !one.isIntegralNumber())
                throw new Stop(422, "[labels]: a label is named by its number or its name");
            names.add(label(call, one.asText()));
        }
        return names;
    }

    private String label(Call call, String name) {
        var all = node.tracking().tracked().labels(call.repo().rid());
        return all.stream()
                .filter(it -> String.valueOf(it.number()).equals(name))
                .findFirst()
                .or(() -> all.stream().filter(it -> it.name().equals(name)).findFirst())
                .map(Label::name)
                .orElseThrow(() -> new Stop(422, "label does not exist [label: " + name + "]"));
    }

    private void pins(Operations all) {
        all.get("repoListPinnedIssues", "/repos/{owner}/{repo}/issues/pinned", "The issues that stand above the list")
                .needs(Right.READ)
                .scope(Scope.READ_ISSUE)
                .givesAll(
                        dev.hob.web.api.json.Issue.class,
                        call -> shapes.issues(
                                call,
                                call.repo(),
                                node.tracking().reading().pinned(call.repo().rid())));
        all.post("pinIssue", ONE + "/pin", "Keep an issue above the list")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .refuses(422, "There are as many as there can be")
                .does(call -> pin(call, true));
        all.delete("unpinIssue", ONE + "/pin", "Keep an issue above the list no more")
                .needs(Right.WRITE)
                .scope(Scope.WRITE_ISSUE)
                .does(call -> pin(call, false));
    }

    private void pin(Call call, boolean active) {
        Answers.check(node.tracking()
                .trackers()
                .pin(call.repo(), call.person(), finder.issue(call).id(), active));
    }

    private void lock(Call call, boolean active, String reason) {
        Answers.check(node.tracking()
                .trackers()
                .lock(call.repo(), call.person(), finder.issue(call).id(), active, reason));
    }

    private void dependencies(Operations all) {
        for (boolean before : List.of(true, false)) {
            String path = ONE + (before ? "/dependencies" : "/blocks");
            all.get(
                            before ? "issueListIssueDependencies" : "issueListBlocks",
                            path,
                            before ? "What must be done before an issue" : "What waits for an issue")
                    .needs(Right.READ)
                    .scope(Scope.READ_ISSUE)
                    .lists(dev.hob.web.api.json.Issue.class, call -> waiting(call, before));
            all.post(
                            before ? "issueCreateIssueDependencies" : "issueCreateIssueBlocking",
                            path,
                            before ? "Say what must be done before an issue" : "Say what waits for an issue")
                    .needs(Right.WRITE)
                    .scope(Scope.WRITE_ISSUE)
                    .takes(IssueMeta.class)
                    .creates(dev.hob.web.api.json.Issue.class, call -> depend(call, before, true));
            all.delete(before ? "issueRemoveIssueDependencies" : "issueRemoveIssueBlocking", path, "Take that back")
                    .needs(Right.WRITE)
                    .scope(Scope.WRITE_ISSUE)
                    .takes(IssueMeta.class)
                    .gives(dev.hob.web.api.json.Issue.class, call -> depend(call, before, false));
        }
    }

    private Listed<dev.hob.web.api.json.Issue> waiting(Call call, boolean before) {
        var issue = finder.issue(call);
        var others = node.tracking().reading().dependencies(issue.rid(), issue.id(), before);
        var slice = call.slice();
        var shown = others.stream().skip(slice.from()).limit(slice.limit()).toList();
        return new Listed<>(shapes.issues(call, call.repo(), shown), others.size(), slice);
    }

    private dev.hob.web.api.json.Issue depend(Call call, boolean before, boolean active) throws IOException {
        var issue = finder.issue(call);
        var meta = call.body(IssueMeta.class);
        String owner =
                meta.owner().filter(it -> !it.isEmpty()).orElse(call.repo().owner());
        String name = meta.repo().filter(it -> !it.isEmpty()).orElse(call.repo().name());
        var repo = node.repos().find(owner, name).filter(it -> it.repo().rid().equals(issue.rid()));
        if (repo.isEmpty()) throw new Stop(422, "[repo]: issues wait for others of the same repository only");
        var other = finder.issue(call, meta.index());
        var trackers = node.tracking().trackers();
        Answers.check(
                before
                        ? trackers.depend(call.repo(), call.person(), issue.id(), other.id(), active)
                        : trackers.depend(call.repo(), call.person(), other.id(), issue.id(), active));
        return shapes.issue(call, call.repo(), finder.issue(call));
    }
}
