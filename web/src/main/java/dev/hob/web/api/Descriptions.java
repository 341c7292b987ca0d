package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import java.util.List;

/// Words what issues and pull requests say first anew. Shared between threads.
final class Descriptions {
    private final Node node;
    private final IssueFinder finder;

    Descriptions(Node node, IssueFinder finder) {
        this.node = node;
        this.finder = finder;
    }

    /// @param keepFiles whether the files that it shows go on being shown
    void reword(Call call, Issue issue, String body, boolean keepFiles) {
        var now = IssueShapes.comment(finder.description(issue)).orElseThrow(Call::missing);
        List<String> keep =
                keepFiles ? now.embeds().stream().map(embed -> embed.name()).toList() : List.of();
        Answers.check(node.acts(issue).edit(call.repo(), call.person(), issue.id(), issue.id(), body, keep, List.of()));
    }
}
