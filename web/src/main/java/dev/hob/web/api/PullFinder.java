package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.patch.Source;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Stop;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Finds pull requests by their numbers, and branches as clients name them. Shared between threads.
final class PullFinder {
    private final Node node;

    PullFinder(Node node) {
        this.node = node;
    }

    /// A pull request: what it has as issues have, and what only it has.
    record Pull(Issue issue, Patch patch) {}

    /// The one of `/pulls/{index}/…`.
    Pull pull(Call call) {
        return pull(call, call.numbered("index"));
    }

    Pull pull(Call call, long number) {
        return node.tracking()
                .reading()
                .find(call.repo().rid(), number)
                .flatMap(this::of)
                .orElseThrow(() -> new Stop(404, "pull request does not exist [index: " + number + "]"));
    }

    Pull byId(Call call, ObjectId id) {
        return node.tracking()
                .reading()
                .byId(call.repo().rid(), id)
                .flatMap(this::of)
                .orElseThrow(Call::missing);
    }

    Optional<Pull> of(Issue issue) {
        return node.pulls().reading().find(issue.rid(), issue.id()).map(patch -> new Pull(issue, patch));
    }

    /// A branch of the repository, or of a fork of it.
    record Branch(Repo repo, String name, ObjectId tip) {
        Source source() {
            return new Source(repo.id(), name);
        }
    }

    /// A branch as `head` names it: its name, or that of a fork's owner or the fork's path and a colon before it.
    Branch branch(Call call, String named) {
        int colon = named.indexOf(':');
        String name = named.substring(colon + 1);
        var repo = colon < 0 ? call.repo() : fork(call, named.substring(0, colon));
        var tip = node.refs().view(repo).refs().get(Constants.R_HEADS + name);
        if (tip == null) throw new Stop(404, "head branch does not exist [name: " + named + "]");
        return new Branch(repo, name, tip);
    }

    private Repo fork(Call call, String whose) {
        return node.repos().of(call.repo().rid()).stream()
                .filter(it -> it.owner().equalsIgnoreCase(whose) || it.path().equalsIgnoreCase(whose))
                .filter(it -> node.access().may(call.viewer(), Right.READ, it))
                .findFirst()
                .orElseThrow(() -> new Stop(404, "head repository does not exist [owner: " + whose + "]"));
    }

    /// The newest one from a branch into another, an open one before others.
    Optional<Pull> between(Call call, String base, Branch head) {
        var all = node.pulls().reading().ever(call.repo().rid(), head.source()).stream()
                .filter(it -> Patches.target(call.repo(), it).equals(base))
                .toList();
        return all.stream()
                .filter(it -> it.state().issue().isOpen())
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(it -> byId(call, it.id()));
    }
}
