package dev.hob.web.patch;

import dev.hob.node.Node;
import dev.hob.web.html.Parts;
import dev.hob.web.issue.IssueHouse;
import dev.hob.web.render.RichDiffs;

/// All pages that only pull requests have, built together.
public record PullHouse(
        PullActs acts, FilePages files, RevisionPages revisions, ComparePages compare, TextPages texts) {
    /// Builds them.
    public static PullHouse of(Node node, IssueHouse issues, Looks looks, Parts parts) {
        var finding = issues.finding();
        var rich = new RichDiffs(parts);
        var texts = new TextPages(node, finding, looks);
        return new PullHouse(
                new PullActs(node, finding, issues.pages(), issues.choosing()),
                new FilePages(node, finding, issues.pages(), looks, parts),
                new RevisionPages(node, finding, looks),
                new ComparePages(
                        node, issues, node.reading().diffs(), new ComparedPages(node, finding, texts, rich), rich),
                texts);
    }
}
