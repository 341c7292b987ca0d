package dev.hob.web.edit;

import dev.hob.node.Node;
import dev.hob.web.issue.Finding;
import dev.hob.web.repo.Found;
import dev.hob.web.repo.Readme;

/// All pages in which people write files, built together.
public record EditHouse(
        EditPages files,
        DeletePages deletions,
        UploadPages uploads,
        PendingPages pending,
        ConflictPages conflicts,
        EditorFiles editor) {
    /// Builds them.
    public static EditHouse of(Node node, Found found, Finding finding, Readme readme) {
        var entrance = new Entrance(node, found);
        var committing = new Committing(node);
        var adding = new Adding(node);
        var editor = new EditorFiles();
        return new EditHouse(
                new EditPages(node, found, entrance, committing, adding, readme, editor),
                new DeletePages(node, entrance, committing, adding),
                new UploadPages(node, entrance, committing, adding),
                new PendingPages(node, entrance, committing),
                new ConflictPages(node, finding, editor),
                editor);
    }
}
