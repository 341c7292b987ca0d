package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.patch.Heads;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.web.html.Stop;
import java.util.Optional;
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

    /// A branch of the repository or of a fork of it, as `head` names it.
    Heads.Head branch(Call call, String named) {
        return node.pulls()
                .heads()
                .find(call.viewer(), call.repo(), named)
                .orElseThrow(() -> new Stop(404, "head branch does not exist [name: " + named + "]"));
    }

    /// The newest one from a branch into another, an open one before others.
    Optional<Pull> between(Call call, String base, Heads.Head head) {
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
