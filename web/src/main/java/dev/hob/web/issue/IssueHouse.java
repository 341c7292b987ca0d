package dev.hob.web.issue;

import dev.hob.node.Node;
import dev.hob.search.Search;
import dev.hob.web.repo.Found;
import java.util.Optional;

/// All pages about issues, built together.
///
/// @param prose what people wrote, as HTML
/// @param live to be started with the server, and closed before it
public record IssueHouse(
        Finding finding,
        ListPages lists,
        IssuePages pages,
        IssueActs acts,
        NewIssuePages fresh,
        Resembling resembling,
        LabelPages labels,
        MilestonePages milestones,
        AttachmentPages attachments,
        Assist assist,
        LiveIssues live,
        MyIssues mine,
        Templates templates,
        Choosing choosing,
        Prose prose) {
    /// Builds them.
    ///
    /// @param pulls what pull requests have on their pages besides
    /// @param search what finds issues that are like a new one, if anything does
    /// @param alike the same for one that is there
    public static IssueHouse of(Node node, Found found, PullLooks pulls, Optional<Search> search, Alike alike) {
        var finding = new Finding(node, found);
        var prose = new Prose(node, found);
        var lists = new ListPages(node, finding);
        var resembling = new Resembling(finding, search, alike);
        var pages = new IssuePages(node, finding, prose, lists, pulls, resembling);
        var templates = new Templates(node);
        var choosing = new Choosing(node, lists);
        return new IssueHouse(
                finding,
                lists,
                pages,
                new IssueActs(node, finding, pages),
                new NewIssuePages(node, finding, prose, choosing, pages, templates, resembling),
                resembling,
                new LabelPages(node, finding),
                new MilestonePages(node, finding, prose),
                new AttachmentPages(node, finding),
                new Assist(node, finding, lists),
                new LiveIssues(node, finding),
                new MyIssues(node, finding),
                templates,
                choosing,
                prose);
    }
}
