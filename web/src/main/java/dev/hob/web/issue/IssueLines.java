package dev.hob.web.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Label;
import dev.hob.node.log.RepoId;
import dev.hob.node.patch.Patch;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Tasks;
import dev.hob.web.html.Urls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// Makes lines of lists of issues, looking for everything of a page at once. Owned by one request.
final class IssueLines {
    private final Node node;
    private final Faces faces;
    private final Instant now;
    private final Map<RepoId, Map<String, Chip>> chips = new HashMap<>();
    private final Map<RepoId, Map<ObjectId, String>> milestones = new HashMap<>();

    IssueLines(Node node, Faces faces, Instant now) {
        this.node = node;
        this.faces = faces;
        this.now = now;
    }

    /// The lines of issues of one repository.
    List<IssueLine> of(Repo repo, List<Issue> issues) {
        return of(Map.of(repo.rid(), repo), issues);
    }

    /// The lines of issues of several; what has no place is left out.
    List<IssueLine> of(Map<RepoId, Repo> places, List<Issue> issues) {
        var keys = new ArrayList<DidKey>();
        for (var issue : issues) {
            keys.add(issue.author());
            keys.addAll(issue.assignees());
        }
        faces.meet(keys);
        var descriptions = node.tracking().talks().checklists(issues);
        var lines = new ArrayList<IssueLine>();
        var patches = patches(issues);
        for (var issue : issues) {
            var repo = places.get(issue.rid());
            if (repo == null) continue;
            var patch = Optional.ofNullable(patches.get(issue.id()));
            lines.add(new IssueLine(
                    issue,
                    patch,
                    patch.map(Patch::target)
                            .filter(it -> !it.equals(repo.defaultBranch()))
                            .orElse(""),
                    repo.path(),
                    "/" + Urls.path(repo.path()) + (issue.isPatch() ? "/pulls/" : "/issues/") + issue.path(),
                    chips(issue),
                    faces.of(issue.author()),
                    issue.assignees().stream().map(faces::of).toList(),
                    issue.milestone().flatMap(id -> milestone(issue.rid(), id)),
                    Tasks.in(descriptions.getOrDefault(issue.id(), "")),
                    issue.state().isOpen() && issue.due().filter(now::isAfter).isPresent()));
        }
        return lines;
    }

    /// Of the pull requests among them what only those have, by their ids.
    private Map<ObjectId, Patch> patches(List<Issue> issues) {
        var ids = issues.stream()
                .filter(Issue::isPatch)
                .collect(Collectors.groupingBy(Issue::rid, Collectors.mapping(Issue::id, Collectors.toList())));
        var found = new HashMap<ObjectId, Patch>();
        ids.forEach((rid, some) -> found.putAll(node.pulls().reading().find(rid, some)));
        return found;
    }

    private List<Chip> chips(Issue issue) {
        if (issue.labels().isEmpty()) return List.of();
        var known = known(issue.rid());
        return issue.labels().stream().map(name -> chip(known, name)).toList();
    }

    /// The labels that a project describes, by name.
    Map<String, Chip> known(RepoId rid) {
        return chips.computeIfAbsent(rid, id -> {
            var all = new HashMap<String, Chip>();
            for (var label : node.tracking().tracked().described(id)) all.put(label.name(), Chip.of(label));
            return all;
        });
    }

    static Chip chip(Map<String, Chip> known, String name) {
        var chip = known.get(name);
        return chip == null ? Chip.of(Label.plain(name)) : chip;
    }

    private Optional<String> milestone(RepoId rid, ObjectId id) {
        return Optional.ofNullable(milestones
                .computeIfAbsent(rid, node.tracking().tracked()::milestoneTitles)
                .get(id));
    }
}
